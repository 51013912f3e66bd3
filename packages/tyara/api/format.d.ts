// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
/**
* The kinds of token. They are small numbers, because the lexer stores one per token in a byte array; the ranges
* matter: trivia come first, then tokens that cannot be part of any rule, then punctuation, literals and keywords.
*/
declare const Token: {
  readonly Whitespace: 0;
  readonly Newline: 1;
  readonly LineComment: 2;
  readonly BlockComment: 3;
  readonly EndOfFile: 4; /** A run of characters that begins no token; it reaches to the next whitespace. */
  readonly Unknown: 5; /** A byte sequence that is no UTF-8. */
  readonly InvalidUtf8: 6;
  readonly UnclosedComment: 7;
  readonly UnclosedString: 8;
  readonly UnclosedRegexp: 9; /** The rest of a source that has too many tokens. */
  readonly Excess: 10;
  readonly LeftBrace: 11;
  readonly RightBrace: 12;
  readonly LeftParenthesis: 13;
  readonly RightParenthesis: 14;
  readonly LeftBracket: 15;
  readonly RightBracket: 16;
  readonly Colon: 17;
  readonly Comma: 18;
  readonly Dot: 19;
  readonly Equal: 20;
  readonly Plus: 21;
  readonly Minus: 22;
  readonly Asterisk: 23;
  readonly Backslash: 24;
  readonly Percent: 25;
  readonly Pipe: 26;
  readonly Caret: 27;
  readonly Ampersand: 28;
  readonly Tilde: 29;
  readonly ShiftLeft: 30;
  readonly ShiftRight: 31;
  readonly EqualEqual: 32;
  readonly NotEqual: 33;
  readonly Less: 34;
  readonly LessEqual: 35;
  readonly Greater: 36;
  readonly GreaterEqual: 37;
  readonly Identifier: 38; /** `$name` or `$`. */
  readonly PatternIdentifier: 39; /** `#name` or `#`. */
  readonly PatternCount: 40; /** `@name` or `@`. */
  readonly PatternOffset: 41; /** `!name` or `!`. */
  readonly PatternLength: 42;
  readonly Integer: 43;
  readonly Float: 44;
  readonly String: 45;
  readonly Regexp: 46; /** `AB`, `A?`, `~??` …; only in hex patterns. */
  readonly HexByte: 47;
  readonly All: 48;
  readonly And: 49;
  readonly Any: 50;
  readonly Ascii: 51;
  readonly At: 52;
  readonly Base64: 53;
  readonly Base64Wide: 54;
  readonly Condition: 55;
  readonly Contains: 56;
  readonly Defined: 57;
  readonly EndsWith: 58;
  readonly Entrypoint: 59;
  readonly False: 60;
  readonly Filesize: 61;
  readonly For: 62;
  readonly Fullword: 63;
  readonly Global: 64;
  readonly IContains: 65;
  readonly IEndsWith: 66;
  readonly IEquals: 67;
  readonly Import: 68;
  readonly In: 69;
  readonly Include: 70;
  readonly IStartsWith: 71;
  readonly Matches: 72;
  readonly Meta: 73;
  readonly Nocase: 74;
  readonly None: 75;
  readonly Not: 76;
  readonly Of: 77;
  readonly Or: 78;
  readonly Private: 79;
  readonly Rule: 80;
  readonly StartsWith: 81;
  readonly Strings: 82;
  readonly Them: 83;
  readonly True: 84;
  readonly Wide: 85;
  readonly With: 86;
  readonly Xor: 87;
};
type Token = (typeof Token)[keyof typeof Token];
/** The text of one source of rules, addressed by UTF-8 byte offsets. */
declare class SourceText {
  #private;
  /** One character per byte. */
  readonly bytes: string;
  /** The source as text: what it is decoded to when it came as bytes (invalid bytes become U+FFFD). */
  readonly text: string;
  /** Where the first byte stands that is not part of valid UTF-8, if there is one. */
  readonly firstInvalidByte: number | undefined;
  /** Lone surrogates in a string count as U+FFFD, three bytes. */
  constructor(source: string | Uint8Array);
  /** Length in bytes. */
  get byteLength(): number;
  /** The text of a span, decoded. */
  slice(start: number, end: number): string;
}
/** The kinds of node. */
declare const NodeKind: {
  readonly SourceFile: 0;
  readonly Import: 1;
  readonly Include: 2;
  readonly Rule: 3;
  readonly RuleModifiers: 4;
  readonly RuleTags: 5;
  readonly MetaSection: 6;
  readonly Meta: 7;
  readonly StringsSection: 8;
  readonly Pattern: 9;
  readonly HexPattern: 10;
  readonly HexAlternative: 11;
  readonly HexJump: 12;
  readonly PatternModifiers: 13;
  readonly PatternModifier: 14;
  readonly ConditionSection: 15;
  readonly Literal: 16;
  readonly Name: 17;
  readonly Keyword: 18;
  readonly PatternMatch: 19;
  readonly PatternCount: 20;
  readonly PatternOffset: 21;
  readonly PatternLength: 22;
  readonly Anchor: 23;
  readonly Range: 24;
  readonly Parenthesized: 25;
  readonly Unary: 26;
  readonly Binary: 27;
  readonly Field: 28;
  readonly Index: 29;
  readonly Call: 30;
  readonly Quantifier: 31;
  readonly PatternSet: 32;
  readonly Tuple: 33;
  readonly Of: 34;
  readonly ForOf: 35;
  readonly ForIn: 36;
  readonly With: 37;
  readonly WithDeclaration: 38; /** Tokens that the parser left out to get back on its feet. */
  readonly Error: 39;
};
type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];
/** A child of a node: another node, or a token. */
type SyntaxElement = {
  readonly kind: "node";
  readonly node: number;
} | {
  readonly kind: "token";
  readonly token: number;
};
/** The tree of one source. Immutable; methods take node ids and token indexes of this tree. */
declare class SyntaxTree {
  #private;
  readonly source: SourceText;
  get nodeCount(): number;
  /** The end-of-file token, which is empty, included. */
  get tokenCount(): number;
  /** The node of the whole file; the last one. */
  get root(): number;
  tokenKind(token: number): Token;
  /** Where a token ends, in bytes; the next one starts there. */
  tokenEnd(token: number): number;
  tokenSpan(token: number): Span;
  tokenText(token: number): string;
  /** The token that holds the byte at `offset`; where two tokens meet, the one that begins there. Binary search. */
  tokenAtOffset(offset: number): number;
  kind(node: number): NodeKind;
  firstToken(node: number): number;
  /** The last token of the node, or the one before its first when the node is empty. */
  lastToken(node: number): number;
  /** One past the last token. */
  endToken(node: number): number;
  /** How many nodes the subtree has, the node itself included. */
  subtreeSize(node: number): number;
  span(node: number): Span;
  /** The source text of a node, trivia inside it included; of the whole file by default. */
  text(node?: number): string;
  /** The child nodes, first to last. */
  childNodes(node: number): number[];
  /** Child nodes and the node's own tokens (trivia too), in source order. */
  children(node: number): SyntaxElement[];
  /** The node around a node; `undefined` for the root. */
  parent(node: number): number | undefined;
  /** The sibling node before this one. */
  previousSibling(node: number): number | undefined;
  /** The sibling node after this one. Takes time in the number of later siblings. */
  nextSibling(node: number): number | undefined;
  /** The innermost node whose tokens include `token`. */
  nodeOfToken(token: number): number;
}
/** How rules are laid out. Defaults are those of YARA-X. */
interface FormatOptions {
  /** Whether the `=` of neighbouring metadata stand in one column; an empty line begins a new column. Default: true. */
  readonly alignMetadata?: boolean;
  /** Whether the `=` of neighbouring patterns stand in one column; an empty line begins a new column. Default: true. */
  readonly alignPatterns?: boolean;
  /** Whether `meta:`, `strings:` and `condition:` are indented. Default: true. */
  readonly indentSectionHeaders?: boolean;
  /** Whether the contents of a section are indented more than its header. Default: true. */
  readonly indentSectionContents?: boolean;
  /** Spaces for each level, 0 to 16, or a tab. Default: 2. */
  readonly indentation?: number | "tabs";
  /** Columns that a tab of the source takes, 1 to 16; block comments keep their shape by it. Default: 4. */
  readonly inputTabSize?: number;
  /** Whether a rule's `{` stands on a line of its own. Default: false. */
  readonly newlineBeforeCurlyBrace?: boolean;
  /** Whether an empty line stands before a section header that is not the first thing in a rule. Default: true. */
  readonly emptyLineBeforeSectionHeader?: boolean;
  /** Whether an empty line stands behind a section header. Default: false. */
  readonly emptyLineAfterSectionHeader?: boolean;
  /** What ends a line. Line ends inside string literals are content and stay. Default: `"\n"`. */
  readonly lineEnding?: "\n" | "\r\n";
  /** Whether the last line ends, too. Default: true. */
  readonly finalNewline?: boolean;
}
/** A replacement of white space by white space; `start` and `end` count bytes of the source. */
interface TextEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}
/** Why a source was left as it is. */
interface FormatRefusal {
  /** A sentence without a period. */
  readonly message: string;
  /** What it is about, in bytes of the source. */
  readonly span: Span;
  /** True when the formatter itself is wrong: it would have changed a token. Please report the source. */
  readonly isBug: boolean;
}
/** What {@link format} returns. */
interface FormatResult {
  /** The formatted source; the source itself where it was refused. */
  readonly text: string;
  readonly isChanged: boolean;
  /** Absent when all is well. Mistakes of syntax are none: what the parser does not understand stays as it is. */
  readonly refusal?: FormatRefusal;
}
/** What {@link formatEdits} returns. */
interface FormatEdits {
  /** In order, without overlap, and each as small as can be. They replace white space by white space. */
  readonly edits: readonly TextEdit[];
  /** As in {@link FormatResult}; there are no edits then. */
  readonly refusal?: FormatRefusal;
}
/** Options of {@link formatEdits}. */
interface FormatEditsOptions extends FormatOptions {
  /** Only lines that this part of the source touches, in bytes, are edited. Default: the whole source. */
  readonly range?: Span;
}
/**
* Formats rules. Only white space changes, and that is checked before anything is returned. Formatting twice changes nothing
* more. Between the comments `// fmt: off` and `// fmt: on` everything stays as it is. Takes time in the length of the source.
*
* @throws {TypeError} or {RangeError} naming the option that is wrong
*/
declare function format(source: string | Uint8Array | SyntaxTree, options?: FormatOptions): FormatResult;
/**
* The edits by which {@link format} changes a source: for editors, which keep cursors and folds where nothing changes.
*
* @throws {TypeError} or {RangeError} naming the option that is wrong
*/
declare function formatEdits(source: string | Uint8Array | SyntaxTree, {
  range,
  ...options
}?: FormatEditsOptions): FormatEdits;
export { type FormatEdits, type FormatEditsOptions, type FormatOptions, type FormatRefusal, type FormatResult, type TextEdit, format, formatEdits };