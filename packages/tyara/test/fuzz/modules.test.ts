import { describe, expect, test } from "vitest";
import { builtinModules } from "../../src/modules/index.ts";
import { hasSamples } from "../samples.ts";
import { fuzzModule } from "./modules.ts";

const runs = Number(process.env.FUZZ_RUNS ?? 300);
const firstSeed = Number(process.env.FUZZ_SEED ?? 1);
const only = process.env.FUZZ_MODULES?.split(",");
const modules = [...builtinModules().values()].filter(
  (module) => module.parse !== undefined && (only === undefined || only.includes(module.name)),
);

describe.skipIf(!hasSamples)("parsers of modules survive damaged files", () => {
  test.each(modules.map((module) => [module.name, module] as const))(
    "%s",
    (_name, module) => {
      const report = fuzzModule(module, runs, firstSeed);
      if (runs > 1000) console.log(module.name, JSON.stringify(report.slowest));
      expect(report.failures).toEqual([]);
    },
    3_600_000,
  );
});
