import type { GlobalType } from "../value-type.ts";
import { type Constant, writeConstant } from "./constant.ts";
import { writeGlobalType } from "./limits.ts";
import { Section, SectionId } from "./section.ts";

export class GlobalSection extends Section {
  constructor() {
    super(SectionId.global);
  }

  /** Returns the global's place among the module's own globals. */
  add(type: GlobalType, initial: Constant): number {
    writeGlobalType(this.entries, type);
    writeConstant(this.entries, initial);
    return this.begin();
  }
}
