// Makes a module interruptible that was not compiled to be: guest code gets a counter of fuel, spends it where
// it could run on for long, and calls the host when it has none. Done on load with our own decoder and encoder,
// because no host offers a way to stop its WebAssembly.
//
// What is spent, in units:
// - loops: a local counter goes down at each turn, which is two instructions on a register, in small loops at
//   every few turns; each time it has gone down 256 times costs 16 units;
// - functions that loop or call: 4 units on entry, so that neither recursion nor a tree of calls is free;
// - bulk memory and table instructions: a unit for each KiB or for each 64 elements.
// A unit therefore never buys more than 64 turns of a loop, or 16 times as many of one of a few instructions, and code without loops and calls is bounded by its
// length. What a unit is worth in time differs; the store adapts its rations to the clock.
//
// The module gains an import (the refill, behind the other imported functions, so that later function indices
// move by one), a global, a local in each function that spends, and two functions at the end. The section of
// debug names is dropped, since its indices would be wrong.

import { assert, ByteSink } from "@tyara/base";
import {
  BinaryReader,
  BlockType,
  type ByteRange,
  CodeBuilder,
  type DecodedModule,
  decodeModule,
  type ElementSegment,
  ExternalKind,
  moduleHeader,
  Op,
  SectionId,
  ValueType,
} from "@tyara/wasm";
import { CodeInstrumenter } from "./instrument-code.ts";

/** Module and name of what an instrumented module imports: `() -> i32`, the next ration of fuel. */
export const refillImport = { module: "tyara:interrupt", name: "refill" } as const;

/** Returns the module with interruption built in. The bytes must be a valid module. */
export function instrument(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const decoded = decodeModule(bytes);
  assert(decoded.kind === "module", "only valid modules are instrumented");
  return new Instrumentation(decoded).run();
}

class Instrumentation {
  readonly #module: DecodedModule;
  readonly #importedFunctions: number;
  readonly #importedGlobals: number;
  readonly #instrumenter: CodeInstrumenter;

  constructor(module: DecodedModule) {
    this.#module = module;
    this.#importedFunctions = module.imports.filter((entry) => entry.import.kind === "function").length;
    this.#importedGlobals = module.imports.filter((entry) => entry.import.kind === "global").length;
    this.#instrumenter = new CodeInstrumenter(module.bytes, this.#copied(SectionId.code)?.length ?? 0, {
      fuelGlobal: this.#fuelGlobal,
      restFunction: this.#restFunction,
      spendFunction: this.#spendFunction,
      firstMovedFunction: this.#importedFunctions,
    });
  }

  get #fuelGlobal(): number {
    return this.#importedGlobals + this.#module.globals.length;
  }

  get #refillFunction(): number {
    return this.#importedFunctions;
  }

  /** `() -> ()`: asks for the next ration. */
  get #restFunction(): number {
    return this.#importedFunctions + 1 + this.#module.functions.length;
  }

  /** `(units) -> ()`: spends, and asks for the next ration when there is none left. */
  get #spendFunction(): number {
    return this.#restFunction + 1;
  }

  run(): Uint8Array<ArrayBuffer> {
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
    write(SectionId.code, this.#code());
    write(SectionId.data, this.#copied(SectionId.data));
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
    added.u8(0x60).u8(0).u8(1).u8(i32);
    added.u8(0x60).u8(0).u8(0);
    added.u8(0x60).u8(1).u8(i32).u8(0);
    return this.#extended(SectionId.type, this.#module.types.length, 3, added);
  }

  #imports(): ByteSink {
    const type = this.#module.types.length;
    const added = new ByteSink().name(refillImport.module).name(refillImport.name);
    return this.#extended(
      SectionId.import,
      this.#module.imports.length,
      1,
      added.u8(ExternalKind.function).u32(type),
    );
  }

  #functions(): ByteSink {
    const type = this.#module.types.length;
    const added = new ByteSink().u32(type + 1).u32(type + 2);
    return this.#extended(SectionId.function, this.#module.functions.length, 2, added);
  }

  #globals(): ByteSink {
    const out = new ByteSink().u32(this.#module.globals.length + 1);
    for (const { type, initial } of this.#module.globals) {
      out.u8(type.type & 0x7f).u8(type.mutable ? 1 : 0);
      this.#instrumenter.copyExpression(out, initial);
    }
    return out
      .u8(ValueType.i32 & 0x7f)
      .u8(1)
      .u8(Op.I32Const)
      .s32(0)
      .u8(Op.End);
  }

  #exports(): ByteSink | undefined {
    const out = new ByteSink().u32(this.#module.exports.length);
    for (const { name, kind, index } of this.#module.exports) {
      out
        .name(name)
        .u8(kind)
        .u32(kind === ExternalKind.function ? this.#instrumenter.moved(index) : index);
    }
    return out;
  }

  #start(): ByteSink | undefined {
    const { start } = this.#module;
    return start === undefined ? undefined : new ByteSink().u32(this.#instrumenter.moved(start));
  }

  #elements(): ByteSink | undefined {
    const { elements } = this.#module;
    if (elements.length === 0) return undefined;
    const out = new ByteSink().u32(elements.length);
    for (const segment of elements) this.#element(out, segment);
    return out;
  }

  // Always with an explicit table, kind and type: the longer form of the flags.
  #element(out: ByteSink, { mode, items, type }: ElementSegment): void {
    const flags = { passive: 1, active: 2, declarative: 3 }[mode.kind];
    out.u32(items.kind === "expressions" ? flags | 4 : flags);
    if (mode.kind === "active") this.#instrumenter.copyExpression(out.u32(mode.index), mode.offset);
    if (items.kind === "functions") {
      out.u8(0).u32(items.indices.length);
      for (const index of items.indices) out.u32(this.#instrumenter.moved(index));
    } else {
      out.u8(type & 0x7f).u32(items.expressions.length);
      for (const expression of items.expressions) this.#instrumenter.copyExpression(out, expression);
    }
  }

  #code(): ByteSink {
    const { code, functions, types } = this.#module;
    const out = new ByteSink(this.#module.bytes.length).u32(code.length + 2);
    const scratch = new ByteSink();
    code.forEach((body, index) => {
      const parameters = types[functions[index]!]!.parameters.length;
      scratch.clear();
      scratch.u32(body.locals.length + 1);
      for (const { count, type } of body.locals) scratch.u32(count).u8(type & 0x7f);
      scratch.u32(1).u8(ValueType.i32 & 0x7f);
      const counter = parameters + body.localCount;
      this.#instrumenter.copyBody(scratch, body.code, counter);
      out.sized(scratch.view());
    });
    this.#helpers(out);
    return out;
  }

  #helpers(out: ByteSink): void {
    const locals = new ByteSink();
    const rest = new CodeBuilder();
    rest.call(this.#refillFunction).globalSet(this.#fuelGlobal);
    rest.writeBody(out, locals);
    const spend = new CodeBuilder(1);
    spend.globalGet(this.#fuelGlobal).localGet(0).i32Sub().localTee(0).globalSet(this.#fuelGlobal);
    spend.localGet(0).i32Const(0).i32LtS().if(BlockType.empty).call(this.#restFunction).end();
    spend.writeBody(out, locals);
  }
}
