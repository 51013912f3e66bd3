/**
 * Seeded generator of patterns, each as YARA text and as what the compiler would hand to the search, and of data in
 * which they nearly and really occur.
 */

import type { PatternSpec } from "@tyara/language/ir";
import {
  ANY_BYTE,
  alternation,
  ByteSet,
  byteClass,
  concat,
  type Hir,
  literal,
  repeat,
} from "@tyara/language/regexp";

export interface GeneratedPattern {
  /** The right-hand side of `$a = `. */
  readonly text: string;
  readonly spec: PatternSpec;
  /** Something that the pattern may match, to be planted. */
  readonly sample: Uint8Array;
}

export interface GeneratedHexPattern extends GeneratedPattern {
  /** Tells whether a match starts somewhere: sticky, on text with one character a byte. */
  readonly regexp: RegExp;
  /** The reference loses matches of the pattern, or picks among several lengths by where it found the atom. */
  readonly isLossy: boolean;
}

/** Mulberry32. */
export class Random {
  private state: number;

  constructor(seed: number) {
    this.state = seed | 0;
  }

  /** Below `end`. */
  below(end: number): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) % end;
  }

  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  isOneIn(n: number): boolean {
    return this.below(n) === 0;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }
}

const PLAIN = { ascii: true, wide: false, nocase: false, fullword: false, isExistenceEnough: false } as const;

/**
 * `alphabet`: the bytes that patterns and data are made of.
 *
 * Left out: patterns of which two forms can match at one offset (ascii and wide with zero bytes, base64 of one repeated
 * byte). Which one the reference reports depends there on its filter, and that on the length of the data.
 */
export function literalPattern(
  random: Random,
  alphabet: readonly number[],
  maxLength: number,
): GeneratedPattern {
  const isLong = random.isOneIn(5);
  const bytes = Uint8Array.from({ length: random.between(isLong ? 3 : 1, Math.max(3, maxLength)) }, () =>
    random.pick(alphabet),
  );
  const base64Kind = isLong && new Set(bytes).size > 1 ? random.between(1, 3) : 0;
  const wide = random.isOneIn(3);
  const ascii = !wide || (bytes.length > 1 && !bytes.includes(0) && random.isOneIn(2));
  const modifiers = [...(wide ? ["wide"] : []), ...(ascii && wide ? ["ascii"] : [])];
  if (base64Kind > 0) {
    const base64 = base64Kind & 1 ? { base64: {} } : {};
    const base64wide = base64Kind & 2 ? { base64wide: {} } : {};
    modifiers.push(...(base64Kind & 1 ? ["base64"] : []), ...(base64Kind & 2 ? ["base64wide"] : []));
    const spec: PatternSpec = { kind: "literal", bytes, ...PLAIN, ascii, wide, ...base64, ...base64wide };
    return {
      text: withModifiers(quoted(bytes), modifiers),
      spec,
      sample: base64Sample(random, bytes, (base64Kind & 2) !== 0),
    };
  }
  const fullword = random.isOneIn(3);
  if (fullword) modifiers.push("fullword");
  const nocase = random.isOneIn(4);
  if (nocase) modifiers.push("nocase");
  const start = random.below(256);
  const end = random.between(start, 255);
  const isXor = !nocase && random.isOneIn(3);
  if (isXor) modifiers.push(`xor(${start}-${end})`);
  const spec: PatternSpec = {
    kind: "literal",
    bytes,
    ...PLAIN,
    ascii,
    wide,
    nocase,
    fullword,
    ...(isXor ? { xor: { start, end } } : {}),
  };
  const form = wide && random.isOneIn(2) ? interleave(bytes) : bytes;
  const key = isXor ? random.between(start, end) : 0;
  return { text: withModifiers(quoted(bytes), modifiers), spec, sample: form.map((byte) => byte ^ key) };
}

function withModifiers(text: string, modifiers: readonly string[]): string {
  return [text, ...modifiers].join(" ");
}

export function quoted(bytes: Uint8Array): string {
  return `"${Array.from(bytes, (byte) => (byte >= 0x61 && byte <= 0x7a ? String.fromCharCode(byte) : `\\x${hex(byte)}`)).join("")}"`;
}

const hex = (byte: number) => byte.toString(16).padStart(2, "0");

function interleave(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) wide[2 * i] = bytes[i]!;
  return wide;
}

function base64Sample(random: Random, bytes: Uint8Array, isWide: boolean): Uint8Array {
  const before = String.fromCharCode(...Array.from({ length: random.below(4) }, () => random.below(256)));
  const encoded = btoa(before + String.fromCharCode(...bytes));
  const text = random.isOneIn(2) ? encoded.replaceAll("=", "") : encoded;
  const form = Uint8Array.from(text, (c) => c.charCodeAt(0));
  return isWide && random.isOneIn(2) ? interleave(form) : form;
}

interface HexPart {
  readonly text: string;
  readonly hir: Hir;
  readonly sample: readonly number[];
}

/**
 * A hex pattern: bytes, nibbles, negations, jumps and alternatives.
 *
 * Left out is what the reference loses many matches of: an unbounded jump and a large bounded one in the same pattern
 * (the head of the chain has to lie within the bounded jump's reach), and alternatives of different length (it does
 * not come back to the next alternative when what follows fails).
 */
