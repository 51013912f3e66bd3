/**
 * Integer and float readers such as `uint16be(offset)`.
 *
 * A read is a bounds check and a load. It calls the host only if the data is larger than the memory and the bytes lie
 * outside the part that is in memory.
 */
import { MemoryMap } from "@tyara/contract";
import type { Ir, IrOf, Reader } from "@tyara/language/ir";
import { type InstructionSink, ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";

interface ReaderPlan {
  readonly byteLength: number;
  /** Emits the load. It pops an address and reads at that address plus the constant `offset`. */
  readonly load: (fn: FunctionEmitter, offset: number) => void;
}

const readers: Record<Reader, ReaderPlan> = {
  uint8: { byteLength: 1, load: ({ code }, offset) => code.i64Load8U(offset) },
  uint8be: { byteLength: 1, load: ({ code }, offset) => code.i64Load8U(offset) },
  int8: { byteLength: 1, load: ({ code }, offset) => code.i64Load8S(offset) },
  int8be: { byteLength: 1, load: ({ code }, offset) => code.i64Load8S(offset) },
  uint16: { byteLength: 2, load: ({ code }, offset) => code.i64Load16U(offset, 0) },
  int16: { byteLength: 2, load: ({ code }, offset) => code.i64Load16S(offset, 0) },
  uint16be: { byteLength: 2, load: (fn, offset) => swapped16(fn, offset).i64ExtendI32U() },
  int16be: { byteLength: 2, load: (fn, offset) => swapped16(fn, offset).i64ExtendI32U().i64Extend16S() },
  uint32: { byteLength: 4, load: ({ code }, offset) => code.i64Load32U(offset, 0) },
  int32: { byteLength: 4, load: ({ code }, offset) => code.i64Load32S(offset, 0) },
  uint32be: { byteLength: 4, load: (fn, offset) => swapped32(fn, offset).i64ExtendI32U() },
  int32be: { byteLength: 4, load: (fn, offset) => swapped32(fn, offset).i64ExtendI32S() },
  float32: { byteLength: 4, load: ({ code }, offset) => code.f32Load(offset, 0).f64PromoteF32() },
  float64: { byteLength: 8, load: ({ code }, offset) => code.f64Load(offset, 0) },
  float32be: {
    byteLength: 4,
    load: (fn, offset) => swapped32(fn, offset).f32ReinterpretI32().f64PromoteF32(),
  },
  float64be: { byteLength: 8, load: (fn, offset) => swapped64(fn, offset).f64ReinterpretI64() },
};

/**
 * Limit: the largest offset that becomes an immediate of the load. An immediate has 32 bits, and the data may lie anywhere
 * below 4 GiB. Code adds larger constants at run time.
 */
const maxImmediate = 0x7fffff00n;

export function emitRead(fn: FunctionEmitter, ir: IrOf<"read">): void {
  const plan = readers[ir.reader];
  const { offset } = ir;
  const isImmediate = offset.kind === "integer" && offset.value >= 0n && offset.value <= maxImmediate;
  if (isImmediate) readAtConstant(fn, plan, Number(offset.value));
  else readAtOffset(fn, plan, offset);
}

/** Reads at a constant offset. The first bytes that rules read this way (`RuleSet.headLength`) are always in memory. */
function readAtConstant(fn: FunctionEmitter, plan: ReaderPlan, offset: number): void {
  fn.linked.noteRead(offset + plan.byteLength);
  fn.loadI32(MemoryMap.dataLength);
  fn.code.i32Const(offset + plan.byteLength).i32LtU();
  fn.undefinedIf();
  fn.loadI32(MemoryMap.dataAddress);
  plan.load(fn, offset);
}

/**
 * Reads at a computed offset:
 *
 *     address = at < nearLength               ? dataAddress + at
 *             : at >= dataLength              ? 0
 *             : at + byteLength > dataLength  ? 0
 *             :                                 host.fetch(at, byteLength)
 *     if (address == 0) undefined
 *     <load from address>
 *
 * Comparisons are unsigned, so a negative offset is beyond the data.
 */
function readAtOffset(fn: FunctionEmitter, plan: ReaderPlan, offset: Ir): void {
  const { code } = fn;
  const dataLength = () => code.i32Const(0).i64Load32U(MemoryMap.dataLength);
  fn.linked.noteReadAnywhere();
  withOffset(fn, offset, (at) => {
    code.localGet(at).i32Const(0).i64Load32U(MemoryMap.nearLength).i64LtU().if(ValueType.i32);
    fn.loadI32(MemoryMap.dataAddress);
    code.localGet(at).i32WrapI64().i32Add().else();
    code.localGet(at);
    dataLength().i64GeU();
    code.localGet(at).i64Const(plan.byteLength).i64Add();
    dataLength().i64GtU().i32Or().if(ValueType.i32).i32Const(0).else();
    code.localGet(at).i32WrapI64().i32Const(plan.byteLength).call(fn.linked.host("fetch")).end().end();
    fn.withLocal(ValueType.i32, (address) => {
      code.localTee(address).i32Eqz();
      fn.undefinedIf();
      code.localGet(address);
    });
    plan.load(fn, 0);
  });
}

/** Puts the offset into a local. A variable that is always defined has one already. */
function withOffset(fn: FunctionEmitter, offset: Ir, write: (at: number) => void): void {
  const slot = offset.kind === "variable" ? fn.variable(offset.variable) : undefined;
  if (slot === undefined || slot.definedLocal !== undefined) fn.withValue(offset, write);
  else write(slot.local);
}

/** Loads a big-endian 16-bit number as an i32 whose upper half is 0. The address is on the stack. */
function swapped16(fn: FunctionEmitter, offset: number): InstructionSink {
  const { code } = fn;
  fn.withLocal(ValueType.i32, (bits) => {
    code.i32Load16U(offset, 0).localTee(bits).i32Const(8).i32ShrU();
    code.localGet(bits).i32Const(8).i32Shl().i32Const(0xff00).i32And().i32Or();
  });
  return code;
}

/** Loads a big-endian 32-bit number: two rotations bring two bytes each to their place. */
function swapped32(fn: FunctionEmitter, offset: number): InstructionSink {
  const { code } = fn;
  fn.withLocal(ValueType.i32, (bits) => {
    code.i32Load(offset, 0).localTee(bits).i32Const(8).i32Rotl().i32Const(0x00ff00ff).i32And();
    code.localGet(bits).i32Const(24).i32Rotl().i32Const(0xff00ff00).i32And().i32Or();
  });
  return code;
}

/** Loads a big-endian 64-bit number from two 32-bit halves. */
function swapped64(fn: FunctionEmitter, offset: number): InstructionSink {
  const { code } = fn;
  fn.withLocal(ValueType.i32, (address) => {
    code.localTee(address);
    swapped32(fn, offset).i64ExtendI32U().i64Const(32).i64Shl();
    code.localGet(address);
    swapped32(fn, offset + 4)
      .i64ExtendI32U()
      .i64Or();
  });
  return code;
}
