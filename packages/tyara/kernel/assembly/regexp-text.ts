// The text that regexps are matched against (the scanned data, or a string of the `matches` operator) and the conditions
// on places in it. Nothing is outside: at both ends there is no neighbour.
//
// Compat: in wide programs a neighbour is a pair of a byte and 00, at whatever alignment; anything else is no word
// character and no line end.
import { AssertionCode_crlfLineEnd, AssertionCode_crlfLineStart, AssertionCode_end, AssertionCode_lineEnd, AssertionCode_lineStart, AssertionCode_notWordBoundary, AssertionCode_start, AssertionCode_wordBoundary, AssertionCode_wordEnd, AssertionCode_wordEndHalf, AssertionCode_wordStart, AssertionCode_wordStartHalf, ProgramFlag_wide } from "./generated/program-layout";
import { programFlags } from "./regexp-program";

export let textAddress: usize = 0;
export let textLength: u32 = 0;

const NONE: u32 = 0x100;
const LF: u32 = 10;
const CR: u32 = 13;

export function openText(address: usize, length: u32): void {
  textAddress = address;
  textLength = length;
}

/** Whether an assertion holds at a place, 0 … textLength. */
export function holds(assertion: u32, place: u32): bool {
  if (assertion == AssertionCode_start) return place == 0;
  if (assertion == AssertionCode_end) return place == textLength;
  const before = charBefore(place);
  const after = charAfter(place);
  switch (assertion) {
    case AssertionCode_lineStart:
      return place == 0 || before == LF;
    case AssertionCode_lineEnd:
      return place == textLength || after == LF;
    case AssertionCode_crlfLineStart:
      return place == 0 || before == LF || (before == CR && after != LF);
    case AssertionCode_crlfLineEnd:
      return place == textLength || after == CR || (after == LF && before != CR);
    case AssertionCode_wordBoundary:
      return isWord(before) != isWord(after);
    case AssertionCode_notWordBoundary:
      return isWord(before) == isWord(after);
    case AssertionCode_wordStart:
      return !isWord(before) && isWord(after);
    case AssertionCode_wordEnd:
      return isWord(before) && !isWord(after);
    case AssertionCode_wordStartHalf:
      return !isWord(before);
    default:
      return !isWord(after);
  }
}

function charBefore(place: u32): u32 {
  if (!(programFlags & ProgramFlag_wide)) return place >= 1 ? load<u8>(textAddress + place - 1) : NONE;
  if (place < 2 || load<u8>(textAddress + place - 1)) return NONE;
  return load<u8>(textAddress + place - 2);
}

function charAfter(place: u32): u32 {
  if (!(programFlags & ProgramFlag_wide)) return place < textLength ? load<u8>(textAddress + place) : NONE;
  if (textLength - place < 2 || load<u8>(textAddress + place + 1)) return NONE;
  return load<u8>(textAddress + place);
}

function isWord(char: u32): bool {
  return (char | 0x20) - 0x61 < 26 || char - 0x30 < 10 || char == 0x5f;
}
