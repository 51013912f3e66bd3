/** What the compiler writes, and the work that this takes, grow with the length of the rules and not faster. */
import { describe, expect, it } from "vitest";
import { Compiler } from "../../src/index.ts";
import { ruleShapes } from "./rule-shapes.ts";

/** Rules twice as long may cost so many times as much: a table or a number may just have got a byte longer. */
const mostGrowth = 2.5;

interface Cost {
  /** Of the source. */
  readonly length: number;
  /** Of code and constants; the tables of the search are another matter. */
  readonly bytes: number;
  readonly units: number;
}

function costOf(source: string): Cost {
  const compiler = new Compiler().addSource(source);
  const { code, constants } = compiler.buildRuleSet();
  return { length: source.length, bytes: code.length + constants.length, units: compiler.workUnits };
}

/** Costs by the length of the source: growth is compared with the growth of the text, which may be more than twofold. */
function expectFairGrowth(small: Cost, large: Cost): void {
  const textGrowth = Math.max(1, large.length / small.length / 2);
  expect(large.bytes / small.bytes / textGrowth).toBeLessThan(mostGrowth);
  expect(large.units / small.units / textGrowth).toBeLessThan(mostGrowth);
}

describe.each(ruleShapes)("$name", ({ start = 8, make }) => {
  it("cost what their text is worth when there are twice as many", () => {
    const once = costOf(make(start, start));
    expectFairGrowth(once, costOf(make(start * 2, start)));
    expectFairGrowth(once, costOf(make(start, start * 2)));
    const twice = costOf(make(start * 2, start * 2));
    expectFairGrowth(once, twice);
    expectFairGrowth(twice, costOf(make(start * 4, start * 4)));
  });
});
