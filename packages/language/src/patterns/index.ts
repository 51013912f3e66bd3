export { type DeclaredPattern, declarePattern, type PatternValue, regexpProblem } from "./declare-pattern.ts";
export { RuleRejected, reject } from "./rule-rejected.ts";
export { countSlowPieces } from "./slowness.ts";
