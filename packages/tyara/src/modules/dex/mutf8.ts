/**
 * The text encoding of Dalvik executables: UTF-8, but characters beyond U+FFFF are two surrogates of three bytes each,
 * and U+0000 may be two bytes. Plain UTF-8 of four bytes is taken too.
 */
import { latin1 } from "../text.ts";

/** The text, or `undefined` when the bytes are ill-formed. */
export function decodeMutf8(bytes: Uint8Array): string | undefined {
  let isAscii = true;
  for (let i = 0; i < bytes.length && isAscii; i++) isAscii = bytes[i]! < 0x80;
  return isAscii ? latin1(bytes) : decodeSlowly(bytes);
}

function decodeSlowly(bytes: Uint8Array): string | undefined {
  let text = "";
  for (let i = 0; i < bytes.length; ) {
    const length = sequenceLength(bytes[i]!);
    const character = length === 0 ? undefined : decodeSequence(bytes.subarray(i, i + length), length);
    if (character === undefined) return undefined;
    text += String.fromCodePoint(character);
    i += length;
  }
  return isWellFormed(text) ? text : undefined;
}

function sequenceLength(first: number): number {
  if (first < 0x80) return 1;
  if (first >= 0xc0 && first < 0xe0) return 2;
  if (first >= 0xe0 && first < 0xf0) return 3;
  return first >= 0xf0 && first < 0xf5 ? 4 : 0;
}

const smallestOfLength = [0, 0, 0x80, 0x800, 0x10000] as const;
const MAX_CODE_POINT = 0x10ffff;

function decodeSequence(bytes: Uint8Array, length: number): number | undefined {
  if (bytes.length < length) return undefined;
  if (length === 1) return bytes[0];
  let value = bytes[0]! & (0x7f >> length);
  for (let i = 1; i < length; i++) {
    if ((bytes[i]! & 0xc0) !== 0x80) return undefined;
    value = (value << 6) | (bytes[i]! & 0x3f);
  }
  const isLongEnough = value >= smallestOfLength[length]! || (length === 2 && value === 0);
  return isLongEnough && value <= MAX_CODE_POINT ? value : undefined;
}

/** Whether every surrogate has its partner. */
function isWellFormed(text: string): boolean {
  return !/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/.test(text);
}
