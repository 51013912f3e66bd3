/**
 * Hex patterns → HIR. Jumps become lazy repetitions of any byte, alternatives alternations that are tried in order,
 * masks byte sets. Jumps that follow each other are added up, with a warning that offers the sum.
 */
import type { Span } from "@tyara/base";
import { joinSpans } from "@tyara/base";
import { type Diagnostic, errors, warnings } from "../diagnostics/index.ts";
import {
  ANY_BYTE,
  alternation,
  ByteSet,
  byteClass,
  concat,
  type Hir,
  literal,
  repeat,
} from "../regexp/index.ts";
import type { HexByte, HexJump, HexPattern, HexToken } from "../syntax/index.ts";
import { byteText } from "./hir-key.ts";
import { reject } from "./rule-rejected.ts";

/** The meaning of a hex pattern; `warn` is told of jumps in a row. */
export function hexToHir(pattern: HexPattern, warn: (diagnostic: Diagnostic) => void): Hir {
  return sequence(pattern.tokens, pattern.name.name, warn);
}

/** A text that two hex patterns share when they mean the same, whatever their layout and case. */
export function hexKey(tokens: readonly HexToken[]): string {
  let key = "";
  for (const token of tokens) key += tokenKey(token);
  return key;
}

/** Units of keys that are no bytes. */
const KeyUnit = {
  masked: 0x100,
  jump: 0x110,
  openJump: 0x111,
  alternatives: 0x112,
  next: 0x113,
  end: 0x114,
} as const;

function tokenKey(token: HexToken): string {
  switch (token.kind) {
    case "bytes":
      return byteText(token.value);
    case "byte": {
      const { value, mask, negated } = token;
      const form = KeyUnit.masked + (mask & 3) + (mask & 0x30 ? 4 : 0) + (negated ? 8 : 0);
      return String.fromCharCode(form, value);
    }
    case "jump": {
      const { start = 0, end } = token;
      const lower = [start & 0xffff, start >>> 16];
      return end === undefined
        ? String.fromCharCode(KeyUnit.openJump, ...lower)
        : String.fromCharCode(KeyUnit.jump, ...lower, end & 0xffff, end >>> 16);
    }
    case "alternative": {
      const next = String.fromCharCode(KeyUnit.next);
      const branches = token.alternatives.map((branch) => hexKey(branch) + next);
      return `${String.fromCharCode(KeyUnit.alternatives)}${branches.join("")}${String.fromCharCode(KeyUnit.end)}`;
    }
  }
}

// Recursion is bounded by the parser's nesting limit.
function sequence(tokens: readonly HexToken[], name: string, warn: (diagnostic: Diagnostic) => void): Hir {
  const items: Hir[] = [];
  for (let i = 0; i < tokens.length; ) {
    const token = tokens[i]!;
    let end = i + 1;
    switch (token.kind) {
      case "bytes":
        items.push(literal(token.value));
        break;
      case "byte":
        items.push(byteClass(byteSet(token, name)));
        break;
      case "alternative":
        items.push(alternation(token.alternatives.map((branch) => sequence(branch, name, warn))));
        break;
      case "jump":
        while (tokens[end]?.kind === "jump") end++;
        items.push(jump(tokens.slice(i, end) as HexJump[], name, warn));
    }
    i = end;
  }
  return concat(items);
}

/** Bytes with one nibble given: `?0` … `?F`, then `0?` … `F?`. Perf: shared, because large rule sets are full of them. */
const NIBBLE_SETS: readonly ByteSet[] = Array.from({ length: 32 }, (_, i) =>
  i < 16 ? ByteSet.masked(i, 0x0f) : ByteSet.masked((i - 16) << 4, 0xf0),
);

function plainSet(value: number, mask: number): ByteSet {
  if (mask === 0) return ByteSet.all;
  if (mask === 0xff) return ByteSet.single(value);
  return NIBBLE_SETS[mask === 0x0f ? value & 15 : 16 + (value >> 4)]!;
}

function byteSet({ value, mask, negated, span }: HexByte, name: string): ByteSet {
  if (negated && mask === 0)
    reject(errors.invalidPattern(span, { name, problem: "this excludes every byte" }));
  const set = plainSet(value, mask);
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
