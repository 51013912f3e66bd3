import { ByteSink } from "@tyara/base";
import { type Constant, writeConstant } from "./constant.ts";
import { Section, SectionId } from "./section.ts";

const Flags = { active: 0, passive: 1 } as const;

/** Segments of bytes. Each `add…` returns the segment's index. */
export class DataSection extends Section {
  constructor() {
    super(SectionId.data);
  }

  /** Copied into memory 0 when the module is instantiated. */
  addActive(offset: Constant, bytes: Uint8Array): number {
    writeConstant(this.entries.u32(Flags.active), offset);
    this.entries.sized(bytes);
    return this.begin();
  }

  /** Copied by `memory.init` only. */
  addPassive(bytes: Uint8Array): number {
    this.entries.u32(Flags.passive).sized(bytes);
    return this.begin();
  }

  /** Writes the data count section, which `memory.init` and `data.drop` need before the code. */
  writeCount(out: ByteSink): void {
    if (this.count === 0) return;
    const count = new ByteSink(8).u32(this.count);
    out.u8(SectionId.dataCount).sized(count.view());
  }
}
