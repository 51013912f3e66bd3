/** Compiles rules into what the scanning workers take. Compiling does not pause, so stopping it means ending this worker. */
import { Compiler, dumpableModules } from "tyara";
import { includesAmong } from "./includes.ts";
import { problemsOf } from "./problems.ts";
import type { Compiled, RuleTexts } from "./protocol.ts";
import { serve } from "./serve.ts";

interface CompileArgs {
  readonly files: RuleTexts;
  /** Paths of the files that are compiled; the others are there to be included. */
  readonly roots: readonly string[];
}

function compile({ files, roots }: CompileArgs): Compiled {
  const texts = new Map(files);
  const compiler = new Compiler({ includeReader: includesAmong(texts) });
  for (const path of roots) compiler.addSource(texts.get(path) ?? "", { origin: path });
  const problems = problemsOf([...compiler.errors, ...compiler.warnings], texts, roots[0] ?? "");
  const rules = compiler.build({ ignoreErrors: true });
  return { rules: rules.serialize(), ruleCount: rules.length, imports: rules.imports, problems };
}

serve(
  new Map<string, (args: never) => unknown>([
    ["compile", compile],
    ["modules", () => dumpableModules],
  ]),
);
