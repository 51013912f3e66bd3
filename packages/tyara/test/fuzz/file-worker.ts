/**
 * A worker process of `fuzz/real-files.mjs`: says which modules know a file, and what the reference does not agree with.
 */
import { readFileSync } from "node:fs";
import { hasSignature } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { unexplained } from "../differential/modules/known-module-differences.ts";
import { claimsOf, contradicted } from "../differential/modules/module-comparison.ts";

export interface FileTask {
  readonly module: string;
  readonly path: string;
}

export interface FileReport {
  /** Whether the file has the module's signature. */
  readonly isKnown: boolean;
  /** Fields and calls compared. */
  readonly conditions: number;
  /** What the reference does not agree with. */
  readonly wrong: readonly string[];
  /** Those that are known and explained. */
  readonly explained: number;
  /** Limits of our parser that were met. */
  readonly limits: readonly string[];
}

const NOTHING: FileReport = { isKnown: false, conditions: 0, wrong: [], explained: 0, limits: [] };

function compare({ module: name, path }: FileTask): FileReport {
  const module = builtinModules().get(name)!;
  const data = new Uint8Array(readFileSync(path));
  if (module.signature && !hasSignature(module.signature, data)) return NOTHING;
  const { conditions, limits } = claimsOf(module, data);
  const all = contradicted(name, data, conditions);
  const wrong = unexplained(name, data, all, false);
  return {
    isKnown: true,
    conditions: conditions.length,
    wrong,
    explained: all.length - wrong.length,
    limits,
  };
}

process.on("message", (task: FileTask) => process.send!(compare(task)));
