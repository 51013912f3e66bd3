/**
 * Hex patterns → HIR. Jumps become lazy repetitions of any byte, alternatives alternations that are tried in order,
 * masks byte sets. Jumps that follow each other are added up, with a warning that offers the sum.
 */
import type { Span } from "../../base/index.ts";
import { joinSpans } from "../../base/index.ts";
import { type Diagnostic, errors, warnings } from "../../diagnostics/index.ts";
import {
  ANY_BYTE,
  alternation,
  ByteSet,
  byteClass,
  concat,
  type Hir,
  literal,
  repeat,
} from "../../regex/index.ts";
import type { HexByte, HexJump, HexPattern, HexToken } from "../../syntax/index.ts";
import { reject } from "../check/rule-context.ts";

/** The meaning of a hex pattern; `warn` is told of jumps in a row. */
export function hexToHir(pattern: HexPattern, warn: (diagnostic: Diagnostic) => void): Hir {
  return sequence(pattern.tokens, pattern.name.name, warn);
}

/** A text that two hex patterns share when they mean the same, whatever their layout and case. */
export function hexKey(tokens: readonly HexToken[]): string {
  let key = "";
  for (const token of tokens) {
    // Perf: nearly all tokens are plain bytes, and one character each keeps the keys of large rule sets small.
    if (token.kind === "byte") {
      if (token.mask === 0xff && !token.negated) key += String.fromCharCode(token.value);
      else key += `\u0103${token.negated ? "~" : "?"}${token.value},${token.mask}\u0100`;
    } else if (token.kind === "jump") key += `\u0104${token.start ?? 0},${token.end ?? ""}\u0100`;
    else key += `\u0105${token.alternatives.map(hexKey).join("\u0101")}\u0102`;
  }
  return key;
}

// Recursion is bounded by the parser's nesting limit.
function sequence(tokens: readonly HexToken[], name: string, warn: (diagnostic: Diagnostic) => void): Hir {
  const items: Hir[] = [];
  let run: number[] = [];
  const flush = (): void => {
    if (run.length > 0) items.push(literal(new Uint8Array(run)));
    run = [];
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i]!;
    if (token.kind === "byte" && token.mask === 0xff && !token.negated) {
      run.push(token.value);
      continue;
    }
    flush();
    if (token.kind === "byte") items.push(byteClass(byteSet(token, name)));
    else if (token.kind === "alternative")
      items.push(alternation(token.alternatives.map((branch) => sequence(branch, name, warn))));
    else {
      const jumps = [token];
      for (let next = tokens[i + 1]; next?.kind === "jump"; next = tokens[++i + 1]) jumps.push(next);
      items.push(jump(jumps, name, warn));
    }
  }
  flush();
  return concat(items);
}

function byteSet({ value, mask, negated, span }: HexByte, name: string): ByteSet {
  if (negated && mask === 0)
    reject(errors.invalidPattern(span, { name, problem: "this excludes every byte" }));
  const set = mask === 0 ? ByteSet.all : ByteSet.masked(value, mask);
  return negated ? set.complement() : set;
}

function jump(jumps: readonly HexJump[], name: string, warn: (diagnostic: Diagnostic) => void): Hir {
  const min = jumps.reduce((sum, { start }) => sum + (start ?? 0), 0);
  const max = jumps.some(({ end }) => end === undefined)
    ? undefined
    : jumps.reduce((sum, { end }) => sum + end!, 0);
  if (jumps.length > 1) {
    const span: Span = joinSpans(jumps[0]!.span, jumps.at(-1)!.span);
    const lower = jumps.every(({ start }) => start === undefined) ? "" : String(min);
    const text = `[${lower}-${max ?? ""}]`;
    warn(warnings.consecutiveJumps(span, { name, jump: text }, { replacements: [{ span, text }] }));
  }
  if (max !== undefined) checkBounds(jumps, min, max, name);
  return repeat(ANY_BYTE, min, max, false);
}

/** E024 for bounds in the wrong order, and for jumps over nothing. */
function checkBounds(jumps: readonly HexJump[], min: number, max: number, name: string): void {
  const span = joinSpans(jumps[0]!.span, jumps.at(-1)!.span);
  if (min > max)
    reject(
      errors.invalidPattern(span, { name, problem: `it is at least ${min} and at most ${max} bytes long` }),
    );
  if (max === 0)
    reject(errors.invalidPattern(span, { name, problem: "a jump over nothing has no effect, delete it" }));
}
