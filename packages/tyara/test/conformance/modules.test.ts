/**
 * The modules of executables and links: each sample's dump must equal the recorded one, the reference must see the same
 * values in samples whole and damaged, and the functions must answer as the reference's do.
 */

import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { dumpYaml } from "@tyara/modules/dump";
import { describe, expect, test } from "vitest";
import { claimsOf, contradicted } from "../differential/modules/module-comparison.ts";
import { mutate } from "../mutate.ts";
import { native } from "../peers.ts";
import { rounds } from "../rounds.ts";
import { hasSamples, type Sample, samplesOf } from "../samples.ts";

const modules = builtinModules();
const names = ["pe", "elf", "lnk"] as const;
const cases = names.flatMap((name) =>
  samplesOf(name).map(
    (sample) => [`${name} ${sample.name.slice(0, 12)}`, modules.get(name)!, sample] as const,
  ),
);

describe.skipIf(!hasSamples)("dumps equal the recorded ones", () => {
  test.each(cases)("%s", (_name, module, sample) => {
    const value = module.parse?.({ data: sample.read() });
    expect(dumpYaml(module.schema, value ?? {})).toBe(sample.expected.trimEnd());
  });
});

/**
 * The reference computes another digest of the one recorded package, and so finds its signature bad. The digest that we
 * compute is the signed one.
 */
test.each(samplesOf("msi").map((sample) => [sample.name.slice(0, 12), sample] as const))(
  "msi %s",
  (_name, sample) => {
    const module = modules.get("msi")!;
    const dump = dumpYaml(module.schema, module.parse?.({ data: sample.read() }) ?? {});
    const comparable = (text: string) =>
      text
        .trimEnd()
        .replace(/^ {4}verified: .*/m, "")
        .replace(/^ {4}file_digest: .*/m, "");
    expect(comparable(dump)).toBe(comparable(sample.expected));
    expect(dump).toMatch(/digest: "(\w+)"\n {4}file_digest: "\1"/);
  },
);

function differences(module: Module, bytes: Uint8Array, callsPerFunction?: number): string[] {
  return contradicted(module.name, bytes, claimsOf(module, bytes, { callsPerFunction }).conditions);
}

describe.skipIf(!hasSamples || !native)("the reference sees the same values", () => {
  test.each(cases)("%s", (_name, module, sample) => {
    expect(differences(module, sample.read(), 300)).toEqual([]);
  });

  /**
   * Damage after which the reference gives up a whole signature or certificate, for a part that nobody reads (the
   * version of a signer, an extension); we go on with the rest. And the damage to a table of sections behind which we
   * find dynamic symbols as the dynamic linker does.
   */
  const known: ReadonlySet<string> = new Set(["6d3bbd6f 2", "079a472d 9", "8bfe8858 7"]);
  const small = cases.filter(([, module, sample]) => module.name !== "lnk" && isSmall(sample));

  test.each(small)("%s, damaged", (_name, module, sample) => {
    const bytes = sample.read();
    for (let seed = 1; seed <= rounds(4); seed++) {
      if (known.has(`${sample.name.slice(0, 8)} ${seed}`)) continue;
      const wrong = differences(module, mutate(bytes, seed));
      expect({ seed, wrong: wrong.slice(0, 5) }).toEqual({ seed, wrong: [] });
    }
  });
});

function isSmall(sample: Sample): boolean {
  return sample.read().length < 40_000;
}
