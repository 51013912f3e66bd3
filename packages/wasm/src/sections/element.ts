import { type Constant, writeConstant } from "./constant.ts";
import { Section, SectionId } from "./section.ts";

/** Flags of an element segment that lists functions by index. */
const Flags = { activeTableZero: 0, passive: 1, active: 2, declarative: 3 } as const;
const functionKind = 0;

/** Segments of function references. Each `add…` returns the segment's index. */
export class ElementSection extends Section {
  constructor() {
    super(SectionId.element);
  }

  /** Copied into the table when the module is instantiated. */
  addActive(table: number, offset: Constant, functions: readonly number[]): number {
    if (table === 0) writeConstant(this.entries.u32(Flags.activeTableZero), offset);
    else {
      writeConstant(this.entries.u32(Flags.active).u32(table), offset);
      this.entries.u8(functionKind);
    }
    this.entries.u32List(functions);
    return this.begin();
  }

  /** Copied by `table.init` only. */
  addPassive(functions: readonly number[]): number {
    this.entries.u32(Flags.passive).u8(functionKind).u32List(functions);
    return this.begin();
  }

  /** Declares that code takes references to these functions with `ref.func`. */
  addDeclarative(functions: readonly number[]): number {
    this.entries.u32(Flags.declarative).u8(functionKind).u32List(functions);
    return this.begin();
  }
}
