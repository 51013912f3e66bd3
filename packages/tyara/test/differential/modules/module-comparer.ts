/** Feeds a module and the reference with the files of the corpus, whole and damaged. */

import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";

import { DamagedSamples } from "../../fuzz/damaged-samples.ts";
import { type WrittenSample, writtenSamples } from "../../fuzz/written-samples.ts";
import { unexplained } from "./known-module-differences.ts";
import { claimsOf, contradicted } from "./module-comparison.ts";

/** The modules that both sides have and for which files are written here. */
export const comparedModules: readonly Module[] = [...builtinModules().values()].filter(
  ({ name }) => !["msi", "olecf", "vba", "cuckoo"].includes(name) && writtenSamples(name).length > 0,
);

export class ModuleComparer {
  readonly samples: readonly WrittenSample[];
  readonly #module: Module;
  readonly #damage: DamagedSamples;

  /** @param samples default those that are written here. */
  constructor(module: Module, samples: readonly WrittenSample[] = writtenSamples(module.name)) {
    this.#module = module;
    this.samples = samples;
    this.#damage = new DamagedSamples(this.#module, this.samples);
  }

  /** A damaged copy of one of the samples. */
  damaged(seed: number): { readonly sample: string; readonly data: Uint8Array } {
    return this.#damage.input(seed);
  }

  /** What the reference does not agree with, but for what is known; nothing for files that limits of ours cut short. */
  differences(data: Uint8Array, isDamaged = false): readonly string[] {
    const { conditions, limits } = claimsOf(this.#module, data);
    if (limits.length > 0) return [];
    const wrong = contradicted(this.#module.name, data, conditions);
    return unexplained(this.#module.name, data, wrong, isDamaged);
  }
}
