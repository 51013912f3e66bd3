/** Scans with the reference's native addon and with the search alone, and tells where they differ. */
import { createRequire } from "node:module";
import { BareSearch } from "./bare-search.ts";
import type { GeneratedPattern } from "./pattern-generator.ts";

interface Addon {
  compile(source: string): {
    scan(data: Uint8Array): { ruleIdentifier: string; matches: { offset: number; length: number }[] }[];
  };
}

/** The addon, or undefined where it is not installed. */
export function loadAddon(): Addon | undefined {
  try {
    return createRequire(import.meta.url)("@litko/yara-x-linux-x64-gnu") as Addon;
  } catch {
    return undefined;
  }
}

export interface Difference {
  readonly pattern: string;
  readonly data: Uint8Array;
  /** Matches as `offset:length`. */
  readonly expected: string;
  readonly found: string;
}

/** Differences for every pair of a pattern and a piece of data. */
export function differences(
  addon: Addon,
  patterns: readonly GeneratedPattern[],
  datas: readonly Uint8Array[],
): Difference[] {
  const source = patterns
    .map(({ text }, i) => `rule r${i} { strings: $a = ${text} condition: $a }`)
    .join("\n");
  const reference = addon.compile(source);
  const search = new BareSearch(patterns.map(({ spec }) => spec));
  return datas.flatMap((data) => {
    const expected = patterns.map(() => "");
    for (const { ruleIdentifier, matches } of reference.scan(data)) {
      const index = Number(ruleIdentifier.slice(1));
      expected[index] = describeMatches(matches);
    }
    return search.scan(data).flatMap((matches, i) => {
      const found = describeMatches(matches);
      return found === expected[i]
        ? []
        : [{ pattern: patterns[i]!.text, data, expected: expected[i]!, found }];
    });
  });
}

function describeMatches(matches: readonly { offset: number; length: number }[]): string {
  return matches.map((m) => `${m.offset}:${m.length}`).join(" ");
}
