/** Which rules of a set a scan evaluates. */
import { type KnownOptions, requireList, requireOptions, requireString } from "@tyara/base";
import type { RuleReader } from "@tyara/contract";
import { describeRule, type RuleDescription } from "./rule-description.ts";

/** A choice of rules: a function that says of each whether it is wanted, or what all wanted rules have. */
export type RuleSelection = ((rule: RuleDescription) => boolean) | RuleCriteria;

/** What wanted rules have; what is absent does not matter. */
export interface RuleCriteria {
  /** They have one of these tags. */
  readonly tags?: readonly string[];
  /** They are in one of these namespaces. */
  readonly namespaces?: readonly string[];
  /** They have one of these names. */
  readonly identifiers?: readonly string[];
}

const criteria: KnownOptions<RuleCriteria> = { tags: true, namespaces: true, identifiers: true };

/** Throws a TypeError that names what is wrong. */
export function requireSelection(name: string, selection: RuleSelection): void {
  if (typeof selection === "function") return;
  for (const [key, list] of Object.entries(requireOptions(selection, criteria)))
    if (list !== undefined) requireList(`${name}.${key}`, list, requireString);
}

/** The chosen rules, as sets with a bit for each. */
export interface ChosenRules {
  /** What results tell of. */
  readonly wanted: Uint8Array;
  /** What is evaluated: the wanted ones, those that their conditions name, and the global ones of their namespaces. */
  readonly evaluated: Uint8Array;
}

export function chooseRules(
  rules: RuleReader,
  namespaces: readonly string[],
  selection: RuleSelection,
): ChosenRules {
  const isWanted = typeof selection === "function" ? selection : matcherOf(selection);
  const byteLength = Math.ceil(rules.length / 64) * 8;
  const wanted = new Uint8Array(byteLength);
  for (let id = 0; id < rules.length; id++)
    if (isWanted(describeRule(rules, namespaces, id))) add(wanted, id);
  return { wanted, evaluated: withNeeded(rules, wanted) };
}

function matcherOf({ tags, namespaces, identifiers }: RuleCriteria): (rule: RuleDescription) => boolean {
  const [inTags, inNamespaces, inIdentifiers] = [tags, namespaces, identifiers].map(
    (list) => list && new Set(list),
  );
  return (rule) =>
    (inTags === undefined || rule.tags.some((tag) => inTags.has(tag))) &&
    (inNamespaces === undefined || inNamespaces.has(rule.namespace)) &&
    (inIdentifiers === undefined || inIdentifiers.has(rule.identifier));
}

/** Conditions name earlier rules only, and global ones of a namespace may come later. */
function withNeeded(rules: RuleReader, wanted: Uint8Array): Uint8Array {
  const needed = wanted.slice();
  const namespaces = new Set<number>();
  for (let id = 0; id < rules.length; id++) if (has(wanted, id)) namespaces.add(rules.rule(id).namespace);
  for (let id = rules.length - 1; id >= 0; id--) {
    const { namespace, isGlobal, references } = rules.rule(id);
    if (isGlobal && namespaces.has(namespace)) add(needed, id);
    if (has(needed, id)) for (const reference of references) add(needed, reference);
  }
  return needed;
}

/** Whether a rule is in a set. */
export function has(set: Uint8Array, id: number): boolean {
  return ((set[id >>> 3]! >>> (id & 7)) & 1) === 1;
}

function add(set: Uint8Array, id: number): void {
  set[id >>> 3]! |= 1 << (id & 7);
}
