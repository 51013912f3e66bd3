import { Trap } from "./errors.ts";
import { isThrownByHost } from "./host-errors.ts";

/** The host's own "too much recursion" as a Trap; any other error unchanged. */
export function translateStackOverflow(error: unknown): unknown {
  return isStackOverflow(error) ? new Trap("stackOverflow", { cause: error }) : error;
}

// V8 and JavaScriptCore: a RangeError; SpiderMonkey: an InternalError. Plain words, because compiling a regular expression
// needs stack, of which there is none.
function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Trap || isThrownByHost(error)) return false;
  return (
    (error instanceof RangeError && error.message.includes("call stack")) ||
    (error.name === "InternalError" && error.message.includes("recursion"))
  );
}
