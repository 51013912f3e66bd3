import { describe, expect, test } from "vitest";
import { parse } from "./parse.ts";
import { Token } from "./token.ts";

const NAMES = new Map(Object.entries(Token).map(([name, kind]) => [kind, name]));

/** The tokens of a source that is lexed in the normal language, trivia and the end left out: `Kind text`. */
function tokensOf(source: string | Uint8Array): string[] {
  const { tree } = parse(source);
  return Array.from({ length: tree.tokenCount }, (_, token) => token)
    .filter(
      (token) => tree.tokenKind(token) > Token.BlockComment && tree.tokenKind(token) !== Token.EndOfFile,
    )
    .map((token) => `${NAMES.get(tree.tokenKind(token))} ${tree.tokenText(token)}`);
}

const CASES: readonly (readonly [name: string, source: string, tokens: readonly string[]])[] = [
  ["identifiers are ASCII", "a _b c1 é", ["Identifier a", "Identifier _b", "Identifier c1", "Unknown é"]],
  ["keywords are reserved", "them themx", ["Them them", "Identifier themx"]],
  [
    "sigils may stand alone",
    "$ $a1 $1 # @x !",
    [
      "PatternIdentifier $",
      "PatternIdentifier $a1",
      "PatternIdentifier $1",
      "PatternCount #",
      "PatternOffset @x",
      "PatternLength !",
    ],
  ],
  ["!= is one operator", "a!=!b", ["Identifier a", "NotEqual !=", "PatternLength !b"]],
  [
    "operators are as long as possible",
    "<<<=>>=",
    ["ShiftLeft <<", "LessEqual <=", "ShiftRight >>", "Equal ="],
  ],
  [
    "integers",
    "1 0x1F 0o17 1_000 3KB 2MB",
    ["Integer 1", "Integer 0x1F", "Integer 0o17", "Integer 1_000", "Integer 3KB", "Integer 2MB"],
  ],
  [
    "a digit must follow a prefix",
    "0x_f 0o8 0X1",
    ["Integer 0", "Identifier x_f", "Integer 0", "Identifier o8", "Integer 0", "Identifier X1"],
  ],
  [
    "units are for decimal integers",
    "0x1KB 1.5KB 1kb",
    ["Integer 0x1", "Identifier KB", "Float 1.5", "Identifier KB", "Integer 1", "Identifier kb"],
  ],
  [
    "a float has digits on both sides",
    "1.5 1. .5 1..2",
    ["Float 1.5", "Integer 1", "Dot .", "Dot .", "Integer 5", "Integer 1", "Dot .", "Dot .", "Integer 2"],
  ],
  [
    "a string ends on its line",
    '"a\\"b" "c\nd"',
    ['String "a\\"b"', 'UnclosedString "c', "Identifier d", 'UnclosedString "'],
  ],
  ["three quotes span lines", '"""a\nb"""', ['String """a\nb"""']],
  [
    "three quotes hold no quote",
    '"""a"b"""',
    ['String ""', 'String "a"', "Identifier b", 'String ""', 'UnclosedString "'],
  ],
  ["a regexp takes two letters", "/a\\/b/isx", ["Regexp /a\\/b/is", "Identifier x"]],
  ["a regexp ends on its line", "/a\nb", ["UnclosedRegexp /a", "Identifier b"]],
  ["comments vanish", "a // b\nc /* d\n */ e", ["Identifier a", "Identifier c", "Identifier e"]],
  ["comments do not nest", "/* /* */ a */", ["Identifier a", "Asterisk *", "UnclosedRegexp /"]],
  ["an unclosed comment takes the rest", "a /*/ b\nc", ["Identifier a", "UnclosedComment /*/ b\nc"]],
  ["nonsense reaches to the next space", "a;b(c) d", ["Identifier a", "Unknown ;b(c)", "Identifier d"]],
  [
    "spaces beyond ASCII separate",
    "é\u00a0a\u2003b\u202fc\u205fd",
    ["Unknown é", "Identifier a", "Identifier b", "Identifier c", "Identifier d"],
  ],
  ["other control characters do not", "\fa \v", ["Unknown \fa", "Unknown \v"]],
  ["a byte order mark is whitespace at the start", "\ufeffrule", ["Rule rule"]],
  ["a byte order mark is nonsense elsewhere", " \ufeffrule", ["Unknown \ufeffrule"]],
  ["a lone surrogate is a replacement character", "a \ud800", ["Identifier a", "Unknown \ufffd"]],
  ["a NUL is nonsense", "\0", ["Unknown \0"]],
];

describe("the normal token language", () => {
  test.each(CASES)("%s", (_, source, tokens) => {
    expect(tokensOf(source)).toEqual(tokens);
  });

  test("bytes that are not UTF-8 are tokens of their own", () => {
    const bytes = Uint8Array.of(0x61, 0x20, 0xc3, 0xff, 0xe2, 0x82, 0x20, 0x62);
    expect(tokensOf(bytes)).toEqual([
      "Identifier a",
      "InvalidUtf8 \ufffd",
      "InvalidUtf8 \ufffd",
      "InvalidUtf8 \ufffd",
      "InvalidUtf8 \ufffd",
      "Identifier b",
    ]);
  });
});

describe("hex patterns", () => {
  const inHex = (text: string): string[] =>
    tokensOf(`rule a { strings: $a = {${text}} condition: $a }`).slice(8);
  const rest = ["Condition condition", "Colon :", "PatternIdentifier $a", "RightBrace }"];

  test("bytes may touch", () => {
    expect(inHex("aB?1 ~C?")).toEqual(["HexByte aB", "HexByte ?1", "HexByte ~C?", "RightBrace }", ...rest]);
  });

  test("jumps speak a language of integers", () => {
    const jump = ["LeftBracket [", "Integer 0x1f", "Minus -", "Integer 0o17", "RightBracket ]"];
    expect(inHex("00 [0x1f-0o17] 11")).toEqual([
      "HexByte 00",
      ...jump,
      "HexByte 11",
      "RightBrace }",
      ...rest,
    ]);
  });

  test("comments stand between bytes", () => {
    expect(inHex("00 /* x } */ 11 // y }\n")).toEqual(["HexByte 00", "HexByte 11", "RightBrace }", ...rest]);
  });

  test("what is no byte is lexed as usual", () => {
    expect(inHex('00 "a" condition')).toContain('String "a"');
  });
});
