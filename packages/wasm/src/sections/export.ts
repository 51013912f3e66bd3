import { assert } from "@tyara/base";
import type { ExternalKind } from "../value-type.ts";
import { Section, SectionId } from "./section.ts";

export class ExportSection extends Section {
  readonly #names = new Set<string>();

  constructor() {
    super(SectionId.export);
  }

  add(name: string, kind: ExternalKind, index: number): void {
    assert(!this.#names.has(name), `"${name}" is exported twice`);
    this.#names.add(name);
    this.begin();
    this.entries.name(name).u8(kind).u32(index);
  }
}
