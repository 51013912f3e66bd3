// The end of verifying a base64 match. The run (all characters that the text determines, wholly or in part) has been
// compared already. Compat: the reference decodes the groups of four characters that the text touches, so the other
// characters of the first and last group must belong to the alphabet too; the last group may be cut short by padding
// or by the end of the data, but then its unused bits must be zero (SC-24).
import { byteAt, dataLength } from "../memory/data";
import { SubPatternFlag_wide, SubPattern_alphabet, SubPattern_flags, SubPattern_groupDelta } from "../generated/search-layout";

const INVALID: u32 = 255;
const PADDING: u32 = 254;

/** Whether the groups around the run of `count` characters at `start` decode. */
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

// `last` is the offset of the last character of the run, the `seen`th (2 or 3) of its group.
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

// The end of the data counts as padding. Compat: of a wide character cut in two by the end, the first half is enough.
function valueAt(alphabet: usize, offset: u32, stride: u32): u32 {
  if (offset >= dataLength) return PADDING;
  if (stride == 2 && offset + 1 < dataLength && byteAt(offset + 1) != 0) return INVALID;
  const byte = byteAt(offset);
  const value = load<u8>(alphabet + byte);
  return value == INVALID && byte == 0x3d ? PADDING : value;
}
