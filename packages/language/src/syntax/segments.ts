/**
 * A source cut into its items, each with the blank lines and comments before it: the pieces that an editor reads anew, or
 * keeps, when the source changes. The grammar begins each item in the same state, so what a piece means depends on its own
 * text only, and where it is broken, on the first tokens of the next.
 */
import type { Diagnostic } from "../diagnostics/index.ts";
import { MAX_TOKENS } from "./lexer.ts";
import { type ParseOptions, type ReadItem, readItem, refusalOf } from "./parse.ts";
import { EXPRESSIONS } from "./parse-expression.ts";
import { Parser } from "./parser.ts";
import type { SourceText } from "./source-text.ts";
import { Token } from "./token.ts";

/** One item with the trivia before it and those behind it on its last line; or the trivia at the end of a source. */
export interface Segment extends ReadItem {
  /** Byte offsets. Segments touch each other. */
  readonly start: number;
  readonly end: number;
  /** Whether there is no item: what stands behind the last one. */
  readonly isTrivia: boolean;
  /** What is wrong with its syntax; spans count from the source's begin. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The segments of a source, one after the other, each read when it is asked for. */
export function* readSegments(
  source: SourceText,
  { maxTokens = MAX_TOKENS }: ParseOptions = {},
): Generator<Segment, void> {
  const refusal = refusalOf(source);
  const length = source.byteLength;
  if (refusal !== undefined) {
    yield { start: 0, end: length, isTrivia: false, diagnostics: [refusal] };
    return;
  }
  const p = new Parser(source, EXPRESSIONS, maxTokens, false);
  let start = 0;
  while (p.kind !== Token.EndOfFile) {
    const told = p.diagnostics.length;
    const read = readItem(p);
    const end = endOfLineTrivia(source.bytes, p.consumedEnd);
    yield { ...read, start, end, isTrivia: false, diagnostics: p.diagnostics.slice(told) };
    start = end;
  }
  if (start < length) yield { start, end: length, isTrivia: true, diagnostics: [] };
}

/** Where whitespace and comments behind `from` end, as far as they lie on its line. */
function endOfLineTrivia(bytes: string, from: number): number {
  for (let at = from; ; ) {
    const unit = bytes.charAt(at);
    if (unit === " " || unit === "\t" || unit === "\r") at++;
    else if (bytes.startsWith("//", at)) return endOfLine(bytes, at);
    else if (bytes.startsWith("/*", at)) {
      const end = bytes.indexOf("*/", at) + 2;
      if (end < 2 || endOfLine(bytes, at) < end) return at;
      at = end;
    } else return at;
  }
}

function endOfLine(bytes: string, from: number): number {
  const end = bytes.indexOf("\n", from);
  return end === -1 ? bytes.length : end;
}
