/** `tyara debug search RULES…`: how the patterns of rules are looked for, and why so. */
import { type Compiler, chooseKernel, describePattern } from "tyara";
import { type CompileOptions, checkRules } from "../compile-rules.ts";
import { ExitCode } from "../exit-code.ts";

/** Prints the chosen prefilter and kernels with their reasons, then each pattern with its kind and its atoms. */
export function debugSearchCommand(paths: readonly string[], options: CompileOptions): ExitCode {
  const compiler = checkRules(paths, options);
  if (compiler === undefined) return ExitCode.failure;
  process.stdout.write(
    `${[...describeSearch(compiler, options), ...describePatterns(compiler)].join("\n")}\n`,
  );
  return ExitCode.success;
}

function describeSearch(compiler: Compiler, { ignoreInvalidRules }: CompileOptions): string[] {
  const { decision, bytes } = compiler.build({ ignoreErrors: ignoreInvalidRules === true }).ruleSet.search;
  const kernels = chooseKernel();
  return [
    `prefilter: ${decision.prefilter}`,
    `reason: ${decision.reason}`,
    `runs: ${decision.runCount}, expecting ${Math.round(decision.expectedCandidatesPerMegabyte)} candidates in a megabyte`,
    `tables: ${bytes.length} bytes`,
    `kernels: ${kernels.variant}, for ${kernels.reason}`,
  ];
}

function describePatterns(compiler: Compiler): string[] {
  const { rules, patterns } = compiler.check();
  return rules.flatMap((rule) =>
    rule.patterns.map(({ name, id }) => {
      const { kinds, atoms, isSlow } = describePattern(patterns[id]!);
      return `${rule.name} ${name}: ${kinds.join(", ")} [${atoms.join(", ")}]${isSlow ? " slow" : ""}`;
    }),
  );
}
