/** The result of one scan, read out of the memory before the next scan overwrites it. */

import type { StructValue } from "@tyara/base";
import type { RulePattern, RuleReader, RuleSet } from "@tyara/contract";
import { ScanLimit } from "@tyara/contract";
import { KeptMatches, type MatchSource } from "./kept-matches.ts";
import type {
  LimitMet,
  ModuleLimit,
  RuleMatch,
  RulePatternMatches,
  ScanResult,
  ScanStatus,
} from "./result.ts";
import { jsonValue } from "./result-json.ts";
import { has } from "./rule-selection.ts";
import type { ScanMemory } from "./scan-memory.ts";

/** What a report is made of. */
export interface ReportInput extends MatchSource {
  readonly rules: RuleReader;
  /** How the evaluation ended. */
  readonly status: ScanStatus;
  readonly limits: readonly LimitMet[];
  readonly moduleLimits: readonly ModuleLimit[];
  readonly unavailableModules: readonly string[];
  /** The rules that are reported; undefined: all. */
  readonly wanted: Uint8Array | undefined;
  readonly includePrivate: boolean;
  readonly includeNonMatches: boolean;
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}

/** What modules say when nobody asks. */
export const noOutputs: Readonly<Record<string, StructValue>> = Object.freeze({});

/** Limit: rules that are read between two looks at the clock, some tenths of a millisecond when they are read first. */
const ruleStep = 64;

/** Reads the result. Rules and matches for which there is no time are left out, and the status says so. */
export function readResult(input: ReportInput): ScanResult {
  const { includeNonMatches, memory, ruleSet } = input;
  const matched = matchedRules(memory, ruleSet, input.wanted);
  // Perf: most scans match nothing.
  const isBare = matched.length === 0 && !includeNonMatches && input.moduleOutputs === noOutputs;
  if (isBare) return assemble(input, [], undefined, undefined);
  const kept = new KeptMatches(input);
  const matches = readRules(input, matched, kept, (pattern) => kept.read(pattern));
  const nonMatches = includeNonMatches
    ? readRules(input, others(matched, input), kept, withoutMatches)
    : undefined;
  return Object.defineProperty(assemble(input, matches, nonMatches, kept), "toJSON", toJson);
}

function assemble(
  { status, limits, moduleLimits, unavailableModules, moduleOutputs }: ReportInput,
  matches: readonly RuleMatch[],
  nonMatches: readonly RuleMatch[] | undefined,
  kept: KeptMatches | undefined,
): ScanResult {
  return {
    status: kept?.stopped ?? status,
    limits: kept?.isDataCut ? [...limits, "match-data"] : limits,
    moduleLimits,
    matches,
    ...(nonMatches && { nonMatches }),
    unavailableModules,
    moduleOutputs,
  };
}

/**
 * Hidden, so that the result has no properties but data: a copy by `structuredClone` has the same. Results without rules need none.
 */
const toJson: PropertyDescriptor = {
  value(this: ScanResult) {
    return jsonValue({ ...this });
  },
};

/** The rules that are shown of these, as far as there is time. */
function readRules(
  { includePrivate, rules, ruleSet }: ReportInput,
  ids: readonly number[],
  kept: KeptMatches,
  read: (pattern: RulePattern) => RulePatternMatches,
): RuleMatch[] {
  const shown: RuleMatch[] = [];
  for (let index = 0; index < ids.length; index++) {
    if (index % ruleStep === ruleStep - 1 && !kept.hasTime()) break;
    const rule = rules.rule(ids[index]!);
    const { identifier, namespace, isGlobal, isPrivate, tags, metadata } = rule;
    if (isPrivate && !includePrivate) continue;
    const patterns: RulePatternMatches[] = [];
    for (const pattern of rule.patterns)
      if (includePrivate || !pattern.isPrivate) patterns.push(read(pattern));
    const name = ruleSet.namespaces[namespace]!;
    shown.push({ identifier, namespace: name, isGlobal, isPrivate, tags, metadata, patterns });
  }
  return shown;
}

function withoutMatches({ identifier, kind, isPrivate }: RulePattern): RulePatternMatches {
  return { identifier, kind, isPrivate, matches: [] };
}

const ruleStates = ({ bytes }: ScanMemory, { layout, rules }: RuleSet) =>
  bytes.subarray(layout.ruleStates, layout.ruleStates + rules.length);

/** Whether any rule has matched so far. */
export function hasMatchedRule(memory: ScanMemory, ruleSet: RuleSet): boolean {
  return ruleStates(memory, ruleSet).includes(1);
}

function matchedRules(memory: ScanMemory, ruleSet: RuleSet, wanted: Uint8Array | undefined): number[] {
  const states = ruleStates(memory, ruleSet);
  const matched: number[] = [];
  for (let id = states.indexOf(1); id >= 0; id = states.indexOf(1, id + 1))
    if (wanted === undefined || has(wanted, id)) matched.push(id);
  return matched;
}

function others(matched: readonly number[], { rules, wanted }: ReportInput): number[] {
  const known = new Set(matched);
  return Array.from({ length: rules.length }, (_, id) => id).filter(
    (id) => !known.has(id) && (wanted === undefined || has(wanted, id)),
  );
}

/** The limits that a scan's bits name, and those that have no bit. */
export function limitsOf(
  bits: number,
  others: Readonly<Record<"scan-size" | "module" | "steps" | "data-changed", boolean>>,
): readonly LimitMet[] {
  const limits: LimitMet[] = [];
  if (bits & ScanLimit.matchesPerPattern) limits.push("matches-per-pattern");
  if (bits & ScanLimit.memory) limits.push("memory");
  if (others["scan-size"]) limits.push("scan-size");
  if (others.module) limits.push("module");
  if (others.steps) limits.push("steps");
  if (others["data-changed"]) limits.push("data-changed");
  return limits;
}
