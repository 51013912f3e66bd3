/**
 * Functions of modules: arguments go to the argument slots, the host calls the implementation, the result is in the
 * first slot. All arguments are evaluated before the first is stored, because they may be calls themselves.
 */
import { MemoryMap, Slot } from "@tyara/contract";
import type { IrOf } from "@tyara/language/ir";
import { loadFixedSlot, storeByType } from "./data.ts";
import { type FunctionEmitter, valueTypeOf } from "./function-emitter.ts";

export function emitCall(fn: FunctionEmitter, ir: IrOf<"call">): void {
  const locals = ir.args.map((arg) => {
    fn.value(arg);
    const local = fn.takeLocal(valueTypeOf(arg.type));
    fn.code.localSet(local);
    return local;
  });
  ir.args.forEach((arg, index) => {
    fn.code.i32Const(0).localGet(locals[index]!);
    storeByType(fn, MemoryMap.argumentSlots + index * Slot.size, arg.type);
    fn.releaseLocal(valueTypeOf(arg.type), locals[index]!);
  });
  fn.code.i32Const(fn.linked.function(ir).index);
  fn.callHost("call");
  loadFixedSlot(fn, MemoryMap.argumentSlots, ir.signature.result, ir.signature.canBeUndefined);
}
