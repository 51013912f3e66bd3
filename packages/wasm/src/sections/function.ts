import { Section, SectionId } from "./section.ts";

/** The type of each function that the module defines. */
export class FunctionSection extends Section {
  constructor() {
    super(SectionId.function);
  }

  /** Returns the function's place among the module's own functions. */
  add(type: number): number {
    this.entries.u32(type);
    return this.begin();
  }

  /** How many functions the module defines. */
  get size(): number {
    return this.count;
  }
}
