/** What literal tokens mean: integers, floats, strings and regular expressions, and what can be wrong with them. */
import type { Span } from "@tyara/base";
import { type Diagnostic, errors } from "../diagnostics/index.ts";
import type { MetaValue, RegexpLiteral } from "./ast.ts";
import type { Parser } from "./parser.ts";
import { bytesOf } from "./source-text.ts";
import { NodeKind } from "./tree.ts";

const MAX_INTEGER = 0x7fff_ffff_ffff_ffffn;
/** A decimal literal up to this long is exact as a `number`. */
const SAFE_DECIMAL_LENGTH = 15;

/** Consumes an integer token. Out of range is reported and read as 0. */
export function takeInteger(p: Parser): { readonly value: bigint; readonly span: Span } {
  const value = decodeInteger(p.bytes);
  const span = p.take();
  if (value <= MAX_INTEGER) return { value, span };
  reportRange(p, span, -MAX_INTEGER - 1n, MAX_INTEGER);
  return { value: 0n, span };
}

/** Consumes an integer token whose value is bounded by `maximum`; out of range is reported and read as 0. */
export function takeBoundedInteger(
  p: Parser,
  maximum: number,
): { readonly value: number; readonly span: Span } {
  const value = decodeInteger(p.bytes);
  const span = p.take();
  if (value <= BigInt(maximum)) return { value: Number(value), span };
  reportRange(p, span, 0, maximum);
  return { value: 0, span };
}

function reportRange(p: Parser, span: Span, minimum: number | bigint, maximum: number | bigint): void {
  p.reportLiteral(
    errors.invalidInteger(span, { problem: `this number is not between ${minimum} and ${maximum}` }),
  );
}

/** Time is bounded by the square of the digits only in `BigInt`, so absurdly long literals are cut first. */
const MAX_DIGITS = 64;

function decodeInteger(text: string): bigint {
  if (text.length <= SAFE_DECIMAL_LENGTH) {
    const value = Number(text);
    if (!Number.isNaN(value)) return BigInt(value);
  }
  const digits = text.replaceAll("_", "");
  const unit = digits.endsWith("KB") ? 1024n : digits.endsWith("MB") ? 1048576n : 1n;
  const body = unit === 1n ? digits : digits.slice(0, -2);
  return unit * BigInt(body.length > MAX_DIGITS ? shorten(body) : body);
}

/** The same number when its leading zeros explain its length, else one that is out of every range. */
function shorten(body: string): string {
  const prefix = /^0[xo]/.test(body) ? body.slice(0, 2) : "";
  const significant = body.slice(prefix.length).replace(/^0+/, "");
  return `${prefix}${significant.slice(0, MAX_DIGITS) || "0"}`;
}

/** Consumes a float token. */
export function takeFloat(p: Parser): { readonly value: number; readonly span: Span } {
  const value = Number(p.bytes.replaceAll("_", ""));
  const span = p.take();
  if (Number.isNaN(value)) p.reportLiteral(errors.invalidFloat(span, { problem: "this is no number" }));
  return { value: Number.isNaN(value) ? 0 : value, span };
}

/** Consumes a string token and decodes its escapes. */
export function takeString(p: Parser): { readonly value: Uint8Array; readonly span: Span } {
  const { body, start, span } = takeStringBody(p);
  return { value: decodeString(p, body, start), span };
}

/** Consumes a string token that may not hold escapes, as text. */
export function takePlainString(p: Parser): { readonly value: string; readonly span: Span } {
  const { body, start, span } = takeStringBody(p);
  if (body.includes("\\")) p.reportLiteral(errors.unexpectedEscapeSequence(span));
  return { value: p.source.slice(start, start + body.length), span };
}

/** Consumes the string token of a metadata value. */
export function takeMetaString(p: Parser): { readonly value: MetaValue; readonly span: Span } {
  const { body, start, span } = takeStringBody(p);
  const value: MetaValue = body.includes("\\")
    ? { kind: "bytes", value: decodeString(p, body, start) }
    : { kind: "string", value: p.source.slice(start, start + body.length) };
  return { value, span };
}

/** What stands between the quotes, and where that begins in the file. */
function takeStringBody(p: Parser): { readonly body: string; readonly start: number; readonly span: Span } {
  const literal = p.bytes;
  const span = p.take();
  const quotes = literal.length >= 6 && literal.startsWith('"""') ? 3 : 1;
  return { body: literal.slice(quotes, -quotes), start: span.start + quotes, span };
}

function decodeString(p: Parser, body: string, start: number): Uint8Array {
  if (!body.includes("\\")) return bytesOf(body);
  let text = "";
  let copied = 0;
  for (let at = body.indexOf("\\"); at >= 0; at = body.indexOf("\\", copied)) {
    const decoded = decodeEscape(body, at);
    if (decoded === undefined) {
      p.reportLiteral(describeBadEscape(p, body, at, start));
      return new Uint8Array(0);
    }
    text += body.slice(copied, at) + decoded;
    copied = at + (body[at + 1] === "x" ? 4 : 2);
  }
  return bytesOf(text + body.slice(copied));
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ["\\", "\\"],
  ['"', '"'],
  ["n", "\n"],
  ["r", "\r"],
  ["t", "\t"],
  ["0", "\0"],
]);

function decodeEscape(body: string, at: number): string | undefined {
  const letter = body[at + 1] ?? "";
  if (letter !== "x") return ESCAPES.get(letter);
  const digits = body.slice(at + 2, at + 4);
  return /^[0-9A-Fa-f]{2}$/.test(digits) ? String.fromCharCode(Number.parseInt(digits, 16)) : undefined;
}

function describeBadEscape(p: Parser, body: string, at: number, start: number): Diagnostic {
  if (body[at + 1] === "x") {
    const span = { start: start + at, end: start + at + 2 };
    return errors.invalidEscapeSequence(span, { problem: "two hexadecimal digits must follow `\\x`" });
  }
  const end = start + at + 1 + characterLength(body.charCodeAt(at + 1));
  const span = { start: start + at, end };
  const problem = `\`${p.source.slice(span.start, end)}\` is not an escape sequence`;
  return errors.invalidEscapeSequence(span, { problem });
}

/** The byte length of the character that begins with this byte of valid UTF-8. */
function characterLength(byte: number): number {
  return byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
}

/** Consumes a regular expression token; closes a literal node. */
export function takeRegexp(p: Parser): RegexpLiteral {
  const mark = p.mark();
  const literal = p.bytes;
  const { start } = p.span;
  const end = literal.lastIndexOf("/");
  p.advance();
  const span = p.close(NodeKind.Literal, mark);
  const modifiers = literal.slice(end + 1);
  const bad = modifiers.search(/[^is]/);
  if (bad >= 0) {
    const at = start + end + 1 + bad;
    p.reportLiteral(errors.invalidRegexpModifier({ start: at, end: at + 1 }, { modifier: modifiers[bad]! }));
  }
  const sourceSpan = { start: start + 1, end: start + end };
  return {
    kind: "regexp",
    source: p.source.slice(sourceSpan.start, sourceSpan.end),
    sourceSpan,
    caseInsensitive: modifiers.includes("i"),
    dotMatchesNewline: modifiers.includes("s"),
    span,
  };
}
