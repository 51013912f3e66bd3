import { Trap } from "./errors.ts";
import { isThrownByHost } from "./host-errors.ts";

/** The host's own "too much recursion" as a Trap; any other error unchanged. */
export function translateStackOverflow(error: unknown): unknown {
  return isStackOverflow(error) ? new Trap("stackOverflow", { cause: error }) : error;
}

// V8 and JavaScriptCore: a RangeError; SpiderMonkey: an InternalError.
function isStackOverflow(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof Trap || isThrownByHost(error)) return false;
  return (
    (error instanceof RangeError && /call stack/i.test(error.message)) ||
    (error.name === "InternalError" && /recursion/i.test(error.message))
  );
}
