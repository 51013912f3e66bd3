/**
 * Counting what a quantifier counts, item by item, and stopping as soon as the outcome is certain.
 *
 * `any` and `none` are decided by the first true item, `all` by the first false one, a count by the item that reaches
 * it. Zero, constant or computed, acts as `none`. A negative count, which only a computed one can be, is reached by the
 * first true item and by nothing else.
 * Compat: undefined quantifiers make the whole expression undefined; counts of 0 and below behave as measured
 * (`test/differential/`).
 */

import type { Ir, Quantifier } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { branchIf, branchUnless } from "./condition.ts";
import type { FunctionEmitter, Label } from "./function-emitter.ts";

/** A quantifier whose operands are evaluated. */
export type Counter =
  | { readonly kind: "all" | "any" | "none" }
  /** i64 locals: how many are needed, and how many there were. */
  | { readonly kind: "count"; readonly needed: number; readonly seen: number };

/** How many items there are: a number, or an i64 local. */
export type ItemCount = { readonly count: number } | { readonly local: number };

/** Lends a counter for the time of `write`. */
export function withCounter(
  fn: FunctionEmitter,
  quantifier: Quantifier,
  items: ItemCount,
  write: (counter: Counter) => void,
): void {
  const simple = simplify(quantifier);
  if (simple.kind !== "count" && simple.kind !== "percentage") {
    write({ kind: simple.kind });
    return;
  }
  fn.withLocal(ValueType.i64, (needed) =>
    fn.withLocal(ValueType.i64, (seen) => {
      fn.value(simple.value);
      if (simple.kind === "percentage") percentageOf(fn, items);
      fn.code.localSet(needed).i64Const(0).localSet(seen);
      write({ kind: "count", needed, seen });
    }),
  );
}

/** Constant counts that are words: 0 is `none`, 1 is `any`. */
function simplify(quantifier: Quantifier): Quantifier {
  if (quantifier.kind !== "count" && quantifier.kind !== "percentage") return quantifier;
  const { value } = quantifier;
  if (value.kind !== "integer") return quantifier;
  if (value.value === 0n) return { kind: "none" };
  return quantifier.kind === "count" && value.value === 1n ? { kind: "any" } : quantifier;
}

/** Turns the percentage on the stack into a count, rounded up. */
function percentageOf({ code }: FunctionEmitter, items: ItemCount): void {
  code.f64ConvertI64S();
  if ("count" in items) code.f64Const(items.count);
  else code.localGet(items.local).f64ConvertI64S();
  code.f64Mul().f64Const(100).f64Div().f64Ceil().i64TruncSatF64S();
}

/**
 * Counts one item, given as a condition whose undefined value is false, and goes to `decided` when that settles the
 * matter: then the answer is that of {@link pushDecided}.
 */
export function countCondition(fn: FunctionEmitter, counter: Counter, item: Ir, decided: Label): void {
  if (counter.kind === "all") branchUnless(fn, item, decided);
  else if (counter.kind === "count") {
    const next = fn.block();
    branchUnless(fn, item, next);
    countTrue(fn, counter, decided);
    fn.code.end();
  } else branchIf(fn, item, decided);
}

/** Counts one item whose truth is on the stack. */
export function countValue(fn: FunctionEmitter, counter: Counter, decided: Label): void {
  if (counter.kind === "count") {
    fn.code.if();
    countTrue(fn, counter, decided);
    fn.code.end();
    return;
  }
  if (counter.kind === "all") fn.code.i32Eqz();
  fn.branchIf(decided);
}

function countTrue(fn: FunctionEmitter, counter: Extract<Counter, { kind: "count" }>, decided: Label): void {
  const { code } = fn;
  code.localGet(counter.seen).i64Const(1).i64Add().localTee(counter.seen);
  code.localGet(counter.needed).i64GeS();
  fn.branchIf(decided);
}

/** The answer when an item settled the matter. */
export function pushDecided({ code }: FunctionEmitter, counter: Counter): void {
  if (counter.kind === "count") code.localGet(counter.needed).i64Const(0).i64Ne();
  else code.i32Const(counter.kind === "any" ? 1 : 0);
}

/** The answer when no item settled it. */
export function pushUndecided({ code }: FunctionEmitter, counter: Counter): void {
  if (counter.kind === "count") code.localGet(counter.needed).i64Eqz();
  else code.i32Const(counter.kind === "any" ? 0 : 1);
}

/** Writes `items` between the labels that the two answers need; leaves the answer on the stack. */
export function emitAnswer(fn: FunctionEmitter, counter: Counter, items: (decided: Label) => void): void {
  const end = fn.block(ValueType.i32);
  const decided = fn.block();
  items(decided);
  pushUndecided(fn, counter);
  fn.branch(end);
  fn.code.end();
  pushDecided(fn, counter);
  fn.code.end();
}
