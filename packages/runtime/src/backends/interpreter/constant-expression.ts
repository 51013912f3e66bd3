// The values of constant expressions: of globals, and of the places and the elements of segments.
import { BinaryReader, type ByteRange, InstructionReader, Op } from "@tyara/wasm";
import type { InterpretedInstance } from "./interpreted-function.ts";
import type { Machine } from "./machine.ts";

const arithmetic32: ReadonlyMap<number, (a: number, b: number) => number> = new Map([
  [Op.I32Add, (a, b) => a + b],
  [Op.I32Sub, (a, b) => a - b],
  [Op.I32Mul, Math.imul],
]);

const arithmetic64: ReadonlyMap<number, (a: bigint, b: bigint) => bigint> = new Map([
  [Op.I64Add, (a, b) => a + b],
  [Op.I64Sub, (a, b) => a - b],
  [Op.I64Mul, (a, b) => a * b],
]);

/** The bits of a valid constant expression, in four words; a reference is the machine's number for it. */
export function evaluateConstant(
  machine: Machine,
  instance: InterpretedInstance,
  range: ByteRange,
): Int32Array {
  const code = new InstructionReader(new BinaryReader(instance.module.decoded.bytes, range.start, range.end));
  const stack: Int32Array[] = [];
  while (code.next() !== Op.End) {
    const [add32, add64] = [arithmetic32.get(code.op), arithmetic64.get(code.op)];
    if (add32 === undefined && add64 === undefined) {
      stack.push(constantOf(machine, instance, code));
      continue;
    }
    const [b, a] = [stack.pop()!, stack.pop()!];
    if (add32 !== undefined) stack.push(words(add32(a[0]!, b[0]!)));
    else stack.push(halves(add64!(whole(a), whole(b))));
  }
  return stack[0]!;
}

function constantOf(machine: Machine, instance: InterpretedInstance, code: InstructionReader): Int32Array {
  switch (code.op) {
    case Op.I32Const:
    case Op.F32Const:
      return words(code.index);
    case Op.I64Const:
    case Op.F64Const:
      return words(code.low, code.high);
    case Op.V128Const: {
      const reader = new BinaryReader(code.reader.bytes, code.vectorOffset);
      return words(reader.bits32(), reader.bits32(), reader.bits32(), reader.bits32());
    }
    case Op.GlobalGet:
      return instance.globals[code.index]!.words;
    case Op.RefFunc:
      return words(machine.internReference(instance.functions[code.index]));
    default:
      return words();
  }
}

const words = (...low: readonly number[]): Int32Array => {
  const all = new Int32Array(4);
  all.set(low);
  return all;
};

const whole = (value: Int32Array): bigint => (BigInt(value[1]!) << 32n) | BigInt(value[0]! >>> 0);

const halves = (value: bigint): Int32Array =>
  words(Number(BigInt.asIntN(32, value)), Number(BigInt.asIntN(32, value >> 32n)));
