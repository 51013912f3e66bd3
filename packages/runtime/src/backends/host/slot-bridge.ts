// Raw slots on a host whose JavaScript interface would make a bigint of every i64 and refuses v128: a small
// module of ours stands between. It has the guest's signature on one side and "slots in memory" on the other:
//
//   outward (guest calls host)   store the arguments in slots, call JavaScript, load the results
//   inward  (host calls guest)   load the arguments from slots, call the guest, store the results
//
// so that a 64-bit value crosses as two stores. Slots are a stack in one memory per engine: a call takes its
// window at `top` and moves `top` behind it, so that callbacks may call guests which call back again.
//
// Invariant: whoever unwinds past a window puts `top` back to its start (see `outward`).
// Rejected: splitting an i64 into two parameters (results cannot be split the same way, v128 not at all).

import { assert } from "@tyara/base";
import { BlockType, CodeBuilder, ModuleBuilder, ValueType } from "@tyara/wasm";
import { callbackStorageLength } from "../../callback-sync.ts";
import type { FuncType } from "../../descriptor.ts";
import { Trap } from "../../errors.ts";
import { throwUnchanged } from "../../host-errors.ts";
import { ValRaw } from "../../val-raw.ts";
import { slotCount, slotsOf, type ValType } from "../../value.ts";
import { host } from "./host.ts";

/** Pages of the slot stack: 32,768 slots. Calls that nest deeper overflow the stack. */
const slotPages = 4;
const slotBytes = slotPages * 65_536;

const overflow = (): never => {
  throw new Trap("stackOverflow");
};

type Direction = "outward" | "inward";

/** The bridges' modules by direction and signature, for all engines: they hold nothing, and compiling takes a while. */
const modules = new Map<string, WebAssembly.Module>();

export class SlotBridge {
  readonly #memory = new host.WebAssembly.Memory({ initial: slotPages, maximum: slotPages });
  readonly #top = new host.WebAssembly.Global({ value: "i32", mutable: true }, 0);

