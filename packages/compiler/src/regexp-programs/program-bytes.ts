/** A part of a program, or of its form, that lies where a field of it says. */
export interface ProgramBlock {
  readonly field: number;
  readonly start: number;
  readonly length: number;
}

/** The bytes of a program while it is packed: little-endian numbers, sets of nodes as rows of bits. */
export class ProgramBytes {
  readonly bytes: Uint8Array;
  private readonly view: DataView;

  /** @param bytes zeros */
  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  setU32(address: number, value: number): void {
    this.view.setUint32(address, value, true);
  }

  addMember(set: number, member: number): void {
    this.bytes[set + (member >> 3)]! |= 1 << (member & 7);
  }
}
