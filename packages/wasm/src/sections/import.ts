import type { ByteSink } from "@tyara/base";
import { ExternalKind, type GlobalType, type Limits, type TableType } from "../value-type.ts";
import { writeGlobalType, writeLimits, writeTableType } from "./limits.ts";
import { Section, SectionId } from "./section.ts";

export class ImportSection extends Section {
  constructor() {
    super(SectionId.import);
  }

  addFunction(module: string, name: string, type: number): void {
    this.#add(module, name, ExternalKind.function).u32(type);
  }

  addTable(module: string, name: string, type: TableType): void {
    writeTableType(this.#add(module, name, ExternalKind.table), type);
  }

  addMemory(module: string, name: string, limits: Limits): void {
    writeLimits(this.#add(module, name, ExternalKind.memory), limits);
  }

  addGlobal(module: string, name: string, type: GlobalType): void {
    writeGlobalType(this.#add(module, name, ExternalKind.global), type);
  }

  #add(module: string, name: string, kind: ExternalKind): ByteSink {
    this.begin();
    return this.entries.name(module).name(name).u8(kind);
  }
}
