/** Other ways to write what stands at a place. */
import {
  type BinaryExpr,
  type Expr,
  type Pattern,
  type Rule,
  type SourceSegment,
  visitExpr,
} from "tyara/editor";
import type { CodeAction, Range, TextEdit } from "vscode-languageserver";
import type { RuleDocument, Span } from "../document.ts";
import { patternTokens } from "../meaning/meaning.ts";
import { withItsLine } from "./corrections.ts";
import { hexOf } from "./pattern-notes.ts";

/** One way: a change of spans of the segment. */
interface Refactoring {
  readonly title: string;
  readonly kind: "refactor.extract" | "refactor.rewrite";
  readonly edits: readonly { readonly span: Span; readonly text: string }[];
}

/** What a refactoring looks at: the rule, and the bytes that are selected. */
interface Selection {
  readonly segment: SourceSegment;
  readonly rule: Rule;
  readonly start: number;
  readonly end: number;
}

const all: readonly ((selection: Selection) => Refactoring[])[] = [
  otherKindOfPattern,
  anyOrAllOf,
  extractPattern,
  removeSpare,
  sortMeta,
  togglePrivate,
];

export function refactorings(document: RuleDocument, range: Range): CodeAction[] {
  const place = document.place(range.start);
  const end = document.place(range.end);
  if (place === undefined || end?.index !== place.index) return [];
  const { segment, index, offset } = place;
  const { item } = segment;
  if (item?.kind !== "rule" || offset < item.span.start || offset > item.span.end) return [];
  const selection = { segment, rule: item, start: offset, end: end.offset };
  return all
    .flatMap((find) => find(selection))
    .map(({ title, kind, edits }) => ({
      title,
      kind,
      edit: {
        changes: {
          [document.uri]: edits.map(
            ({ span, text }): TextEdit => ({ range: document.range(index, span), newText: text }),
          ),
        },
      },
    }));
}

const holds = ({ start, end }: Span, offset: number): boolean => start <= offset && offset <= end;

// ── Patterns ──

function otherKindOfPattern({ rule, start }: Selection): Refactoring[] {
  const pattern = rule.patterns.find(({ span }) => holds(span, start));
  if (pattern === undefined) return [];
  const text = pattern.kind === "text" ? asHex(pattern) : asText(pattern);
  if (text === undefined) return [];
  const title = pattern.kind === "text" ? "Write as a hex pattern" : "Write as text";
  const span = { start: pattern.valueSpan.start, end: pattern.span.end };
  return [{ title, kind: "refactor.rewrite", edits: [{ span, text }] }];
}

const MAX_REWRITTEN = 64;

/** Only plain texts are the same bytes in hex: each other modifier means more than one text. */
function asHex(pattern: Pattern): string | undefined {
  if (pattern.kind !== "text" || pattern.value.length > MAX_REWRITTEN) return undefined;
  const kinds = pattern.modifiers.map(({ kind }) => kind);
  if (kinds.some((kind) => kind !== "ascii" && kind !== "private")) return undefined;
  return `{ ${hexOf(pattern.value)} }${kinds.includes("private") ? " private" : ""}`;
}

function asText(pattern: Pattern): string | undefined {
  if (pattern.kind !== "hex") return undefined;
  const bytes = pattern.tokens.flatMap((token) => (token.kind === "bytes" ? [...token.value] : [-1]));
  if (bytes.includes(-1)) return undefined;
  const text = bytes.map(escaped).join("");
  return `"${text}"${pattern.modifiers.length > 0 ? " private" : ""}`;
}

function escaped(byte: number): string {
  const character = String.fromCharCode(byte);
  if (character === '"' || character === "\\") return `\\${character}`;
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return byte >= 0x20 && byte < 0x7f ? character : `\\x${byte.toString(16).padStart(2, "0")}`;
}

/** What a string is searched for becomes a pattern, for which the whole file is searched. */
function extractPattern({ segment, rule, start }: Selection): Refactoring[] {
  let found: { readonly whole: Span; readonly literal: Expr; readonly operator: string } | undefined;
  visitExpr(rule.condition, {
    enter: (expr) => {
      if (expr.kind !== "binary" || !holds(expr.span, start)) return;
      const [, literal] = expr.operands;
      const isSearch = ["contains", "icontains", "matches"].includes(expr.operator);
      if (isSearch && (literal?.kind === "string" || literal?.kind === "regexp"))
        found = { whole: expr.span, literal, operator: expr.operator };
    },
  });
  if (found === undefined || !holds(found.literal.span, start)) return [];
  const name = freeName(rule);
  const { whole, literal, operator } = found;
  const written = segment.content.slice(literal.span.start, literal.span.end);
  const declaration = `$${name} = ${written}${operator === "icontains" ? " nocase" : ""}`;
  return [
    {
      title: `Look for it in the whole file, as \`$${name}\``,
      kind: "refactor.extract",
      edits: [insertedPattern(segment, rule, declaration), { span: whole, text: `$${name}` }],
    },
  ];
}

