/** One file within an archive. */
export interface Member {
  /** As the archive has it: bytes, which need not be text; undefined for formats without names. */
  readonly name: Uint8Array | undefined;
  readonly bytes: Uint8Array;
}

/** Something of an archive that cannot be read; what comes behind it may be. */
export interface Unreadable {
  readonly name: Uint8Array;
  readonly problem: string;
}
