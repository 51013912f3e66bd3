/** The passes over the IR, in order. Each keeps the meaning of every rule; each can be switched off. */
import type { CheckedProgram, Ir } from "@tyara/language/ir";
import { withCondition } from "@tyara/language/ir";
import { findChains } from "./chains.ts";
import { groupMatches } from "./group-matches.ts";
import { hoist } from "./hoist.ts";
import { share } from "./share.ts";
import { simplify } from "./simplify.ts";

/** One step of the optimiser. */
export interface Pass {
  readonly name: PassName;
  readonly run: (program: CheckedProgram) => CheckedProgram;
}

export type PassName = "simplify" | "chains" | "group-matches" | "hoist" | "share";

/** All passes in the order in which they run. */
export const passes: readonly Pass[] = [
  /** Constants are folded, `and`, `or` and `not` made as small as they can be. */
  { name: "simplify", run: onConditions(simplify) },
  /** `x == 1 or x == 2 or …` becomes a lookup. */
  { name: "chains", run: onConditions(findChains) },
  /** Regexps that are tried on one string are tried together. */
  { name: "group-matches", run: groupMatches },
  /** Work that does not change from turn to turn leaves the loop. */
  { name: "hoist", run: onConditions(hoist) },
  /** What many places ask is evaluated once a scan. */
  { name: "share", run: share },
];

/** Runs all passes but those switched off. */
export function optimise(program: CheckedProgram, without: readonly PassName[] = []): CheckedProgram {
  return passes
    .filter(({ name }) => !without.includes(name))
    .reduce((result, pass) => pass.run(result), program);
}

function onConditions(change: (condition: Ir) => Ir): Pass["run"] {
  return (program) => ({
    ...program,
    rules: program.rules.map((rule) => withCondition(rule, change(rule.condition))),
  });
}
