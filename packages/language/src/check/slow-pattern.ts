/** Patterns that slow the scan down (CW-21, E018). */
import { type Diagnostic, errors, warnings } from "../diagnostics/index.ts";
import type { DeclaredPattern } from "../patterns/index.ts";
import type { PatternUse } from "./pattern-uses.ts";
import type { ProgramBuilder } from "./program-builder.ts";

/** Warns of each slow pattern; tells the first reason to reject the rule for its patterns as wholes. */
export function findPatternProblem(
  program: ProgramBuilder,
  declared: readonly DeclaredPattern[],
  uses: readonly PatternUse[],
  warn: (diagnostic: Diagnostic) => void,
): Diagnostic | undefined {
  let first: Diagnostic | undefined;
  declared.forEach((pattern, i) => {
    if (pattern.problem !== undefined) first ??= pattern.problem;
    else if (typeof uses[i]!.anchor !== "bigint") {
      const warning = program.options.errorOnSlowPattern ? errors.slowPatternError : warnings.slowPattern;
      for (let count = program.countSlowPieces(pattern); count > 0; count--) {
        if (program.options.errorOnSlowPattern) first ??= warning(pattern.span);
        else warn(warning(pattern.span));
      }
    }
  });
  return first;
}
