// Builds a module: hands out indices, then writes the sections in the order of the binary format. It knows
// bytes and index spaces and nothing of meaning; the validator says whether a module is sound.
//
// Invariant: in each index space imports come before definitions, so every import of a kind must be added
// before the first definition of that kind.
import { assert, ByteSink } from "@tyara/base";
import { CodeBuilder } from "./code-builder.ts";
import { CodeSection } from "./sections/code.ts";
import type { Constant } from "./sections/constant.ts";
import { DataSection } from "./sections/data.ts";
import { ElementSection } from "./sections/element.ts";
import { ExportSection } from "./sections/export.ts";
import { FunctionSection } from "./sections/function.ts";
import { GlobalSection } from "./sections/global.ts";
import { ImportSection } from "./sections/import.ts";
import { MemorySection } from "./sections/memory.ts";
import { NameSection } from "./sections/name.ts";
import { SectionId } from "./sections/section.ts";
import { TableSection } from "./sections/table.ts";
import { TypeSection } from "./sections/type.ts";
import { ExternalKind, type GlobalType, type Limits, type TableType, type ValueType } from "./value-type.ts";

/** The first eight bytes of every module: magic and version. */
export const moduleHeader: Uint8Array = Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0);

export class ModuleBuilder {
  readonly #types = new TypeSection();
  readonly #imports = new ImportSection();
  readonly #functions = new FunctionSection();
  readonly #tables = new TableSection();
  readonly #memories = new MemorySection();
  readonly #globals = new GlobalSection();
  readonly #exports = new ExportSection();
  readonly #elements = new ElementSection();
  readonly #code = new CodeSection();
  readonly #data = new DataSection();
  readonly #names = new NameSection();
  readonly #imported = { functions: 0, tables: 0, memories: 0, globals: 0 };
  readonly #defined = { tables: 0, memories: 0, globals: 0 };
  #start: number | undefined;
  #largestBody = 0;
  #mostLocals = 0;

  /** The index of a function type; equal types have one index. */
  type(parameters: readonly ValueType[], results: readonly ValueType[]): number {
    return this.#types.intern(parameters, results);
  }

