/**
 * A place in the source of a regular expression and what the two parsers (expressions, bracketed classes) share:
 * stepping over code points, skipping what the flag `x` makes invisible, escapes.
 */

import type { Span } from "@tyara/base";
import { spendWork } from "@tyara/base";
import type { AssertionAst, LiteralAst, PerlClassAst, PropertyAst } from "./regexp-ast.ts";
import { RegexpSyntaxError } from "./regexp-syntax-error.ts";

/** What one character or one escape sequence stands for. */
export type Primitive =
  | LiteralAst
  | PerlClassAst
  | PropertyAst
  | { readonly kind: "assertion"; readonly span: Span; readonly assertion: AssertionAst };

const META = new Set("\\.+*?()|[]{}^$#&-~");
const CONTROL_ESCAPES: Readonly<Record<string, number>> = { a: 7, f: 12, t: 9, n: 10, r: 13, v: 11 };
const PERL_CLASSES: Readonly<Record<string, PerlClassAst["class"]>> = { d: "digit", s: "space", w: "word" };
const ASSERTION_ESCAPES: Readonly<Record<string, AssertionAst>> = {
  A: "start",
  z: "end",
  B: "not-word-boundary",
};
const SPECIAL_BOUNDARIES: Readonly<Record<string, AssertionAst>> = {
  start: "word-start",
  end: "word-end",
  "start-half": "word-start-half",
  "end-half": "word-end-half",
};
const HEX_LENGTH: Readonly<Record<string, number>> = { x: 2, u: 4, U: 8 };

/** Units of work that a character takes until it is part of a regexp's tree. */
const characterWork = 16;

export class RegexpCursor {
  readonly source: string;
  position = 0;
  ignoresWhitespace = false;
  private readonly isRelaxed: boolean;

  constructor(source: string, isRelaxed: boolean) {
    this.source = source;
    this.isRelaxed = isRelaxed;
  }

  get isAtEnd(): boolean {
    return this.position >= this.source.length;
  }

  /** The character at the cursor; "" at the end. */
  get char(): string {
    const codePoint = this.source.codePointAt(this.position);
    return codePoint === undefined ? "" : String.fromCodePoint(codePoint);
  }

  isAt(char: string): boolean {
    return this.char === char;
  }

  get charSpan(): Span {
    return { start: this.position, end: this.position + this.char.length };
  }

  /** The empty span at the cursor. */
  get here(): Span {
    return { start: this.position, end: this.position };
  }

  spanFrom(start: number): Span {
    return { start, end: this.position };
  }

  /** Steps over one character; false when the end is reached. */
  bump(): boolean {
    spendWork(characterWork);
    this.position += this.char.length;
    return !this.isAtEnd;
  }

  bumpIf(text: string): boolean {
    if (!this.source.startsWith(text, this.position)) return false;
    this.position += text.length;
    return true;
  }

  /** Like {@link bump}, then over what the flag `x` ignores. */
  bumpAndSkip(): boolean {
    this.bump();
    this.skipIgnored();
    return !this.isAtEnd;
  }

  skipIgnored(): void {
    this.position = this.ignoredEnd(this.position);
  }

  /** The character behind the one at the cursor. */
  peek(): string {
    return this.source.charAt(this.position + this.char.length);
  }

  /** The next visible character behind the one at the cursor. */
  peekVisible(): string {
    return this.source.charAt(this.ignoredEnd(this.position + this.char.length));
  }

  private ignoredEnd(from: number): number {
    if (!this.ignoresWhitespace) return from;
    let at = from;
    for (;;) {
      const char = this.source.charAt(at);
      if (char === "#") {
        const newline = this.source.indexOf("\n", at);
        at = newline < 0 ? this.source.length : newline + 1;
      } else if (char !== "" && /\p{White_Space}/u.test(char)) at++;
      else return at;
    }
  }

  fail(message: string, span: Span, note?: string): never {
    throw new RegexpSyntaxError(message, span, note);
  }

  /** One character, or one escape sequence at a backslash. */
  parseLiteralOrEscape(): Primitive {
    if (this.char === "\\") return this.parseEscape();
    const span = this.charSpan;
    const codePoint = this.source.codePointAt(this.position)!;
    this.bump();
    return { kind: "literal", span, codePoint, isByte: false };
  }

  private parseEscape(): Primitive {
    const start = this.position;
    if (!this.bump()) this.fail("incomplete escape sequence, the expression ends here", this.spanFrom(start));
    const char = this.char;
    if (/^[0-9]$/.test(char)) {
      this.fail("backreferences are not supported", { start, end: this.position + 1 });
    }
    if (Object.hasOwn(HEX_LENGTH, char)) return this.parseHex(start, char);
    if (char === "p" || char === "P") return this.parseProperty(start);
    const perlClass = PERL_CLASSES[char.toLowerCase()];
    this.bump();
    const span = this.spanFrom(start);
    if (perlClass !== undefined && char.length === 1) {
      return { kind: "perl", span, class: perlClass, isNegated: char !== char.toLowerCase() };
    }
    if (char === "b") return { kind: "assertion", ...this.parseSpecialBoundary(start) };
    const assertion = Object.hasOwn(ASSERTION_ESCAPES, char) ? ASSERTION_ESCAPES[char] : undefined;
    if (assertion !== undefined) return { kind: "assertion", span, assertion };
    return { kind: "literal", span, codePoint: this.escapedCodePoint(char, span), isByte: false };
  }

