/**
 * The typed tree of a rules file: plain readonly data with byte spans, made from the lossless tree.
 * Literals are already decoded here; what was wrong with them has been reported by the parser.
 */
import type { Span } from "@tyara/base";

interface Node {
  readonly span: Span;
}

/** A name as written, with its place. */
export interface Identifier extends Node {
  readonly name: string;
}

export interface SourceFile extends Node {
  readonly items: readonly Item[];
}

export type Item = Import | Include | Rule;

export interface Import extends Node {
  readonly kind: "import";
  readonly module: string;
  readonly moduleSpan: Span;
}

export interface Include extends Node {
  readonly kind: "include";
  readonly path: string;
  readonly pathSpan: Span;
}

export interface Rule extends Node {
  readonly kind: "rule";
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly name: Identifier;
  readonly tags: readonly Identifier[];
  readonly meta: readonly Meta[];
  readonly patterns: readonly Pattern[];
  readonly condition: Expr;
}

export interface Meta extends Node {
  readonly name: Identifier;
  readonly value: MetaValue;
  readonly valueSpan: Span;
}

/** A metadata value. A string that holds an escape sequence is `bytes`: its decoded text may be no text at all (GR-4). */
export type MetaValue =
  | { readonly kind: "integer"; readonly value: bigint }
  | { readonly kind: "float"; readonly value: number }
  | { readonly kind: "bool"; readonly value: boolean }
  | { readonly kind: "string"; readonly value: string }
  | { readonly kind: "bytes"; readonly value: Uint8Array };

// ── Patterns ────────────────────────────────────────────────────────────────

export type Pattern = TextPattern | HexPattern | RegexpPattern;

interface PatternBase extends Node {
  /** With its `$`; just `$` for an anonymous pattern. */
  readonly name: Identifier;
  readonly modifiers: readonly PatternModifier[];
  /** The value as written, without modifiers. */
  readonly valueSpan: Span;
}

export interface TextPattern extends PatternBase {
  readonly kind: "text";
  readonly value: Uint8Array;
}

export interface RegexpPattern extends PatternBase {
  readonly kind: "regexp";
  readonly regexp: RegexpLiteral;
}

export interface HexPattern extends PatternBase {
  readonly kind: "hex";
  readonly tokens: readonly HexToken[];
}

/** `/…/is`. */
export interface RegexpLiteral extends Node {
  readonly kind: "regexp";
  /** The text between the slashes exactly as written (escapes kept, `\/` too), so that offsets inside it map onto the file. */
  readonly source: string;
  /** Where `source` starts in the file. */
  readonly sourceSpan: Span;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
}

export type HexToken = HexBytes | HexByte | HexJump | HexAlternative;

/** A row of bytes that are given wholly, as long as it goes. */
export interface HexBytes extends Node {
  readonly kind: "bytes";
  readonly value: Uint8Array;
}

/**
 * A byte that is not given wholly, or negated, with the mask of its given bits: `A?` is value 0xA0, mask 0xF0; `??` has
 * mask 0.
 */
export interface HexByte extends Node {
  readonly kind: "byte";
  readonly value: number;
  readonly mask: number;
  readonly negated: boolean;
}

/** `[start-end]`; a missing start is 0, a missing end is unbounded. */
export interface HexJump extends Node {
  readonly kind: "jump";
  readonly start: number | undefined;
  readonly end: number | undefined;
}

export interface HexAlternative extends Node {
  readonly kind: "alternative";
  readonly alternatives: readonly (readonly HexToken[])[];
}

export type PatternModifier = Node &
  (
    | { readonly kind: "ascii" | "wide" | "nocase" | "fullword" | "private" }
    | { readonly kind: "xor"; readonly start: number; readonly end: number }
    | { readonly kind: "base64" | "base64wide"; readonly alphabet: Base64Alphabet | undefined }
  );

export interface Base64Alphabet extends Node {
  readonly value: string;
}

// ── Expressions ─────────────────────────────────────────────────────────────

export type Expr =
  | IntegerLiteral
  | FloatLiteral
  | BoolLiteral
  | StringLiteral
  | RegexpLiteral
  | IdentifierExpr
  | FilesizeExpr
  | EntrypointExpr
  | PatternMatchExpr
  | PatternCountExpr
  | PatternOffsetExpr
  | PatternLengthExpr
  | UnaryExpr
  | BinaryExpr
  | FieldExpr
  | IndexExpr
  | CallExpr
  | OfExpr
  | ForOfExpr
  | ForInExpr
  | WithExpr;

export interface IntegerLiteral extends Node {
  readonly kind: "integer";
  readonly value: bigint;
}
export interface FloatLiteral extends Node {
  readonly kind: "float";
  readonly value: number;
}
export interface BoolLiteral extends Node {
  readonly kind: "bool";
  readonly value: boolean;
}
export interface StringLiteral extends Node {
  readonly kind: "string";
  readonly value: Uint8Array;
}
export interface IdentifierExpr extends Node {
  readonly kind: "identifier";
  readonly name: string;
}
export interface FilesizeExpr extends Node {
  readonly kind: "filesize";
}
export interface EntrypointExpr extends Node {
  readonly kind: "entrypoint";
}

