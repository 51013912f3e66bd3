/** `with`: declarations see the ones before them; an undefined value makes the variable undefined, not the whole. */
import type { IrOf } from "@tyara/language/ir";
import { bindValue, releaseVariable, takeVariable } from "./binding.ts";
import { layoutOf } from "./data.ts";
import type { FunctionEmitter } from "./function-emitter.ts";

export function emitWith(fn: FunctionEmitter, ir: IrOf<"with">): void {
  const slots = ir.declarations.map(({ variable, value }) => {
    const options = { canBeUndefined: fn.canBeUndefined(value), layout: layoutOf(fn, value) };
    const slot = takeVariable(fn, variable, options);
    bindValue(fn, slot, value);
    return { variable, slot };
  });
  fn.value(ir.body);
  for (const { variable, slot } of slots.reverse()) releaseVariable(fn, variable, slot);
}
