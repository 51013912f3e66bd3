/**
 * One function a rule, and the dispatcher that runs them. Rules of a namespace run in groups of {@link groupSize}, one
 * function each, so that no function grows with the rule set; a false global rule ends its namespace and clears it.
 */
import { BlockType, ValueType } from "../../wasm/index.ts";
import type { CheckedProgram, CheckedRule } from "../ir.ts";
import { branchUnless } from "./condition.ts";
import type { FunctionEmitter } from "./function-emitter.ts";
import type { LinkedModule } from "./linked-module.ts";

/** Limit: hosts compile a function as a whole, and optimise one of this many calls in a moment. */
const groupSize = 256;

/** Writes all rules; returns the index of the function that runs them. */
export function emitRules(linked: LinkedModule, fn: FunctionEmitter): number {
  const rules = linked.program.rules.map((rule) => emitRule(linked, fn, rule));
  const namespaces = rulesByNamespace(linked.program).map((members) => {
    return { members, groups: emitGroups(linked, fn, members, rules) };
  });
  const main = linked.builder.declareFunction([], [], "main");
  fn.reset(0);
  for (const { members, groups } of namespaces) emitNamespace(fn, members, groups);
  linked.builder.defineFunction(main, fn.code);
  return main;
}

/** A rule's function: 1 when its condition is true. */
function emitRule(linked: LinkedModule, fn: FunctionEmitter, rule: CheckedRule): number {
  const index = linked.builder.declareFunction([], [ValueType.i32]);
  fn.reset(0);
  const falseLabel = fn.block();
  branchUnless(fn, rule.condition, falseLabel);
  fn.code.i32Const(1).return().end().i32Const(0);
  linked.builder.defineFunction(index, fn.code);
  return index;
}

/** Functions that run some rules each and return 0 when a global one of them was false. */
function emitGroups(
  linked: LinkedModule,
  fn: FunctionEmitter,
  members: readonly CheckedRule[],
  functions: readonly number[],
): number[] {
  const groups: number[] = [];
  for (let start = 0; start < members.length; start += groupSize) {
    const group = linked.builder.declareFunction([], [ValueType.i32]);
    fn.reset(0);
    for (const rule of members.slice(start, start + groupSize)) runRule(fn, rule, functions[rule.id]!);
    fn.code.i32Const(1);
    linked.builder.defineFunction(group, fn.code);
    groups.push(group);
  }
  return groups;
}

function runRule(fn: FunctionEmitter, rule: CheckedRule, index: number): void {
  const { code, linked } = fn;
  code.i32Const(0).call(index);
  if (!rule.isGlobal) {
    code.i32Store8(linked.ruleState(rule.id));
    return;
  }
  fn.withLocal(ValueType.i32, (matched) => {
    code.localTee(matched).i32Store8(linked.ruleState(rule.id));
    code.localGet(matched).i32Eqz().if(BlockType.empty).i32Const(0).return().end();
  });
}

function emitNamespace(
  fn: FunctionEmitter,
  members: readonly CheckedRule[],
  groups: readonly number[],
): void {
  const { code, linked } = fn;
  if (members.length === 0) return;
  if (!members.some((rule) => rule.isGlobal)) {
    for (const group of groups) code.call(group).drop();
    return;
  }
  const end = fn.block();
  const cleared = fn.block();
  for (const group of groups) {
    code.call(group).i32Eqz();
    fn.branchIf(cleared);
  }
  fn.branch(end);
  code.end();
  code.i32Const(linked.ruleState(members[0]!.id)).i32Const(0).i32Const(members.length).memoryFill();
  code.end();
}

function rulesByNamespace({ namespaces, rules }: CheckedProgram): CheckedRule[][] {
  const members: CheckedRule[][] = namespaces.map(() => []);
  for (const rule of rules) members[rule.namespace]!.push(rule);
  return members;
}

/** Whether the rules of each namespace have consecutive ids, which clearing a namespace relies on. */
export function namespacesAreContiguous({ rules }: CheckedProgram): boolean {
  return rules.every(
    (rule, index) => rule.id === index && (index === 0 || rule.namespace >= rules[index - 1]!.namespace),
  );
}
