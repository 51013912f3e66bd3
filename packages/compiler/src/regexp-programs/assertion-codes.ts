import { AssertionCode } from "@tyara/contract";
import type { Assertion } from "@tyara/language/regexp";

/** The numbers that programs give to assertions. */
export const ASSERTION_CODES: Readonly<Record<Assertion, number>> = {
  start: AssertionCode.start,
  end: AssertionCode.end,
  "line-start": AssertionCode.lineStart,
  "line-end": AssertionCode.lineEnd,
  "crlf-line-start": AssertionCode.crlfLineStart,
  "crlf-line-end": AssertionCode.crlfLineEnd,
  "word-boundary": AssertionCode.wordBoundary,
  "not-word-boundary": AssertionCode.notWordBoundary,
  "word-start": AssertionCode.wordStart,
  "word-end": AssertionCode.wordEnd,
  "word-start-half": AssertionCode.wordStartHalf,
  "word-end-half": AssertionCode.wordEndHalf,
};
