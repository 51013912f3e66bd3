/** A short run of the comparison with the reference; `node fuzz/campaign.mjs conditions` is a long one. */
import { describe, expect, it } from "vitest";
import { native } from "../peers.ts";
import { firstSeed, rounds } from "../rounds.ts";
import { differencesOf } from "./condition-comparison.ts";

describe.skipIf(native === undefined)("generated conditions", () => {
  it("are judged as the reference judges them", () => {
    const differences = Array.from({ length: rounds(6) }, (_, i) => differencesOf(firstSeed + i));
    expect(differences.flat()).toEqual([]);
  });
});
