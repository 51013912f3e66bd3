// Makes a module interruptible that was not compiled to be: guest code gets a counter of fuel, spends it where
// it could run on for long, and calls the host when it has none. Done on load with our own decoder and encoder,
// because no host offers a way to stop its WebAssembly.
//
// What is spent is said in fuel.ts.
//
// The module gains two imports, behind the others of their kinds, so that later indices move by one: a global with the
// fuel, which all instances of a store share, and the function that hands out rations. It also gains two locals in each
// function, and two functions at the end. The section of debug names is dropped, since its indices would be wrong.

import { ByteSink } from "@tyara/base";
import {
  BinaryReader,
  BlockType,
  type ByteRange,
  CodeBuilder,
  catchFailure,
  type DecodedModule,
  decodeModule,
  type ElementSegment,
  ExternalKind,
  type FunctionType,
  moduleHeader,
  SectionId,
  ValueType,
} from "@tyara/wasm";
import { ModuleError } from "./errors.ts";
import { CodeInstrumenter } from "./instrument-code.ts";

/** Names of what an instrumented module imports: `(i32) -> i32`, which adds the next ration to the fuel, and the fuel. */
export const fuelImports = { refill: "refill", fuel: "fuel" } as const;

/** The module that these are imported from, which is none that the guest imports from itself. */
export function fuelModule(imports: readonly { readonly module: string }[]): string {
  let name = "tyara:interrupt";
  while (imports.some(({ module }) => module === name)) name += "'";
  return name;
}

/**
 * Returns the module with interruption built in. The bytes must be a valid module: that is not checked. Throws ModuleError
 * `unsupported` for one that uses what we have no code for.
 */
export function instrument(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const result = catchFailure(() => {
    const decoded = decodeModule(bytes);
    return decoded.kind === "module" ? new Instrumentation(decoded).run() : decoded;
  });
  if (result instanceof Uint8Array) return result;
  throw new ModuleError(result.kind, result.message, { offset: result.offset });
}

class Instrumentation {
  readonly #module: DecodedModule;
  readonly #importedFunctions: number;
  readonly #importedGlobals: number;
  readonly #instrumenter: CodeInstrumenter;
  /** Types of blocks with the results of functions that have more than one, behind the module's own types. */
  readonly #blockTypes: FunctionType["results"][] = [];

