/** Variables of loops and of `with`: where they are kept, and how they get their values. */

import type { Ir, Variable } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { loadSlot } from "./data.ts";
import { type FunctionEmitter, type VariableSlot, valueTypeOf } from "./function-emitter.ts";
import type { LayoutBuilder } from "./layout-builder.ts";

interface VariableOptions {
  readonly canBeUndefined: boolean;
  readonly layout: LayoutBuilder | undefined;
}

/** Lends the locals of a variable for the time of `write`. */
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

/** Lends the locals of a variable until {@link releaseVariable}. */
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

/** Ends what {@link takeVariable} began. */
export function releaseVariable(fn: FunctionEmitter, variable: Variable, slot: VariableSlot): void {
  fn.releaseLocal(valueTypeOf(variable.type), slot.local);
  if (slot.definedLocal !== undefined) fn.releaseLocal(ValueType.i32, slot.definedLocal);
}

/** Gives a variable a value that `write` leaves on the stack, or the undefined one. */
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

/** Gives a variable the value of an expression. */
export function bindValue(fn: FunctionEmitter, slot: VariableSlot, value: Ir): void {
  bind(fn, slot, () => fn.value(value));
}

/** Gives a variable the value of the slot at an offset from the address in a local. */
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
