import { ByteSink } from "@tyara/base";

/** Section numbers of the binary format. */
export const SectionId = {
  custom: 0,
  type: 1,
  import: 2,
  function: 3,
  table: 4,
  memory: 5,
  global: 6,
  export: 7,
  start: 8,
  element: 9,
  code: 10,
  data: 11,
  dataCount: 12,
  tag: 13,
} as const;
export type SectionId = (typeof SectionId)[keyof typeof SectionId];

/** A section that is a counted list of entries; empty ones are left out of the module. */
export class Section {
  readonly id: SectionId;
  protected readonly entries: ByteSink = new ByteSink();
  protected count = 0;

  constructor(id: SectionId) {
    this.id = id;
  }

  /** Bytes of the entries. */
  get byteLength(): number {
    return this.entries.length;
  }

  /** Writes the section with its number and size, if it has entries. */
  write(out: ByteSink): void {
    if (this.count === 0) return;
    const head = new ByteSink(8).u32(this.count);
    out.u8(this.id).u32(head.length + this.entries.length);
    out.bytes(head.view()).bytes(this.entries.view());
  }

  /** Starts an entry and returns its index. */
  protected begin(): number {
    return this.count++;
  }
}
