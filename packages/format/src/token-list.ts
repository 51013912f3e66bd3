import { isTrivia, type SyntaxTree, Token } from "@tyara/language/syntax";

/** More line ends than this between two tokens make no difference: one empty line is all that is kept. */
const MAX_LINE_ENDS = 2;

/**
 * What a source prints: its tokens without white space, but with comments. The formatter moves them and never changes
 * their order. An index here is not the tree's; {@link TokenList.indexOf} translates.
 */
export class TokenList {
  readonly tree: SyntaxTree;
  /** The source with one character for each byte. */
  readonly bytes: string;
  readonly count: number;
  readonly kinds: Uint8Array;
  readonly starts: Uint32Array;
  readonly ends: Uint32Array;
  /** How many line ends stand in front of each token: 0, 1, or 2 for two and more. */
  readonly lineEnds: Uint8Array;
  readonly #indexes: Uint32Array;

  constructor(tree: SyntaxTree) {
    const all = tree.tokenCount;
    this.tree = tree;
    this.bytes = tree.source.bytes;
    const kinds = new Uint8Array(all);
    const starts = new Uint32Array(all);
    const ends = new Uint32Array(all);
    const lineEnds = new Uint8Array(all + 1);
    const indexes = new Uint32Array(all + 1);
    let count = 0;
    let start = 0;
    for (let token = 0; token < all; token++) {
      indexes[token] = count;
      const kind = tree.tokenKind(token);
      const end = tree.tokenEnd(token);
      if (kind === Token.Newline) {
        if (lineEnds[count]! < MAX_LINE_ENDS) lineEnds[count]!++;
      } else if (kind !== Token.Whitespace && kind !== Token.EndOfFile) {
        kinds[count] = kind;
        starts[count] = start;
        ends[count++] = end;
      }
      start = end;
    }
    indexes[all] = count;
    this.count = count;
    this.kinds = kinds;
    this.starts = starts;
    this.ends = ends;
    this.lineEnds = lineEnds;
    this.#indexes = indexes;
  }

  /** The first token here at or behind a token of the tree. */
  indexOf(treeToken: number): number {
    return this.#indexes[treeToken]!;
  }

  first(node: number): number {
    return this.indexOf(this.tree.firstToken(node));
  }

  /** One past the last token of a node. */
  end(node: number): number {
    return this.indexOf(this.tree.endToken(node));
  }

  length(token: number): number {
    return this.ends[token]! - this.starts[token]!;
  }

  text(token: number): string {
    return this.bytes.slice(this.starts[token], this.ends[token]);
  }

  isComment(token: number): boolean {
    return isTrivia(this.kinds[token] as Token);
  }

  /** Where the token before this one ends. */
  previousEnd(token: number): number {
    return token === 0 ? 0 : this.ends[token - 1]!;
  }

  /** The first token from here on that is no comment. */
  skipComments(token: number): number {
    let i = token;
    while (i < this.count && this.isComment(i)) i++;
    return i;
  }

  /** Whether a comment stands behind something and ends its line. */
  isTailComment(token: number): boolean {
    if (!this.isComment(token) || this.lineEnds[token]! > 0) return false;
    return this.kinds[token] === Token.LineComment || this.lineEnds[token + 1]! > 0;
  }

  /** The column at which a token starts in the source, when a tab reaches to the next multiple of `tabSize`. */
  column(token: number, tabSize: number): number {
    const end = this.starts[token]!;
    let start = end;
    while (start > 0 && !isLineEnd(this.bytes.charCodeAt(start - 1))) start--;
    return widthOf(this.bytes, start, end, tabSize);
  }
}

/** The columns that a part of a line takes. */
export function widthOf(bytes: string, start: number, end: number, tabSize: number): number {
  let width = 0;
  for (let i = start; i < end; i++) {
    const byte = bytes.charCodeAt(i);
    if (byte === 9) width += tabSize - (width % tabSize);
    // Bytes of 80 to BF go on with a character of UTF-8.
    else if ((byte & 0xc0) !== 0x80) width++;
  }
  return width;
}

function isLineEnd(byte: number): boolean {
  return byte === 10 || byte === 13;
}
