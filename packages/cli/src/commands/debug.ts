/** `tyara debug search RULES…`: how the patterns of rules are looked for, and why so. */
import type { Rules } from "tyara";
import { type CompileOptions, compileRules } from "../compile-rules.ts";
import { ExitCode } from "../exit-code.ts";

/** Prints the chosen prefilter with its reason, then each pattern with its kind and its atoms. */
export function debugSearchCommand(paths: readonly string[], options: CompileOptions): ExitCode {
  const rules = compileRules(paths, options);
  if (rules === undefined) return ExitCode.failure;
  process.stdout.write(`${describeSearch(rules).join("\n")}\n`);
  return ExitCode.success;
}

function describeSearch({ ruleSet }: Rules): string[] {
  const { decision, bytes, patterns } = ruleSet.search;
  return [
    `prefilter: ${decision.prefilter}`,
    `reason: ${decision.reason}`,
    `runs: ${decision.runCount}, expecting ${Math.round(decision.expectedCandidatesPerMegabyte)} candidates in a megabyte`,
    `tables: ${bytes.length} bytes`,
    ...ruleSet.rules.flatMap((rule) =>
      rule.patterns.map(({ identifier, pattern }) => {
        const { kinds, atoms, isSlow } = patterns[pattern]!;
        return `${rule.identifier} ${identifier}: ${kinds.join(", ")} [${atoms.join(", ")}]${isSlow ? " slow" : ""}`;
      }),
    ),
  ];
}
