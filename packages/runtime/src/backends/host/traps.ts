// Hosts tell traps apart only by the words of their messages, and each engine has its own. Every row names
// the words of V8, JavaScriptCore and SpiderMonkey for one trap; the first row that fits decides. Plain words, because a
// regular expression is compiled when it is first used, and where the stack is exhausted that fails.

import { Trap, type TrapCode } from "../../errors.ts";
import { isThrownByHost } from "../../host-errors.ts";
import { translateStackOverflow } from "../../stack-overflow.ts";
import { host } from "./host.ts";

const trapWords: readonly (readonly [TrapCode, readonly string[]])[] = [
  ["unreachable", ["unreachable"]],
  ["integerDivisionByZero", ["divide by zero", "division by zero", "remainder by zero"]],
  ["integerOverflow", ["integer overflow", "divide result unrepresentable"]],
  [
    "badConversionToInteger",
    ["float unrepresentable", "out of bounds trunc", "invalid conversion to integer"],
  ],
  ["badSignature", ["signature mismatch", "signature that does not match"]],
  ["indirectCallToNull", ["indirect call to null", "call_indirect to a null", "null function"]],
  ["tableOutOfBounds", ["table", "out of bounds call_indirect", "element segment"]],
  [
    "memoryOutOfBounds",
    ["memory access out of bounds", "out of bounds memory", "index out of bounds", "data segment"],
  ],
  ["heapMisaligned", ["unaligned"]],
  ["atomicWaitNonSharedMemory", ["atomics.wait", "atomic wait on", "atomic.wait on"]],
  ["stackOverflow", ["call stack", "recursion"]],
];

/** The trap that a host error stands for, or the error itself if it stands for none. */
export function translateTrap(error: unknown): unknown {
  if (isThrownByHost(error)) return error;
  if (error instanceof host.WebAssembly.RuntimeError) return trapOf(error) ?? error;
  return translateStackOverflow(error);
}

function trapOf(error: Error): Trap | undefined {
  const message = error.message.toLowerCase();
  const code = trapWords.find(([, words]) => words.some((word) => message.includes(word)))?.[0];
  return code === undefined ? undefined : new Trap(code, { cause: error });
}