  constructor(module: DecodedModule) {
    this.#module = module;
    this.#importedFunctions = module.imports.filter((entry) => entry.import.kind === "function").length;
    this.#importedGlobals = module.imports.filter((entry) => entry.import.kind === "global").length;
    this.#instrumenter = new CodeInstrumenter(module.bytes, {
      fuelGlobal: this.#importedGlobals,
      restFunction: this.#restFunction,
      spendFunction: this.#spendFunction,
      firstMovedFunction: this.#importedFunctions,
      firstMovedGlobal: this.#importedGlobals,
    });
  }

  get #refillFunction(): number {
    return this.#importedFunctions;
  }

  /** `(fuel) -> (fuel)`: asks for the next ration. */
  get #restFunction(): number {
    return this.#importedFunctions + 1 + this.#module.functions.length;
  }

  /** `(units) -> ()`: spends, and asks for the next ration when there is none left. */
  get #spendFunction(): number {
    return this.#restFunction + 1;
  }

  run(): Uint8Array<ArrayBuffer> {
    const code = this.#code();
    const out = new ByteSink(this.#module.bytes.length * 1.25).bytes(moduleHeader);
    const write = (id: number, content: ByteSink | Uint8Array | undefined) => {
      if (content === undefined) return;
      out.u8(id).sized(content instanceof ByteSink ? content.view() : content);
    };
    write(SectionId.type, this.#types());
    write(SectionId.import, this.#imports());
    write(SectionId.function, this.#functions());
    write(SectionId.table, this.#copied(SectionId.table));
    write(SectionId.memory, this.#copied(SectionId.memory));
    write(SectionId.global, this.#globals());
    write(SectionId.export, this.#exports());
    write(SectionId.start, this.#start());
    write(SectionId.element, this.#elements());
    write(SectionId.dataCount, this.#copied(SectionId.dataCount));
    write(SectionId.code, code);
    write(SectionId.data, this.#data());
    for (const { name, content } of this.#module.customs) {
      if (name !== "name") write(SectionId.custom, new ByteSink().name(name).bytes(this.#slice(content)));
    }
    return out.toBytes();
  }

  #slice({ start, end }: ByteRange): Uint8Array {
    return this.#module.bytes.subarray(start, end);
  }

  #copied(id: number): Uint8Array | undefined {
    const section = this.#module.sections.find((candidate) => candidate.id === id);
    return section === undefined ? undefined : this.#slice(section.content);
  }

  // A section with entries added behind those it has.
  #extended(id: number, count: number, added: number, entries: ByteSink): ByteSink {
    const out = new ByteSink().u32(count + added);
    const content = this.#copied(id);
    if (content !== undefined) {
      const reader = new BinaryReader(content);
      reader.u32();
      out.bytes(content.subarray(reader.offset));
    }
    return out.bytes(entries.view());
  }

  #types(): ByteSink {
    const i32 = ValueType.i32 & 0x7f;
    const added = new ByteSink();
    added.u8(0x60).u8(1).u8(i32).u8(1).u8(i32);
    added.u8(0x60).u8(1).u8(i32).u8(0);
    for (const results of this.#blockTypes) {
      added.u8(0x60).u8(0).u32(results.length);
      for (const type of results) added.u8(type & 0x7f);
    }
    return this.#extended(SectionId.type, this.#module.types.length, 2 + this.#blockTypes.length, added);
  }

  #imports(): ByteSink {
    const from = fuelModule(this.#module.imports);
    const added = new ByteSink();
    added.name(from).name(fuelImports.refill).u8(ExternalKind.function).u32(this.#module.types.length);
    added
      .name(from)
      .name(fuelImports.fuel)
      .u8(ExternalKind.global)
      .u8(ValueType.i32 & 0x7f)
      .u8(1);
    return this.#extended(SectionId.import, this.#module.imports.length, 2, added);
  }

  #functions(): ByteSink {
    const type = this.#module.types.length;
    const added = new ByteSink().u32(type).u32(type + 1);
    return this.#extended(SectionId.function, this.#module.functions.length, 2, added);
  }

  #globals(): ByteSink | undefined {
    if (this.#module.globals.length === 0) return undefined;
    const out = new CodeBuilder().u32(this.#module.globals.length);
    for (const { type, initial } of this.#module.globals) {
      out.u8(type.type & 0x7f).u8(type.mutable ? 1 : 0);
      this.#instrumenter.copyExpression(out, initial);
    }
    return out;
  }

  #exports(): ByteSink | undefined {
    const out = new ByteSink().u32(this.#module.exports.length);
    for (const { name, kind, index } of this.#module.exports) {
      out.name(name).u8(kind).u32(this.#moved(kind, index));
    }
    return out;
  }

  #moved(kind: ExternalKind, index: number): number {
    if (kind === ExternalKind.function) return this.#instrumenter.movedFunction(index);
    return kind === ExternalKind.global ? this.#instrumenter.movedGlobal(index) : index;
  }

  #start(): ByteSink | undefined {
    const { start } = this.#module;
    return start === undefined ? undefined : new ByteSink().u32(this.#instrumenter.movedFunction(start));
  }

  #elements(): ByteSink | undefined {
    const { elements } = this.#module;
    if (elements.length === 0) return undefined;
    const out = new CodeBuilder().u32(elements.length);
    for (const segment of elements) this.#element(out, segment);
    return out;
  }

  // Always with an explicit table, kind and type: the longer form of the flags.
  #element(out: CodeBuilder, { mode, items, type }: ElementSegment): void {
    const flags = { passive: 1, active: 2, declarative: 3 }[mode.kind];
    out.u32(items.kind === "expressions" ? flags | 4 : flags);
    if (mode.kind === "active") this.#instrumenter.copyExpression(out.u32(mode.index), mode.offset);
    if (items.kind === "functions") {
      out.u8(0).u32(items.indices.length);
      for (const index of items.indices) out.u32(this.#instrumenter.movedFunction(index));
    } else {
      out.u8(type & 0x7f).u32(items.expressions.length);
      for (const expression of items.expressions) this.#instrumenter.copyExpression(out, expression);
    }
  }

  // Segments that are copied when the module is instantiated may name globals in their places.
  #data(): ByteSink | undefined {
    const { data } = this.#module;
    if (data.length === 0) return undefined;
    const out = new CodeBuilder().u32(data.length);
    for (const { mode, bytes } of data) {
      if (mode.kind !== "active") out.u8(1);
      else if (mode.index === 0) this.#instrumenter.copyExpression(out.u8(0), mode.offset);
      else this.#instrumenter.copyExpression(out.u8(2).u32(mode.index), mode.offset);
      out.sized(this.#slice(bytes));
    }
    return out;
  }

  #code(): ByteSink {
    const { code, functions, types } = this.#module;
    const out = new ByteSink(this.#module.bytes.length).u32(code.length + 2);
    const scratch = new CodeBuilder();
    code.forEach((body, index) => {
      const { parameters, results } = types[functions[index]!]!;
      scratch.clear();
      scratch.u32(body.locals.length + 1);
      for (const { count, type } of body.locals) scratch.u32(count).u8(type & 0x7f);
      scratch.u32(2).u8(ValueType.i32 & 0x7f);
      const fuel = parameters.length + body.localCount;
      const blockType = () => this.#blockType(results);
      this.#instrumenter.copyBody(scratch, body.code, { fuel, length: fuel + 1, blockType });
      out.sized(scratch.view());
    });
    this.#helpers(out);
    return out;
  }

  #blockType(results: FunctionType["results"]): number {
    if (results.length <= 1) return results[0] ?? BlockType.empty;
    let index = this.#blockTypes.findIndex((known) => known.join() === results.join());
    if (index < 0) index = this.#blockTypes.push(results) - 1;
    return this.#module.types.length + 2 + index;
  }

  #helpers(out: ByteSink): void {
    const locals = new ByteSink();
    const fuelGlobal = this.#importedGlobals;
    const rest = new CodeBuilder(1);
    rest.localGet(0).call(this.#refillFunction).localTee(0).globalSet(fuelGlobal).localGet(0);
    rest.writeBody(out, locals);
    const spend = new CodeBuilder(1);
    spend.globalGet(fuelGlobal).localGet(0).i32Sub().localTee(0).globalSet(fuelGlobal);
    spend
      .localGet(0)
      .i32Const(0)
      .i32LtS()
      .if(BlockType.empty)
      .localGet(0)
      .call(this.#restFunction)
      .drop()
      .end();
    spend.writeBody(out, locals);
  }
}
