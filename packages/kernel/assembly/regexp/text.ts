// The text that regexps are matched against: the scanned data, or a string of the `matches` operator. Also the conditions on
// places in it. At both ends of the text there is no neighbour.
//
// Compat: in wide programs the text is a sequence of pairs, counted from the place in question. The neighbour is the first
// byte of a pair, whatever the second is. Less than a pair is no neighbour.
import { AssertionCode_crlfLineEnd, AssertionCode_crlfLineStart, AssertionCode_end, AssertionCode_lineEnd, AssertionCode_lineStart, AssertionCode_notWordBoundary, AssertionCode_start, AssertionCode_wordBoundary, AssertionCode_wordEnd, AssertionCode_wordEndHalf, AssertionCode_wordStart, AssertionCode_wordStartHalf, ProgramFlag_wide } from "../generated/program-layout";
import { programFlags } from "./program";

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
  const before = charBefore(place);
  const after = charAfter(place);
  switch (assertion) {
    case AssertionCode_start:
      return before == NONE;
    case AssertionCode_end:
      return after == NONE;
    case AssertionCode_lineStart:
      return before == NONE || before == LF;
    case AssertionCode_lineEnd:
      return after == NONE || after == LF;
    case AssertionCode_crlfLineStart:
      return before == NONE || before == LF || (before == CR && after != LF);
    case AssertionCode_crlfLineEnd:
      return after == NONE || after == CR || (after == LF && before != CR);
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
  const width: u32 = programFlags & ProgramFlag_wide ? 2 : 1;
  return place >= width ? load<u8>(textAddress + place - width) : NONE;
}

function charAfter(place: u32): u32 {
  const width: u32 = programFlags & ProgramFlag_wide ? 2 : 1;
  return textLength - place >= width ? load<u8>(textAddress + place) : NONE;
}

function isWord(char: u32): bool {
  return (char | 0x20) - 0x61 < 26 || char - 0x30 < 10 || char == 0x5f;
}