  private escapedCodePoint(char: string, span: Span): number {
    const control = Object.hasOwn(CONTROL_ESCAPES, char) ? CONTROL_ESCAPES[char] : undefined;
    if (control !== undefined) return control;
    const codePoint = char.codePointAt(0)!;
    // Compat: `\<` and `\>` are the plain characters, not the word boundaries that other dialects make of them.
    if (META.has(char) || (codePoint < 0x80 && !/^[0-9A-Za-z]$/.test(char)) || this.isRelaxed)
      return codePoint;
    return this.fail(
      "unknown escape sequence",
      span,
      `did you mean \`\\\\${char}\` instead of \`\\${char}\`?`,
    );
  }

  private parseHex(start: number, form: string): Primitive {
    const digitsStart = this.position + 1;
    if (!this.bumpAndSkip()) this.fail("incomplete escape sequence, the expression ends here", this.here);
    if (this.char === "{") return this.parseBracedHex(start);
    let digits = "";
    for (let i = 0; i < HEX_LENGTH[form]!; i++) {
      if (i > 0 && !this.bumpAndSkip()) {
        this.fail("incomplete escape sequence, the expression ends here", this.here);
      }
      digits += this.hexDigit();
    }
    this.bumpAndSkip();
    const codePoint = this.scalarValue(digits, this.spanFrom(digitsStart));
    return {
      kind: "literal",
      span: this.spanFrom(start),
      codePoint,
      isByte: form === "x" && codePoint > 0x7f,
    };
  }

  private parseBracedHex(start: number): Primitive {
    const brace = this.position;
    const digitsStart = brace + 1;
    let digits = "";
    while (this.bumpAndSkip() && !this.isAt("}")) digits += this.hexDigit();
    if (this.isAtEnd)
      this.fail("incomplete escape sequence, the closing brace is missing", this.spanFrom(brace));
    const digitsEnd = this.position;
    this.bumpAndSkip();
    if (digits === "") this.fail("hexadecimal digits are missing", this.spanFrom(brace));
    const codePoint = this.scalarValue(digits, { start: digitsStart, end: digitsEnd });
    return { kind: "literal", span: this.spanFrom(start), codePoint, isByte: false };
  }

  private hexDigit(): string {
    if (!/^[0-9A-Fa-f]$/.test(this.char)) this.fail("invalid hexadecimal digit", this.charSpan);
    return this.char;
  }

  private scalarValue(digits: string, span: Span): number {
    const codePoint = Number.parseInt(digits, 16);
    if (codePoint > 0x10ffff || (codePoint >= 0xd800 && codePoint <= 0xdfff)) {
      this.fail("this is not the number of a Unicode character", span);
    }
    return codePoint;
  }

  private parseProperty(start: number): Primitive {
    let isNegated = this.char === "P";
    if (!this.bumpAndSkip()) this.fail("incomplete escape sequence, the expression ends here", this.here);
    let name = "";
    if (this.char === "{") {
      while (this.bumpAndSkip() && !this.isAt("}")) name += this.char;
      if (this.isAtEnd) this.fail("incomplete escape sequence, the closing brace is missing", this.here);
    } else name = this.char;
    this.bump();
    const unequal = name.indexOf("!=");
    if (unequal >= 0) {
      isNegated = !isNegated;
      name = `${name.slice(0, unequal)}=${name.slice(unequal + 2)}`;
    }
    return { kind: "property", span: this.spanFrom(start), name, isNegated };
  }

  /** Behind `\b`: the braced name of a special boundary, if there is one and not a counted repetition. */
  private parseSpecialBoundary(start: number): { span: Span; assertion: AssertionAst } {
    const plain = { span: this.spanFrom(start), assertion: "word-boundary" as const };
    if (this.char !== "{") return plain;
    const brace = this.position;
    if (!this.bumpAndSkip()) {
      this.fail(
        "a word boundary or a counted repetition begins here, its closing brace is missing",
        this.spanFrom(start),
      );
    }
    const nameStart = this.position;
    if (!/^[A-Za-z-]$/.test(this.char)) {
      this.position = brace;
      return plain;
    }
    let name = "";
    while (!this.isAtEnd && /^[A-Za-z-]$/.test(this.char)) {
      name += this.char;
      this.bumpAndSkip();
    }
    const nameEnd = this.position;
    if (!this.isAt("}"))
      this.fail("this word boundary is unclosed or has an invalid character", this.spanFrom(brace));
    this.bump();
    const assertion = Object.hasOwn(SPECIAL_BOUNDARIES, name) ? SPECIAL_BOUNDARIES[name] : undefined;
    if (assertion === undefined) {
      this.fail("unknown word boundary; there are start, end, start-half and end-half", {
        start: nameStart,
        end: nameEnd,
      });
    }
    return { span: this.spanFrom(start), assertion };
  }
}
