// Hosts tell traps apart only by the words of their messages, and each engine has its own. Every row names
// the words of V8, JavaScriptCore and SpiderMonkey for one trap; the first row that fits decides.
import { Trap, type TrapCode } from "../../errors.ts";
import { isThrownByHost } from "../../host-errors.ts";
import { translateStackOverflow } from "../../stack-overflow.ts";

const trapWords: readonly (readonly [TrapCode, RegExp])[] = [
  ["unreachable", /unreachable/i],
  ["integerDivisionByZero", /(divide|division|remainder) by zero/i],
  ["integerOverflow", /integer overflow|divide result unrepresentable/i],
  ["badConversionToInteger", /float unrepresentable|out of bounds trunc|invalid conversion to integer/i],
  ["indirectCallToNull", /indirect call to null|call_indirect to a null|null function(?! or)/i],
  ["badSignature", /signature mismatch|signature that does not match/i],
  [
    "tableOutOfBounds",
    /table.*out of (bounds|range)|out of bounds (table|call_indirect)|table index|element segment/i,
  ],
  ["memoryOutOfBounds", /memory access out of bounds|out of bounds memory|index out of bounds|data segment/i],
  ["stackOverflow", /call stack|recursion/i],
];

/** The trap that a host error stands for, or the error itself if it stands for none. */
export function translateTrap(error: unknown): unknown {
  if (isThrownByHost(error)) return error;
  if (error instanceof WebAssembly.RuntimeError) return trapOf(error) ?? error;
  return translateStackOverflow(error);
}

function trapOf(error: Error): Trap | undefined {
  const code = trapWords.find(([, words]) => words.test(error.message))?.[0];
  return code === undefined ? undefined : new Trap(code, { cause: error });
}
