/** Results that have nothing to tell, which most have. */

import type { ScanResult, ScanStatus } from "@tyara/scanner";

/** Whether the scan went to its end and found nothing. */
export function isEmpty(result: ScanResult): boolean {
  const { status, limits, moduleLimits, matches, nonMatches, unavailableModules, moduleOutputs } = result;
  if (status !== "complete" || nonMatches !== undefined) return false;
  const lists = [limits, moduleLimits, matches, unavailableModules, Object.keys(moduleOutputs)];
  return lists.every(({ length }) => length === 0);
}

/** What is told of a scan that found nothing, or that never ran. */
export function emptyResult(status: ScanStatus): ScanResult {
  return { status, limits: [], moduleLimits: [], matches: [], unavailableModules: [], moduleOutputs: {} };
}
