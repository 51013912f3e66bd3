/** What a scan says of rules that do what no rules do that the compiler made. */
import { RuleFormatError } from "@tyara/contract";
import { Trap } from "@tyara/runtime";

/** @param what what they did. */
export function damagedRules(what: string, options?: ErrorOptions): RuleFormatError {
  return new RuleFormatError(`these compiled rules are damaged: ${what}`, options);
}

/** What is thrown instead of an error that left rules or kernels. */
export function withoutTraps(error: unknown): unknown {
  return error instanceof Trap ? damagedRules(error.message, { cause: error }) : error;
}
