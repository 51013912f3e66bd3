/** A short run of the comparison with the reference; `node fuzz/campaign.mjs conditions` is a long one. */
import { describe, expect, it } from "vitest";
import { native } from "../peers.ts";
import { differencesOf } from "./condition-comparison.ts";

const SEEDS = 15;

describe.skipIf(native === undefined)("generated conditions", () => {
  it("are judged as the reference judges them", () => {
    const differences = Array.from({ length: SEEDS }, (_, seed) => differencesOf(seed + 1));
    expect(differences.flat()).toEqual([]);
  });
});
