/**
 * What modules say of files that are written here, whole and damaged, is what the reference says.
 * `node fuzz/campaign.mjs NAME-reference` compares many more damaged files of module NAME.
 */
import { describe, expect, test } from "vitest";
import { native } from "../../peers.ts";
import { rounds } from "../../rounds.ts";
import { comparedModules, ModuleComparer } from "./module-comparer.ts";

const damagedCopies = rounds(12);

describe.skipIf(!native).each(comparedModules)("$name", (module) => {
  const comparer = new ModuleComparer(module);

  test.each(comparer.samples)("$name", ({ bytes }) => {
    expect(comparer.differences(bytes)).toEqual([]);
  });

  test("damaged files", () => {
    for (let seed = 1; seed <= damagedCopies; seed++) {
      const { sample, data } = comparer.damaged(seed);
      expect({ seed, sample, wrong: comparer.differences(data, true).slice(0, 5) }).toEqual({
        seed,
        sample,
        wrong: [],
      });
    }
  });
});
