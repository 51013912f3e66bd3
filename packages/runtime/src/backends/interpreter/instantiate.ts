// Brings a module to life: fills the index spaces with imports and definitions, then initialises tables and
// memory in the order of the specification, then runs the start function.
import { type ByteRange, ValueType } from "@tyara/wasm";
import type { ImportValue } from "../../backend.ts";
import { globalType, memoryType, valTypes } from "../../descriptor.ts";
import { Trap } from "../../errors.ts";
import { translateStackOverflow } from "../../stack-overflow.ts";
import { evaluateConstant } from "./constant-expression.ts";
import { type InterpretedFunc, InterpretedGlobal, InterpretedTable } from "./interpreted-externs.ts";
import { InterpretedFunction, type InterpretedInstance } from "./interpreted-function.ts";
import { InterpretedMemory } from "./interpreted-memory.ts";
import type { InterpretedModule } from "./interpreted-module.ts";
import type { InterpreterStore } from "./interpreter-store.ts";

/** Instantiates a module; the imports stand in its order and fit. */
export function instantiate(
  owner: InterpreterStore,
  module: InterpretedModule,
  imports: readonly ImportValue[],
): InterpretedInstance {
  const instance = new Instantiation(owner, module, imports).run();
  const { start } = module.decoded;
  if (start !== undefined) callStart(owner, instance.functions[start]!);
  return instance;
}

function callStart(owner: InterpreterStore, start: InterpretedFunction): void {
  try {
    owner.machine.call(start, 0, nothing, nothing);
  } catch (error) {
    throw translateStackOverflow(error);
  }
}

const nothing = (): void => undefined;

class Instantiation {
  readonly #owner: InterpreterStore;
  readonly #module: InterpretedModule;
  readonly #instance: InterpretedInstance;

  constructor(owner: InterpreterStore, module: InterpretedModule, imports: readonly ImportValue[]) {
    this.#owner = owner;
    this.#module = module;
    const functions: InterpretedFunction[] = [];
    const globals: InterpretedGlobal[] = [];
    const tables: InterpretedTable[] = [];
    let memory: InterpretedMemory | undefined;
    for (const item of imports) {
      if (item.kind === "host") functions.push(owner.hostFunction(item));
      else if (item.kind === "func") functions.push((item as InterpretedFunc).target);
      else if (item.kind === "global") globals.push(item as InterpretedGlobal);
      else if (item.kind === "table") tables.push(item as InterpretedTable);
      else memory = item as InterpretedMemory;
    }
    memory ??= this.#ownMemory();
    this.#instance = { module, functions, globals, tables, memory, elements: [], data: [] };
  }

  run(): InterpretedInstance {
    this.#functions();
    this.#tables();
    this.#globals();
    this.#elements();
    this.#data();
    return this.#instance;
  }

  #ownMemory(): InterpretedMemory {
    const { memories } = this.#module.decoded;
    if (memories[0] === undefined) return this.#owner.machine.noInstance.memory;
    return new InterpretedMemory(this.#owner.store, memoryType(memories[0]));
  }

  #functions(): void {
    const { decoded, spaces, typeIds } = this.#module;
    const types = decoded.types.map((type) => ({
      params: valTypes(type.parameters),
      results: valTypes(type.results),
    }));
    decoded.functions.forEach((type, index) => {
      const target = new InterpretedFunction(types[type]!, typeIds[type]!, this.#instance, index, undefined);
      this.#instance.functions[spaces.importedFunctionCount + index] = target;
    });
  }

  #tables(): void {
    for (const { element, minimum, maximum } of this.#module.decoded.tables) {
      const name = element === ValueType.funcref ? "funcref" : "externref";
      this.#instance.tables.push(
        new InterpretedTable(this.#owner, { element: name, minimum, maximum }, null),
      );
    }
  }

  #globals(): void {
    for (const { type, initial } of this.#module.decoded.globals) {
      const global = new InterpretedGlobal(this.#owner, globalType(type), zeroOf(type.type));
      global.words.set(this.#constant(initial));
      this.#instance.globals.push(global);
    }
  }

  #elements(): void {
    for (const { items, mode } of this.#module.decoded.elements) {
      const references =
        items.kind === "functions"
          ? items.indices.map((index) => this.#instance.functions[index])
          : items.expressions.map((range) => this.#owner.machine.reference(this.#constant(range)[0]!));
      this.#instance.elements.push(mode.kind === "passive" ? references : []);
      if (mode.kind === "active")
        this.#fillTable(mode.index, this.#constant(mode.offset)[0]! >>> 0, references);
    }
  }

  #fillTable(table: number, start: number, references: readonly unknown[]): void {
    const { elements } = this.#instance.tables[table]!;
    if (start + references.length > elements.length) throw new Trap("tableOutOfBounds");
    references.forEach((reference, index) => {
      elements[start + index] = reference;
    });
  }

  #data(): void {
    const { decoded } = this.#module;
    for (const { bytes, mode } of decoded.data) {
      const content = decoded.bytes.subarray(bytes.start, bytes.end);
      this.#instance.data.push(mode.kind === "passive" ? content : new Uint8Array());
      if (mode.kind === "active") this.#fillMemory(this.#constant(mode.offset)[0]! >>> 0, content);
    }
  }

  #fillMemory(start: number, content: Uint8Array): void {
    const { bytes } = this.#instance.memory;
    if (start + content.length > bytes.length) throw new Trap("memoryOutOfBounds");
    bytes.set(content, start);
  }

  #constant(range: ByteRange): Int32Array {
    return evaluateConstant(this.#owner.machine, this.#instance, range);
  }
}

function zeroOf(type: ValueType) {
  if (type === ValueType.i64) return 0n;
  if (type === ValueType.v128) return new Uint8Array(16);
  return type === ValueType.funcref || type === ValueType.externref ? null : 0;
}