function insertedPattern(
  { content, tree }: SourceSegment,
  rule: Rule,
  declaration: string,
): Refactoring["edits"][number] {
  const last = rule.patterns.at(-1);
  if (last !== undefined) {
    const lineStart = content.bytes.lastIndexOf("\n", last.span.start) + 1;
    const [indent] = /^[ \t]*/.exec(content.bytes.slice(lineStart, last.span.start))!;
    return { span: { start: last.span.end, end: last.span.end }, text: `\n${indent}${declaration}` };
  }
  // In front of `condition:`, which is the last word before the condition.
  const at = tree.source.bytes.lastIndexOf("condition", rule.condition.span.start);
  const lineStart = content.bytes.lastIndexOf("\n", at) + 1;
  const [indent] = /^[ \t]*/.exec(content.bytes.slice(lineStart, at))!;
  return { span: { start: at, end: at }, text: `strings:\n${indent}  ${declaration}\n${indent}` };
}

function freeName({ patterns }: Rule): string {
  const taken = new Set(patterns.map(({ name }) => name.name));
  for (let i = 1; ; i++) if (!taken.has(`$s${i}`)) return `s${i}`;
}

/** A pattern that begins with `$_` and that no condition names is taken out. */
function removeSpare({ segment, rule, start }: Selection): Refactoring[] {
  const pattern = rule.patterns.find(({ span }) => holds(span, start));
  if (pattern === undefined || rule.patterns.length < 2 || !pattern.name.name.startsWith("$_")) return [];
  const name = pattern.name.name.slice(1);
  const isNamed = patternTokens(segment.tree, name).length > 1;
  if (isNamed || /\bthem\b|\$_?\w*\*/.test(conditionText(segment, rule))) return [];
  const span = withItsLine(segment.tree, pattern.span);
  return [{ title: `Remove \`$${name}\``, kind: "refactor.rewrite", edits: [{ span, text: "" }] }];
}

function conditionText({ content }: SourceSegment, { condition }: Rule): string {
  return content.slice(condition.span.start, condition.span.end);
}

// ── Conditions ──

function anyOrAllOf({ rule, start }: Selection): Refactoring[] {
  let chain: BinaryExpr | undefined;
  visitExpr(rule.condition, {
    enter: (expr) => {
      const isChain = expr.kind === "binary" && (expr.operator === "or" || expr.operator === "and");
      if (isChain && holds(expr.span, start) && expr.operands.every(isPlainMatch)) chain = expr;
    },
  });
  if (chain === undefined) return [];
  const names = chain.operands.map((one) => (one.kind === "pattern-match" ? one.name.name : ""));
  if (new Set(names).size !== names.length) return [];
  const isEvery =
    names.length === rule.patterns.length && rule.patterns.every(({ name }) => names.includes(name.name));
  const text = `${chain.operator === "or" ? "any" : "all"} of ${isEvery ? "them" : `(${names.join(", ")})`}`;
  return [{ title: `Write as \`${text}\``, kind: "refactor.rewrite", edits: [{ span: chain.span, text }] }];
}

const isPlainMatch = (expr: Expr): boolean =>
  expr.kind === "pattern-match" && expr.anchor === undefined && expr.name.name !== "$";

// ── The rule's frame ──

function sortMeta({ segment, rule, start }: Selection): Refactoring[] {
  const [first] = rule.meta;
  const last = rule.meta.at(-1);
  if (first === undefined || last === undefined || rule.meta.length < 2) return [];
  if (!holds({ start: first.span.start, end: last.span.end }, start)) return [];
  const sorted = [...rule.meta].sort((a, b) =>
    a.name.name < b.name.name ? -1 : Number(a.name.name > b.name.name),
  );
  if (sorted.every((meta, i) => meta === rule.meta[i])) return [];
  const edits = rule.meta.map(({ span }, i) => {
    const other = sorted[i]!.span;
    return { span, text: segment.content.slice(other.start, other.end) };
  });
  return [{ title: "Sort metadata by name", kind: "refactor.rewrite", edits }];
}

function togglePrivate({ segment, rule, start }: Selection): Refactoring[] {
  const head = { start: rule.span.start, end: rule.name.span.end };
  if (!holds(head, start)) return [];
  const { start: at } = rule.span;
  if (!rule.isPrivate)
    return [
      {
        title: "Make the rule private",
        kind: "refactor.rewrite",
        edits: [{ span: { start: at, end: at }, text: "private " }],
      },
    ];
  const modifiers = segment.content.bytes.slice(at, rule.name.span.start);
  const found = /\bprivate\s+/.exec(modifiers);
  if (found === null) return [];
  const span = { start: at + found.index, end: at + found.index + found[0].length };
  return [{ title: "Make the rule public", kind: "refactor.rewrite", edits: [{ span, text: "" }] }];
}
