/** Integer and float readers: a bounds check and a load, without a call where the bytes are in the memory. */
import { MemoryMap } from "@tyara/contract";
import type { Ir, IrOf, Reader } from "@tyara/language/ir";
import { type InstructionSink, ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";

interface ReaderPlan {
  readonly byteLength: number;
  /** Writes the load; the address of the data plus the offset is on the stack. */
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

/** Limit: offsets of instructions are 32 bits, and data may lie anywhere below 4 GiB; larger constants are added at run time. */
const maxImmediate = 0x7fffff00n;

export function emitRead(fn: FunctionEmitter, ir: IrOf<"read">): void {
  const plan = readers[ir.reader];
  const { offset } = ir;
  const isImmediate = offset.kind === "integer" && offset.value >= 0n && offset.value <= maxImmediate;
  if (isImmediate) readAtConstant(fn, plan, Number(offset.value));
  else readAtOffset(fn, plan, offset);
}

function readAtConstant(fn: FunctionEmitter, plan: ReaderPlan, offset: number): void {
  fn.linked.noteRead(offset + plan.byteLength);
  fn.loadI32(MemoryMap.dataLength);
  fn.code.i32Const(offset + plan.byteLength).i32LtU();
  fn.undefinedIf();
  fn.loadI32(MemoryMap.dataAddress);
  plan.load(fn, offset);
}

function readAtOffset(fn: FunctionEmitter, plan: ReaderPlan, offset: Ir): void {
  const { code } = fn;
  const dataLength = () => code.i32Const(0).i64Load32U(MemoryMap.dataLength);
  fn.linked.noteReadAnywhere();
  withOffset(fn, offset, (at) => {
    code.localGet(at).i32Const(0).i64Load32U(MemoryMap.nearLength).i64LtU().if(ValueType.i32);
    fn.loadI32(MemoryMap.dataAddress);
    code.localGet(at).i32WrapI64().i32Add().else();
    // Elsewhere: behind the end of the data, or bytes to be asked for.
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

/** The offset in a local: a variable is in one already. */
function withOffset(fn: FunctionEmitter, offset: Ir, write: (at: number) => void): void {
  const slot = offset.kind === "variable" ? fn.variable(offset.variable) : undefined;
  if (slot === undefined || slot.definedLocal !== undefined) fn.withValue(offset, write);
  else write(slot.local);
}

/** The 16 bits at the address on the stack in network order, as an i32 whose upper half is 0. */
function swapped16(fn: FunctionEmitter, offset: number): InstructionSink {
  const { code } = fn;
  fn.withLocal(ValueType.i32, (bits) => {
    code.i32Load16U(offset, 0).localTee(bits).i32Const(8).i32ShrU();
    code.localGet(bits).i32Const(8).i32Shl().i32Const(0xff00).i32And().i32Or();
  });
  return code;
}

function swapped32(fn: FunctionEmitter, offset: number): InstructionSink {
  const { code } = fn;
  fn.withLocal(ValueType.i32, (bits) => {
    code.i32Load(offset, 0).localTee(bits).i32Const(8).i32Rotl().i32Const(0x00ff00ff).i32And();
    code.localGet(bits).i32Const(24).i32Rotl().i32Const(0xff00ff00).i32And().i32Or();
  });
  return code;
}

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
