/**
 * The lexer: one token at a time from a byte string, appended to a growing token buffer.
 *
 * Every byte of the source belongs to exactly one token, whitespace, comments and nonsense included, so a token's end
 * is the next one's start and only ends are stored. The lexer works on demand because the grammar has three token
 * languages: the parser switches to `Hex` behind the brace of a hex pattern and to `Jump` inside its brackets. A
 * character that begins no token of `Jump` switches back to `Hex` by itself, and one that begins none of `Hex` to
 * `Normal`, so an unclosed hex pattern damages as little as possible.
 *
 * Never fails: what is no token becomes `Unknown`, `InvalidUtf8` or one of the `Unclosed…` kinds.
 */
import { spendWork } from "@tyara/base";
import { utf8SequenceLength } from "./source-text.ts";
import { KEYWORDS, Token } from "./token.ts";

/** Which token language is spoken at the moment. */
export const LexerMode = { Normal: 0, Hex: 1, Jump: 2 } as const;
export type LexerMode = (typeof LexerMode)[keyof typeof LexerMode];

/** What a byte can do at the start of, or inside, a token. */
const Class = { Space: 1, Newline: 2, IdentifierStart: 4, Digit: 8, HexDigit: 16 } as const;

const CLASSES = makeClasses();
const SINGLES = makeSingles();

const LF = 10;
const CR = 13;
const QUOTE = 34;
const ASTERISK = 42;
const SLASH = 47;
const BACKSLASH = 92;

/**
 * How many tokens a source may have by default, trivia included; what follows is one `Excess` token.
 * Limit: at this number tokens, tree and AST take about a gigabyte, and the engines' heaps end at two or four. Files
 * written as densely as people write them have that many at 50 MB.
 */
export const MAX_TOKENS: number = 1 << 24;

/** U+FEFF in UTF-8: editors put it at the start of files. */
const BYTE_ORDER_MARK = "\xef\xbb\xbf";

/** Units of work that a token takes until it is part of an item. */
const tokenWork = 16;

/** Tokens per byte in ordinary rules, rounded up; the buffer grows where there are more. */
const TYPICAL_DENSITY = 0.4;

/** A regular expression carries at most two modifier letters; a third begins another token. */
const MAX_REGEXP_MODIFIERS = 2;

/** The tokens of one source in order: kinds, and byte offsets of their ends. */
export class TokenBuffer {
  count = 0;
  /** How many tokens there were before the first that is still here. */
  forgotten = 0;
  #startOfFirst = 0;
  kinds: Uint8Array;
  ends: Uint32Array;

  constructor(expectedCount: number) {
    this.kinds = new Uint8Array(expectedCount);
    this.ends = new Uint32Array(expectedCount);
  }

  push(kind: Token, end: number): void {
    if (this.count === this.kinds.length) this.#resize(this.count * 2);
    this.kinds[this.count] = kind;
    this.ends[this.count++] = end;
  }

  /** Gives back the memory that growing ahead has taken, where it is much. */
  trim(): void {
    if (this.count * 2 < this.kinds.length) this.#resize(this.count);
  }

  start(index: number): number {
    return index === 0 ? this.#startOfFirst : this.ends[index - 1]!;
  }

  /** Drops the tokens before an index, which becomes 0. */
  forgetBefore(index: number): void {
    this.#startOfFirst = this.start(index);
    this.kinds.copyWithin(0, index, this.count);
    this.ends.copyWithin(0, index, this.count);
    this.count -= index;
    this.forgotten += index;
  }

  #resize(length: number): void {
    const kinds = new Uint8Array(length);
    const ends = new Uint32Array(length);
    kinds.set(this.kinds.subarray(0, this.count));
    ends.set(this.ends.subarray(0, this.count));
    this.kinds = kinds;
    this.ends = ends;
  }
}

/** Appends the tokens of `bytes` (a byte string) to `tokens`, one per {@link Lexer.next}. */
export class Lexer {
  readonly tokens: TokenBuffer;
  mode: LexerMode = LexerMode.Normal;
  readonly #bytes: string;
  readonly #maxTokens: number;
  #offset = 0;

  /** `expectedLength`: of the part of the source whose tokens are kept at a time. */
  constructor(bytes: string, maxTokens: number, expectedLength: number) {
    this.#bytes = bytes;
    this.#maxTokens = maxTokens;
    this.tokens = new TokenBuffer(16 + Math.min(maxTokens, Math.floor(expectedLength * TYPICAL_DENSITY)));
  }

