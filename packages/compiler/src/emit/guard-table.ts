/**
 * Writes the facts of rules as the table that the kernels read (`GuardTable`): rules without facts as a set, the others
 * by the bytes that they ask for.
 */
import {
  GuardClass,
  GuardEntry,
  GuardTable,
  GuardValue,
  ruleSetWords,
  type StateLayout,
} from "@tyara/contract";
import type { CheckedRule } from "@tyara/language/ir";
import { type Facts, isNever } from "../optimise/index.ts";
import type { ConstantPool } from "./constant-pool.ts";

/** A rule, and the facts that are tested before it runs. */
export interface GuardedRule {
  readonly rule: CheckedRule;
  readonly facts: Facts;
}

/** A rule and the sizes of data it may match. */
interface Entry {
  readonly rule: number;
  readonly facts: Facts;
}

/** Rules that ask for bytes of one place, by the value they ask for. */
interface PlaceClass {
  readonly offset: number;
  readonly byteLength: number;
  readonly entries: Map<number, Entry[]>;
}

/**
 * Adds the table to the pool and returns its address. `guarded` is by rule id; rules that must run whatever the data is
 * are given {@link noFacts}.
 */
export function writeGuardTable(
  pool: ConstantPool,
  guarded: readonly GuardedRule[],
  { candidates, selection, constants }: Omit<StateLayout, "end">,
): number {
  const words = ruleSetWords(guarded.length);
  const rules = guarded.map(({ facts }, rule) => ({ rule, facts }));
  const always = rules.filter((one) => !hasGuard(one.facts));
  const classes = [...classify(rules.filter((one) => hasGuard(one.facts) && !isNever(one.facts)))];
  const patterns = rulesByPattern(rules);
  const header = new DataView(new ArrayBuffer(GuardTable.size));
  const set = (field: number, value: number) => header.setUint32(field, value, true);
  set(GuardTable.candidates, candidates);
  set(GuardTable.ruleCount, guarded.length);
  set(GuardTable.wordCount, words);
  set(GuardTable.always, writeSet(pool, words, always));
  set(GuardTable.classes, writeClasses(pool, classes));
  set(GuardTable.classCount, classes.length);
  set(
    GuardTable.needy,
    writeSet(
      pool,
      words,
      rules.filter((one) => one.facts.patterns !== undefined),
    ),
  );
  set(GuardTable.patternRules, writeLists(pool, patterns));
  set(GuardTable.patternCount, patterns.length);
  if (constants > selection) {
    set(GuardTable.rulePatterns, writeLists(pool, guarded.flatMap(firstAndOtherPatterns)));
    set(GuardTable.selection, selection);
    set(GuardTable.selectionSize, constants - selection);
  }
  return pool.append(new Uint8Array(header.buffer), 16);
}

function hasGuard({ bytes, minimumSize, maximumSize }: Facts): boolean {
  return bytes !== undefined || minimumSize > 0 || maximumSize < 0xffff_ffff;
}

function classify(rules: readonly Entry[]): Iterable<PlaceClass> {
  const classes = new Map<string, PlaceClass>();
  for (const rule of rules) {
    const { offset, byteLength, values } = rule.facts.bytes ?? { offset: 0, byteLength: 0, values: [0] };
    const key = `${offset}:${byteLength}`;
    let found = classes.get(key);
    if (found === undefined) classes.set(key, (found = { offset, byteLength, entries: new Map() }));
    for (const value of values) {
      const entries = found.entries.get(value);
      if (entries === undefined) found.entries.set(value, [rule]);
      else entries.push(rule);
    }
  }
  return classes.values();
}

function writeSet(pool: ConstantPool, words: number, rules: readonly Entry[]): number {
  const bits = new Uint8Array(words * 8);
  for (const { rule } of rules) bits[rule >>> 3]! |= 1 << (rule & 7);
  return pool.append(bits, 16);
}

function writeClasses(pool: ConstantPool, classes: readonly PlaceClass[]): number {
  const view = new DataView(new ArrayBuffer(classes.length * GuardClass.size));
  classes.forEach(({ offset, byteLength, entries }, index) => {
    const at = index * GuardClass.size;
    view.setUint32(at + GuardClass.offset, offset, true);
    view.setUint32(at + GuardClass.byteLength, byteLength, true);
    view.setUint32(at + GuardClass.values, writeValues(pool, entries), true);
    view.setUint32(at + GuardClass.valueCount, entries.size, true);
  });
  return pool.append(new Uint8Array(view.buffer), 16);
}

function writeValues(pool: ConstantPool, values: ReadonlyMap<number, readonly Entry[]>): number {
  const view = new DataView(new ArrayBuffer(values.size * GuardValue.size));
  const sorted = [...values].sort(([a], [b]) => a - b);
  sorted.forEach(([value, entries], index) => {
    const at = index * GuardValue.size;
    view.setBigUint64(at + GuardValue.value, BigInt(value), true);
    view.setUint32(at + GuardValue.entries, writeEntries(pool, entries), true);
    view.setUint32(at + GuardValue.entryCount, entries.length, true);
  });
  return pool.append(new Uint8Array(view.buffer), 16);
}

function writeEntries(pool: ConstantPool, entries: readonly Entry[]): number {
  const view = new DataView(new ArrayBuffer(entries.length * GuardEntry.size));
  entries.forEach(({ rule, facts }, index) => {
    const at = index * GuardEntry.size;
    view.setUint32(at + GuardEntry.minimum, facts.minimumSize, true);
    view.setUint32(at + GuardEntry.maximum, facts.maximumSize, true);
    view.setUint32(at + GuardEntry.rule, rule, true);
  });
  return pool.append(new Uint8Array(view.buffer), 16);
}

/** For each pattern the rules that want one of a set it belongs to. */
function rulesByPattern(rules: readonly Entry[]): number[][] {
  const lists: number[][] = [];
  for (const { rule, facts } of rules) {
    for (const pattern of facts.patterns ?? []) {
      while (lists.length <= pattern) lists.push([]);
      lists[pattern]!.push(rule);
    }
  }
  return lists;
}

/** The patterns of which the rule demands one, and its others; all of its patterns and none when it demands none. */
function firstAndOtherPatterns({ rule, facts }: GuardedRule): [number[], number[]] {
  const first = facts.patterns;
  const own = [...new Set(rule.patterns.map(({ id }) => id))];
  return first === undefined ? [own, []] : [[...first], own.filter((id) => !first.has(id))];
}

/** The index at which each list begins, and the end of the last one; then the lists, one after the other. */
function writeLists(pool: ConstantPool, lists: readonly (readonly number[])[]): number {
  const words = [0];
  for (const list of lists) words.push(words.at(-1)! + list.length);
  for (const list of lists) for (const rule of list) words.push(rule);
  return pool.append(new Uint8Array(Uint32Array.from(words).buffer), 16);
}
