// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
interface Node {
  readonly span: Span;
}
/** A name as written, with its place. */
interface Identifier extends Node {
  readonly name: string;
}
interface SourceFile extends Node {
  readonly items: readonly Item[];
}
type Item = Import | Include | Rule;
interface Import extends Node {
  readonly kind: "import";
  readonly module: string;
  readonly moduleSpan: Span;
}
interface Include extends Node {
  readonly kind: "include";
  readonly path: string;
  readonly pathSpan: Span;
}
interface Rule extends Node {
  readonly kind: "rule";
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly name: Identifier;
  readonly tags: readonly Identifier[];
  readonly meta: readonly Meta[];
  readonly patterns: readonly Pattern[];
  readonly condition: Expr;
}
interface Meta extends Node {
  readonly name: Identifier;
  readonly value: MetaValue;
  readonly valueSpan: Span;
}
/** A metadata value. A string that holds an escape sequence is `bytes`: its decoded text may be no text at all (GR-4). */
type MetaValue = {
  readonly kind: "integer";
  readonly value: bigint;
} | {
  readonly kind: "float";
  readonly value: number;
} | {
  readonly kind: "bool";
  readonly value: boolean;
} | {
  readonly kind: "string";
  readonly value: string;
} | {
  readonly kind: "bytes";
  readonly value: Uint8Array;
};
type Pattern = TextPattern | HexPattern | RegexpPattern;
interface PatternBase extends Node {
  /** With its `$`; just `$` for an anonymous pattern. */
  readonly name: Identifier;
  readonly modifiers: readonly PatternModifier[];
  /** The value as written, without modifiers. */
  readonly valueSpan: Span;
}
interface TextPattern extends PatternBase {
  readonly kind: "text";
  readonly value: Uint8Array;
}
interface RegexpPattern extends PatternBase {
  readonly kind: "regexp";
  readonly regexp: RegexpLiteral;
}
interface HexPattern extends PatternBase {
  readonly kind: "hex";
  readonly tokens: readonly HexToken[];
}
/** `/…/is`. */
interface RegexpLiteral extends Node {
  readonly kind: "regexp";
  /** The text between the slashes exactly as written (escapes kept, `\/` too), so that offsets inside it map onto the file. */
  readonly source: string;
  /** Where `source` starts in the file. */
  readonly sourceSpan: Span;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
}
type HexToken = HexBytes | HexByte | HexJump | HexAlternative;
/** A row of bytes that are given wholly, as long as it goes. */
interface HexBytes extends Node {
  readonly kind: "bytes";
  readonly value: Uint8Array;
}
/**
* A byte that is not given wholly, or negated, with the mask of its given bits: `A?` is value 0xA0, mask 0xF0; `??` has
* mask 0.
*/
interface HexByte extends Node {
  readonly kind: "byte";
  readonly value: number;
  readonly mask: number;
  readonly negated: boolean;
}
/** `[start-end]`; a missing start is 0, a missing end is unbounded. */
interface HexJump extends Node {
  readonly kind: "jump";
  readonly start: number | undefined;
  readonly end: number | undefined;
}
interface HexAlternative extends Node {
  readonly kind: "alternative";
  readonly alternatives: readonly (readonly HexToken[])[];
}
type PatternModifier = Node & ({
  readonly kind: "ascii" | "wide" | "nocase" | "fullword" | "private";
} | {
  readonly kind: "xor";
  readonly start: number;
  readonly end: number;
} | {
  readonly kind: "base64" | "base64wide";
  readonly alphabet: Base64Alphabet | undefined;
});
interface Base64Alphabet extends Node {
  readonly value: string;
}
type Expr = IntegerLiteral | FloatLiteral | BoolLiteral | StringLiteral | RegexpLiteral | IdentifierExpr | FilesizeExpr | EntrypointExpr | PatternMatchExpr | PatternCountExpr | PatternOffsetExpr | PatternLengthExpr | UnaryExpr | BinaryExpr | FieldExpr | IndexExpr | CallExpr | OfExpr | ForOfExpr | ForInExpr | WithExpr;
interface IntegerLiteral extends Node {
  readonly kind: "integer";
  readonly value: bigint;
}
interface FloatLiteral extends Node {
  readonly kind: "float";
  readonly value: number;
}
interface BoolLiteral extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}
interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: Uint8Array;
}
interface IdentifierExpr extends Node {
  readonly kind: "identifier";
  readonly name: string;
}
interface FilesizeExpr extends Node {
  readonly kind: "filesize";
}
interface EntrypointExpr extends Node {
  readonly kind: "entrypoint";
}
/** `at EXPR` or `in (a..b)` behind a pattern or a pattern set. */
type Anchor = (Node & {
  readonly kind: "at";
  readonly offset: Expr;
}) | (Node & {
  readonly kind: "in";
  readonly range: Range;
});
/** `(lower..upper)`, both inclusive. */
interface Range extends Node {
  readonly lower: Expr;
  readonly upper: Expr;
}
/** `$a`, `$a at N`, `$a in (a..b)`; `name` keeps its `$`, and is `$` inside `for … of`. */
interface PatternMatchExpr extends Node {
  readonly kind: "pattern-match";
  readonly name: Identifier;
  readonly anchor: Anchor | undefined;
}
/** `#a`, `#a in (a..b)`; `name` keeps its `#`. */
interface PatternCountExpr extends Node {
  readonly kind: "pattern-count";
  readonly name: Identifier;
  readonly range: Range | undefined;
}
/** `@a`, `@a[i]`; `name` keeps its `@`. */
interface PatternOffsetExpr extends Node {
  readonly kind: "pattern-offset";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}