  /** Lexes one token and returns its kind; at the end of the source, `EndOfFile` (appended each time). */
  next(): Token {
    const start = this.#offset;
    const kind = this.#lexToken();
    spendWork(tokenWork + ((this.#offset - start) >>> 4));
    this.tokens.push(kind, this.#offset);
    return kind;
  }

  #lexToken(): Token {
    if (this.#offset >= this.#bytes.length) return Token.EndOfFile;
    if (this.tokens.forgotten + this.tokens.count >= this.#maxTokens)
      return this.#take(this.#bytes.length - this.#offset, Token.Excess);
    const trivia = this.#lexTrivia();
    if (trivia >= 0) return trivia as Token;
    if (this.mode !== LexerMode.Normal) {
      const kind = this.mode === LexerMode.Hex ? this.#lexHex() : this.#lexJump();
      if (kind >= 0) return kind as Token;
      this.mode = this.mode === LexerMode.Jump ? LexerMode.Hex : LexerMode.Normal;
      return this.#lexToken();
    }
    return this.#lexNormal();
  }

  /** A trivia token (or a comment without an end), or -1. Inside a jump there are no comments. */
  #lexTrivia(): number {
    const byte = this.#byte(0);
    const kind = CLASSES[byte]!;
    if (this.#offset === 0 && this.#bytes.startsWith(BYTE_ORDER_MARK)) return this.#take(3, Token.Whitespace);
    if (kind & Class.Space || (byte >= 0xc2 && this.#wideSpaceLength() > 0)) return this.#lexWhitespace();
    if (kind & Class.Newline) return this.#take(byte === CR && this.#byte(1) === LF ? 2 : 1, Token.Newline);
    if (byte !== SLASH || this.mode === LexerMode.Jump) return -1;
    if (this.#byte(1) === SLASH) return this.#lexLineComment();
    return this.#byte(1) === ASTERISK ? this.#lexBlockComment() : -1;
  }

  #lexWhitespace(): Token {
    for (;;) {
      while (CLASSES[this.#byte(0)]! & Class.Space) this.#offset++;
      const length = this.#wideSpaceLength();
      if (length === 0) return Token.Whitespace;
      this.#offset += length;
    }
  }

  /** The byte length of a non-ASCII space here: U+00A0, U+2000–200A, U+202F, U+205F; else 0. */
  #wideSpaceLength(): number {
    const b0 = this.#byte(0);
    const b1 = this.#byte(1);
    if (b0 === 0xc2) return b1 === 0xa0 ? 2 : 0;
    if (b0 !== 0xe2) return 0;
    const b2 = this.#byte(2);
    if (b1 === 0x80) return (b2 >= 0x80 && b2 <= 0x8a) || b2 === 0xaf ? 3 : 0;
    return b1 === 0x81 && b2 === 0x9f ? 3 : 0;
  }

  #lexLineComment(): Token {
    const end = this.#bytes.indexOf("\n", this.#offset);
    this.#offset = end < 0 ? this.#bytes.length : end;
    if (end > 0 && this.#bytes.charCodeAt(end - 1) === CR) this.#offset--;
    return Token.LineComment;
  }

  #lexBlockComment(): Token {
    const end = this.#bytes.indexOf("*/", this.#offset + 2);
    this.#offset = end < 0 ? this.#bytes.length : end + 2;
    return end < 0 ? Token.UnclosedComment : Token.BlockComment;
  }

  #lexNormal(): Token {
    const byte = this.#byte(0);
    const kind = CLASSES[byte]!;
    if (kind & Class.IdentifierStart) return this.#lexWord();
    if (kind & Class.Digit) return this.#lexNumber();
    switch (byte) {
      case QUOTE:
        return this.#lexString();
      case SLASH:
        return this.#lexRegexp();
      case 36: // $
        return this.#lexPatternReference(Token.PatternIdentifier);
      case 35: // #
        return this.#lexPatternReference(Token.PatternCount);
      case 64: // @
        return this.#lexPatternReference(Token.PatternOffset);
      case 33: // !
        if (this.#byte(1) === 61) return this.#take(2, Token.NotEqual);
        return this.#lexPatternReference(Token.PatternLength);
      default:
        return this.#lexPunctuation(byte);
    }
  }

  #lexPunctuation(byte: number): Token {
    const next = this.#byte(1);
    if (byte === 60) {
      if (next === 60) return this.#take(2, Token.ShiftLeft);
      if (next === 61) return this.#take(2, Token.LessEqual);
    } else if (byte === 62) {
      if (next === 62) return this.#take(2, Token.ShiftRight);
      if (next === 61) return this.#take(2, Token.GreaterEqual);
    } else if (byte === 61 && next === 61) return this.#take(2, Token.EqualEqual);
    const single = SINGLES[byte]!;
    return single === 0 ? this.#lexUnknown() : this.#take(1, single as Token);
  }

  /** Everything up to the next whitespace, or a single malformed byte sequence. */
  #lexUnknown(): Token {
    const start = this.#offset;
    while (this.#offset < this.#bytes.length) {
      if (CLASSES[this.#byte(0)]! & (Class.Space | Class.Newline) || this.#wideSpaceLength() > 0) break;
      const length = utf8SequenceLength(this.#byte(0), this.#byte(1), this.#byte(2), this.#byte(3));
      if (length === 0) {
        if (this.#offset > start) break;
        return this.#take(1, Token.InvalidUtf8);
      }
      this.#offset += length;
    }
    return Token.Unknown;
  }

  #lexWord(): Token {
    const start = this.#offset;
    this.#skip(Class.IdentifierStart | Class.Digit);
    return KEYWORDS.get(this.#bytes.slice(start, this.#offset)) ?? Token.Identifier;
  }

  #lexPatternReference(kind: Token): Token {
    this.#offset++;
    this.#skip(Class.IdentifierStart | Class.Digit);
    return kind;
  }

  #lexNumber(): Token {
    if (this.#lexPrefixedInteger()) return Token.Integer;
    this.#skipDigits();
    if (this.#byte(0) === 46 && this.#isDigitOrUnderscore(1)) {
      this.#offset++;
      this.#skipDigits();
      return Token.Float;
    }
    const unit = this.#byte(0);
    if ((unit === 75 || unit === 77) && this.#byte(1) === 66) this.#offset += 2; // KB, MB
    return Token.Integer;
  }

  /** `0x` and `0o` integers, where a digit must follow the prefix; otherwise takes nothing. */
  #lexPrefixedInteger(): boolean {
    if (this.#byte(0) !== 48) return false;
    const prefix = this.#byte(1);
    if (prefix === 120 && CLASSES[this.#byte(2)]! & Class.HexDigit) {
      this.#offset += 2;
      while (CLASSES[this.#byte(0)]! & Class.HexDigit || this.#byte(0) === 95) this.#offset++;
      return true;
    }
    if (prefix === 111 && isOctalDigit(this.#byte(2))) {
      this.#offset += 2;
      while (isOctalDigit(this.#byte(0)) || this.#byte(0) === 95) this.#offset++;
      return true;
    }
    return false;
  }

  #isDigitOrUnderscore(ahead: number): boolean {
    const byte = this.#byte(ahead);
    return byte === 95 || (byte >= 48 && byte <= 57);
  }

  #skipDigits(): void {
    while (this.#isDigitOrUnderscore(0)) this.#offset++;
  }

  /** A string that has no end on its line is `UnclosedString`, up to the end of the line. */
  #lexString(): Token {
    if (this.#byte(1) === QUOTE && this.#byte(2) === QUOTE) {
      const end = this.#findMultiLineEnd();
      if (end > 0) {
        this.#offset = end;
        return Token.String;
      }
    }
    return this.#lexDelimited(QUOTE, Token.String, Token.UnclosedString);
  }

  /** Where a `"""` string that begins here ends, or -1 when it does not: no quote may stand inside it unescaped. */
  #findMultiLineEnd(): number {
    const bytes = this.#bytes;
    for (let i = this.#offset + 3; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i);
      if (byte === BACKSLASH) {
        if (bytes.charCodeAt(++i) === LF) return -1;
      } else if (byte === QUOTE) {
        return bytes.charCodeAt(i + 1) === QUOTE && bytes.charCodeAt(i + 2) === QUOTE ? i + 3 : -1;
      }
    }
    return -1;
  }

  #lexRegexp(): Token {
    const kind = this.#lexDelimited(SLASH, Token.Regexp, Token.UnclosedRegexp);
    if (kind === Token.Regexp) {
      for (let i = 0; i < MAX_REGEXP_MODIFIERS && isLetter(this.#byte(0)); i++) this.#offset++;
    }
    return kind;
  }

  #lexDelimited(delimiter: number, closed: Token, unclosed: Token): Token {
    const bytes = this.#bytes;
    let i = this.#offset + 1;
    for (; i < bytes.length; i++) {
      const byte = bytes.charCodeAt(i);
      if (byte === LF) break;
      if (byte === BACKSLASH) {
        if (i + 1 >= bytes.length || bytes.charCodeAt(i + 1) === LF) continue;
        i++;
      } else if (byte === delimiter) {
        this.#offset = i + 1;
        return closed;
      }
    }
    this.#offset = i;
    return unclosed;
  }

  #lexHex(): number {
    const byte = this.#byte(0);
    const digits = byte === 126 ? 1 : 0;
    if (isHexDigitOrMask(this.#byte(digits)) && isHexDigitOrMask(this.#byte(digits + 1))) {
      return this.#take(digits + 2, Token.HexByte);
    }
    const single = SINGLES[byte]!;
    return isHexPunctuation(single) ? this.#take(1, single as Token) : -1;
  }

  #lexJump(): number {
    const byte = this.#byte(0);
    if (byte === 45) return this.#take(1, Token.Minus);
    if (byte === 93) return this.#take(1, Token.RightBracket);
    if (!(CLASSES[byte]! & Class.Digit)) return -1;
    const prefix = byte === 48 ? this.#byte(1) : 0;
    if (prefix === 120 && CLASSES[this.#byte(2)]! & Class.HexDigit) {
      this.#offset += 2;
      this.#skip(Class.HexDigit);
    } else if (prefix === 111 && isOctalDigit(this.#byte(2))) {
      this.#offset += 2;
      while (isOctalDigit(this.#byte(0))) this.#offset++;
    } else this.#skip(Class.Digit);
    return Token.Integer;
  }

  #skip(classes: number): void {
    const bytes = this.#bytes;
    let offset = this.#offset;
    while (offset < bytes.length && CLASSES[bytes.charCodeAt(offset)]! & classes) offset++;
    this.#offset = offset;
  }

  #take(length: number, kind: Token): Token {
    this.#offset += length;
    return kind;
  }

  /** The byte `ahead` of the offset; NUL beyond the end, which belongs to no class. */
  #byte(ahead: number): number {
    const offset = this.#offset + ahead;
    return offset < this.#bytes.length ? this.#bytes.charCodeAt(offset) : 0;
  }
}

function isOctalDigit(byte: number): boolean {
  return byte >= 48 && byte <= 55;
}

function isLetter(byte: number): boolean {
  const lower = byte | 32;
  return lower >= 97 && lower <= 122;
}

function isHexDigitOrMask(byte: number): boolean {
  return byte === 63 || (CLASSES[byte]! & Class.HexDigit) !== 0;
}

function isHexPunctuation(kind: number): boolean {
  return (
    kind === Token.RightBrace ||
    kind === Token.LeftParenthesis ||
    kind === Token.RightParenthesis ||
    kind === Token.LeftBracket ||
    kind === Token.RightBracket ||
    kind === Token.Pipe
  );
}

function makeClasses(): Uint8Array {
  const classes = new Uint8Array(256);
  const add = (characters: string, value: number): void => {
    for (const character of characters) classes[character.charCodeAt(0)]! |= value;
  };
  const letters = "abcdefghijklmnopqrstuvwxyz";
  add(" \t", Class.Space);
  add("\r\n", Class.Newline);
  add(`${letters}${letters.toUpperCase()}_`, Class.IdentifierStart);
  add("0123456789", Class.Digit | Class.HexDigit);
  add("abcdefABCDEF", Class.HexDigit);
  return classes;
}

function makeSingles(): Uint8Array {
  const singles = new Uint8Array(256);
  const characters = "{}()[]:,.=+-*\\%|^&~";
  for (let i = 0; i < characters.length; i++) singles[characters.charCodeAt(i)] = Token.LeftBrace + i;
  singles[60] = Token.Less;
  singles[62] = Token.Greater;
  return singles;
}
