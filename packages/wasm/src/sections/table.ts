import type { TableType } from "../value-type.ts";
import { writeTableType } from "./limits.ts";
import { Section, SectionId } from "./section.ts";

export class TableSection extends Section {
  constructor() {
    super(SectionId.table);
  }

  /** Returns the table's place among the module's own tables. */
  add(type: TableType): number {
    writeTableType(this.entries, type);
    return this.begin();
  }
}
