/** Numbers: 64-bit integers that wrap around, IEEE doubles, and conversions. */

import type { ArithmeticOperator, Ir, IrOf } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";

/** Shift counts from here on give 0, whichever way the shift goes. */
const integerBits = 64n;

export function emitArithmetic(fn: FunctionEmitter, ir: IrOf<"arithmetic">): void {
  const [first, ...rest] = ir.operands;
  fn.value(first!);
  for (const operand of rest) {
    fn.value(operand);
    if (ir.type.kind === "float") floatOperation(fn, ir.operator);
    else integerOperation(fn, ir.operator, operand);
  }
}

function floatOperation({ code }: FunctionEmitter, operator: ArithmeticOperator): void {
  if (operator === "add") code.f64Add();
  else if (operator === "subtract") code.f64Sub();
  else if (operator === "multiply") code.f64Mul();
  else code.f64Div();
}

/** Both operands are on the stack; `right` tells what is known of the second. */
function integerOperation(fn: FunctionEmitter, operator: ArithmeticOperator, right: Ir): void {
  const { code } = fn;
  if (operator === "add") code.i64Add();
  else if (operator === "subtract") code.i64Sub();
  else if (operator === "multiply") code.i64Mul();
  else divide(fn, operator, right);
}

function divide(fn: FunctionEmitter, operator: "divide" | "modulo", right: Ir): void {
  const { code } = fn;
  const constant = right.kind === "integer" ? right.value : undefined;
  const isHarmless = constant !== undefined && constant !== 0n && constant !== -1n;
  if (isHarmless) code[operator === "divide" ? "i64DivS" : "i64RemS"]();
  else fn.withLocal(ValueType.i64, (divisor) => checkedDivide(fn, operator, divisor));
}

/**
 * Division by 0 is undefined. The smallest integer by −1 wraps around to itself, where the instruction would trap;
 * the remainder is 0, as the instruction gives it.
 */
function checkedDivide(fn: FunctionEmitter, operator: "divide" | "modulo", divisor: number): void {
  const { code } = fn;
  code.localTee(divisor).i64Eqz();
  fn.undefinedIf();
  if (operator === "modulo") {
    code.localGet(divisor).i64RemS();
    return;
  }
  fn.withLocal(ValueType.i64, (dividend) => {
    code.localSet(dividend).localGet(divisor).i64Const(-1).i64Eq().if(ValueType.i64);
    code.i64Const(0).localGet(dividend).i64Sub().else();
    code.localGet(dividend).localGet(divisor).i64DivS().end();
  });
}

export function emitBitwise(fn: FunctionEmitter, ir: IrOf<"bitwise">): void {
  const { code } = fn;
  fn.value(ir.left);
  fn.value(ir.right);
  switch (ir.operator) {
    case "and":
      code.i64And();
      return;
    case "or":
      code.i64Or();
      return;
    case "xor":
      code.i64Xor();
      return;
    case "shift-left":
    case "shift-right":
      shift(fn, ir.operator, ir.right);
  }
}

/** Counts of 64 and more give 0; negative ones act modulo 64, which is what the instructions do. */
function shift(fn: FunctionEmitter, operator: "shift-left" | "shift-right", right: Ir): void {
  const { code } = fn;
  const instruction = operator === "shift-left" ? "i64Shl" : "i64ShrS";
  if (right.kind === "integer" && right.value < integerBits) {
    code[instruction]();
    return;
  }
  fn.withLocal(ValueType.i64, (count) => {
    code.localTee(count);
    code[instruction]();
    code.i64Const(0).localGet(count).i64Const(integerBits).i64LtS().select();
  });
}

export function emitNegate(fn: FunctionEmitter, ir: IrOf<"negate">): void {
  const { code } = fn;
  if (ir.type.kind === "float") {
    fn.value(ir.operand);
    code.f64Neg();
  } else {
    code.i64Const(0);
    fn.value(ir.operand);
    code.i64Sub();
  }
}

export function emitComplement(fn: FunctionEmitter, ir: IrOf<"complement">): void {
  fn.value(ir.operand);
  fn.code.i64Const(-1).i64Xor();
}

export function emitConvert(fn: FunctionEmitter, ir: IrOf<"convert">): void {
  const { code } = fn;
  fn.value(ir.operand);
  if (ir.type.kind === "float") {
    if (ir.operand.type.kind === "integer") code.f64ConvertI64S();
    return;
  }
  toBool(fn, ir.operand);
}

/** Numbers other than 0 (NaN among them) and strings that are not empty are true. */
function toBool({ code }: FunctionEmitter, operand: Ir): void {
  if (operand.type.kind === "integer") code.i64Const(0).i64Ne();
  else if (operand.type.kind === "float") code.f64Const(0).f64Ne();
  else if (operand.type.kind === "string") code.i64Const(32).i64ShrU().i64Const(0).i64Ne();
}
