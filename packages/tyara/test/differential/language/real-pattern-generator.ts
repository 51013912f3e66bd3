/** Patterns of the shapes that rules of public collections have: counted classes and groups around short texts, hex with jumps. */
import type { Random } from "../random.ts";

const TEXTS = "a ab cmd http x= & % \\x00 MZ \\. \\/ id= - :// key Z 0 PE\\x00\\x00".split(" ");
const CLASSES = [
  "\\w",
  "\\d",
  "\\s",
  "[a-z]",
  "[A-Za-z0-9]",
  "[0-9a-f]",
  "[A-Za-z0-9+\\/]",
  "[^\\n]",
  ".",
  "[ab]",
  "[a-zA-Z]",
  "[\\x00-\\x1f]",
  "[_.-]",
];
const COUNTS = [
  "",
  "",
  "",
  "{5}",
  "{2}",
  "{1,3}",
  "+",
  "*",
  "?",
  "{3}",
  "{8}",
  "{2,}",
  "{0,4}",
  "{4,8}",
  "+?",
];
const BYTES = ["00", "61", "62", "FF", "4D", "5A", "20", "90", "E8", "0F", "8B", "CC"];
const JUMPS = ["[1-4]", "[2]", "[4-20]", "[0-3]", "[200-300]", "[0-300]", "[8-]"];

/** Regexps whose groups hold more than one text are what the rule for slow patterns is hard for. */
export function generateRegexp(random: Random): string {
  const flags = random.pick(["", "", "", "i", "s"]);
  const modifier = random.pick(["", "", "", " nocase", " ascii wide", " fullword"]);
  return `/ab${sequence(random, 3)}/${flags}${modifier}`.replace("/ab", random.chance(50) ? "/" : "/ab");
}

function sequence(random: Random, depth: number): string {
  return Array.from({ length: 1 + random.below(4) }, () => part(random, depth)).join("");
}

function part(random: Random, depth: number): string {
  const choice = random.below(10);
  if (choice < 4) return random.pick(TEXTS);
  if (choice < 7 || depth === 0) return random.pick(CLASSES) + random.pick(COUNTS);
  const branches = Array.from({ length: choice < 9 ? 1 : 2 }, () => sequence(random, depth - 1));
  return `(${branches.join("|")})${random.pick(COUNTS)}`;
}

export function generateHex(random: Random): string {
  return `{ ${random.pick(BYTES)} ${hexParts(random, 2)} ${random.pick(BYTES)} }`;
}

function hexParts(random: Random, depth: number): string {
  return Array.from({ length: 1 + random.below(6) }, () => {
    const choice = random.below(12);
    if (choice < 6) return random.pick(BYTES);
    if (choice < 8) return "??";
    if (choice < 9) return random.pick(["4?", "?0", "?A"]);
    if (choice < 11 || depth === 0) return random.pick(JUMPS);
    return `(${hexParts(random, depth - 1)} | ${hexParts(random, depth - 1)})`;
  }).join(" ");
}
