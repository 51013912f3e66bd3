import type { ByteSink } from "@tyara/base";
import { unreachable } from "@tyara/base";
import { InstructionSink } from "../generated/instructions.ts";
import type { ValueType } from "../value-type.ts";

/** An initial value: of a global, or of the offset of a segment. */
export type Constant =
  | { readonly kind: "i32"; readonly value: number }
  | { readonly kind: "i64"; readonly value: bigint | number }
  | { readonly kind: "f32"; readonly value: number }
  | { readonly kind: "f64"; readonly value: number }
  | { readonly kind: "v128"; readonly value: Uint8Array }
  /** The value of an imported, immutable global. */
  | { readonly kind: "global"; readonly index: number }
  | { readonly kind: "function"; readonly index: number }
  | { readonly kind: "null"; readonly type: ValueType };

/** Writes the constant as an expression with its `end`. */
export function writeConstant(out: ByteSink, constant: Constant): void {
  const code = new InstructionSink(32);
  writeInstruction(code, constant);
  out.bytes(code.view()).u8(0x0b);
}

function writeInstruction(code: InstructionSink, constant: Constant): InstructionSink {
  switch (constant.kind) {
    case "i32":
      return code.i32Const(constant.value);
    case "i64":
      return code.i64Const(constant.value);
    case "f32":
      return code.f32Const(constant.value);
    case "f64":
      return code.f64Const(constant.value);
    case "v128":
      return code.v128Const(constant.value);
    case "global":
      return code.globalGet(constant.index);
    case "function":
      return code.refFunc(constant.index);
    case "null":
      return code.refNull(constant.type);
    default:
      return unreachable(constant);
  }
}