export function hexPattern(
  random: Random,
  alphabet: readonly number[],
  maxTokens: number,
): GeneratedHexPattern {
  const largeJump = random.isOneIn(2) ? "bounded" : "unbounded";
  const { text, hir, sample } = hexSequence({ random, alphabet, largeJump }, random.between(1, maxTokens));
  const spec: PatternSpec = { kind: "regexp", hir, preference: "hex", ...PLAIN };
  const regexp = new RegExp(regexpSource(text), "sy");
  return { text: `{ ${text} }`, spec, sample: Uint8Array.from(sample), regexp, isLossy: text.includes("-") };
}

/** The same pattern in JavaScript's syntax. */
function regexpSource(text: string): string {
  return text
    .split(" ")
    .map((token) => {
      if (token.startsWith("[")) return `.{${token.slice(1, -1).replace("-", ",")}}?`;
      if (token.startsWith("~")) return `[^\\x${token.slice(1)}]`;
      if (token === "??") return ".";
      if (token.endsWith("?")) return `[\\x${token[0]}0-\\x${token[0]}f]`;
      if (token.startsWith("?"))
        return `[${Array.from("0123456789abcdef", (high) => `\\x${high}${token[1]}`).join("")}]`;
      return /^[()|]$/.test(token) ? token.replace("(", "(?:") : `\\x${token}`;
    })
    .join("");
}

interface HexContext {
  readonly random: Random;
  readonly alphabet: readonly number[];
  readonly largeJump: "bounded" | "unbounded";
}

function hexSequence(context: HexContext, count: number): HexPart {
  const { random } = context;
  const parts: HexPart[] = [];
  for (let i = 0; i < count; i++) {
    const canJump = i > 0 && i + 1 < count && !parts[i - 1]!.text.startsWith("[");
    if (canJump && random.isOneIn(4)) parts.push(hexJump(context));
    else if (random.isOneIn(6)) parts.push(hexAlternative(context));
    else parts.push(hexByte(context));
  }
  return joinParts(parts);
}

function joinParts(parts: readonly HexPart[]): HexPart {
  return {
    text: parts.map((part) => part.text).join(" "),
    hir: concat(parts.map((part) => part.hir)),
    sample: parts.flatMap((part) => part.sample),
  };
}

function hexByte({ random, alphabet }: HexContext): HexPart {
  const byte = random.pick(alphabet);
  switch (random.below(10)) {
    case 0:
      return { text: `${hex(byte)[0]}?`, hir: byteClass(ByteSet.masked(byte, 0xf0)), sample: [byte ^ 1] };
    case 1:
      return { text: `?${hex(byte)[1]}`, hir: byteClass(ByteSet.masked(byte, 0x0f)), sample: [byte] };
    case 2:
      return {
        text: `~${hex(byte)}`,
        hir: byteClass(ByteSet.of(byte).complement()),
        sample: [random.pick(alphabet)],
      };
    case 3:
      return { text: "??", hir: ANY_BYTE, sample: [random.pick(alphabet)] };
    default:
      return { text: hex(byte), hir: literal(Uint8Array.of(byte)), sample: [byte] };
  }
}

function hexJump({ random, alphabet, largeJump }: HexContext): HexPart {
  const min = random.isOneIn(8) ? random.between(150, 195) : random.below(6);
  const isLarge = random.isOneIn(6);
  const isUnbounded = isLarge && largeJump === "unbounded";
  const max = isLarge ? min + 210 : Math.min(200, min + random.below(6));
  const text = isUnbounded
    ? `[${min}-]`
    : min === max && min > 0
      ? `[${min}]`
      : `[${min}-${Math.max(max, 1)}]`;
  const hir = repeat(ANY_BYTE, min, isUnbounded ? undefined : Math.max(max, 1), false);
  const length = random.between(min, Math.max(max, 1));
  return { text, hir, sample: Array.from({ length }, () => random.pick(alphabet)) };
}

function hexAlternative(context: HexContext): HexPart {
  const { random } = context;
  const length = random.between(1, 3);
  const branches = Array.from({ length: random.between(2, 3) }, () =>
    joinParts(Array.from({ length }, () => hexByte(context))),
  );
  return {
    text: `( ${branches.map((branch) => branch.text).join(" | ")} )`,
    hir: alternation(branches.map((branch) => branch.hir)),
    sample: random.pick(branches).sample,
  };
}

/** Data of the alphabet's bytes with the samples planted, some of them damaged. */
export function dataWith(
  random: Random,
  alphabet: readonly number[],
  length: number,
  patterns: readonly GeneratedPattern[],
): Uint8Array {
  const data = Uint8Array.from({ length }, () =>
    random.isOneIn(30) ? random.below(256) : random.pick(alphabet),
  );
  for (const { sample } of patterns) {
    for (let copies = random.between(0, 2); copies > 0 && sample.length <= length; copies--) {
      const at = random.below(length - sample.length + 1);
      data.set(sample, at);
      if (random.isOneIn(3)) data[at + random.below(sample.length)] = random.pick(alphabet);
    }
  }
  return data;
}
