/** `with`: declarations see the ones before them; an undefined value makes the variable undefined, not the whole. */
import type { Declaration, IrOf } from "../ir.ts";
import { bindValue, withVariable } from "./binding.ts";
import { layoutOf } from "./data.ts";
import type { FunctionEmitter } from "./function-emitter.ts";

export function emitWith(fn: FunctionEmitter, ir: IrOf<"with">): void {
  declare(fn, ir.declarations, 0, () => fn.value(ir.body));
}

function declare(
  fn: FunctionEmitter,
  declarations: readonly Declaration[],
  index: number,
  body: () => void,
): void {
  const declaration = declarations[index];
  if (declaration === undefined) {
    body();
    return;
  }
  const { variable, value } = declaration;
  const options = { canBeUndefined: fn.canBeUndefined(value), layout: layoutOf(fn, value) };
  withVariable(fn, variable, options, (slot) => {
    bindValue(fn, slot, value);
    declare(fn, declarations, index + 1, body);
  });
}
