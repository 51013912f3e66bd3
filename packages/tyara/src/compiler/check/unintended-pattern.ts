import type { Diagnostic } from "../../diagnostics/index.ts";
import type { Rule } from "../../syntax/index.ts";

export function warnOfUnintendedPatterns(_rule: Rule, _warn: (diagnostic: Diagnostic) => void): void {}
