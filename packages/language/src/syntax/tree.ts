/**
 * The lossless syntax tree: every byte of the source, trivia and mistakes included, in four typed arrays.
 *
 * Tokens lie in source order and touch each other, so printing the tree is printing the source. Nodes lie in the order
 * in which the parser closes them (children before parents): the subtree of node `i` is the run of `size` nodes that
 * ends with `i`, so its last child is `i - 1` and the sibling before child `c` is `c - size(c)`. That order lets an
 * operator chain be wrapped after its first operand has been parsed, without moving anything. A node covers the tokens
 * `[firstToken, endToken)`; trivia between two nodes belong to the node around both. Parents are computed when first
 * asked for. Rejected: one object per token and node (five times the memory, and most callers want the AST only).
 *
 * Node ids and token indexes are plain numbers, valid for the tree they come from. A syntax tree never changes.
 */
import type { Span } from "@tyara/base";
import type { TokenBuffer } from "./lexer.ts";
import type { SourceText } from "./source-text.ts";
import type { Token } from "./token.ts";

/** The kinds of node. */
export const NodeKind = {
  SourceFile: 0,
  Import: 1,
  Include: 2,
  Rule: 3,
  RuleModifiers: 4,
  RuleTags: 5,
  MetaSection: 6,
  Meta: 7,
  StringsSection: 8,
  Pattern: 9,
  HexPattern: 10,
  HexAlternative: 11,
  HexJump: 12,
  PatternModifiers: 13,
  PatternModifier: 14,
  ConditionSection: 15,
  Literal: 16,
  Name: 17,
  Keyword: 18,
  PatternMatch: 19,
  PatternCount: 20,
  PatternOffset: 21,
  PatternLength: 22,
  Anchor: 23,
  Range: 24,
  Parenthesized: 25,
  Unary: 26,
  Binary: 27,
  Field: 28,
  Index: 29,
  Call: 30,
  Quantifier: 31,
  PatternSet: 32,
  Tuple: 33,
  Of: 34,
  ForOf: 35,
  ForIn: 36,
  With: 37,
  WithDeclaration: 38,
  /** Tokens that the parser left out to get back on its feet. */
  Error: 39,
} as const;
export type NodeKind = (typeof NodeKind)[keyof typeof NodeKind];

/** A child of a node: another node, or a token. */
export type SyntaxElement =
  | { readonly kind: "node"; readonly node: number }
  | { readonly kind: "token"; readonly token: number };

/** Collects closed nodes while the parser runs. */
export class TreeBuilder {
  count = 0;
  #fields: Uint32Array;

  /** @param byteLength of the source, from which the number of nodes is guessed */
  constructor(byteLength: number) {
    this.#fields = new Uint32Array(64 + (byteLength >> 3));
  }

