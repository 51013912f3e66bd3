/** A short run of the comparison with the interpreter; `node fuzz/campaign.mjs meaning` is a long one. */
import { expect, it } from "vitest";
import { disagreements } from "./meaning.ts";

const SEEDS = 15;

it("emits conditions that mean what the interpreter says", () => {
  const found = Array.from({ length: SEEDS }, (_, seed) => disagreements(seed + 1));
  expect(found.flat()).toEqual([]);
});
