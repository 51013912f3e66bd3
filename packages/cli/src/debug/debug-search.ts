/** `tyara debug search RULES…`: how the patterns of rules are looked for, and why so. */
import { type Compiler, printable } from "tyara";
import { chooseKernel, describePattern } from "tyara/debug";
import { type CompileOptions, checkRules } from "../compile-rules.ts";
import { loadConfiguration } from "../configuration.ts";
import { ExitCode, exitCodeOf } from "../exit-code.ts";
import type { FilePath } from "../file-path.ts";
import { Messages } from "../terminal/messages.ts";
import { standardOutput } from "../terminal/output.ts";

/** Prints the chosen prefilter and kernels with their reasons, then each pattern with its kind and its atoms. */
export function debugSearchCommand(paths: readonly FilePath[], options: CompileOptions): ExitCode {
  const messages = new Messages();
  const compiler = checkRules(paths, options, loadConfiguration(options), messages);
  if (compiler === undefined) return ExitCode.failure;
  const output = standardOutput();
  for (const line of [...describeSearch(compiler, options), ...describePatterns(compiler)])
    output.text(`${printable(line)}\n`);
  output.flush();
  return exitCodeOf(messages);
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
