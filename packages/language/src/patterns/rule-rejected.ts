import type { Diagnostic } from "../diagnostics/index.ts";

/** Ends the check of a rule; carries why. */
export class RuleRejected {
  readonly reason: Diagnostic | { readonly kind: "ignored"; readonly module: string };

  constructor(reason: RuleRejected["reason"]) {
    this.reason = reason;
  }
}

/** Ends the check of the rule with an error. */
export function reject(diagnostic: Diagnostic): never {
  throw new RuleRejected(diagnostic);
}
