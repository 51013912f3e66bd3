/** `N of` a set of patterns or a tuple of conditions. Conditions, and patterns where they are few, are written one by one. */
import { PatternState } from "@tyara/contract";
import type { Anchor, IrOf, PatternId, PatternRef } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import type { FunctionEmitter, Label } from "./function-emitter.ts";
import { anchorKernel, loadState, pushPattern } from "./pattern.ts";
import { emitPatternLoop, maxUnrolledPatterns } from "./pattern-loop.ts";
import { type Counter, countValue, emitAnswer, withCounter } from "./quantifier.ts";

export function emitOfPatterns(fn: FunctionEmitter, ir: IrOf<"of-patterns">): void {
  fn.ensureSearch();
  withCounter(fn, ir.quantifier, { count: ir.patterns.length }, (counter) =>
    emitAnswer(fn, counter, (decided) => {
      if (ir.anchor === undefined) countFound(fn, ir.patterns, counter, decided);
      else countAnchored(fn, ir.patterns, ir.anchor, counter, decided);
    }),
  );
}

function countFound(
  fn: FunctionEmitter,
  patterns: readonly PatternId[],
  counter: Counter,
  decided: Label,
): void {
  eachPattern(fn, patterns, (pattern) => {
    loadState(fn, pattern, PatternState.count);
    countValue(fn, counter, decided);
  });
}

/** Writes what is done with each pattern of a set. */
function eachPattern(
  fn: FunctionEmitter,
  patterns: readonly PatternId[],
  write: (pattern: PatternRef) => void,
): void {
  if (patterns.length <= maxUnrolledPatterns) {
    for (const id of patterns) write({ kind: "pattern", id });
    return;
  }
  const outer = fn.current;
  emitPatternLoop(fn, patterns, (current) => {
    fn.current = current;
    write({ kind: "current" });
  });
  fn.current = outer;
}

/** When the anchor is undefined no pattern is there: each counts as false. */
function countAnchored(
  fn: FunctionEmitter,
  patterns: readonly PatternId[],
  anchor: Anchor,
  counter: Counter,
  decided: Label,
): void {
  const counted = fn.block();
  const nowhere = fn.block();
  fn.forgetting(() =>
    withAnchor(fn, anchor, nowhere, (locals) => {
      eachPattern(fn, patterns, (pattern) => {
        pushPattern(fn, pattern);
        for (const local of locals) fn.code.localGet(local);
        fn.callKernel(anchorKernel(anchor));
        countValue(fn, counter, decided);
      });
    }),
  );
  fn.branch(counted);
  fn.code.end();
  if (counter.kind === "all") fn.branch(decided);
  fn.code.end();
}

function withAnchor(
  fn: FunctionEmitter,
  anchor: Anchor,
  undefinedLabel: Label,
  write: (locals: readonly number[]) => void,
): void {
  const operands = anchor.kind === "at" ? [anchor.offset] : [anchor.range.lower, anchor.range.upper];
  const locals = operands.map((operand) => {
    fn.catching(undefinedLabel, () => fn.value(operand));
    const local = fn.takeLocal(ValueType.i64);
    fn.code.localSet(local);
    return local;
  });
  write(locals);
  for (const local of locals) fn.releaseLocal(ValueType.i64, local);
}

/** An undefined item that is reached makes the whole undefined. */
export function emitOfTuple(fn: FunctionEmitter, ir: IrOf<"of-tuple">): void {
  withCounter(fn, ir.quantifier, { count: ir.items.length }, (counter) =>
    fn.forgetting(() =>
      emitAnswer(fn, counter, (decided) => {
        for (const item of ir.items) {
          fn.value(item);
          countValue(fn, counter, decided);
        }
      }),
    ),
  );
}
