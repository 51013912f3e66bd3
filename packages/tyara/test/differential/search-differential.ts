/** Scans with the reference's native addon and with the search alone, and tells where they differ. */
import type { PatternSpec } from "@tyara/language/ir";
import { prefilters } from "../../../contract/src/search-tables.ts";
import type { NativePeer } from "../peers.ts";
import { BareSearch } from "./bare-search.ts";
import type { GeneratedHexPattern, GeneratedPattern } from "./pattern-generator.ts";

export interface Difference {
  readonly pattern: string;
  readonly data: Uint8Array;
  /** Matches as `offset:length`. */
  readonly expected: string;
  readonly found: string;
}

type Matches = readonly { readonly offset: number; readonly length: number }[];

/** Differences for every pair of a pattern and a piece of data. */
export function differences(
  addon: NativePeer,
  patterns: readonly GeneratedPattern[],
  datas: readonly Uint8Array[],
): Difference[] {
  const source = patterns
    .map(({ text }, i) => `rule r${i} { strings: $a = ${text} condition: $a }`)
    .join("\n");
  const reference = addon.compile(source);
  const searches = searchesOf(patterns.map(({ spec }) => spec));
  return datas.flatMap((data) => {
    const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
    const expected: Matches[] = patterns.map(() => []);
    for (const { ruleIdentifier, matches } of reference.scan(data))
      expected[Number(ruleIdentifier.slice(1))] = matches;
    return searches.flatMap((search) =>
      search.scan(data).flatMap((found, i) => {
        if (areEqual(patterns[i]!, text, expected[i]!, found)) return [];
        const pattern = `${patterns[i]!.text} by ${search.tables.decision.prefilter}`;
        return [{ pattern, data, expected: describe(expected[i]!), found: describe(found) }];
      }),
    );
  });
}

/** One for each filter that these patterns can be looked for with. */
function searchesOf(specs: readonly PatternSpec[]): BareSearch[] {
  const searches = prefilters.map((prefilter) => new BareSearch(specs, { prefilter }));
  return searches.filter(
    ({ tables }, i) =>
      searches.findIndex((s) => s.tables.decision.prefilter === tables.decision.prefilter) === i,
  );
}

function areEqual(
  pattern: GeneratedPattern | GeneratedHexPattern,
  text: string,
  expected: Matches,
  found: Matches,
): boolean {
  if (!("isLossy" in pattern && pattern.isLossy)) return describe(expected) === describe(found);
  const { regexp } = pattern;
  const known = new Set(expected.map(({ offset }) => offset));
  const offsets = new Set(found.map(({ offset }) => offset));
  return (
    expected.every(({ offset }) => offsets.has(offset)) &&
    found.every(({ offset }) => known.has(offset) || startsAt(regexp, text, offset))
  );
}

function startsAt(regexp: RegExp, text: string, offset: number): boolean {
  regexp.lastIndex = offset;
  return regexp.test(text);
}

function describe(matches: Matches): string {
  return matches.map((m) => `${m.offset}:${m.length}`).join(" ");
}