  /** Closes a node over the tokens `[firstToken, endToken)` and all nodes closed since the count was `firstNode`. */
  close(kind: NodeKind, firstNode: number, firstToken: number, endToken: number): void {
    const at = this.count * 4;
    if (at + 4 > this.#fields.length) this.#resize(at * 2);
    const fields = this.#fields;
    fields[at] = kind;
    fields[at + 1] = firstToken;
    fields[at + 2] = endToken;
    fields[at + 3] = this.count - firstNode + 1;
    this.count++;
  }

  finish(source: SourceText, tokens: TokenBuffer): SyntaxTree {
    const length = this.count * 4;
    // Perf: a copy costs more than what it would save of little.
    if (length * 2 < this.#fields.length) this.#resize(length);
    tokens.trim();
    return new SyntaxTree(source, tokens, this.#fields.subarray(0, length));
  }

  #resize(length: number): void {
    const fields = new Uint32Array(length);
    fields.set(this.#fields.subarray(0, this.count * 4));
    this.#fields = fields;
  }
}

/** The tree of one source. Immutable; methods take node ids and token indexes of this tree. */
export class SyntaxTree {
  readonly source: SourceText;
  readonly #tokens: TokenBuffer;
  /** Four numbers per node: kind, first token, end token, subtree size. */
  readonly #fields: Uint32Array;
  #parents: Int32Array | undefined;

  /** @internal Made by {@link TreeBuilder.finish}. */
  constructor(source: SourceText, tokens: TokenBuffer, fields: Uint32Array) {
    this.source = source;
    this.#tokens = tokens;
    this.#fields = fields;
  }

  get nodeCount(): number {
    return this.#fields.length / 4;
  }

  /** The end-of-file token, which is empty, included. */
  get tokenCount(): number {
    return this.#tokens.count;
  }

  /** The node of the whole file; the last one. */
  get root(): number {
    return this.nodeCount - 1;
  }

  tokenKind(token: number): Token {
    return this.#tokens.kinds[token] as Token;
  }

  /** Where a token ends, in bytes; the next one starts there. */
  tokenEnd(token: number): number {
    return this.#tokens.ends[token]!;
  }

  tokenSpan(token: number): Span {
    return { start: this.#tokens.start(token), end: this.#tokens.ends[token]! };
  }

  tokenText(token: number): string {
    return this.source.slice(this.#tokens.start(token), this.#tokens.ends[token]!);
  }

  /** The token that holds the byte at `offset`; where two tokens meet, the one that begins there. Binary search. */
  tokenAtOffset(offset: number): number {
    const ends = this.#tokens.ends;
    let low = 0;
    let high = this.tokenCount - 1;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (ends[middle]! > offset) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  kind(node: number): NodeKind {
    return this.#fields[node * 4] as NodeKind;
  }

  firstToken(node: number): number {
    return this.#fields[node * 4 + 1]!;
  }

  /** The last token of the node, or the one before its first when the node is empty. */
  lastToken(node: number): number {
    return this.endToken(node) - 1;
  }

  /** One past the last token. */
  endToken(node: number): number {
    return this.#fields[node * 4 + 2]!;
  }

  /** How many nodes the subtree has, the node itself included. */
  subtreeSize(node: number): number {
    return this.#fields[node * 4 + 3]!;
  }

  span(node: number): Span {
    const start = this.#tokens.start(this.firstToken(node));
    const end = this.endToken(node);
    return { start, end: end === 0 ? start : Math.max(start, this.#tokens.ends[end - 1]!) };
  }

  /** The source text of a node, trivia inside it included; of the whole file by default. */
  text(node: number = this.root): string {
    const { start, end } = this.span(node);
    return this.source.slice(start, end);
  }

  /** The child nodes, first to last. */
  childNodes(node: number): number[] {
    const children: number[] = [];
    const end = node - this.subtreeSize(node);
    for (let child = node - 1; child > end; child -= this.subtreeSize(child)) children.push(child);
    return children.reverse();
  }

  /** Child nodes and the node's own tokens (trivia too), in source order. */
  children(node: number): SyntaxElement[] {
    const elements: SyntaxElement[] = [];
    let token = this.firstToken(node);
    for (const child of this.childNodes(node)) {
      for (; token < this.firstToken(child); token++) elements.push({ kind: "token", token });
      elements.push({ kind: "node", node: child });
      token = Math.max(token, this.endToken(child));
    }
    for (; token < this.endToken(node); token++) elements.push({ kind: "token", token });
    return elements;
  }

  /** The node around a node; `undefined` for the root. */
  parent(node: number): number | undefined {
    this.#parents ??= this.#computeParents();
    const parent = this.#parents[node]!;
    return parent < 0 ? undefined : parent;
  }

  /** The sibling node before this one. */
  previousSibling(node: number): number | undefined {
    const parent = this.parent(node);
    if (parent === undefined) return undefined;
    const previous = node - this.subtreeSize(node);
    return previous > parent - this.subtreeSize(parent) ? previous : undefined;
  }

  /** The sibling node after this one. Takes time in the number of later siblings. */
  nextSibling(node: number): number | undefined {
    const parent = this.parent(node);
    if (parent === undefined) return undefined;
    let next: number | undefined;
    for (let sibling = parent - 1; sibling > node; sibling -= this.subtreeSize(sibling)) next = sibling;
    return next;
  }

  /** The innermost node whose tokens include `token`. */
  nodeOfToken(token: number): number {
    let node = this.root;
    for (;;) {
      const inner = this.#childWithToken(node, token);
      if (inner === undefined) return node;
      node = inner;
    }
  }

  #childWithToken(node: number, token: number): number | undefined {
    const end = node - this.subtreeSize(node);
    for (let child = node - 1; child > end; child -= this.subtreeSize(child)) {
      if (this.endToken(child) <= token) return undefined;
      if (this.firstToken(child) <= token) return child;
    }
    return undefined;
  }

  #computeParents(): Int32Array {
    const parents = new Int32Array(this.nodeCount).fill(-1);
    for (let node = 0; node < parents.length; node++) {
      const end = node - this.subtreeSize(node);
      for (let child = node - 1; child > end; child -= this.subtreeSize(child)) parents[child] = node;
    }
    return parents;
  }
}
