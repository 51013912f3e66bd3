// The `fullword` test. Compat: word characters are ASCII letters and digits, not the underscore (SC-20). In a wide match a
// neighbour is two bytes: a word character and 00. In an xor match neighbours are decoded with the key of the match.
import { byteAt, dataLength } from "../memory/data";
import { SubPatternFlag_fullwordLeft, SubPatternFlag_fullwordRight, SubPatternFlag_wide } from "../generated/search-layout";

/** Whether no word continues across the ends of [start, end). The `flags` of the sub-pattern say which ends are tested. */
export function isDelimited(flags: u32, start: u32, end: u32, key: u32): bool {
  const isWide = (flags & SubPatternFlag_wide) != 0;
  if (flags & SubPatternFlag_fullwordLeft && wordEndsAt(start, isWide, key)) return false;
  return !(flags & SubPatternFlag_fullwordRight && wordStartsAt(end, isWide, key));
}

function wordEndsAt(offset: u32, isWide: bool, key: u32): bool {
  if (!isWide) return offset >= 1 && isWordByte(byteAt(offset - 1) ^ key);
  return offset >= 2 && byteAt(offset - 1) == key && isWordByte(byteAt(offset - 2) ^ key);
}

function wordStartsAt(offset: u32, isWide: bool, key: u32): bool {
  if (!isWide) return offset < dataLength && isWordByte(byteAt(offset) ^ key);
  return offset + 1 < dataLength && byteAt(offset + 1) == key && isWordByte(byteAt(offset) ^ key);
}

function isWordByte(byte: u32): bool {
  return (byte | 0x20) - 0x61 < 26 || byte - 0x30 < 10;
}
