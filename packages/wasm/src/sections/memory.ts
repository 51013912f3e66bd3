import type { Limits } from "../value-type.ts";
import { writeLimits } from "./limits.ts";
import { Section, SectionId } from "./section.ts";

export class MemorySection extends Section {
  constructor() {
    super(SectionId.memory);
  }

  /** Returns the memory's place among the module's own memories. */
  add(limits: Limits): number {
    writeLimits(this.entries, limits);
    return this.begin();
  }
}
