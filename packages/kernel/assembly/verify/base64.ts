// The last test of a base64 match. The run was compared before: it has all characters that the text determines, at least in
// some of their bits.
//
// Compat: the reference decodes each group of four characters that holds a part of the text. So the other characters of the
// first and the last group must belong to the alphabet too. Padding or the end of the data may cut the last group short; then
// its unused bits must be zero (SC-24).
import { byteAt, dataLength } from "../memory/data";
import { SubPatternFlag_wide, SubPattern_alphabet, SubPattern_flags, SubPattern_groupDelta } from "../generated/search-layout";

const INVALID: u32 = 255;
const PADDING: u32 = 254;

/** Whether all groups decode that overlap the run of `count` characters at `start`. */
export function decodes(subPattern: usize, start: u32, count: u32): bool {
  const stride: u32 = load<u32>(subPattern, SubPattern_flags) & SubPatternFlag_wide ? 2 : 1;
  const alphabet = load<u32>(subPattern, SubPattern_alphabet);
  const before = min<u32>(load<u32>(subPattern, SubPattern_groupDelta), 3);
  if (start < before * stride) return false;
  // Bounded: a group has four characters.
  for (let i: u32 = 1; i <= before; i++) {
    if (valueAt(alphabet, start - i * stride, stride) >= PADDING) return false;
  }
  const last = start + (count - 1) * stride;
  if (valueAt(alphabet, last, stride) >= PADDING) return false;
  const inLastGroup = (before + count) & 3;
  return inLastGroup == 0 || isGroupEnd(alphabet, last, inLastGroup, stride);
}

// Whether the group that the run ends in decodes. `last` is the offset of the run's last character, `seen` its position in
// the group: 2 or 3.
// Bounded: calls itself once at most, with `seen` = 3.
function isGroupEnd(alphabet: usize, last: u32, seen: u32, stride: u32): bool {
  const next = valueAt(alphabet, last + stride, stride);
  if (next == INVALID) return false;
  if (next == PADDING) {
    if (seen == 2 && valueAt(alphabet, last + 2 * stride, stride) != PADDING) return false;
    return (valueAt(alphabet, last, stride) & (seen == 2 ? 15 : 3)) == 0;
  }
  return seen == 3 || isGroupEnd(alphabet, last + stride, 3, stride);
}

// The value of the character at an offset. The end of the data counts as padding. Compat: if the end of the data cuts a wide
// character in two, its first half is enough.
function valueAt(alphabet: usize, offset: u32, stride: u32): u32 {
  if (offset >= dataLength) return PADDING;
  if (stride == 2 && offset + 1 < dataLength && byteAt(offset + 1) != 0) return INVALID;
  const byte = byteAt(offset);
  const value = load<u8>(alphabet + byte);
  return value == INVALID && byte == 0x3d ? PADDING : value;
}
