/**
 * What hosts refuse to compile. The limits are those of the JavaScript interface of WebAssembly
 * (https://webassembly.github.io/spec/js-api/#limits), and V8's for jump tables. A rule that does not fit must be told of
 * when it is checked: one function above the limits, and the module of the whole rule set is refused.
 */
import type { CheckedProgram } from "@tyara/language/ir";
import { noFacts, optimise } from "../optimise/index.ts";
import { emitValue } from "./expression.ts";
import { FunctionEmitter } from "./function-emitter.ts";
import { LinkedModule } from "./linked-module.ts";
import { emitRules } from "./rule-functions.ts";
import { emitSharedFunctions } from "./shared.ts";

/** Bytes of a function. */
const maxFunctionBytes = 7_654_321;

/** Locals of a function. */
const maxLocals = 50_000;

/**
 * Limit: bytes of a function times its locals. Hosts that compile a function at its first call look at all its locals at
 * each branch, in a time that no time-out bounds. V8 takes 0.2 s for this many.
 */
const maxBytesTimesLocals = 1 << 28;

/**
 * Addresses behind those that rule sets have, so that code is not shorter here than in the set. Numbers of patterns may
 * still be, so the measure is held to less than the limit.
 */
const farState = {
  ruleStates: 0x7000_0000,
  candidates: 0x7100_0000,
  sharedSlots: 0x7200_0000,
  sharedSlotCount: 0,
  patternStates: 0x7300_0000,
  selection: 0x7700_0000,
  constants: 0x7700_0000,
};
const safety = 0.75;

/** Whether hosts take the functions that become of a program with one rule, whatever other rules stand around it. */
export function fitsHosts(program: CheckedProgram): boolean {
  const linked = new LinkedModule(optimise(program), farState, farState.constants);
  const fn = new FunctionEmitter(linked, emitValue);
  emitRules(linked, fn, [noFacts], farState);
  emitSharedFunctions(fn);
  const { largestBody, mostLocals } = linked.builder;
  if (largestBody > maxFunctionBytes * safety || mostLocals > maxLocals) return false;
  return largestBody * mostLocals <= maxBytesTimesLocals;
}
