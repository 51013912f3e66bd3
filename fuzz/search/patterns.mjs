// Makes patterns of all kinds as YARA text. Bytes come from a source: a small alphabet, or a file in which they then really occur.
//
// A pattern: its text, samples that it may match, and `forms`, regular expressions of JavaScript for one character a byte, which
// the judge asks when engines disagree; none for text patterns, of which only the lengths are known.
import { isWord, pieceLength, widen, x } from "./bytes.mjs";
import { hexPattern } from "./hex-patterns.mjs";
import { regexpPattern } from "./regexp-patterns.mjs";

const STANDARD = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export function makePattern(random, source) {
  const make = random.pick([textPattern, textPattern, hexPattern, regexpPattern, regexpPattern]);
  const pattern = make(random, source);
  return random.chance(5) ? { ...pattern, text: `${pattern.text} private` } : pattern;
}

/** A pattern of text with a key that is to be reported, for engines that tell it. */
export function xorPattern(random, source) {
  const bytes = source.slice(random, pieceLength(random, 40));
  return literal(random, bytes, { xor: keys(random), wide: random.chance(30), fullword: random.chance(30) });
}

function textPattern(random, source) {
  const bytes = source.slice(random, pieceLength(random));
  if (bytes.length >= 3 && random.chance(20)) return base64Pattern(random, bytes);
  const wide = random.chance(35);
  const nocase = random.chance(30);
  return literal(random, bytes, {
    wide,
    ascii: wide && random.chance(50),
    fullword: random.chance(30),
    nocase,
    xor: !nocase && random.chance(25) ? keys(random) : undefined,
  });
}

function keys(random) {
  const first = random.below(256);
  return random.pick([
    [0, 255],
    [first, first],
    [first, first + random.below(256 - first)],
  ]);
}

function literal(random, bytes, { wide, ascii, fullword, nocase, xor }) {
  const names = [
    ...(wide ? ["wide"] : []),
    ...(ascii ? ["ascii"] : []),
    ...(fullword ? ["fullword"] : []),
    ...(nocase ? ["nocase"] : []),
    ...(xor ? [`xor(${xor[0]}-${xor[1]})`] : []),
  ];
  const samples = [...(!wide || ascii ? [bytes] : []), ...(wide ? [widen(bytes)] : [])];
  const key = xor ? xor[0] + random.below(xor[1] - xor[0] + 1) : 0;
  return {
    text: [quoted(bytes), ...shuffled(random, names)].join(" "),
    samples: samples.map((sample) => sample.map((byte) => (nocase ? swapCase(random, byte) : byte) ^ key)),
    lengths: samples.map(({ length }) => length),
  };
}

function base64Pattern(random, bytes) {
  const alphabet = random.chance(30) ? shuffled(random, [...STANDARD]).join("") : STANDARD;
  const argument = alphabet === STANDARD ? "" : `("${alphabet}")`;
  const [narrow, wide] = random.pick([
    [1, 0],
    [0, 1],
    [1, 1],
  ]);
  const widened = random.pick(["", "", "wide", "wide ascii"]);
  const names = [
    ...(narrow ? [`base64${argument}`] : []),
    ...(wide ? [`base64wide${argument}`] : []),
    widened,
  ];
  const plain = widened.startsWith("wide") ? widen(bytes) : bytes;
  const encoded = encode(Uint8Array.of(...source3(random), ...plain, ...source3(random)), alphabet);
  return {
    text: [quoted(bytes), ...names].join(" ").trim(),
    isBase64: true,
    samples: [...(narrow ? [encoded] : []), ...(wide ? [widen(encoded)] : [])],
  };
}

const source3 = (random) => Array.from({ length: random.below(4) }, () => random.below(256));

function encode(bytes, alphabet) {
  const text = Buffer.from(bytes).toString("base64").replaceAll("=", "");
  return Uint8Array.from(text, (letter) => alphabet.charCodeAt(STANDARD.indexOf(letter)));
}

function swapCase(random, byte) {
  return /[a-z]/i.test(String.fromCharCode(byte)) && random.chance(50) ? byte ^ 0x20 : byte;
}

function quoted(bytes) {
  return `"${Array.from(bytes, (byte) => (isWord(byte) ? String.fromCharCode(byte) : x(byte))).join("")}"`;
}

function shuffled(random, items) {
  const left = [...items];
  return items.map(() => left.splice(random.below(left.length), 1)[0]);
}
