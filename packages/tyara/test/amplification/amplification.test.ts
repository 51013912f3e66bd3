/**
 * No file makes a module do work, or hold memory, out of proportion to its size: one count, length or reference at a time is
 * doubled, and what reading the file costs may double with it. `TYARA_DOUBLINGS` makes a campaign of it.
 */

import { builtinModules } from "@tyara/modules";
import { allowanceOf } from "@tyara/modules/kit";
import { describe, expect, test } from "vitest";
import { allAmplifiers } from "./amplifiers.ts";
import { type Cost, costOf } from "./measure.ts";

const doublings = Math.max(3, Number(process.env.TYARA_DOUBLINGS ?? 3));

/** What a cost may grow by when the count is doubled, and what may come on top: costs of tiny files say nothing. */
const mostWork = { factor: 2.5, slack: 4096 };
const mostMemory = { factor: 2.2, slack: 1 << 16 };

const modules = builtinModules({ testModules: true });
const amplifiers = await allAmplifiers();

test("there are amplifiers", () => {
  expect(amplifiers.length).toBeGreaterThan(0);
});

describe.each(amplifiers.map((one) => [`${one.module}: ${one.name}`, one] as const))("%s", (_, amplifier) => {
  test("costs at most twice as much when doubled", { timeout: 600_000 }, () => {
    const module = modules.get(amplifier.module);
    if (module === undefined) throw new Error(`there is no module ${amplifier.module}`);
    let before: Cost | undefined;
    for (let doubling = 0; doubling <= doublings; doubling++) {
      const count = amplifier.start * 2 ** doubling;
      const cost = costOf(module, amplifier.make(count));
      const allowance = allowanceOf(cost.byteLength);
      expect(cost.units, `work of ${count}`).toBeLessThan(allowance.maxUnits!);
      expect(cost.bytes, `memory of ${count}`).toBeLessThan(allowance.maxBytes!);
      if (before !== undefined) {
        const { factor, slack } = mostWork;
        expect(cost.units, `work of ${count}`).toBeLessThanOrEqual(factor * before.units + slack);
        expect(cost.bytes, `memory of ${count}`).toBeLessThanOrEqual(
          mostMemory.factor * before.bytes + mostMemory.slack,
        );
      }
      before = cost;
    }
  });
});
