/** Sources that are checked rule by rule, as editors do, are judged as the checker judges them whole. */
import { describe, expect, it } from "vitest";
import { Checker, RuleChecker, SegmentedSource, SourceCheck } from "../../src/editor.ts";
import { EXPECTED_GLOBALS, readCollections } from "../collections.ts";

const collections = readCollections();
const options = { globals: EXPECTED_GLOBALS };

/** What was said, by the place of it in the whole text; of `slow_pattern` the checker tells the first of equal patterns only. */
function judgedWhole(source: string): string[] {
  const checker = new Checker(options).addSource(source);
  return [...checker.errors, ...checker.warnings]
    .filter(({ code }) => code !== "slow_pattern")
    .map(({ code, labels }) => `${code} ${labels.map(({ span }) => `${span.start}-${span.end}`).join(" ")}`)
    .sort();
}

function judgedByRule(source: string, checker: RuleChecker): string[] {
  const segmented = SegmentedSource.read(source);
  const starts = new Map<unknown, number>();
  let start = 0;
  for (const segment of segmented.segments) {
    starts.set(segment, start);
    start += segment.content.byteLength;
  }
  const { reports } = new SourceCheck(checker).check(segmented);
  return reports
    .flatMap(({ diagnostics }) => diagnostics)
    .filter(({ code }) => code !== "slow_pattern")
    .map(({ code, labels }) => {
      const places = labels.map(({ span, source: from }) => {
        const base = starts.get(from)!;
        return `${base + span.start}-${base + span.end}`;
      });
      return `${code} ${places.join(" ")}`;
    })
    .sort();
}

describe.skipIf(collections.length === 0)("rule by rule", () => {
  const checker = new RuleChecker(options);

  it.each(collections)("$name is judged as it is whole", ({ files }) => {
    // Every third file: the rest says the same.
    for (const { path, source } of files.filter((_, i) => i % 3 === 0)) {
      expect({ path, judged: judgedByRule(source, checker) }).toEqual({ path, judged: judgedWhole(source) });
    }
  });

  it.each(collections)("$name is judged as it is whole when it is damaged", ({ files }) => {
    for (const [i, { path, source }] of files.filter((_, nth) => nth % 20 === 0).entries()) {
      const at = Math.floor((source.length * ((i * 37) % 101)) / 101);
      const damaged =
        source.slice(0, at) + ["}", '"', "rule ", "$", "", "condition:"][i % 6] + source.slice(at + 3);
      expect({ path, judged: judgedByRule(damaged, checker) }).toEqual({
        path,
        judged: judgedWhole(damaged),
      });
    }
  });
});
