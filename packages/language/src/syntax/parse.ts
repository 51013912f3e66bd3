/**
 * The grammar of a file and of a rule's frame: imports, includes, modifiers, tags, metadata, sections.
 *
 * Recovery: a mistake in a section skips to the next section, a mistake elsewhere in a rule to the next rule, import or
 * include, whose keywords cannot occur inside a rule. So one mistake costs one rule and gives one diagnostic.
 */
import { compiledMagic, type Span } from "@tyara/base";
import { type Diagnostic, errors } from "../diagnostics/index.ts";
import type {
  Expr,
  Identifier,
  Import,
  Include,
  Item,
  Meta,
  MetaValue,
  Pattern,
  Rule,
  SourceFile,
} from "./ast.ts";
import { MAX_TOKENS } from "./lexer.ts";
import { takeFloat, takeInteger, takeMetaString, takePlainString } from "./literals.ts";
import { EXPRESSIONS } from "./parse-expression.ts";
import { parsePattern } from "./parse-pattern.ts";
import { Parser } from "./parser.ts";
import { SourceText } from "./source-text.ts";
import { Token } from "./token.ts";
import { NodeKind, type SyntaxTree } from "./tree.ts";

/** Everything that is known about a source after parsing. */
export interface ParseResult {
  readonly tree: SyntaxTree;
  /** The sound items only. */
  readonly ast: SourceFile;
  /** The names of the rules that were left out of the AST because of a mistake in them, in order. */
  readonly brokenRules: readonly Identifier[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Options of {@link parse}. */
export interface ParseOptions {
  /** How many tokens the source may have, whitespace and comments counted; one more is a diagnostic. Default: 16,777,216. */
  readonly maxTokens?: number;
}

/**
 * Parses a source of rules. Never throws: mistakes are diagnostics, and items without a mistake are delivered whatever
 * stands around them. Bytes that are not UTF-8 give E032 and no items at all. Time and memory are linear in the source.
 */
export function parse(
  source: string | Uint8Array,
  { maxTokens = MAX_TOKENS }: ParseOptions = {},
): ParseResult {
  const text = new SourceText(source);
  const p = new Parser(text, EXPRESSIONS, maxTokens, true);
  const brokenRules: Identifier[] = [];
  const items: Item[] = [];
  for (let item = nextItem(p, brokenRules); item !== undefined; item = nextItem(p, brokenRules))
    items.push(item);
  const span = { start: 0, end: text.byteLength };
  const refusal = refusalOf(text);
  if (refusal === undefined)
    return { tree: p.finish(), ast: { items, span }, brokenRules, diagnostics: p.diagnostics };
  return { tree: p.finish(), ast: { items: [], span }, brokenRules: [], diagnostics: [refusal] };
}

/**
 * Parses a source item by item, for those who need each only once: what {@link parse} delivers, but without a tree, and
 * nothing of an item is kept here when the next is asked for.
 */
export class ItemReader {
  readonly source: SourceText;
  readonly #parser: Parser | undefined;
  readonly #refusal: Diagnostic | undefined;

  constructor(source: SourceText, { maxTokens = MAX_TOKENS }: ParseOptions = {}) {
    this.source = source;
    this.#refusal = refusalOf(source);
    this.#parser =
      this.#refusal === undefined ? new Parser(source, EXPRESSIONS, maxTokens, false) : undefined;
  }

  /** The next sound item; undefined at the end of the source. */
  next(): Item | undefined {
    return this.#parser && nextItem(this.#parser, []);
  }

  /** What was wrong with the syntax so far. */
  get diagnostics(): readonly Diagnostic[] {
    return this.#parser?.diagnostics ?? (this.#refusal === undefined ? [] : [this.#refusal]);
  }
}

/** Why a source is not looked at any closer: it is no text in UTF-8, or compiled rules. */
export function refusalOf({ bytes, firstInvalidByte: at }: SourceText): Diagnostic | undefined {
  if (bytes.startsWith(compiledMagic) || COMPILED_ELSEWHERE.test(bytes)) return describeCompiled(bytes);
  if (at === undefined) return undefined;
  const isUtf16 = bytes.startsWith("\xff\xfe") || bytes.startsWith("\xfe\xff");
  const text = "the file is in UTF-16, as its first two bytes say: save it in UTF-8";
  return errors.invalidUtf8({ start: at, end: at + 1 }, isUtf16 ? { footers: [{ kind: "help", text }] } : {});
}

/** Compiled rules of YARA and YARA-X. */
const COMPILED_ELSEWHERE = /^YARA(?:-X)?[\x00-\x1f]/;

function describeCompiled(bytes: string): Diagnostic {
  const isOurs = bytes.startsWith(compiledMagic);
  const text = isOurs
    ? "read them with `Rules.deserialize`; on the command line, with the option `-C`"
    : "they were compiled by another program: compile their sources";
  return errors.compiledRules(
    { start: 0, end: isOurs ? compiledMagic.length - 1 : 4 },
    { footers: [{ kind: "help", text }] },
  );
}

/** The next sound item; the names of broken rules before it are added to the list. */
function nextItem(p: Parser, brokenRules: Identifier[]): Item | undefined {
  while (p.kind !== Token.EndOfFile) {
    const { item, brokenRule } = readItem(p);
    if (item !== undefined) return item;
    if (brokenRule !== undefined) brokenRules.push(brokenRule);
  }
  return undefined;
}

/** What was read of one item: it, if it is sound, or the name of the rule that is not. */
export interface ReadItem {
  readonly item?: Item;
  readonly brokenRule?: Identifier | undefined;
}

/** Reads one item, and when it is broken, goes on to where the next begins. */
export function readItem(p: Parser): ReadItem {
  p.beginItem();
  const item = p.attempt(parseItem);
  const isSound = p.problems.finish(item !== undefined);
  if (item === undefined) p.skipUntil(isItemStart);
  return item !== undefined && isSound ? { item } : { brokenRule: p.problems.name };
}

/** `private` may also be a pattern's modifier, so it and `global` count only in front of `rule`. */
function isItemStart(p: Parser): boolean {
  switch (p.kind) {
    case Token.Rule:
    case Token.Import:
    case Token.Include:
      return true;
    case Token.Global:
      return p.peek() === Token.Rule || p.peek() === Token.Private;
    case Token.Private:
      return p.peek() === Token.Rule || p.peek() === Token.Global;
    default:
      return false;
  }
}

function parseItem(p: Parser): Item {
  switch (p.kind) {
    case Token.Import:
      return parseImport(p);
    case Token.Include:
      return parseInclude(p);
    case Token.Global:
    case Token.Private:
    case Token.Rule:
      return parseRule(p);
    default:
      return p.fail("an import, an include", "a rule");
  }
}

function parseImport(p: Parser): Import {
  const mark = p.mark();
  p.advance();
  if (p.kind !== Token.String) p.fail("a string with the module's name");
  const module = takePlainString(p);
  return {
    kind: "import",
    module: module.value,
    moduleSpan: module.span,
    span: p.close(NodeKind.Import, mark),
  };
}

function parseInclude(p: Parser): Include {
  const mark = p.mark();
  p.advance();
  if (p.kind !== Token.String) p.fail("a string with the file's path");
  const path = takePlainString(p);
  return { kind: "include", path: path.value, pathSpan: path.span, span: p.close(NodeKind.Include, mark) };
}

function parseRule(p: Parser): Rule {
  const mark = p.mark();
  const modifiers = p.attempt(parseRuleModifiers) ?? skipRuleModifiers(p);
  p.expect(Token.Rule);
  const name = p.identifier();
  p.problems.name = name;
  const tags = parseTags(p);
  p.expect(Token.LeftBrace, ...(tags.length > 0 ? ["a tag"] : ["`:`"]));
  const meta = p.kind === Token.Meta ? parseSection(p, parseMetaSection, isAfterMeta) : [];
  const patterns = p.kind === Token.Strings ? parseSection(p, parseStringsSection, isAfterStrings) : [];
  if (p.kind !== Token.Condition) p.fail(...(meta.length > 0 ? [] : ["`meta`"]), "`strings`", "`condition`");
  const [condition] = parseSection(p, parseConditionSection, isAfterCondition);
  p.expect(Token.RightBrace);
  const span = p.close(NodeKind.Rule, mark);
  return {
    kind: "rule",
    ...modifiers,
    name,
    tags,
    meta,
    patterns,
    condition: condition ?? NO_CONDITION,
    span,
  };
}

/** Stands in a rule whose condition could not be parsed, which nobody will see. */
const NO_CONDITION: Expr = { kind: "bool", value: false, span: { start: 0, end: 0 } };

/** Runs a section's grammar; when it fails, goes on where `isSync` holds, with an empty section that nobody will see. */
function parseSection<T>(
  p: Parser,
  parse: (p: Parser) => readonly T[],
  isSync: (p: Parser) => boolean,
): readonly T[] {
  const mark = p.mark();
  const kind = SECTION_KINDS[p.kind]!;
  const content = p.attempt(parse);
  if (content === undefined) p.skipUntil(isSync);
  p.close(kind, mark);
  return content ?? [];
}

const SECTION_KINDS: Readonly<Record<number, NodeKind>> = {
  [Token.Meta]: NodeKind.MetaSection,
  [Token.Strings]: NodeKind.StringsSection,
  [Token.Condition]: NodeKind.ConditionSection,
};

function isAfterMeta(p: Parser): boolean {
  return p.kind === Token.Strings || isAfterStrings(p);
}

function isAfterStrings(p: Parser): boolean {
  return p.kind === Token.Condition || isItemStart(p);
}

function isAfterCondition(p: Parser): boolean {
  return p.kind === Token.RightBrace || isItemStart(p);
}

function parseRuleModifiers(p: Parser): { readonly isGlobal: boolean; readonly isPrivate: boolean } {
  const mark = p.mark();
  let isGlobal = false;
  let isPrivate = false;
  for (;;) {
    if (!isGlobal && p.accept(Token.Global)) isGlobal = true;
    else if (!isPrivate && p.accept(Token.Private)) isPrivate = true;
    else break;
  }
  if (isGlobal || isPrivate) p.close(NodeKind.RuleModifiers, mark);
  if (p.kind !== Token.Rule) {
    p.fail(...(isGlobal ? [] : ["`global`"]), ...(isPrivate ? [] : ["`private`"]), "`rule`");
  }
  return { isGlobal, isPrivate };
}

/** Goes on at the rule that the broken modifiers were meant for, so that it is known to be broken. */
function skipRuleModifiers(p: Parser): ReturnType<typeof parseRuleModifiers> {
  p.skipUntil(({ kind }) => kind === Token.Rule || kind === Token.Import || kind === Token.Include);
  return { isGlobal: false, isPrivate: false };
}

function parseTags(p: Parser): Identifier[] {
  const tags: Identifier[] = [];
  const mark = p.mark();
  if (!p.accept(Token.Colon)) return tags;
  do tags.push(p.identifier());
  while (p.kind === Token.Identifier);
  p.close(NodeKind.RuleTags, mark);
  return tags;
}

function parseMetaSection(p: Parser): Meta[] {
  p.advance();
  p.expect(Token.Colon);
  const meta: Meta[] = [];
  do meta.push(parseMeta(p));
  while (p.kind === Token.Identifier);
  if (!isAfterMeta(p)) p.fail("metadata", "`strings`", "`condition`");
  return meta;
}

function parseMeta(p: Parser): Meta {
  const mark = p.mark();
  const name = p.identifier();
  p.expect(Token.Equal);
  const { value, span: valueSpan } = parseMetaValue(p);
  return { name, value, valueSpan, span: p.close(NodeKind.Meta, mark) };
}

function parseMetaValue(p: Parser): { readonly value: MetaValue; readonly span: Span } {
  const mark = p.mark();
  switch (p.kind) {
    case Token.String:
      return takeMetaString(p);
    case Token.True:
    case Token.False:
      return { value: { kind: "bool", value: p.kind === Token.True }, span: p.take() };
    case Token.Minus:
      p.advance();
      return { value: parseNumber(p, -1), span: p.spanFrom(mark) };
    case Token.Integer:
    case Token.Float:
      return { value: parseNumber(p, 1), span: p.spanFrom(mark) };
    default:
      return p.fail("`-`", "an integer", "a float", "a string", "`true`", "`false`");
  }
}

function parseNumber(p: Parser, sign: 1 | -1): MetaValue {
  if (p.kind === Token.Integer) return { kind: "integer", value: BigInt(sign) * takeInteger(p).value };
  if (p.kind === Token.Float) return { kind: "float", value: sign * takeFloat(p).value };
  return p.fail("an integer", "a float");
}

function parseStringsSection(p: Parser): Pattern[] {
  p.advance();
  p.expect(Token.Colon);
  const patterns: Pattern[] = [];
  do patterns.push(parsePattern(p));
  while (p.kind === Token.PatternIdentifier);
  if (!isAfterStrings(p)) p.fail("a pattern modifier", "a pattern", "`condition`");
  return patterns;
}

function parseConditionSection(p: Parser): Expr[] {
  p.advance();
  p.expect(Token.Colon);
  const condition = p.expressions.truth(p);
  if (p.kind !== Token.RightBrace) p.fail("an operator", "`}`");
  return [condition];
}
