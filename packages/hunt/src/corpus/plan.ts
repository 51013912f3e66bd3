/** What an index can do for a rule set: told before a hunt begins. */
import type { RuleRequirement } from "tyara";
import { asksForBytes, type Query, QueryMaker, some } from "./query.ts";

export interface HuntPlan {
  /** Satisfied by every object that some rule may match. */
  readonly query: Query;
  /** Rules that read every object of a fitting size, and why. */
  readonly wide: readonly { readonly rule: string; readonly reason: string }[];
}

export function planHunt(requirements: readonly RuleRequirement[]): HuntPlan {
  const maker = new QueryMaker();
  const wide: { rule: string; reason: string }[] = [];
  const queries: Query[] = [];
  for (const { identifier, namespace, isPrivate, requirement } of requirements) {
    // A private rule is not reported; rules that refer to it demand what it demands.
    if (isPrivate) continue;
    const query = maker.of(requirement);
    queries.push(query);
    if (!asksForBytes(query))
      wide.push({ rule: `${namespace}:${identifier}`, reason: reasonOf(requirement.kind) });
  }
  return { query: some(1, queries), wide };
}

function reasonOf(kind: RuleRequirement["requirement"]["kind"]): string {
  return kind === "nothing" || kind === "size"
    ? "its condition can be true without any of its patterns"
    : "its patterns have no four bytes in a row that are known";
}
