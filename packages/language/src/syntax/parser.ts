/**
 * The parser's machinery: the current token, lookahead, closing of tree nodes, failure and recovery.
 *
 * The grammar itself is in `parse-*.ts`, as functions that read tokens and return AST nodes while they close tree nodes,
 * all in one pass and without backtracking. A syntax error is reported where it is found and then leaves the grammar
 * functions by an exception of ours, caught by the nearest construct that knows how to go on (a section, a rule, the
 * file); nothing of it is seen outside. Where a decision needs a look further ahead, the scan remembers how far it got:
 * the error is reported at the furthest token that anything failed at, which is where the author's mistake is.
 */
import { assert, type Span } from "@tyara/base";
import { type Diagnostic, errors } from "../diagnostics/index.ts";
import type { Expr, Identifier } from "./ast.ts";
import { ItemProblems } from "./item-problems.ts";
import { Lexer, LexerMode, type TokenBuffer } from "./lexer.ts";
import type { SourceText } from "./source-text.ts";
import { syntaxHint } from "./syntax-hints.ts";
import { describeToken, isTrivia, Token } from "./token.ts";
import { NodeKind, type SyntaxTree, TreeBuilder } from "./tree.ts";

/**
 * How many levels of AST nodes an expression may have, and how deep hex alternatives may nest. Parentheses do not count.
 * Limit: whatever walks an AST may recurse. Some hosts give half a megabyte of stack, so a level may cost 2 KB, which is
 * a handful of frames of an engine's interpreter. Rules written by people stay below 20.
 */
export const MAX_NESTING: number = 250;

/** Bytes of a rule that is longer than most; without a tree the tokens of one rule are kept at a time. */
const TYPICAL_RULE_LENGTH = 1 << 14;

/** A token whose text is longer than this is not quoted in a message. */
const MAX_QUOTED_LENGTH = 32;

/** Where a node begins: made by {@link Parser.mark}, given back to {@link Parser.close}. */
export interface Mark {
  readonly node: number;
  readonly token: number;
}

/**
 * The entry points of the expression grammar. The parser is given them, because operands contain expressions and
 * expressions operands, and the files of the grammar must not import each other in a circle.
 */
export interface ExpressionGrammar {
  /** Any expression. */
  readonly truth: (p: Parser) => Expr;
  /** Only what has a value: no comparison, no `and`, no pattern by itself. */
  readonly value: (p: Parser) => Expr;
  /** A value that ends in front of a `%` behind its first term. */
  readonly quantifier: (p: Parser) => Expr;
}

/** Thrown from a failed grammar function to the construct that recovers; it has been reported already. */
class SyntaxFailure {}
const FAILURE = new SyntaxFailure();

/** One run over one source; see the head of this file. */
export class Parser {
  readonly source: SourceText;
  readonly tokens: TokenBuffer;
  readonly diagnostics: Diagnostic[] = [];
  /** The kind of the current token, which is never trivia. */
  kind: Token = Token.Whitespace;
  readonly expressions: ExpressionGrammar;
  /** The height, in AST levels, of the highest expression inside the operand that is being parsed. */
  height = 0;
  readonly #lexer: Lexer;
  readonly #maxTokens: number;
  /** Absent when only the AST is asked for. */
  readonly #tree: TreeBuilder | undefined;
  #index = -1;
  /** One past the last token that was consumed. */
  #consumedEnd = 0;
  #furthest = -1;
  #furthestExpected = "";
  #depth = 0;
  /** The token at which the last recovery ended: what fails there again follows from the same mistake. */
  #recoveredAt = -1;
  /** What has gone wrong in the rule, import or include that is being parsed. */
  problems: ItemProblems;

  constructor(source: SourceText, expressions: ExpressionGrammar, maxTokens: number, makesTree: boolean) {
    this.source = source;
    this.expressions = expressions;
    this.#maxTokens = maxTokens;
    this.#tree = makesTree ? new TreeBuilder(source.byteLength) : undefined;
    const keptLength = makesTree ? source.byteLength : Math.min(source.byteLength, TYPICAL_RULE_LENGTH);
    this.#lexer = new Lexer(source.bytes, maxTokens, keptLength);
    this.tokens = this.#lexer.tokens;
    this.problems = new ItemProblems(this.diagnostics);
    this.#moveTo(0);
  }

  // ── Tokens ──

  /** The span of the current token; empty at the end of the file. */
  get span(): Span {
    return this.#spanOf(this.#index);
  }