/** `!a`, `!a[i]`; `name` keeps its `!`. */
interface PatternLengthExpr extends Node {
  readonly kind: "pattern-length";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}
type UnaryOperator = "not" | "defined" | "-" | "~";
interface UnaryExpr extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expr;
}
type BinaryOperator = "or" | "and" | "==" | "!=" | "<" | "<=" | ">" | ">=" | "contains" | "icontains" | "startswith" | "istartswith" | "endswith" | "iendswith" | "iequals" | "matches" | "|" | "^" | "&" | "<<" | ">>" | "+" | "-" | "*" | "\\" | "%";
/**
* An operator with its operands in order. A chain of one left-associative operator is one flat node with more than two
* operands (`a or b or c`), so that long chains need no deep recursion; mixed operators nest.
*/
interface BinaryExpr extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operands: readonly Expr[];
}
interface FieldExpr extends Node {
  readonly kind: "field";
  readonly object: Expr;
  readonly field: Identifier;
}
interface IndexExpr extends Node {
  readonly kind: "index";
  readonly object: Expr;
  readonly index: Expr;
}
/** `callee` is an identifier or a field expression. */
interface CallExpr extends Node {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Expr[];
  /** The parenthesised list. */
  readonly argsSpan: Span;
}
type Quantifier = Node & ({
  readonly kind: "all" | "any" | "none";
} | {
  readonly kind: "count";
  readonly value: Expr;
} | {
  readonly kind: "percentage";
  readonly value: Expr;
});
type PatternSet = Node & ({
  readonly kind: "them";
} | {
  readonly kind: "list";
  readonly items: readonly PatternSetItem[];
});
/** `$a`, or `$a*` with `isWildcard`; `name` is with its `$` and without the `*`. */
interface PatternSetItem extends Node {
  readonly name: string;
  readonly isWildcard: boolean;
}
/** `Q of SET [at|in …]` and `Q of (bool, …)`. */
interface OfExpr extends Node {
  readonly kind: "of";
  readonly quantifier: Quantifier;
  readonly items: {
    readonly kind: "patterns";
    readonly set: PatternSet;
  } | {
    readonly kind: "tuple";
    readonly items: readonly Expr[];
    readonly span: Span;
  };
  readonly anchor: Anchor | undefined;
}
/** `for Q of SET : ( body )`. */
interface ForOfExpr extends Node {
  readonly kind: "for-of";
  readonly quantifier: Quantifier;
  readonly set: PatternSet;
  readonly body: Expr;
}
/** `for Q a, b in ITERABLE : ( body )`. */
interface ForInExpr extends Node {
  readonly kind: "for-in";
  readonly quantifier: Quantifier;
  readonly variables: readonly Identifier[];
  readonly iterable: Iterable;
  readonly body: Expr;
}
type Iterable = Node & ({
  readonly kind: "range";
  readonly range: Range;
} | {
  readonly kind: "tuple";
  readonly items: readonly Expr[];
} | {
  readonly kind: "expr";
  readonly expr: Expr;
});
/** `with a = E, b = E : ( body )`. */
interface WithExpr extends Node {
  readonly kind: "with";
  readonly declarations: readonly WithDeclaration[];
  readonly body: Expr;
}
interface WithDeclaration extends Node {
  readonly name: Identifier;
  readonly value: Expr;
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
/** Every reserved word; none of them can be an identifier anywhere. */
declare const KEYWORDS: ReadonlyMap<string, Token>;
/** The text of each token kind that has only one, by kind: punctuation and keywords. */
declare const TOKEN_TEXT: readonly (string | undefined)[];
/** Whitespace, line ends and comments: kept in the tree, unseen by the grammar. */
declare function isTrivia(kind: Token): boolean;
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
/** Options of {@link dumpTree}. */
interface DumpOptions {
  /** Whether whitespace, line ends and comments get a line. Default: false. */
  readonly trivia?: boolean;
}
/** Prints a tree, for debugging and goldens: `Kind@start..end`, tokens with their text. */
declare function dumpTree(tree: SyntaxTree, {
  trivia
}?: DumpOptions): string;
/** One text of rules: where it came from and its bytes' text. Several may take part in one compilation. */
interface Source {
  /** A file path or any name the caller gave; absent when the text came without one. */
  readonly origin?: string;
  readonly text: string;
}
/** A place in a source that a diagnostic points at. */
interface Label {
  /** `primary` is the place the message is about; there is exactly one, and it comes first. */
  readonly kind: "primary" | "secondary";
  readonly span: Span;
  /** What to say at this place; may be empty. */
  readonly text: string;
  /** Set by the compiler when it collects the diagnostic. */
  readonly source?: Source;
}
/** A sentence under the excerpt: a fact (`note`) or an advice (`help`). */
interface Footer {
  readonly kind: "note" | "help";
  readonly text: string;
}
/** A change of the source text that mends what the diagnostic is about. */
interface Replacement {
  readonly span: Span;
  readonly text: string;
  readonly source?: Source;
}
/**
* What was wrong, or doubtful, in the author's rules: data, collected by the compiler, never thrown.
* Errors carry YARA-X's codes (`E009`), warnings its ids (`slow_pattern`).
*/
interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly title: string;
  readonly labels: readonly Label[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly Replacement[];
}
/**
* How many levels of AST nodes an expression may have, and how deep hex alternatives may nest. Parentheses do not count.
* Limit: whatever walks an AST may recurse. Some hosts give half a megabyte of stack, so a level may cost 2 KB, which is
* a handful of frames of an engine's interpreter. Rules written by people stay below 20.
*/
declare const MAX_NESTING: number;
/** Everything that is known about a source after parsing. */
interface ParseResult {
  readonly tree: SyntaxTree;
  /** The sound items only. */
  readonly ast: SourceFile;
  /** The names of the rules that were left out of the AST because of a mistake in them, in order. */
  readonly brokenRules: readonly Identifier[];
  readonly diagnostics: readonly Diagnostic[];
}
/** Options of {@link parse}. */
interface ParseOptions {
  /** How many tokens the source may have, whitespace and comments counted; one more is a diagnostic. Default: 16,777,216. */
  readonly maxTokens?: number;
}
/**
* Parses a source of rules. Never throws: mistakes are diagnostics, and items without a mistake are delivered whatever
* stands around them. Bytes that are not UTF-8 give E032 and no items at all. Time and memory are linear in the source.
*/
declare function parse(source: string | Uint8Array, {
  maxTokens
}?: ParseOptions): ParseResult;
/**
* Parses a source item by item, for those who need each only once: what {@link parse} delivers, but without a tree, and
* nothing of an item is kept here when the next is asked for.
*/
declare class ItemReader {
  #private;
  readonly source: SourceText;
  constructor(source: SourceText, {
    maxTokens
  }?: ParseOptions);
  /** The next sound item; undefined at the end of the source. */
  next(): Item | undefined;
  /** What was wrong with the syntax so far. */
  get diagnostics(): readonly Diagnostic[];
}
/** What a walk does at each expression; `leave` comes after the expression's children. */
interface ExprVisitor {
  /** Returning exactly `false` leaves out the children. */
  readonly enter?: (expr: Expr) => unknown;
  readonly leave?: (expr: Expr) => void;
}
/** Walks over an expression and everything below it, children in the order of the source. */
declare function visitExpr(root: Expr, {
  enter,
  leave
}: ExprVisitor): void;
/** The expressions directly below an expression, in the order of the source. */
declare function childrenOf(expr: Expr): readonly Expr[];
export { type Anchor, type Base64Alphabet, type BinaryExpr, type BinaryOperator, type BoolLiteral, type CallExpr, type DumpOptions, type EntrypointExpr, type Expr, type ExprVisitor, type FieldExpr, type FilesizeExpr, type FloatLiteral, type ForInExpr, type ForOfExpr, type HexAlternative, type HexByte, type HexBytes, type HexJump, type HexPattern, type HexToken, type Identifier, type IdentifierExpr, type Import, type Include, type IndexExpr, type IntegerLiteral, type Item, ItemReader, type Iterable, KEYWORDS, MAX_NESTING, type Meta, type MetaValue, NodeKind, type OfExpr, type ParseOptions, type ParseResult, type Pattern, type PatternCountExpr, type PatternLengthExpr, type PatternMatchExpr, type PatternModifier, type PatternOffsetExpr, type PatternSet, type PatternSetItem, type Quantifier, type Range, type RegexpLiteral, type RegexpPattern, type Rule, type SourceFile, SourceText, type StringLiteral, type SyntaxElement, SyntaxTree, TOKEN_TEXT, type TextPattern, Token, type UnaryExpr, type UnaryOperator, type WithDeclaration, type WithExpr, childrenOf, dumpTree, isTrivia, parse, visitExpr };