  /** An exported function of the guest's type that calls `callback` with a window on its slots. */
  outward(type: FuncType, callback: (slots: ValRaw) => void): WebAssembly.ExportValue {
    const slots = new ValRaw(this.#memory.buffer);
    const call = (address: number) => {
      const outer = slots.base;
      slots.moveTo(address >> 3);
      try {
        callback(slots);
      } catch (error) {
        this.#top.value = address;
        throwUnchanged(error);
      } finally {
        slots.moveTo(outer);
      }
    };
    return this.#instance(type, "outward", call);
  }

  /** A function that calls `guest`, whose arguments and results travel in the caller's slots. */
  inward(type: FuncType, guest: WebAssembly.ImportValue): (slots: ValRaw) => void {
    const inner = new ValRaw(this.#memory.buffer);
    const call = this.#instance(type, "inward", guest) as unknown as (address: number) => void;
    const parameterSlots = slotsOf(type.params);
    const resultSlots = slotsOf(type.results);
    const size = callbackStorageLength(parameterSlots, resultSlots) * 8;
    return (slots) => {
      const address = this.#top.value as number;
      if (address + size > slotBytes) overflow();
      this.#top.value = address + size;
      try {
        inner.moveTo(address >> 3);
        copySlots(slots, inner, parameterSlots);
        call(address);
        inner.moveTo(address >> 3);
        copySlots(inner, slots, resultSlots);
      } finally {
        this.#top.value = address;
      }
    };
  }

  #instance(type: FuncType, direction: Direction, call: WebAssembly.ImportValue): WebAssembly.ExportValue {
    const module = moduleOf(type, direction);
    const imports = { bridge: { memory: this.#memory, top: this.#top, call, overflow } };
    const exported = new host.WebAssembly.Instance(module, imports).exports.run;
    assert(exported !== undefined, "a bridge exports its function");
    return exported;
  }
}

function moduleOf(type: FuncType, direction: Direction): WebAssembly.Module {
  const key = `${direction} ${type.params.join()} ${type.results.join()}`;
  let module = modules.get(key);
  if (module === undefined) {
    module = new host.WebAssembly.Module(direction === "outward" ? outwardModule(type) : inwardModule(type));
    modules.set(key, module);
  }
  return module;
}

function copySlots(from: ValRaw, to: ValRaw, count: number): void {
  for (let slot = 0; slot < count; slot++) to.setI64Parts(slot, from.i64Low(slot), from.i64High(slot));
}

const valueTypes = (types: readonly ValType[]): ValueType[] => types.map((type) => ValueType[type]);

function outwardModule(type: FuncType): Uint8Array<ArrayBuffer> {
  const [params, results] = [valueTypes(type.params), valueTypes(type.results)];
  const module = new ModuleBuilder();
  const call = module.importFunction("bridge", "call", [ValueType.i32], []);
  const overflows = module.importFunction("bridge", "overflow", [], []);
  const top = importStack(module);
  const code = new CodeBuilder(params.length);
  const address = code.local(ValueType.i32);
  const size = callbackStorageLength(slotsOf(type.params), slotsOf(type.results)) * 8;
  code
    .globalGet(top)
    .localTee(address)
    .i32Const(slotBytes - size)
    .i32GtU();
  code.if(BlockType.empty).call(overflows).end();
  code.localGet(address).i32Const(size).i32Add().globalSet(top);
  let offset = 0;
  type.params.forEach((param, index) => {
    store(code.localGet(address).localGet(index), param, offset);
    offset += slotCount(param) * 8;
  });
  code.localGet(address).call(call);
  loadAll(code, type.results, address);
  code.localGet(address).globalSet(top);
  return finish(module, code, params, results);
}

function inwardModule(type: FuncType): Uint8Array<ArrayBuffer> {
  const module = new ModuleBuilder();
  const call = module.importFunction("bridge", "call", valueTypes(type.params), valueTypes(type.results));
  importStack(module);
  const code = new CodeBuilder(1);
  const results = type.results.map((result) => code.local(ValueType[result]));
  loadAll(code, type.params, 0);
  code.call(call);
  for (const result of [...results].reverse()) code.localSet(result);
  let offset = 0;
  type.results.forEach((result, index) => {
    store(code.localGet(0).localGet(results[index]!), result, offset);
    offset += slotCount(result) * 8;
  });
  return finish(module, code, [ValueType.i32], []);
}

function importStack(module: ModuleBuilder): number {
  module.importMemory("bridge", "memory", { minimum: slotPages, maximum: slotPages });
  return module.importGlobal("bridge", "top", { type: ValueType.i32, mutable: true });
}

function finish(
  module: ModuleBuilder,
  code: CodeBuilder,
  params: readonly ValueType[],
  results: readonly ValueType[],
) {
  const run = module.declareFunction(params, results);
  module.defineFunction(run, code);
  module.exportFunction("run", run);
  return module.finish();
}

function loadAll(code: CodeBuilder, types: readonly ValType[], address: number): void {
  let offset = 0;
  for (const type of types) {
    load(code.localGet(address), type, offset);
    offset += slotCount(type) * 8;
  }
}

function load(code: CodeBuilder, type: ValType, offset: number): void {
  if (type === "i32") code.i32Load(offset);
  else if (type === "i64") code.i64Load(offset);
  else if (type === "f32") code.f32Load(offset);
  else if (type === "f64") code.f64Load(offset);
  else code.v128Load(offset, 3);
}

// A whole slot: the upper half of a narrow value is zero.
function store(code: CodeBuilder, type: ValType, offset: number): void {
  if (type === "i32") code.i64ExtendI32U().i64Store(offset);
  else if (type === "i64") code.i64Store(offset);
  else if (type === "f32") code.i32ReinterpretF32().i64ExtendI32U().i64Store(offset);
  else if (type === "f64") code.f64Store(offset);
  else code.v128Store(offset, 3);
}