  /** Where the current token starts. */
  get start(): number {
    return this.tokens.start(this.#index);
  }

  /** The length of the current token in bytes. */
  get length(): number {
    return this.tokens.ends[this.#index]! - this.start;
  }

  /** Where the last consumed token ends. Only valid once a token of the current item has been consumed. */
  get consumedEnd(): number {
    return this.tokens.ends[this.#consumedEnd - 1]!;
  }

  /** The current token's text as a byte string. */
  get bytes(): string {
    return this.source.bytes.slice(this.tokens.start(this.#index), this.tokens.ends[this.#index]);
  }

  /** Whether the current token is of this kind. (Comparing {@link kind} narrows it, which no call undoes.) */
  at(kind: Token): boolean {
    return this.kind === kind;
  }

  advance(): void {
    if (this.kind === Token.EndOfFile) return;
    this.#consumedEnd = this.#index + 1;
    this.#moveTo(this.#consumedEnd);
  }

  /** Consumes the current token and returns its span. */
  take(): Span {
    const span = this.span;
    this.advance();
    return span;
  }

  /** Consumes the current token if it is of this kind. */
  accept(kind: Token): boolean {
    if (this.kind !== kind) return false;
    this.advance();
    return true;
  }

  /** Consumes a token of this kind or fails; `others` names what else could have stood here. */
  expect(kind: Token, ...others: string[]): Span {
    if (this.kind !== kind) this.fail(...others, describeToken(kind));
    return this.take();
  }

  /** Consumes an identifier. */
  identifier(...others: string[]): Identifier {
    if (this.kind !== Token.Identifier) this.fail(...others, "an identifier");
    return this.takeName();
  }

  /** Consumes the current token, whatever it is, as a name. */
  takeName(): Identifier {
    const name = this.bytes;
    return { name, span: this.take() };
  }

  /** The kind of the token behind the current one; trivia are passed over. */
  peek(): Token {
    return this.kindAt(this.tokenBehind(this.#index));
  }

  /** The current token's index, to look ahead from with {@link tokenBehind}. */
  get index(): number {
    return this.#index;
  }

  kindAt(index: number): Token {
    return this.tokens.kinds[index] as Token;
  }

  /** The index of the token behind another one, trivia not counted; it is lexed in the normal language. */
  tokenBehind(index: number): number {
    if (this.kindAt(index) === Token.EndOfFile) return index;
    let behind = index;
    do {
      behind++;
      if (behind === this.tokens.count) this.#lexer.next();
    } while (isTrivia(this.kindAt(behind)));
    return behind;
  }

  /** Speaks the given token language from the token behind the current one on. */
  switchLexer(mode: LexerMode): void {
    assert(
      this.#index === this.tokens.count - 1,
      "the lexer's mode changes behind a token that was looked at",
    );
    this.#lexer.mode = mode;
  }

  /** Whether the lexer still speaks the language it was switched to. */
  lexerIsIn(mode: LexerMode): boolean {
    return this.#lexer.mode === mode;
  }

  #moveTo(index: number): void {
    const { kinds } = this.tokens;
    let i = index;
    while (i < this.tokens.count && isTrivia(kinds[i] as Token)) i++;
    if (i >= this.tokens.count) i = this.#lexSignificant();
    this.#index = i;
    this.kind = this.tokens.kinds[i] as Token;
  }

  #lexSignificant(): number {
    while (isTrivia(this.#lexer.next()));
    return this.tokens.count - 1;
  }

  #spanOf(index: number): Span {
    return { start: this.tokens.start(index), end: this.tokens.ends[index]! };
  }

  // ── Tree ──

  /** The place before the current token. */
  mark(): Mark {
    return { node: this.#tree === undefined ? 0 : this.#tree.count, token: this.#index };
  }

  /** Closes a node from `mark` to the last consumed token; returns its span. */
  close(kind: NodeKind, mark: Mark): Span {
    const end = Math.max(this.#consumedEnd, mark.token);
    this.#tree?.close(kind, mark.node, mark.token, end);
    const start = this.tokens.start(mark.token);
    return { start, end: end === mark.token ? start : this.tokens.ends[end - 1]! };
  }

  /** The span from `mark` to the last consumed token. */
  spanFrom(mark: Mark): Span {
    return { start: this.tokens.start(mark.token), end: this.tokens.ends[this.#consumedEnd - 1]! };
  }

  /** Closes the file's node over everything, and ends the parser. */
  finish(): SyntaxTree {
    assert(this.kind === Token.EndOfFile, "the parser stops at the end of the file");
    assert(this.#tree !== undefined, "this parser makes a tree");
    this.#tree.close(NodeKind.SourceFile, 0, 0, this.tokens.count);
    return this.#tree.finish(this.source, this.tokens);
  }

  // ── Failure and recovery ──

  /** Reports a syntax error at the furthest token that failed and leaves to whoever recovers. */
  fail(...expected: string[]): never {
    const isHere = this.#furthest <= this.#index;
    const index = isHere ? this.#index : this.#furthest;
    this.#reportSyntaxError(index, isHere ? joinAlternatives(expected) : this.#furthestExpected);
    throw FAILURE;
  }

  /** Remembers that a look ahead failed at a token, in case everything else fails before it. */
  failedAhead(index: number, expected: string): void {
    if (index <= this.#furthest) return;
    this.#furthest = index;
    this.#furthestExpected = expected;
  }

  #reportSyntaxError(index: number, expected: string): void {
    this.problems.hasSyntaxError = true;
    if (index === this.#recoveredAt) return;
    const span = this.#spanOf(index);
    const hint = syntaxHint(this.source.bytes, span, expected);
    this.diagnostics.push(errors.syntaxError(span, { found: this.#explain(index, expected) }, hint));
  }

  #explain(index: number, expected: string): string {
    const kind = this.tokens.kinds[index] as Token;
    switch (kind) {
      case Token.UnclosedComment:
        return "this comment is never closed";
      case Token.UnclosedString:
        return "this string is not closed on its line";
      case Token.UnclosedRegexp:
        return "this regular expression is not closed on its line";
      case Token.Excess:
        return `this source is too large: it has more than ${this.#maxTokens} tokens`;
      case Token.EndOfFile:
        return `expected ${expected}, but the file ends here`;
      default: {
        const { start, end } = this.#spanOf(index);
        const found = end - start > MAX_QUOTED_LENGTH ? "" : `, found \`${this.source.slice(start, end)}\``;
        return `expected ${expected}${found}`;
      }
    }
  }

  /** Runs a grammar function; `undefined` when it failed (and reported so). */
  attempt<T>(parse: (parser: Parser) => T): T | undefined {
    const depth = this.#depth;
    try {
      return parse(this);
    } catch (failure) {
      if (failure !== FAILURE) throw failure;
      this.#depth = depth;
      this.problems.failConstructs();
      this.#lexer.mode = LexerMode.Normal;
      return undefined;
    }
  }

  /** Leaves out tokens up to one where `isSync` holds, or the end of the file; they become an error node. */
  skipUntil(isSync: (parser: Parser) => boolean): void {
    const mark = this.mark();
    while (this.kind !== Token.EndOfFile && !isSync(this)) this.advance();
    if (this.#index > mark.token) this.close(NodeKind.Error, mark);
    this.#recoveredAt = this.#index;
  }

  /** Goes one level deeper into nested syntax, or fails at the current token when that is one too many. */
  enter(): void {
    if (++this.#depth > MAX_NESTING) this.failNesting();
  }

  leave(): void {
    this.#depth--;
  }

  failNesting(): never {
    this.problems.hasSyntaxError = true;
    this.diagnostics.push(
      errors.syntaxError(this.span, { found: `nested too deeply: more than ${MAX_NESTING} levels` }),
    );
    throw FAILURE;
  }

  // ── Problems of the current item ──

  /** Goes on to the next item, with a clean slate. */
  beginItem(): void {
    this.problems = new ItemProblems(this.diagnostics);
    if (this.#tree === undefined) this.#forgetTokens();
  }

  /** Drops the tokens before the current one, which becomes the first. */
  #forgetTokens(): void {
    const count = this.#index;
    this.tokens.forgetBefore(count);
    this.#index = 0;
    this.#consumedEnd -= count;
    this.#furthest -= count;
    this.#recoveredAt -= count;
  }

  /** Reports a literal that means nothing; parsing goes on. */
  reportLiteral(diagnostic: Diagnostic): void {
    this.problems.addLiteral(diagnostic);
  }

  /** See {@link ItemProblems.beginConstruct}. */
  beginConstruct(): void {
    this.problems.beginConstruct(this.tokens.start(this.#index));
  }

  endConstruct(): void {
    this.problems.endConstruct();
  }
}

function joinAlternatives(expected: readonly string[]): string {
  const head = expected.slice(0, -1).join(", ");
  const last = expected[expected.length - 1] ?? "";
  return head === "" ? last : `${head} or ${last}`;
}
