/** Patterns that slow the scan down (CW-21, E018). */
import { type Diagnostic, errors, warnings } from "../../diagnostics/index.ts";
import type { DeclaredPattern } from "../patterns/declare-pattern.ts";
import type { ProgramBuilder } from "../program-builder.ts";
import type { PatternUse } from "./pattern-uses.ts";
import { reject } from "./rule-context.ts";

export function warnOfSlowPatterns(
  program: ProgramBuilder,
  declared: readonly DeclaredPattern[],
  uses: readonly PatternUse[],
  warn: (diagnostic: Diagnostic) => void,
): void {
  declared.forEach((pattern, i) => {
    if (typeof uses[i]!.anchor === "bigint" || !program.isSlow(pattern)) return;
    if (program.options.errorOnSlowPattern) reject(errors.slowPatternError(pattern.span));
    warn(warnings.slowPattern(pattern.span));
  });
}
