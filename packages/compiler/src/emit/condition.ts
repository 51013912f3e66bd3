/**
 * Logic: `and`, `or`, `not`, `defined`, and code that branches on a condition.
 *
 * Where an undefined value is taken as false (operands of `and` and `or`, bodies of loops, the rule's condition), a
 * condition is not computed but branched on: {@link branchIf} and {@link branchUnless} go straight to where its truth
 * leads, and an undefined value goes where false goes. So most undefined values cost no block of their own.
 */

import type { Ir, IrOf } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter, Label } from "./function-emitter.ts";

type Logic = IrOf<"and" | "or">;

export function emitNot(fn: FunctionEmitter, ir: IrOf<"not">): void {
  fn.value(ir.operand);
  fn.code.i32Eqz();
}

export function emitDefined(fn: FunctionEmitter, ir: IrOf<"defined">): void {
  const { code } = fn;
  const end = fn.block(ValueType.i32);
  const undefinedLabel = fn.block();
  fn.forgetting(() => fn.catching(undefinedLabel, () => fn.value(ir.operand)));
  code.drop().i32Const(1);
  fn.branch(end);
  code.end().i32Const(0).end();
}

/** The value of `and` and `or`: never undefined. */
export function emitLogic(fn: FunctionEmitter, ir: Logic): void {
  const { code } = fn;
  const end = fn.block(ValueType.i32);
  const falseLabel = fn.block();
  branchUnless(fn, ir, falseLabel);
  code.i32Const(1);
  fn.branch(end);
  code.end().i32Const(0).end();
}

/** Goes to `label` when the condition is false or undefined, and on when it is true. */
export function branchUnless(fn: FunctionEmitter, ir: Ir, label: Label): void {
  if (ir.kind === "and") {
    flowThrough(fn, ir, (operand) => branchUnless(fn, operand, label));
  } else if (ir.kind === "or") {
    const trueLabel = fn.block();
    flowThrough(fn, ir, (operand, isLast) =>
      isLast ? branchUnless(fn, operand, label) : branchIf(fn, operand, trueLabel),
    );
    fn.code.end();
  } else if (ir.kind === "not" && isLogic(ir.operand)) {
    branchIf(fn, ir.operand, label);
  } else {
    fn.catching(label, () => fn.value(ir));
    fn.code.i32Eqz();
    fn.branchIf(label);
  }
}

/** Goes to `label` when the condition is true, and on when it is false or undefined. */
export function branchIf(fn: FunctionEmitter, ir: Ir, label: Label): void {
  if (ir.kind === "or") {
    flowThrough(fn, ir, (operand) => branchIf(fn, operand, label));
  } else if (ir.kind === "and") {
    const falseLabel = fn.block();
    flowThrough(fn, ir, (operand, isLast) =>
      isLast ? branchIf(fn, operand, label) : branchUnless(fn, operand, falseLabel),
    );
    fn.code.end();
  } else if (ir.kind === "not" && isLogic(ir.operand)) {
    branchUnless(fn, ir.operand, label);
  } else {
    branchIfValue(fn, ir, label);
  }
}

function branchIfValue(fn: FunctionEmitter, ir: Ir, label: Label): void {
  if (!fn.canBeUndefined(ir)) {
    fn.value(ir);
    fn.branchIf(label);
    return;
  }
  const undefinedLabel = fn.block();
  fn.catching(undefinedLabel, () => fn.value(ir));
  fn.branchIf(label);
  fn.code.end();
}

/** Whether it is a condition whose negation swaps the branches; the negation of an undefined value is undefined. */
function isLogic(ir: Ir): boolean {
  return ir.kind === "and" || ir.kind === "or" || (ir.kind === "not" && isLogic(ir.operand));
}

/**
 * Emits the operands in order and keeps `alreadyRun` correct:
 *
 * - After an operand of `and`, everything in it has run, because an undefined operand ends the chain.
 * - After an operand of `or`, everything in it has run only if it cannot be undefined.
 * - After the whole expression, only the first operand has certainly run, and only if it cannot be undefined.
 */
function flowThrough(fn: FunctionEmitter, ir: Logic, write: (operand: Ir, isLast: boolean) => void): void {
  let after = fn.alreadyRun;
  ir.operands.forEach((operand, index) => {
    const before = fn.alreadyRun;
    write(operand, index === ir.operands.length - 1);
    if (fn.canBeUndefined(operand)) {
      if (ir.kind === "or") fn.alreadyRun = before;
    } else if (index === 0) {
      after = fn.alreadyRun;
    }
  });
  fn.alreadyRun = after;
}
