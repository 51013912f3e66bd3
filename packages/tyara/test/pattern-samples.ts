/**
 * Every pattern of a rule source, and data in which every one of them occurs: on clean files most patterns of public
 * rules never do, so that equal results there would prove little.
 */
import { type Hir, parseRegexp } from "@tyara/language/regexp";
import {
  type HexByte,
  type HexToken,
  type Pattern,
  type PatternModifier,
  parse,
  type RegexpPattern,
  type Rule,
} from "@tyara/language/syntax";
import { Random } from "./differential/random.ts";

/** Bytes of the surroundings between one sample and the next. */
const BETWEEN = 24;
/** What an open repetition or gap is given beyond its least length. */
const MOST_EXTRA = 12;

/** The source with nothing but the patterns of each rule and the condition `any of them`. Rules are called `NAME` + `suffix`. */
export function patternsOnly(source: string, suffix = ""): string {
  const bytes = Buffer.from(source);
  const rules = rulesOf(source).filter(({ patterns }) => patterns.length > 0);
  return rules
    .map(({ name, patterns }) => {
      const lines = patterns.map(({ span }) => bytes.toString("utf8", span.start, span.end));
      return `rule ${name.name}${suffix} {\n  strings:\n    ${lines.join("\n    ")}\n  condition:\n    any of them\n}`;
    })
    .join("\n");
}

/**
 * One sample of each pattern, in the order of the rules, each behind some bytes of the surroundings. Assertions and
 * `fullword` are not heeded, so that a few samples are near misses.
 */
export function plantSamples(source: string, surroundings: Uint8Array, seed = 1): Uint8Array {
  const random = new Random(seed);
  const patterns = rulesOf(source).flatMap(({ patterns }) => patterns);
  const pieces = patterns.flatMap((pattern, i) => {
    const start = (i * BETWEEN) % Math.max(1, surroundings.length - BETWEEN);
    return [surroundings.subarray(start, start + BETWEEN), Uint8Array.from(sampleOf(pattern, random))];
  });
  return Buffer.concat(pieces);
}

function rulesOf(source: string): Rule[] {
  return parse(source).ast.items.filter((item) => item.kind === "rule");
}

function sampleOf(pattern: Pattern, random: Random): number[] {
  if (pattern.kind === "hex") return hexSample(pattern.tokens, random);
  const modifiers = new Map(pattern.modifiers.map((modifier) => [modifier.kind, modifier]));
  const plain = pattern.kind === "text" ? [...pattern.value] : regexpSample(pattern, random);
  return modified(plain, modifiers, random);
}

function hexSample(tokens: readonly HexToken[], random: Random): number[] {
  return tokens.flatMap((token) => {
    if (token.kind === "bytes") return [...token.value];
    if (token.kind === "byte") return [hexByte(token, random)];
    if (token.kind === "jump") return [...random.bytes(between(random, token.start ?? 0, token.end))];
    return hexSample(random.pick(token.alternatives), random);
  });
}

function hexByte({ value, mask, negated }: HexByte, random: Random): number {
  const byte = (value & mask) | (random.below(256) & ~mask);
  if (!negated) return byte;
  // Another value in one of the bits that count.
  return byte ^ (mask & -mask);
}

function regexpSample({ regexp, modifiers }: RegexpPattern, random: Random): number[] {
  const parsed = parseRegexp(regexp.source, {
    caseInsensitive: regexp.caseInsensitive || modifiers.some(({ kind }) => kind === "nocase"),
    dotMatchesNewline: regexp.dotMatchesNewline,
    relaxed: true,
    context: "pattern",
  });
  return "error" in parsed ? [] : hirSample(parsed.regexp.hir, random);
}

function hirSample(hir: Hir, random: Random): number[] {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return [];
    case "literal":
      return [...hir.bytes];
    case "class":
      return [random.pick(hir.set.bytes())];
    case "concat":
      return hir.items.flatMap((item) => hirSample(item, random));
    case "alternation":
      return hirSample(random.pick(hir.branches), random);
    case "repeat": {
      const count = between(random, hir.min, hir.max);
      return Array.from({ length: count }, () => hirSample(hir.item, random)).flat();
    }
  }
}

/** What the modifiers make of the bytes: one of the forms that they allow. */
function modified(
  plain: number[],
  modifiers: ReadonlyMap<string, PatternModifier>,
  random: Random,
): number[] {
  const encodings = ["base64", "base64wide"].flatMap((kind) => modifiers.get(kind) ?? []);
  if (encodings.length > 0) return base64Form(plain, random.pick(encodings), random);
  const cased = modifiers.has("nocase") ? plain.map((byte) => anyCase(byte, random)) : plain;
  const isWide = modifiers.has("wide") && (!modifiers.has("ascii") || random.below(2) === 0);
  const bytes = isWide ? widened(cased) : cased;
  const xor = modifiers.get("xor");
  if (xor?.kind !== "xor") return bytes;
  const key = xor.start + random.below(xor.end - xor.start + 1);
  return bytes.map((byte) => byte ^ key);
}

const STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

function base64Form(plain: number[], modifier: PatternModifier, random: Random): number[] {
  if (modifier.kind !== "base64" && modifier.kind !== "base64wide") return plain;
  const alphabet = modifier.alphabet?.value ?? STANDARD_ALPHABET;
  const bytes = [...random.bytes(random.below(3)), ...plain, ...random.bytes(3)];
  const encoded = [...Buffer.from(bytes).toString("base64")].map((character) => {
    const digit = STANDARD_ALPHABET.indexOf(character);
    return (digit < 0 ? character : alphabet.charAt(digit)).charCodeAt(0);
  });
  return modifier.kind === "base64wide" ? widened(encoded) : encoded;
}

function widened(bytes: number[]): number[] {
  return bytes.flatMap((byte) => [byte, 0]);
}

function anyCase(byte: number, random: Random): number {
  const lower = byte | 0x20;
  return lower >= 0x61 && lower <= 0x7a && random.below(2) === 0 ? byte ^ 0x20 : byte;
}

function between(random: Random, least: number, most = Number.POSITIVE_INFINITY): number {
  return least + random.below(Math.min(most - least, MOST_EXTRA) + 1);
}
