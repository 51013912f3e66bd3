/** Questions about one pattern: does it match, how often, where. All are loads from its state or kernel calls. */
import { MatchRecord, PatternState } from "@tyara/contract";
import type { Anchor, IrOf, PatternRef, Range } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter } from "./function-emitter.ts";

export function emitPatternMatch(fn: FunctionEmitter, ir: IrOf<"pattern-match">): void {
  fn.ensureSearch();
  if (ir.anchor === undefined) {
    loadState(fn, ir.pattern, PatternState.count);
    fn.code.i32Const(0).i32Ne();
  } else {
    pushPattern(fn, ir.pattern);
    pushAnchor(fn, ir.anchor);
    fn.callKernel(anchorKernel(ir.anchor));
  }
}

export function emitPatternCount(fn: FunctionEmitter, ir: IrOf<"pattern-count">): void {
  fn.ensureSearch();
  if (ir.range === undefined) {
    loadState(fn, ir.pattern, PatternState.count);
    fn.code.i64ExtendI32U();
  } else {
    pushPattern(fn, ir.pattern);
    pushRange(fn, ir.range);
    fn.callKernel("patternCountIn");
  }
}

/** `@a[i]` and `!a[i]`: matches are counted from 1; beyond the last that is kept the answer is undefined. */
export function emitPatternPlace(fn: FunctionEmitter, ir: IrOf<"pattern-offset" | "pattern-length">): void {
  const { code } = fn;
  const field = ir.kind === "pattern-offset" ? MatchRecord.offset : MatchRecord.length;
  fn.ensureSearch();
  if (ir.index === undefined) {
    loadState(fn, ir.pattern, PatternState.kept);
    code.i32Eqz();
    fn.undefinedIf();
    loadState(fn, ir.pattern, PatternState.matches);
    code.i64Load32U(field);
    return;
  }
  fn.value(ir.index);
  code.i64Const(1).i64Sub();
  fn.withLocal(ValueType.i64, (index) => {
    code.localTee(index);
    loadState(fn, ir.pattern, PatternState.kept);
    code.i64ExtendI32U().i64GeU();
    fn.undefinedIf();
    loadState(fn, ir.pattern, PatternState.matches);
    code.localGet(index).i32WrapI64().i32Const(MatchRecord.size).i32Mul().i32Add().i64Load32U(field);
  });
}

/** The kernel function for an anchor. Its operands are on the stack, after the pattern. */
export function anchorKernel(anchor: Anchor): "patternAt" | "patternIn" {
  return anchor.kind === "at" ? "patternAt" : "patternIn";
}

function pushAnchor(fn: FunctionEmitter, anchor: Anchor): void {
  if (anchor.kind === "at") fn.value(anchor.offset);
  else pushRange(fn, anchor.range);
}

function pushRange(fn: FunctionEmitter, range: Range): void {
  fn.value(range.lower);
  fn.value(range.upper);
}

/** Leaves the id of a pattern on the stack. */
export function pushPattern(fn: FunctionEmitter, pattern: PatternRef): void {
  if (pattern.kind === "pattern") fn.code.i32Const(pattern.id);
  else fn.code.localGet(fn.current!.id);
}

/** Loads a field of a pattern's state. */
export function loadState(fn: FunctionEmitter, pattern: PatternRef, field: number): void {
  if (pattern.kind === "pattern") fn.loadI32(fn.linked.patternState(pattern.id) + field);
  else fn.code.localGet(fn.current!.state).i32Load(field);
}
