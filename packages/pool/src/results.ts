/** Results as plain data: what a structured clone keeps. */

import type { RuleMatch, ScanResult, ScanStatus } from "@tyara/scanner";

/** Undefined for a complete scan of which there is nothing to tell. */
export function plainResult(result: ScanResult, includeNonMatches: boolean): ScanResult | undefined {
  const { status, limits, moduleLimits, unavailableModules, moduleOutputs } = result;
  const matches = result.matches.map(plainRule);
  const nonMatches = includeNonMatches ? result.nonMatches.map(plainRule) : [];
  const isPlainlyClean =
    status === "complete" &&
    [limits, moduleLimits, unavailableModules, matches, nonMatches].every((list) => list.length === 0) &&
    Object.keys(moduleOutputs).length === 0;
  if (isPlainlyClean) return undefined;
  return { status, limits, moduleLimits, matches, nonMatches, unavailableModules, moduleOutputs };
}

/** What is told of a scan that found nothing, or that never ran. */
export function emptyResult(status: ScanStatus): ScanResult {
  return {
    status,
    limits: [],
    moduleLimits: [],
    matches: [],
    nonMatches: [],
    unavailableModules: [],
    moduleOutputs: {},
  };
}

function plainRule(rule: RuleMatch): RuleMatch {
  const patterns = rule.patterns.map(({ identifier, kind, isPrivate, matches }) => ({
    identifier,
    kind,
    isPrivate,
    matches: matches.map(({ offset, length, xorKey, data }) => ({ offset, length, xorKey, data })),
  }));
  return { ...rule, patterns };
}
