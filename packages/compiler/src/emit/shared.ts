/**
 * Shared values: each has a slot in the state of a scan and a function that fills it at the first need. The slot tells
 * three things apart: not evaluated yet, defined, undefined.
 */
import { SharedSlot, SharedState } from "@tyara/contract";
import type { Ir, IrOf } from "@tyara/language/ir";
import { loadByType, storeByType } from "./data.ts";
import { type FunctionEmitter, valueTypeOf } from "./function-emitter.ts";

export function emitShared(fn: FunctionEmitter, ir: IrOf<"shared">): void {
  const { code, linked } = fn;
  const address = linked.sharedSlot(ir.slot);
  fn.loadI32(address + SharedSlot.state);
  code.i32Eqz().if().call(linked.sharedFunction(ir.slot, ir.value)).end();
  if (fn.canBeUndefined(ir.value)) {
    fn.loadI32(address + SharedSlot.state);
    code.i32Const(SharedState.undefined).i32Eq();
    fn.undefinedIf();
  }
  code.i32Const(0);
  loadByType(fn, address, ir.type);
}

/** Writes the functions of all shared values that were asked for, those that are asked for meanwhile included. */
export function emitSharedFunctions(fn: FunctionEmitter): void {
  const { builder } = fn.linked;
  for (const { index, slot, value } of fn.linked.sharedFunctions()) {
    fn.reset(0);
    fill(fn, fn.linked.sharedSlot(slot), value);
    builder.defineFunction(index, fn.code);
  }
}

function fill(fn: FunctionEmitter, address: number, value: Ir): void {
  const { code } = fn;
  const undefinedLabel = fn.block();
  fn.catching(undefinedLabel, () => fn.value(value));
  fn.withLocal(valueTypeOf(value.type), (local) => {
    code.localSet(local).i32Const(0).localGet(local);
    storeByType(fn, address, value.type);
  });
  setState(fn, address, SharedState.defined);
  code.return().end();
  setState(fn, address, SharedState.undefined);
}

function setState({ code }: FunctionEmitter, address: number, state: number): void {
  code
    .i32Const(0)
    .i32Const(state)
    .i32Store(address + SharedSlot.state);
}
