/**
 * The text encoding of Dalvik executables ("modified UTF-8"): each UTF-16 unit is one, two or three bytes, so that
 * characters beyond U+FFFF are two surrogates of three bytes each, and U+0000 is two bytes. Plain UTF-8 of four bytes is
 * taken too.
 */
import { spendWork } from "@tyara/base";
import { latin1, utf16Text } from "../kit/text.ts";

const REPLACEMENT = 0xfffd;

/** The text; each byte that is ill-formed and each surrogate without its partner becomes U+FFFD. */
export function decodeMutf8(bytes: Uint8Array): string {
  for (const byte of bytes) if (byte >= 0x80) return decodeUnits(bytes);
  return latin1(bytes);
}

function decodeUnits(bytes: Uint8Array): string {
  spendWork(bytes.length);
  const units = new Uint16Array(bytes.length);
  let count = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes[at]!);
    const value = length === 0 ? undefined : decodeSequence(bytes, at, length);
    if (value !== undefined && value > 0xffff) {
      units[count++] = 0xd800 | ((value - 0x10000) >> 10);
      units[count++] = 0xdc00 | (value & 0x3ff);
    } else {
      units[count++] = value ?? REPLACEMENT;
    }
    at += value === undefined ? 1 : length;
  }
  return utf16Text(units.subarray(0, count));
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc0 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

const smallestOfLength = [0, 0, 0x80, 0x800, 0x10000] as const;
const MAX_CODE_POINT = 0x10ffff;

function decodeSequence(bytes: Uint8Array, start: number, length: number): number | undefined {
  const first = bytes[start]!;
  if (length === 1) return first;
  if (start + length > bytes.length) return undefined;
  let value = first & (0x7f >> length);
  for (let i = start + 1; i < start + length; i++) {
    if ((bytes[i]! & 0xc0) !== 0x80) return undefined;
    value = (value << 6) | (bytes[i]! & 0x3f);
  }
  const isLongEnough = value >= smallestOfLength[length]! || (length === 2 && value === 0);
  return isLongEnough && value <= MAX_CODE_POINT ? value : undefined;
}
