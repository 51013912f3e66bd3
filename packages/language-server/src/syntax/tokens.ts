import { isTrivia, type SyntaxTree, Token } from "tyara/editor";

/** The token before another one, trivia not counted; -1 where there is none. */
export function tokenBefore(tree: SyntaxTree, token: number): number {
  let at = token - 1;
  while (at >= 0 && isTrivia(tree.tokenKind(at))) at--;
  return at;
}

/** The token behind another one, trivia not counted; the end of the file at last. */
export function tokenBehind(tree: SyntaxTree, token: number): number {
  let at = Math.min(token + 1, tree.tokenCount - 1);
  while (at < tree.tokenCount - 1 && isTrivia(tree.tokenKind(at))) at++;
  return at;
}

/** The kind of the token before, `EndOfFile` where there is none. */
export function kindBefore(tree: SyntaxTree, token: number): Token {
  const before = tokenBefore(tree, token);
  return before < 0 ? Token.EndOfFile : tree.tokenKind(before);
}

/** Whether a token is `$name`, `#name`, `@name` or `!name`. */
export function isPatternToken(kind: Token): boolean {
  return kind >= Token.PatternIdentifier && kind <= Token.PatternLength;
}

/** Whether a token is a name or a word. */
export function isWord(kind: Token): boolean {
  return kind === Token.Identifier || isPatternToken(kind) || kind >= Token.All;
}

/** The word at a byte of a tree, or the one that ends there. */
export function wordAt(tree: SyntaxTree, offset: number): number | undefined {
  const token = tree.tokenAtOffset(offset);
  if (isWord(tree.tokenKind(token))) return token;
  const before = token - 1;
  const isBehindWord = before >= 0 && isWord(tree.tokenKind(before)) && tree.tokenSpan(before).end === offset;
  return isBehindWord ? before : undefined;
}

/** The bracket that opens what `close` closes; -1 where there is none. */
export function openingOf(tree: SyntaxTree, close: number): number {
  return partnersOf(tree)[close]!;
}

/** The bracket that closes what `open` opens; the last token where none does. */
export function closingOf(tree: SyntaxTree, open: number): number {
  const close = partnersOf(tree)[open]!;
  return close === -1 ? tree.tokenCount - 1 : close;
}

const partners = new WeakMap<SyntaxTree, Int32Array>();

/** For each bracket its partner, -1 where it has none. Brackets of all kinds count alike, as in text that is not finished. */
function partnersOf(tree: SyntaxTree): Int32Array {
  let found = partners.get(tree);
  if (found === undefined) partners.set(tree, (found = findPartners(tree)));
  return found;
}

function findPartners(tree: SyntaxTree): Int32Array {
  const found = new Int32Array(tree.tokenCount).fill(-1);
  const open: number[] = [];
  for (let at = 0; at < tree.tokenCount; at++) {
    const kind = tree.tokenKind(at);
    if (kind === Token.LeftParenthesis || kind === Token.LeftBracket) open.push(at);
    else if (kind === Token.RightParenthesis || kind === Token.RightBracket) {
      const opening = open.pop();
      if (opening === undefined) continue;
      found[opening] = at;
      found[at] = opening;
    }
  }
  return found;
}
