/**
 * The kinds of token. They are small numbers, because the lexer stores one per token in a byte array; the ranges
 * matter: trivia come first, then tokens that cannot be part of any rule, then punctuation, literals and keywords.
 */
export const Token = {
  Whitespace: 0,
  Newline: 1,
  LineComment: 2,
  BlockComment: 3,

  EndOfFile: 4,
  /** A run of characters that begins no token; it reaches to the next whitespace. */
  Unknown: 5,
  /** A byte sequence that is no UTF-8. */
  InvalidUtf8: 6,
  UnclosedComment: 7,
  UnclosedString: 8,
  UnclosedRegexp: 9,
  /** The rest of a source that has too many tokens. */
  Excess: 10,

  LeftBrace: 11,
  RightBrace: 12,
  LeftParenthesis: 13,
  RightParenthesis: 14,
  LeftBracket: 15,
  RightBracket: 16,
  Colon: 17,
  Comma: 18,
  Dot: 19,
  Equal: 20,
  Plus: 21,
  Minus: 22,
  Asterisk: 23,
  Backslash: 24,
  Percent: 25,
  Pipe: 26,
  Caret: 27,
  Ampersand: 28,
  Tilde: 29,
  ShiftLeft: 30,
  ShiftRight: 31,
  EqualEqual: 32,
  NotEqual: 33,
  Less: 34,
  LessEqual: 35,
  Greater: 36,
  GreaterEqual: 37,

  Identifier: 38,
  /** `$name` or `$`. */
  PatternIdentifier: 39,
  /** `#name` or `#`. */
  PatternCount: 40,
  /** `@name` or `@`. */
  PatternOffset: 41,
  /** `!name` or `!`. */
  PatternLength: 42,
  Integer: 43,
  Float: 44,
  String: 45,
  Regexp: 46,
  /** `AB`, `A?`, `~??` …; only in hex patterns. */
  HexByte: 47,

  All: 48,
  And: 49,
  Any: 50,
  Ascii: 51,
  At: 52,
  Base64: 53,
  Base64Wide: 54,
  Condition: 55,
  Contains: 56,
  Defined: 57,
  EndsWith: 58,
  Entrypoint: 59,
  False: 60,
  Filesize: 61,
  For: 62,
  Fullword: 63,
  Global: 64,
  IContains: 65,
  IEndsWith: 66,
  IEquals: 67,
  Import: 68,
  In: 69,
  Include: 70,
  IStartsWith: 71,
  Matches: 72,
  Meta: 73,
  Nocase: 74,
  None: 75,
  Not: 76,
  Of: 77,
  Or: 78,
  Private: 79,
  Rule: 80,
  StartsWith: 81,
  Strings: 82,
  Them: 83,
  True: 84,
  Wide: 85,
  With: 86,
  Xor: 87,
} as const;
export type Token = (typeof Token)[keyof typeof Token];

/** Every reserved word; none of them can be an identifier anywhere. */
export const KEYWORDS: ReadonlyMap<string, Token> = new Map(
  Object.entries(Token)
    .filter(([, kind]) => kind >= Token.All)
    .map(([name, kind]) => [name.toLowerCase(), kind]),
);

const PUNCTUATION: readonly (readonly [Token, string])[] = [
  [Token.LeftBrace, "{"],
  [Token.RightBrace, "}"],
  [Token.LeftParenthesis, "("],
  [Token.RightParenthesis, ")"],
  [Token.LeftBracket, "["],
  [Token.RightBracket, "]"],
  [Token.Colon, ":"],
  [Token.Comma, ","],
  [Token.Dot, "."],
  [Token.Equal, "="],
  [Token.Plus, "+"],
  [Token.Minus, "-"],
  [Token.Asterisk, "*"],
  [Token.Backslash, "\\"],
  [Token.Percent, "%"],
  [Token.Pipe, "|"],
  [Token.Caret, "^"],
  [Token.Ampersand, "&"],
  [Token.Tilde, "~"],
  [Token.ShiftLeft, "<<"],
  [Token.ShiftRight, ">>"],
  [Token.EqualEqual, "=="],
  [Token.NotEqual, "!="],
  [Token.Less, "<"],
  [Token.LessEqual, "<="],
  [Token.Greater, ">"],
  [Token.GreaterEqual, ">="],
];

/** The text of each token kind that has only one, by kind: punctuation and keywords. */
export const TOKEN_TEXT: readonly (string | undefined)[] = makeTable(
  PUNCTUATION.concat([...KEYWORDS].map(([text, kind]) => [kind, text])),
);

function makeTable(entries: readonly (readonly [Token, string])[]): (string | undefined)[] {
  const table = new Array<string | undefined>(Token.Xor + 1).fill(undefined);
  for (const [kind, text] of entries) table[kind] = text;
  return table;
}

/** How a message speaks of a kind of token that has one text only. */
export function describeToken(kind: Token): string {
  return `\`${TOKEN_TEXT[kind]}\``;
}

/** Whitespace, line ends and comments: kept in the tree, unseen by the grammar. */
export function isTrivia(kind: Token): boolean {
  return kind <= Token.BlockComment;
}
