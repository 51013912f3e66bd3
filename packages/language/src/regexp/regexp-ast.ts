/**
 * The syntax tree of a regular expression, as close to the text as the translation to HIR and the messages about it
 * need. Spans are UTF-16 indices into the source; `parseRegexp` turns them into byte offsets at its edge.
 */
import type { Span } from "@tyara/base";
import type { Assertion } from "./hir.ts";

export type RegexpAst =
  | { readonly kind: "empty"; readonly span: Span }
  | LiteralAst
  | { readonly kind: "dot"; readonly span: Span }
  | { readonly kind: "assertion"; readonly span: Span; readonly assertion: AssertionAst }
  | PerlClassAst
  | PropertyAst
  | BracketedAst
  | RepeatAst
  | {
      readonly kind: "group";
      readonly span: Span;
      readonly flags: FlagChange | undefined;
      readonly item: RegexpAst;
    }
  /** `(?i)`: changes the flags up to the end of the group it is in. */
  | { readonly kind: "flags"; readonly span: Span; readonly flags: FlagChange }
  | { readonly kind: "alternation"; readonly span: Span; readonly branches: readonly RegexpAst[] }
  | { readonly kind: "concat"; readonly span: Span; readonly items: readonly RegexpAst[] };

export interface LiteralAst {
  readonly kind: "literal";
  readonly span: Span;
  readonly codePoint: number;
  /** Written `\xHH`: one byte, unless the flag `u` is on. */
  readonly isByte: boolean;
}

/** `caret` and `dollar` mean what the flag `m` makes of them. */
export type AssertionAst = Assertion | "caret" | "dollar";

export interface PerlClassAst {
  readonly kind: "perl";
  readonly span: Span;
  readonly class: "digit" | "space" | "word";
  readonly isNegated: boolean;
}

/** `\p{…}`, which only the flag `u` allows. */
export interface PropertyAst {
  readonly kind: "property";
  readonly span: Span;
  readonly name: string;
  readonly isNegated: boolean;
}

export interface BracketedAst {
  readonly kind: "bracketed";
  readonly span: Span;
  readonly isNegated: boolean;
  readonly set: ClassSet;
}

export interface RepeatAst {
  readonly kind: "repeat";
  readonly span: Span;
  readonly item: RegexpAst;
  readonly min: number;
  readonly max: number | undefined;
  /** As written; the flag `U` swaps the meaning. */
  readonly isGreedy: boolean;
}

export type ClassSet =
  | { readonly kind: "union"; readonly span: Span; readonly items: readonly ClassItem[] }
  | {
      readonly kind: "operation";
      readonly span: Span;
      readonly operator: ClassOperator;
      readonly left: ClassSet;
      readonly right: ClassSet;
    };

export type ClassOperator = "intersection" | "difference" | "symmetric-difference";

export type ClassItem =
  | LiteralAst
  | { readonly kind: "range"; readonly span: Span; readonly first: LiteralAst; readonly last: LiteralAst }
  | { readonly kind: "posix"; readonly span: Span; readonly name: string; readonly isNegated: boolean }
  | PerlClassAst
  | PropertyAst
  | BracketedAst;

/** `true` switches a flag on, `false` off; what is absent stays. */
export type FlagChange = Partial<Record<Flag, boolean>>;

/** `i` case, `m` lines, `s` dot matches newline, `U` swap greed, `u` Unicode, `R` CRLF lines, `x` ignore white space. */
export type Flag = "i" | "m" | "s" | "U" | "u" | "R" | "x";
