import { ValueType } from "@tyara/wasm";
import type { BackendInstance, BackendStore, BoundFunc, ImportValue } from "../../backend.ts";
import type { FuncType, GlobalType, MemoryType, TableType } from "../../descriptor.ts";
import { LinkError } from "../../errors.ts";
import type { Extern } from "../../extern.ts";
import type { Func } from "../../func.ts";
import type { Global } from "../../global.ts";
import { throwUnchanged } from "../../host-errors.ts";
import type { Memory } from "../../memory.ts";
import type { Module } from "../../module.ts";
import { isReference, readSlot, writeSlot } from "../../slots.ts";
import type { Store } from "../../store.ts";
import type { Table } from "../../table.ts";
import { Tag } from "../../tag.ts";
import { type JsValue, slotCount, type ValType } from "../../value.ts";
import { instantiate } from "./instantiate.ts";
import { InterpretedFunc, InterpretedGlobal, InterpretedTable } from "./interpreted-externs.ts";
import { InterpretedFunction, type InterpretedInstance } from "./interpreted-function.ts";
import { InterpretedMemory } from "./interpreted-memory.ts";
import type { InterpretedModule, TypeIds } from "./interpreted-module.ts";
import { Machine } from "./machine.ts";

export class InterpreterStore implements BackendStore {
  readonly store: Store<unknown>;
  readonly machine: Machine;
  readonly #types: TypeIds;

  constructor(store: Store<unknown>, types: TypeIds) {
    this.store = store;
    this.#types = types;
    this.machine = new Machine(store, this.#noInstance());
  }

  get unspentFuel(): number {
    return this.machine.fuel;
  }

  set unspentFuel(units: number) {
    this.machine.fuel = units;
  }

  createGlobal(type: GlobalType, value: JsValue): Global {
    return new InterpretedGlobal(this, type, value);
  }

  createMemory(type: MemoryType): Memory {
    return new InterpretedMemory(this.store, type);
  }

  createTable(type: TableType, value: JsValue): Table {
    return new InterpretedTable(this, type, value);
  }

  createFunc(func: BoundFunc): Func {
    return this.handle(this.hostFunction(func));
  }

  createTag(type: FuncType): Tag {
    return new Tag(this.store, type, undefined);
  }

  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance {
    const instance = instantiate(this, module.compiled as InterpretedModule, imports);
    return { getExport: (name) => this.#export(instance, name) };
  }

  async instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance> {
    return this.instantiate(module, imports);
  }

  reset(): void {
    this.machine.reset();
  }

  /** The one handle of a function. */
  handle(target: InterpretedFunction): InterpretedFunc {
    return ((target.handle as InterpretedFunc | undefined) ??= this.#setHandle(target));
  }

  /** A host function as the machine calls it. */
  hostFunction(func: BoundFunc): InterpretedFunction {
    const run = func.form === "raw" ? this.#rawCallback(func) : this.#typedCallback(func);
    return new InterpretedFunction(func.type, this.#typeId(func.type), this.machine.noInstance, -1, run);
  }

  /** Values from the register file, from a word on. */
  readValues(word: number, types: readonly ValType[]): JsValue[] {
    let at = word;
    return types.map((type) => {
      const value = this.#read(at, type);
      at += 2 * slotCount(type);
      return value;
    });
  }

  /** Writes values to the register file, from a word on. */
  writeValues(word: number, types: readonly ValType[], values: readonly unknown[]): void {
    let at = word;
    types.forEach((type, index) => {
      this.#write(at, type, values[index]);
      at += 2 * slotCount(type);
    });
  }

  /** Zeroes what registers hold above narrow values, where these are shown as slots. */
  clearUpperHalves(word: number, types: readonly ValType[]): void {
    let at = word;
    for (const type of types) {
      if (type === "i32" || type === "f32") this.machine.words[at + 1] = 0;
      at += 2 * slotCount(type);
    }
  }

  /** What the machine knows, as handles show it. */
  toHandle(raw: unknown, type: ValType): unknown {
    return type === "funcref" && raw !== null ? this.handle(raw as InterpretedFunction) : raw;
  }

  /** What handles show, as the machine knows it. */
  toRaw(value: unknown, type: ValType): unknown {
    if (type !== "funcref" || value === null) return value;
    if (value instanceof InterpretedFunc) return value.target;
    throw new LinkError("incompatibleExport", "a funcref is a Func or null");
  }

  #setHandle(target: InterpretedFunction): InterpretedFunc {
    const handle = new InterpretedFunc(this, target);
    target.handle = handle;
    return handle;
  }

  #noInstance(): InterpretedInstance {
    const memory = new InterpretedMemory(this.store, { minimum: 0, maximum: 0 });
    const module = undefined as unknown as InterpretedModule;
    return { module, functions: [], globals: [], tables: [], memory, elements: [], data: [] };
  }

  #typeId(type: FuncType): number {
    const numbers = (types: readonly ValType[]) => types.map((name) => ValueType[name]);
    return this.#types.idOf({ parameters: numbers(type.params), results: numbers(type.results) });
  }

  #rawCallback(func: BoundFunc & { form: "raw" }): (word: number) => void {
    const { call, caller, type } = func;
    const { slots } = this.machine;
    return (word) => {
      this.clearUpperHalves(word, type.params);
      const outer = slots.base;
      slots.moveTo(word >> 1);
      try {
        call(caller, slots);
      } catch (error) {
        throwUnchanged(error);
      } finally {
        slots.moveTo(outer);
      }
    };
  }

  #typedCallback(func: BoundFunc & { form: "typed" }): (word: number) => void {
    const { params, results } = func.type;
    const call = func.call as (...values: unknown[]) => unknown;
    return (word) => {
      const values = this.readValues(word, params);
      let returned: unknown;
      try {
        returned = call(func.caller, ...values);
      } catch (error) {
        throwUnchanged(error);
      }
      if (results.length === 1) this.#write(word, results[0]!, returned);
      else if (results.length > 1) this.writeValues(word, results, [...(returned as Iterable<unknown>)]);
    };
  }

  #read(word: number, type: ValType): JsValue {
    if (isReference(type)) {
      return this.toHandle(this.machine.reference(this.machine.words[word]!), type);
    }
    return readSlot(this.machine.file, word >> 1, type);
  }

  #write(word: number, type: ValType, value: unknown): void {
    if (isReference(type)) {
      this.machine.words[word] = this.machine.internReference(this.toRaw(value, type));
    } else writeSlot(this.machine.file, word >> 1, type, value);
  }

  #export(instance: InterpretedInstance, name: string): Extern {
    const entry = instance.module.exports.get(name)!;
    const spaces = [
      () => this.handle(instance.functions[entry.index]!),
      () => instance.tables[entry.index]!,
      () => instance.memory,
      () => instance.globals[entry.index]!,
    ];
    return spaces[entry.kind]!();
  }
}