/** `at EXPR` or `in (a..b)` behind a pattern or a pattern set. */
export type Anchor =
  | (Node & { readonly kind: "at"; readonly offset: Expr })
  | (Node & { readonly kind: "in"; readonly range: Range });

/** `(lower..upper)`, both inclusive. */
export interface Range extends Node {
  readonly lower: Expr;
  readonly upper: Expr;
}

/** `$a`, `$a at N`, `$a in (a..b)`; `name` keeps its `$`, and is `$` inside `for … of`. */
export interface PatternMatchExpr extends Node {
  readonly kind: "pattern-match";
  readonly name: Identifier;
  readonly anchor: Anchor | undefined;
}
/** `#a`, `#a in (a..b)`; `name` keeps its `#`. */
export interface PatternCountExpr extends Node {
  readonly kind: "pattern-count";
  readonly name: Identifier;
  readonly range: Range | undefined;
}
/** `@a`, `@a[i]`; `name` keeps its `@`. */
export interface PatternOffsetExpr extends Node {
  readonly kind: "pattern-offset";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}
/** `!a`, `!a[i]`; `name` keeps its `!`. */
export interface PatternLengthExpr extends Node {
  readonly kind: "pattern-length";
  readonly name: Identifier;
  readonly index: Expr | undefined;
}

export type UnaryOperator = "not" | "defined" | "-" | "~";

export interface UnaryExpr extends Node {
  readonly kind: "unary";
  readonly operator: UnaryOperator;
  readonly operand: Expr;
}

export type BinaryOperator =
  | "or"
  | "and"
  | "=="
  | "!="
  | "<"
  | "<="
  | ">"
  | ">="
  | "contains"
  | "icontains"
  | "startswith"
  | "istartswith"
  | "endswith"
  | "iendswith"
  | "iequals"
  | "matches"
  | "|"
  | "^"
  | "&"
  | "<<"
  | ">>"
  | "+"
  | "-"
  | "*"
  | "\\"
  | "%";

/**
 * An operator with its operands in order. A chain of one left-associative operator is one flat node with more than two
 * operands (`a or b or c`), so that long chains need no deep recursion; mixed operators nest.
 */
export interface BinaryExpr extends Node {
  readonly kind: "binary";
  readonly operator: BinaryOperator;
  readonly operands: readonly Expr[];
}

export interface FieldExpr extends Node {
  readonly kind: "field";
  readonly object: Expr;
  readonly field: Identifier;
}
export interface IndexExpr extends Node {
  readonly kind: "index";
  readonly object: Expr;
  readonly index: Expr;
}
/** `callee` is an identifier or a field expression. */
export interface CallExpr extends Node {
  readonly kind: "call";
  readonly callee: Expr;
  readonly args: readonly Expr[];
  /** The parenthesised list. */
  readonly argsSpan: Span;
}

export type Quantifier = Node &
  (
    | { readonly kind: "all" | "any" | "none" }
    | { readonly kind: "count"; readonly value: Expr }
    | { readonly kind: "percentage"; readonly value: Expr }
  );

export type PatternSet = Node &
  ({ readonly kind: "them" } | { readonly kind: "list"; readonly items: readonly PatternSetItem[] });

/** `$a`, or `$a*` with `isWildcard`; `name` is with its `$` and without the `*`. */
export interface PatternSetItem extends Node {
  readonly name: string;
  readonly isWildcard: boolean;
}

/** `Q of SET [at|in …]` and `Q of (bool, …)`. */
export interface OfExpr extends Node {
  readonly kind: "of";
  readonly quantifier: Quantifier;
  readonly items:
    | { readonly kind: "patterns"; readonly set: PatternSet }
    | { readonly kind: "tuple"; readonly items: readonly Expr[]; readonly span: Span };
  readonly anchor: Anchor | undefined;
}

/** `for Q of SET : ( body )`. */
export interface ForOfExpr extends Node {
  readonly kind: "for-of";
  readonly quantifier: Quantifier;
  readonly set: PatternSet;
  readonly body: Expr;
}

/** `for Q a, b in ITERABLE : ( body )`. */
export interface ForInExpr extends Node {
  readonly kind: "for-in";
  readonly quantifier: Quantifier;
  readonly variables: readonly Identifier[];
  readonly iterable: Iterable;
  readonly body: Expr;
}

export type Iterable = Node &
  (
    | { readonly kind: "range"; readonly range: Range }
    | { readonly kind: "tuple"; readonly items: readonly Expr[] }
    | { readonly kind: "expr"; readonly expr: Expr }
  );

/** `with a = E, b = E : ( body )`. */
export interface WithExpr extends Node {
  readonly kind: "with";
  readonly declarations: readonly WithDeclaration[];
  readonly body: Expr;
}

export interface WithDeclaration extends Node {
  readonly name: Identifier;
  readonly value: Expr;
}
