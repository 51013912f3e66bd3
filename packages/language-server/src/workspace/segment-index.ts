/** What other segments and other files want to know of one segment. Computed once for each segment. */
import { type SourceSegment, Token } from "tyara/editor";
import type { Span } from "../document.ts";
import { ruleNameTokens } from "../meaning/meaning.ts";
import { sectionBefore } from "../syntax/section.ts";
import { tokenBefore } from "../syntax/tokens.ts";

export interface NamedSpan {
  readonly name: string;
  readonly span: Span;
}

export interface DeclaredRule extends NamedSpan {
  /** Of the whole rule. */
  readonly whole: Span;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
}

export interface SegmentIndex {
  readonly rule: DeclaredRule | undefined;
  readonly module: NamedSpan | undefined;
  /** The path, and the place of the string with it. */
  readonly include: NamedSpan | undefined;
  /** Names in the condition that may be those of rules. */
  readonly references: readonly NamedSpan[];
  readonly tags: readonly string[];
  readonly metaNames: readonly string[];
}

const known = new WeakMap<SourceSegment, SegmentIndex>();

export function indexOf(segment: SourceSegment): SegmentIndex {
  let index = known.get(segment);
  if (index === undefined) known.set(segment, (index = makeIndex(segment)));
  return index;
}

const nothing: SegmentIndex = {
  rule: undefined,
  module: undefined,
  include: undefined,
  references: [],
  tags: [],
  metaNames: [],
};

function makeIndex(segment: SourceSegment): SegmentIndex {
  if (segment.isEmpty) return nothing;
  const { item, tree } = segment;
  if (item?.kind === "import") return { ...nothing, module: { name: item.module, span: item.moduleSpan } };
  if (item?.kind === "include") return { ...nothing, include: { name: item.path, span: item.pathSpan } };
  const references = ruleNameTokens(tree).map((token) => ({
    name: tree.tokenText(token),
    span: tree.tokenSpan(token),
  }));
  const tags: string[] = [];
  const metaNames: string[] = [];
  for (let token = 0; token < tree.tokenCount; token++) {
    if (tree.tokenKind(token) !== Token.Identifier) continue;
    const section = sectionBefore(tree, token);
    if (section === "tags") tags.push(tree.tokenText(token));
    else if (section === "meta") metaNames.push(tree.tokenText(token));
  }
  return { ...nothing, rule: declaredRule(segment), references, tags, metaNames };
}

function declaredRule(segment: SourceSegment): DeclaredRule | undefined {
  const { item, brokenRule, tree } = segment;
  if (item?.kind === "rule") {
    const { name, span, isGlobal, isPrivate } = item;
    return { name: name.name, span: name.span, whole: span, isGlobal, isPrivate };
  }
  if (brokenRule === undefined) return undefined;
  const { name, span } = brokenRule;
  const modifiers = new Set<Token>();
  let first = tokenBefore(tree, tree.tokenAtOffset(span.start));
  for (let at = tokenBefore(tree, first); at >= 0; at = tokenBefore(tree, at)) {
    const kind = tree.tokenKind(at);
    if (kind !== Token.Global && kind !== Token.Private) break;
    modifiers.add(kind);
    first = at;
  }
  const whole = { start: tree.tokenSpan(first).start, end: endOfCode(segment) };
  return {
    name,
    span,
    whole,
    isGlobal: modifiers.has(Token.Global),
    isPrivate: modifiers.has(Token.Private),
  };
}

/** Where the last token that is no trivia ends. */
function endOfCode({ tree }: SourceSegment): number {
  const last = tokenBefore(tree, tree.tokenCount - 1);
  return last < 0 ? 0 : tree.tokenSpan(last).end;
}
