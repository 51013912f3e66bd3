/** Variables of loops and of `with`: their locals and their assignments. */

import type { Ir, Variable } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { loadSlot } from "./data.ts";
import { type FunctionEmitter, type VariableSlot, valueTypeOf } from "./function-emitter.ts";
import type { LayoutBuilder } from "./layout-builder.ts";

interface VariableOptions {
  readonly canBeUndefined: boolean;
  readonly layout: LayoutBuilder | undefined;
}

/** Reserves the locals of a variable while `write` runs. */
export function withVariable(
  fn: FunctionEmitter,
  variable: Variable,
  options: VariableOptions,
  write: (slot: VariableSlot) => void,
): void {
  const slot = takeVariable(fn, variable, options);
  write(slot);
  releaseVariable(fn, variable, slot);
}

/** Reserves the locals of a variable until {@link releaseVariable}. */
export function takeVariable(
  fn: FunctionEmitter,
  variable: Variable,
  options: VariableOptions,
): VariableSlot {
  const type = valueTypeOf(variable.type);
  const slot: VariableSlot = {
    local: fn.takeLocal(type),
    definedLocal: options.canBeUndefined ? fn.takeLocal(ValueType.i32) : undefined,
    layout: options.layout,
  };
  fn.variables.set(variable.id, slot);
  fn.analysis.declare(variable.id, options.canBeUndefined);
  return slot;
}

/** Frees the locals that {@link takeVariable} reserved. */
export function releaseVariable(fn: FunctionEmitter, variable: Variable, slot: VariableSlot): void {
  fn.releaseLocal(valueTypeOf(variable.type), slot.local);
  if (slot.definedLocal !== undefined) fn.releaseLocal(ValueType.i32, slot.definedLocal);
}

/** Assigns the value that `write` leaves on the stack. If `write` branches to the undefined label, the variable is undefined. */
export function bind(fn: FunctionEmitter, slot: VariableSlot, write: () => void): void {
  const { code } = fn;
  const { local, definedLocal } = slot;
  if (definedLocal === undefined) {
    write();
    code.localSet(local);
    return;
  }
  code.i32Const(0).localSet(definedLocal);
  const undefinedLabel = fn.block();
  fn.forgetting(() => fn.catching(undefinedLabel, write));
  code.localSet(local).i32Const(1).localSet(definedLocal).end();
}

/** Assigns the value of an expression. */
export function bindValue(fn: FunctionEmitter, slot: VariableSlot, value: Ir): void {
  bind(fn, slot, () => fn.value(value));
}

/** Assigns the value of a slot. The local `address` plus `offset` is the address of the slot. */
export function bindSlot(
  fn: FunctionEmitter,
  slot: VariableSlot,
  variable: Variable,
  address: number,
  offset: number,
): void {
  bind(fn, slot, () => {
    fn.code.localGet(address);
    loadSlot(fn, offset, variable.type, slot.definedLocal !== undefined);
  });
}
