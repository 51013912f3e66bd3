/**
 * The door of the regular expression language: text in, HIR or one error out. The error is the first the reference
 * would name: syntax, then what patterns must not be.
 */
import type { Span } from "@tyara/base";
import { findArbitraryPrefix } from "./arbitrary-prefix.ts";
import type { Greed } from "./greed.ts";
import { findGreed } from "./greed.ts";
import type { Hir } from "./hir.ts";
import { minLength } from "./measure.ts";
import type { RegexpAst } from "./regexp-ast.ts";
import { parseRegexpAst } from "./regexp-parser.ts";
import { RegexpSyntaxError } from "./regexp-syntax-error.ts";
import { countProgramNodes, MAX_MATCHES_COST, MAX_PROGRAM_NODES, matchesCost } from "./size.ts";
import { translate } from "./translate.ts";

export interface RegexpOptions {
  /** The flag `i` behind the expression, or the modifier `nocase`. */
  readonly caseInsensitive: boolean;
  /** The flag `s` behind the expression. */
  readonly dotMatchesNewline: boolean;
  /** Unknown escapes lose their backslash and stray braces are literals. Default: false. */
  readonly relaxed?: boolean;
  /** `pattern`: in the strings section, with its stricter rules; `matches`: operand of the operator. */
  readonly context: "pattern" | "matches";
}

export interface ParsedRegexp {
  readonly hir: Hir;
  /** Whether the quantifiers are greedy; undefined when there are none, or both kinds (`matches` only). */
  readonly isGreedy: boolean | undefined;
}

/** Spans are byte offsets inside the source as UTF-8. */
export interface RegexpError {
  readonly code: "E014" | "E015" | "E045";
  /** What to say at the span. */
  readonly message: string;
  /** Absent: the error is about the pattern as a whole. */
  readonly span?: Span;
  readonly note?: string;
  readonly secondary?: { readonly span: Span; readonly message: string };
}

/** Limit: the reference's; more branches are as slow there as here they are large. */
const MAX_BRANCHES = 255;

/** `source` is what stands between the slashes, exactly as written (`\/` kept). */
export function parseRegexp(
  source: string,
  options: RegexpOptions,
): { readonly regexp: ParsedRegexp } | { readonly error: RegexpError } {
  try {
    const ast = parseRegexpAst(source, options.relaxed ?? false);
    const greed = findGreed(ast);
    const error = findRefusal(ast, greed, source, options);
    if (error !== undefined) return { error };
    const hir = translate(ast, { ...options, isPattern: options.context === "pattern" });
    const unfit = options.context === "pattern" ? findUnfit(hir) : findOversize(hir, matchesCost(hir));
    if (unfit !== undefined) return { error: unfit };
    return { regexp: { hir, isGreedy: greed.conflict === undefined ? greed.isGreedy : undefined } };
  } catch (error) {
    if (!(error instanceof RegexpSyntaxError)) throw error;
    const span = byteSpan(source, error.span);
    return {
      error: {
        code: "E014",
        message: error.message,
        span,
        ...(error.note === undefined ? {} : { note: error.note }),
      },
    };
  }
}

function findRefusal(
  ast: RegexpAst,
  greed: Greed,
  source: string,
  options: RegexpOptions,
): RegexpError | undefined {
  if (greed.conflict !== undefined && options.context === "pattern") {
    const { first, other } = greed.conflict;
    return {
      code: "E015",
      message: describeGreed(first.isGreedy),
      span: byteSpan(source, first.span),
      secondary: { span: byteSpan(source, other.span), message: describeGreed(other.isGreedy) },
    };
  }
  const prefix = options.dotMatchesNewline ? findArbitraryPrefix(ast) : undefined;
  if (prefix === undefined) return undefined;
  return {
    code: "E045",
    message: "this prefix can be arbitrarily long and matches all bytes",
    span: byteSpan(source, prefix),
  };
}

function describeGreed(isGreedy: boolean): string {
  return isGreedy ? "this is greedy" : "this is not greedy";
}

function findUnfit(hir: Hir): RegexpError | undefined {
  if (minLength(hir) === 0) return { code: "E014", message: "this expression matches the empty string" };
  if (!isLiteralAlternation(hir) && mostBranches(hir) > MAX_BRANCHES) {
    return { code: "E014", message: `an alternation can have at most ${MAX_BRANCHES} branches` };
  }
  return findOversize(hir);
}

function findOversize(hir: Hir, cost = 0): RegexpError | undefined {
  if (countProgramNodes(hir) <= MAX_PROGRAM_NODES && cost <= MAX_MATCHES_COST) return undefined;
  return { code: "E014", message: "this expression is too large" };
}

/** A choice between texts is not subject to the limit: it never becomes one program. */
function isLiteralAlternation(hir: Hir): boolean {
  return hir.kind === "alternation" && hir.branches.every((branch) => branch.kind === "literal");
}

function mostBranches(hir: Hir): number {
  switch (hir.kind) {
    case "alternation":
      return hir.branches.reduce((most, branch) => Math.max(most, mostBranches(branch)), hir.branches.length);
    case "concat":
      return hir.items.reduce((most, item) => Math.max(most, mostBranches(item)), 0);
    case "repeat":
      return mostBranches(hir.item);
    default:
      return 0;
  }
}

function byteSpan(source: string, span: Span): Span {
  const start = utf8Length(source.slice(0, span.start));
  return { start, end: start + utf8Length(source.slice(span.start, span.end)) };
}

function utf8Length(text: string): number {
  return new TextEncoder().encode(text).length;
}
