/**
 * `filesize`, references to rules, variables, and fields of modules. The scanner writes the values of modules into
 * {@link Slot}s in memory before rule code reads them.
 */

import type { Type } from "@tyara/base";
import { assert } from "@tyara/base";
import { MemoryMap, Slot } from "@tyara/contract";
import type { Ir, IrOf } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";
import type { LayoutBuilder } from "./layout-builder.ts";

export function emitFilesize(fn: FunctionEmitter): void {
  const { code } = fn;
  fn.withLocal(ValueType.i64, (size) => {
    code.i32Const(0).i64Load(MemoryMap.filesize).localTee(size).i64Const(0).i64LtS();
    fn.undefinedIf();
    code.localGet(size);
  });
}

export function emitRuleReference(fn: FunctionEmitter, ir: IrOf<"rule">): void {
  fn.code.i32Const(0).i32Load8U(fn.linked.ruleState(ir.rule));
}

export function emitVariable(fn: FunctionEmitter, ir: IrOf<"variable">): void {
  const { local, definedLocal } = fn.variable(ir.variable);
  if (definedLocal !== undefined) {
    fn.code.localGet(definedLocal).i32Eqz();
    fn.undefinedIf();
  }
  fn.code.localGet(local);
}

export function emitModule(fn: FunctionEmitter, ir: IrOf<"module">): void {
  fn.code.i32Const(loadedRoot(fn, ir).address);
}

function loadedRoot(fn: FunctionEmitter, ir: IrOf<"module">) {
  assert(ir.type.kind === "struct", "a module is a structure");
  const root = fn.linked.root(ir.module, ir.type);
  fn.ensureLoaded(root);
  return root;
}

export function emitField(fn: FunctionEmitter, ir: IrOf<"field">): void {
  const { object } = ir;
  const mayBeAbsent = fn.canBeUndefined(ir);
  if (object.kind === "module") {
    const root = loadedRoot(fn, object);
    loadFixedSlot(fn, root.address + root.layout.offsetOf(ir.field), ir.type, mayBeAbsent);
    return;
  }
  const offset = layoutOf(fn, object)!.offsetOf(ir.field);
  fn.value(object);
  loadSlot(fn, offset, ir.type, mayBeAbsent);
}

export function emitIndex(fn: FunctionEmitter, ir: IrOf<"index">): void {
  if (ir.object.type.kind === "map") emitLookup(fn, ir);
  else emitArrayItem(fn, ir);
}

function emitArrayItem(fn: FunctionEmitter, ir: IrOf<"index">): void {
  const { code } = fn;
  fn.withValue(ir.object, (array) =>
    fn.withValue(ir.index, (index) => {
      code.localGet(index).localGet(array).i64Const(32).i64ShrU().i64GeU();
      fn.undefinedIf();
      code.localGet(array).i32WrapI64();
      code.localGet(index).i32WrapI64().i32Const(Slot.size).i32Mul().i32Add();
      loadSlot(fn, 0, ir.type, true);
    }),
  );
}

function emitLookup(fn: FunctionEmitter, ir: IrOf<"index">): void {
  const { code } = fn;
  fn.value(ir.object);
  fn.value(ir.index);
  fn.callKernel(ir.index.type.kind === "integer" ? "mapFindInteger" : "mapFindString");
  fn.withLocal(ValueType.i32, (slot) => {
    code.localTee(slot).i32Eqz();
    fn.undefinedIf();
    code.localGet(slot);
    loadSlot(fn, 0, ir.type, true);
  });
}

/** The length of a string, an array or a map is the upper half of its i64. */
export function emitLength(fn: FunctionEmitter, ir: IrOf<"length">): void {
  fn.value(ir.operand);
  fn.code.i64Const(32).i64ShrU();
}

/** Emits the load of a slot. Its address is the i32 on the stack plus `offset`. */
export function loadSlot(fn: FunctionEmitter, offset: number, type: Type, mayBeUndefined: boolean): void {
  const { code } = fn;
  if (!mayBeUndefined) {
    loadByType(fn, offset, type);
    return;
  }
  fn.withLocal(ValueType.i32, (address) => {
    code
      .localTee(address)
      .i32Load(offset + Slot.defined)
      .i32Eqz();
    fn.undefinedIf();
    code.localGet(address);
    loadByType(fn, offset, type);
  });
}

/** Emits the load of the slot at a fixed address. */
export function loadFixedSlot(
  fn: FunctionEmitter,
  address: number,
  type: Type,
  mayBeUndefined: boolean,
): void {
  if (mayBeUndefined) {
    fn.loadI32(address + Slot.defined);
    fn.code.i32Eqz();
    fn.undefinedIf();
  }
  fn.code.i32Const(0);
  loadByType(fn, address, type);
}

/** Emits the load of a value (see `valueTypeOf`) from the address on the stack plus `offset`. */
export function loadByType({ code }: FunctionEmitter, offset: number, type: Type): void {
  if (type.kind === "float") code.f64Load(offset);
  else if (type.kind === "bool" || type.kind === "struct") code.i32Load(offset);
  else code.i64Load(offset);
}

/** Emits a store. The stack holds an address and a value (see `valueTypeOf`) above it; `offset` is added to the address. */
export function storeByType({ code }: FunctionEmitter, offset: number, type: Type): void {
  if (type.kind === "float") code.f64Store(offset);
  else if (type.kind === "bool" || type.kind === "struct") code.i32Store(offset);
  else code.i64Store(offset);
}

/** The layout of the structure that an expression gives, or of those in its array or map. Undefined if there is none. */
export function layoutOf(fn: FunctionEmitter, ir: Ir): LayoutBuilder | undefined {
  switch (ir.kind) {
    case "module":
      assert(ir.type.kind === "struct", "a module is a structure");
      return fn.linked.root(ir.module, ir.type).layout;
    case "field":
      return layoutOf(fn, ir.object)?.item(ir.field);
    case "index":
      return layoutOf(fn, ir.object);
    case "variable":
      return fn.variable(ir.variable).layout;
    case "call":
      return fn.linked.function(ir).resultLayout;
    case "shared":
      return layoutOf(fn, ir.value);
    default:
      return undefined;
  }
}