  /** Imports a function and returns its index. */
  importFunction(
    module: string,
    name: string,
    parameters: readonly ValueType[],
    results: readonly ValueType[],
  ): number {
    assert(this.#functions.size === 0, `function import "${name}" comes after a definition`);
    this.#imports.addFunction(module, name, this.type(parameters, results));
    return this.#imported.functions++;
  }

  /** Imports a table and returns its index. */
  importTable(module: string, name: string, type: TableType): number {
    assert(this.#defined.tables === 0, `table import "${name}" comes after a definition`);
    this.#imports.addTable(module, name, type);
    return this.#imported.tables++;
  }

  /** Imports a memory and returns its index. */
  importMemory(module: string, name: string, limits: Limits): number {
    assert(this.#defined.memories === 0, `memory import "${name}" comes after a definition`);
    this.#imports.addMemory(module, name, limits);
    return this.#imported.memories++;
  }

  /** Imports a global and returns its index. */
  importGlobal(module: string, name: string, type: GlobalType): number {
    assert(this.#defined.globals === 0, `global import "${name}" comes after a definition`);
    this.#imports.addGlobal(module, name, type);
    return this.#imported.globals++;
  }

  /**
   * Declares a function and returns its index, so that bodies can call functions that are written later.
   * Each declared function needs {@link defineFunction} before {@link finish}.
   */
  declareFunction(parameters: readonly ValueType[], results: readonly ValueType[], name?: string): number {
    const index = this.#imported.functions + this.#functions.add(this.type(parameters, results));
    if (name !== undefined) this.#names.setFunction(index, name);
    return index;
  }

  /** Gives a declared function its body. The code is copied: the builder may be reset and used again. */
  defineFunction(index: number, code: CodeBuilder): void {
    const own = index - this.#imported.functions;
    assert(own >= 0 && own < this.#functions.size, `function ${index} is not declared`);
    assert(!this.#code.has(own), `function ${index} is defined twice`);
    this.#code.set(own, code);
    this.#largestBody = Math.max(this.#largestBody, code.length);
    this.#mostLocals = Math.max(this.#mostLocals, code.localCount);
  }

  /** Bytes of the instructions of the longest function defined so far. */
  get largestBody(): number {
    return this.#largestBody;
  }

  /** Locals of the function that has most of them, parameters aside. */
  get mostLocals(): number {
    return this.#mostLocals;
  }

  /** Declares and defines a function in one step and returns its index. */
  addFunction(
    parameters: readonly ValueType[],
    results: readonly ValueType[],
    write: (code: CodeBuilder) => void,
    name?: string,
  ): number {
    const index = this.declareFunction(parameters, results, name);
    const code = new CodeBuilder(parameters.length);
    write(code);
    this.defineFunction(index, code);
    return index;
  }

  /** Adds a table and returns its index. */
  addTable(type: TableType): number {
    this.#defined.tables += 1;
    return this.#imported.tables + this.#tables.add(type);
  }

  /** Adds a memory and returns its index. */
  addMemory(limits: Limits): number {
    this.#defined.memories += 1;
    return this.#imported.memories + this.#memories.add(limits);
  }

  /** Adds a global and returns its index. */
  addGlobal(type: GlobalType, initial: Constant): number {
    this.#defined.globals += 1;
    return this.#imported.globals + this.#globals.add(type, initial);
  }

  exportFunction(name: string, index: number): this {
    return this.#export(name, ExternalKind.function, index);
  }

  exportTable(name: string, index: number): this {
    return this.#export(name, ExternalKind.table, index);
  }

  exportMemory(name: string, index: number): this {
    return this.#export(name, ExternalKind.memory, index);
  }

  exportGlobal(name: string, index: number): this {
    return this.#export(name, ExternalKind.global, index);
  }

  /** Puts functions into a table at instantiation; returns the segment's index. */
  addElements(table: number, offset: Constant, functions: readonly number[]): number {
    return this.#elements.addActive(table, offset, functions);
  }

  /** Functions for `table.init`; returns the segment's index. */
  addPassiveElements(functions: readonly number[]): number {
    return this.#elements.addPassive(functions);
  }

  /** Declares functions whose references code takes with `ref.func`. */
  declareReferences(functions: readonly number[]): number {
    return this.#elements.addDeclarative(functions);
  }

  /** Puts bytes into memory 0 at instantiation; returns the segment's index. */
  addData(offset: Constant, bytes: Uint8Array): number {
    return this.#data.addActive(offset, bytes);
  }

  /** Bytes for `memory.init`; returns the segment's index. */
  addPassiveData(bytes: Uint8Array): number {
    return this.#data.addPassive(bytes);
  }

  /** The function that runs at the end of each instantiation. */
  setStart(index: number): this {
    this.#start = index;
    return this;
  }

  /** The module's name in the name section. */
  setName(name: string): this {
    this.#names.setModule(name);
    return this;
  }

  /** A function's name in the name section, imports included. */
  setFunctionName(index: number, name: string): this {
    this.#names.setFunction(index, name);
    return this;
  }

  /** The module's bytes, owned by the caller. */
  finish(): Uint8Array<ArrayBuffer> {
    assert(this.#code.isComplete(this.#functions.size), "a declared function has no body");
    const out = new ByteSink(4096 + this.#code.byteLength).bytes(moduleHeader);
    for (const section of [
      this.#types,
      this.#imports,
      this.#functions,
      this.#tables,
      this.#memories,
      this.#globals,
    ]) {
      section.write(out);
    }
    this.#exports.write(out);
    if (this.#start !== undefined) out.u8(SectionId.start).sized(new ByteSink(8).u32(this.#start).view());
    this.#elements.write(out);
    this.#data.writeCount(out);
    this.#code.write(out);
    this.#data.write(out);
    this.#names.write(out);
    return out.toBytes();
  }

  #export(name: string, kind: ExternalKind, index: number): this {
    this.#exports.add(name, kind, index);
    return this;
  }
}
