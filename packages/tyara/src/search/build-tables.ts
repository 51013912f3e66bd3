import { assert } from "../base/index.ts";
import type { PatternSpec } from "./pattern.ts";
import type { SearchTables } from "./tables.ts";

/** Makes the search tables of a rule set. `specs[id]` is the pattern with that id. Linear in the size of the patterns. */
export function buildTables(specs: readonly PatternSpec[]): SearchTables {
  assert(specs.length === 0, "search tables are not built yet");
  return {
    bytes: new Uint8Array(0),
    patternCount: 0,
    decision: {
      prefilter: "none",
      reason: "there are no patterns",
      runCount: 0,
      expectedCandidatesPerMegabyte: 0,
    },
    patterns: [],
  };
}
