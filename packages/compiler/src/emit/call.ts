/**
 * Functions of modules. All arguments are evaluated before the first is used, because they may be calls themselves. Then
 * the function is written in place, if it is a few instructions; or arguments go to the argument slots, the kernels or the
 * host compute the result, and it is in the first slot.
 */
import { MemoryMap, Slot } from "@tyara/contract";
import type { IrOf } from "@tyara/language/ir";
import { inlineFunctionOf } from "./built-in-functions.ts";
import { loadFixedSlot, storeByType } from "./data.ts";
import { type FunctionEmitter, valueTypeOf } from "./function-emitter.ts";

export function emitCall(fn: FunctionEmitter, ir: IrOf<"call">): void {
  const { module, signature, args } = ir;
  const locals = args.map((arg) => {
    fn.value(arg);
    const local = fn.takeLocal(valueTypeOf(arg.type));
    fn.code.localSet(local);
    return local;
  });
  const writeInline = fn.linked.isBuiltIn(module) ? inlineFunctionOf(module, signature.id) : undefined;
  if (writeInline === undefined) callOutside(fn, ir, locals);
  else writeInline(fn.code, locals);
  args.forEach((arg, index) => {
    fn.releaseLocal(valueTypeOf(arg.type), locals[index]!);
  });
}

function callOutside(fn: FunctionEmitter, ir: IrOf<"call">, locals: readonly number[]): void {
  ir.args.forEach((arg, index) => {
    fn.code.i32Const(0).localGet(locals[index]!);
    storeByType(fn, MemoryMap.argumentSlots + index * Slot.size, arg.type);
  });
  callKernelOrHost(fn, ir);
  loadFixedSlot(fn, MemoryMap.argumentSlots, ir.signature.result, ir.signature.canBeUndefined);
}

function callKernelOrHost(fn: FunctionEmitter, ir: IrOf<"call">): void {
  const { index, use } = fn.linked.function(ir);
  if (use.kernelFunction === 0) {
    fn.code.i32Const(index);
    fn.callHost("call");
    return;
  }
  if (ir.args[0]?.type.kind !== "string") fn.linked.noteReadAnywhere();
  fn.code.i32Const(use.kernelFunction);
  fn.callKernel("callFunction");
  fn.code.i32Eqz().if().i32Const(index);
  fn.callHost("call");
  fn.code.end();
}
