/** A short run of the comparison with the interpreter; `node fuzz/campaign.mjs meaning` is a long one. */
import { expect, it } from "vitest";
import { firstSeed, rounds } from "../rounds.ts";
import { disagreements } from "./meaning.ts";

it("emits conditions that mean what the interpreter says", () => {
  const found = Array.from({ length: rounds(6) }, (_, i) => disagreements(firstSeed + i));
  expect(found.flat()).toEqual([]);
});
