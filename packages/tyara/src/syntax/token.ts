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

  LeftBrace: 10,
  RightBrace: 11,
  LeftParenthesis: 12,
  RightParenthesis: 13,
  LeftBracket: 14,
  RightBracket: 15,
  Colon: 16,
  Comma: 17,
  Dot: 18,
  Equal: 19,
  Plus: 20,
  Minus: 21,
  Asterisk: 22,
  Backslash: 23,
  Percent: 24,
  Pipe: 25,
  Caret: 26,
  Ampersand: 27,
  Tilde: 28,
  ShiftLeft: 29,
  ShiftRight: 30,
  EqualEqual: 31,
  NotEqual: 32,
  Less: 33,
  LessEqual: 34,
  Greater: 35,
  GreaterEqual: 36,

  Identifier: 37,
  /** `$name` or `$`. */
  PatternIdentifier: 38,
  /** `#name` or `#`. */
  PatternCount: 39,
  /** `@name` or `@`. */
  PatternOffset: 40,
  /** `!name` or `!`. */
  PatternLength: 41,
  Integer: 42,
  Float: 43,
  String: 44,
  Regexp: 45,
  /** `AB`, `A?`, `~??` …; only in hex patterns. */
  HexByte: 46,

  All: 47,
  And: 48,
  Any: 49,
  Ascii: 50,
  At: 51,
  Base64: 52,
  Base64Wide: 53,
  Condition: 54,
  Contains: 55,
  Defined: 56,
  EndsWith: 57,
  Entrypoint: 58,
  False: 59,
  Filesize: 60,
  For: 61,
  Fullword: 62,
  Global: 63,
  IContains: 64,
  IEndsWith: 65,
  IEquals: 66,
  Import: 67,
  In: 68,
  Include: 69,
  IStartsWith: 70,
  Matches: 71,
  Meta: 72,
  Nocase: 73,
  None: 74,
  Not: 75,
  Of: 76,
  Or: 77,
  Private: 78,
  Rule: 79,
  StartsWith: 80,
  Strings: 81,
  Them: 82,
  True: 83,
  Wide: 84,
  With: 85,
  Xor: 86,
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

const DESCRIPTIONS: readonly (readonly [Token, string])[] = [
  [Token.EndOfFile, "end of file"],
  [Token.Identifier, "identifier"],
  [Token.PatternIdentifier, "pattern identifier"],
  [Token.Integer, "integer"],
  [Token.Float, "float"],
  [Token.String, "string"],
  [Token.Regexp, "regular expression"],
  [Token.HexByte, "byte"],
];

/** The text of each token kind that has only one, by kind: punctuation and keywords. */
export const TOKEN_TEXT: readonly (string | undefined)[] = makeTable(
  PUNCTUATION.concat([...KEYWORDS].map(([text, kind]) => [kind, text])),
);

const TOKEN_DESCRIPTION = makeTable(DESCRIPTIONS);

function makeTable(entries: readonly (readonly [Token, string])[]): (string | undefined)[] {
  const table = new Array<string | undefined>(Token.Xor + 1).fill(undefined);
  for (const [kind, text] of entries) table[kind] = text;
  return table;
}

/** How a message speaks of a token kind: fixed texts in backquotes, classes of token by name. */
export function describeToken(kind: Token): string {
  const text = TOKEN_TEXT[kind];
  return text === undefined ? (TOKEN_DESCRIPTION[kind] ?? "token") : `\`${text}\``;
}

/** Whitespace, line ends and comments: kept in the tree, unseen by the grammar. */
export function isTrivia(kind: Token): boolean {
  return kind <= Token.BlockComment;
}
