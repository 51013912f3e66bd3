/** The bytes of a program while it is packed: zero at first, little-endian numbers, sets of nodes as rows of bits. */
export class ProgramBytes {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  constructor(byteLength: number) {
    this.bytes = new Uint8Array(byteLength);
    this.view = new DataView(this.bytes.buffer);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address, value, true);
  }

  addMember(set: number, member: number): void {
    this.bytes[set + (member >> 3)]! |= 1 << (member & 7);
  }
}
