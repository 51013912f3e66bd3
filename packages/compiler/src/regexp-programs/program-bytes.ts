/** A part of a program whose offset is stored in a field. */
export interface ProgramBlock {
  readonly field: number;
  readonly start: number;
  readonly length: number;
}

/** Writes the bytes of a program: little-endian numbers, and sets of nodes as bit sets. */
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
