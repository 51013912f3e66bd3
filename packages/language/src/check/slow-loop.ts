/** Ranges that grow with the scanned data (CW-17, E034). */
import type { Span } from "@tyara/base";
import { errors, warnings } from "../diagnostics/index.ts";
import type { Ir, Range } from "../ir/index.ts";
import { childrenOfIr } from "../ir/index.ts";
import { reject } from "../patterns/index.ts";
import { isConstant } from "./constants.ts";
import type { RuleContext } from "./rule-context.ts";

/** Warns of (or refuses) a range from a constant to something that depends on `filesize` or on a match count. */
export function warnIfRangeIsLarge(context: RuleContext, { lower, upper }: Range, span: Span): void {
  if (!isConstant(lower) || !growsWithData(upper)) return;
  if (context.program.options.errorOnSlowLoop) reject(errors.slowLoopError(span));
  context.warn(warnings.potentiallySlowLoop(span));
}

function growsWithData(root: Ir): boolean {
  const pending = [root];
  for (let ir = pending.pop(); ir !== undefined; ir = pending.pop()) {
    if (ir.kind === "filesize" || ir.kind === "pattern-count") return true;
    // `math.min` is how authors bound a loop.
    if (ir.kind === "call" && ir.module === "math" && ir.signature.id.startsWith("min(")) continue;
    pending.push(...childrenOfIr(ir));
  }
  return false;
}
