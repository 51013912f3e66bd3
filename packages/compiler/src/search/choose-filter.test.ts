import type { LiteralSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import { buildTables } from "./build-tables.ts";

function decide(texts: readonly string[]) {
  const forms = { ascii: true, wide: false, nocase: false, fullword: false, isExistenceEnough: false };
  const specs = texts.map((text): LiteralSpec => {
    return { kind: "literal", bytes: new TextEncoder().encode(text), ...forms };
  });
  return buildTables(specs).tables.decision;
}

const names = (count: number, length: number) =>
  Array.from({ length: count }, (_, i) => `${i}#Q${"xyz_kWv9".repeat(length)}`.slice(0, length));

/** Four common letters each. */
const words = (count: number) =>
  Array.from({ length: count }, (_, i) =>
    [...(5000 + i).toString(8)].map((digit) => "etaoinsr"[+digit]).join(""),
  );

describe("the choice of the filter", () => {
  it.each([
    ["two rare bytes for one run", names(1, 20), "rare-pairs"],
    ["a look at every eighth byte for some long runs", names(20, 30), "pair-table-8"],
    ["more looks for shorter runs", names(40, 6), "pair-table-4"],
    ["a look at every second byte for short runs of common letters", words(400), "pair-table"],
  ])("takes %s", (_, texts, expected) => {
    const { prefilter, reason } = decide(texts);
    expect(prefilter, reason).toBe(expected);
  });

  it("gives a short run among long ones a pass of its own", () => {
    expect(decide([...names(20, 30), "Zq~"]).prefilter).toBe("pair-table-8");
  });

  it("says what each way would cost", () => {
    expect(decide(names(1, 20)).reason).toMatch(/rare-pairs 0\.\d+, pair-table-8 at least 0\.06/);
  });
});
