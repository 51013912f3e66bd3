/**
 * One function a rule, and the dispatcher that runs them in order of declaration.
 *
 * The dispatcher walks a bit set of candidates. At first it holds the rules whose facts about size and bytes are met
 * (`selectRules`); as soon as the pattern search has run, those leave it whose patterns were not found (`narrowRules`);
 * a false global rule takes out the rest of its namespace (`closeRules`). So the cost of a scan follows the rules that
 * may match, not the rules there are. Rejected: one long function of calls, which hosts compile as a whole and which
 * asks every rule.
 */

import { MemoryMap, ruleSetWords, type StateLayout } from "@tyara/contract";
import type { CheckedProgram, CheckedRule } from "@tyara/language/ir";
import { ValueType } from "@tyara/wasm";
import { type Facts, noFacts } from "../optimise/index.ts";
import { branchUnless } from "./condition.ts";
import type { FunctionEmitter } from "./function-emitter.ts";
import { writeGuardTable } from "./guard-table.ts";
import type { LinkedModule } from "./linked-module.ts";

/** Writes all rules; returns the index of the function that runs them. */
export function emitRules(
  linked: LinkedModule,
  fn: FunctionEmitter,
  facts: readonly Facts[],
  state: Omit<StateLayout, "end">,
): number {
  const { rules } = linked.program;
  for (const { bytes } of facts) if (bytes !== undefined) linked.noteRead(bytes.offset + bytes.byteLength);
  const guarded = rules.map((rule, id) => ({ rule, facts: rule.isGlobal ? noFacts : facts[id]! }));
  const guards = writeGuardTable(linked.pool, guarded, state);
  const ends = namespaceRanges(linked.program);
  const functions = rules.map((rule) => emitRuleFunction(linked, fn, rule, guards, ends[rule.namespace]!));
  const table = linked.builder.addTable({ element: ValueType.funcref, minimum: functions.length });
  linked.builder.addElements(table, { kind: "i32", value: 0 }, functions);
  const main = linked.builder.declareFunction([], [], "main");
  fn.reset(0);
  if (rules.length > 0) emitDispatcher(fn, guards, state.candidates, table);
  linked.builder.defineFunction(main, fn.code);
  return main;
}

/** The ids of a namespace's rules, from the first to before the last. */
interface Range {
  first: number;
  end: number;
}

function namespaceRanges({ namespaces, rules }: CheckedProgram): Range[] {
  const ranges: Range[] = namespaces.map(() => ({ first: rules.length, end: 0 }));
  for (const { id, namespace } of rules) {
    const range = ranges[namespace]!;
    range.first = Math.min(range.first, id);
    range.end = id + 1;
  }
  return ranges;
}

/** A rule's function: 1 when its condition is true. */
function emitRuleFunction(
  linked: LinkedModule,
  fn: FunctionEmitter,
  rule: CheckedRule,
  guards: number,
  { first, end }: Range,
): number {
  const index = linked.builder.declareFunction([], [ValueType.i32]);
  fn.reset(0);
  const falseLabel = fn.block();
  branchUnless(fn, rule.condition, falseLabel);
  fn.code.i32Const(1).return().end();
  if (rule.isGlobal) {
    fn.code.i32Const(guards).i32Const(first).i32Const(end);
    fn.callKernel("closeRules");
  }
  fn.code.i32Const(0);
  linked.builder.defineFunction(index, fn.code);
  return index;
}

function emitDispatcher(fn: FunctionEmitter, guards: number, candidates: number, table: number): void {
  const { code, linked } = fn;
  const { i32, i64 } = ValueType;
  const word = code.local(i32);
  const bits = code.local(i64);
  const rule = code.local(i32);
  const isNarrowed = code.local(i32);
  const wordBytes = ruleSetWords(linked.program.rules.length) * 8;
  code.i32Const(guards);
  fn.callKernel("selectRules");
  const nextWord = fn.loop();
  code.localGet(word).i64Load(candidates).localSet(bits);
  const wordDone = fn.block();
  const nextRule = fn.loop();
  code.localGet(bits).i64Eqz();
  fn.branchIf(wordDone);
  code.localGet(bits).i64Ctz().i32WrapI64().localGet(word).i32Const(3).i32Shl().i32Add().localTee(rule);
  code
    .localGet(rule)
    .callIndirect(linked.builder.type([], [i32]), table)
    .i32Store8(linked.ruleState(0));
  narrowOnce(fn, guards, isNarrowed);
  // What ran may have taken candidates out, so the word is read again; rules up to this one are done.
  code.localGet(word).i64Load(candidates);
  code.i64Const(-2).localGet(rule).i64ExtendI32U().i64Shl().i64And().localSet(bits);
  fn.branch(nextRule);
  code.end().end();
  code.localGet(word).i32Const(8).i32Add().localTee(word).i32Const(wordBytes).i32LtU();
  fn.branchIf(nextWord);
  code.end();
}

/** Once the search has run, rules that wanted its patterns in vain need not run. */
function narrowOnce(fn: FunctionEmitter, guards: number, isNarrowed: number): void {
  const { code } = fn;
  code.localGet(isNarrowed).i32Eqz().if();
  fn.loadI32(MemoryMap.searchDone);
  code.if().i32Const(1).localSet(isNarrowed).i32Const(guards);
  fn.callKernel("narrowRules");
  code.end().end();
}

/** Whether the rules of each namespace have consecutive ids, which clearing a namespace relies on. */
export function namespacesAreContiguous({ rules }: CheckedProgram): boolean {
  return rules.every(
    (rule, index) => rule.id === index && (index === 0 || rule.namespace >= rules[index - 1]!.namespace),
  );
}
