/** Whether the numbered assertions of a program hold at a place; the same rules as the kernel's `regexp/text.ts`. */
import { AssertionCode } from "@tyara/contract";

const NONE = -1;
const LF = 10;
const CR = 13;

/** `place` lies between 0 and the length of `text`, beyond which there is nothing. */
export function holds(code: number, text: Uint8Array, place: number, isWide: boolean): boolean {
  const width = isWide ? 2 : 1;
  const before = place >= width ? text[place - width]! : NONE;
  const after = text.length - place >= width ? text[place]! : NONE;
  switch (code) {
    case AssertionCode.start:
      return before === NONE;
    case AssertionCode.end:
      return after === NONE;
    case AssertionCode.lineStart:
      return before === NONE || before === LF;
    case AssertionCode.lineEnd:
      return after === NONE || after === LF;
    case AssertionCode.crlfLineStart:
      return before === NONE || before === LF || (before === CR && after !== LF);
    case AssertionCode.crlfLineEnd:
      return after === NONE || after === CR || (after === LF && before !== CR);
    case AssertionCode.wordBoundary:
      return isWord(before) !== isWord(after);
    case AssertionCode.notWordBoundary:
      return isWord(before) === isWord(after);
    case AssertionCode.wordStart:
      return !isWord(before) && isWord(after);
    case AssertionCode.wordEnd:
      return isWord(before) && !isWord(after);
    case AssertionCode.wordStartHalf:
      return !isWord(before);
    default:
      return !isWord(after);
  }
}

function isWord(char: number): boolean {
  return (
    (char >= 48 && char <= 57) || (char >= 65 && char <= 90) || char === 95 || (char >= 97 && char <= 122)
  );
}
