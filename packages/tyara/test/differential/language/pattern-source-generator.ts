/** Declarations of patterns made at random: texts, hex patterns and regular expressions with modifiers that fit or do not. */
import type { Random } from "../random.ts";

const STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const MODIFIERS = [
  ..."ascii wide nocase fullword private xor xor(1) xor(1-5) xor(9-3) xor(300) base64 base64wide".split(" "),
  'base64("abc")',
  `base64("${STANDARD_ALPHABET}")`,
];
const TEXTS = [
  ...'abc|a||ab|\\x00\\x00\\x00|héllo|a\\"b|\\q|C:\\\\x|abcd|  |\\xff\\xff|x\\0y'
    .split("|")
    .map((text) => `"${text}"`),
  '"""multi"""',
];
const BYTES = "01 6A ?1 A? ?? ~01 ~?0 ~?? 61 00 FF 90 41 20".split(" ");
const JUMPS = ["[1]", "[2-4]", "[-]", "[3-]", "[-5]", "[0]", "[5-2]", "[0-300]", "[1-2] [3]", "[0-0]"];
const ATOMS =
  "a b ab abc \\x00 \\xff . \\d \\w \\s [a-z] [^x] [ab] x \\. \\b ^ $ (ab|cd) (a|b) (abc|d.) foo \\W".split(
    " ",
  );
const REPETITIONS = "* + ? {2} {2,4} {3,} {,2} *? +? ?? {0,3}".split(" ");
const REGEXP_MODIFIERS = ["", "wide", "nocase", "fullword", "ascii wide", "private", "xor", "base64"];

/** The value and modifiers of one pattern. */
export function generatePattern(random: Random): string {
  return random.pick([generateText, generateText, generateHex, generateHex, generateRegexp])(random);
}

function repeat(random: Random, least: number, most: number, make: () => string, separator: string): string {
  return Array.from({ length: least + random.below(most - least + 1) }, make).join(separator);
}

function generateText(random: Random): string {
  return `${random.pick(TEXTS)} ${random.chance(40) ? "" : repeat(random, 1, 2, () => random.pick(MODIFIERS), " ")}`;
}

function generateHex(random: Random): string {
  const modifier = random.chance(10) ? random.pick([" private", " nocase", " wide"]) : "";
  return `{ ${hexSequence(random, 2)} }${modifier}`;
}

function hexSequence(random: Random, depth: number): string {
  const next = (): string => {
    if (random.chance(20)) return `${random.pick(JUMPS)} ${random.pick(BYTES)}`;
    if (depth === 0 || !random.chance(20)) return random.pick(BYTES);
    return `(${repeat(random, 1, 3, () => hexSequence(random, depth - 1), "|")})`;
  };
  return `${random.pick(BYTES)} ${repeat(random, 0, 3, next, " ")}`;
}

function generateRegexp(random: Random): string {
  const part = () => random.pick(ATOMS) + (random.chance(60) ? "" : random.pick(REPETITIONS));
  const flags = random.pick(["", "", "", "i", "s", "is"]);
  return `/${repeat(random, 1, 4, part, "")}/${flags} ${random.pick(REGEXP_MODIFIERS)}`;
}
