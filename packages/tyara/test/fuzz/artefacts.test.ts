import { describe, expect, test } from "vitest";
import { rounds } from "../rounds.ts";
import { ArtefactFuzzer } from "./artefacts.ts";

const RUNS = rounds(120);

describe("forged rules", () => {
  test("throw RuleFormatError or scan, in time and within bounds", () => {
    const fuzzer = new ArtefactFuzzer();
    const failures = Array.from({ length: RUNS }, (_, seed) => ({ seed, ...fuzzer.run(seed) }))
      .filter(({ failure }) => failure !== undefined)
      .map(({ seed, what, failure }) => `${what} seed ${seed}: ${failure}`);
    expect(failures).toEqual([]);
  });
});
