/**
 * The base64 forms of a text. Depending on how many bytes precede the text in the encoded data (modulo three) it has
 * three forms; their first and last characters may be determined only in part, by bits of the text and of its
 * neighbours. They are byte classes in the run, and the reported match leaves them out (SC-24).
 */
import { ByteSet } from "@tyara/language/regexp";
import { type ByteRun, RunBuilder } from "./byte-run.ts";

export const STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export interface Base64Form {
  readonly run: ByteRun;
  /** The distance from the run's start to the start of the reported match, and the length of the match, in bytes. */
  readonly startDelta: number;
  readonly length: number;
  /** Characters before the run in its first group of four. */
  readonly groupDelta: number;
}

/** The form of `text` after `alignment` (0 to 2) other bytes. With `isWide` a zero follows every character. */
export function base64Form(
  text: Uint8Array,
  alphabet: string,
  alignment: number,
  isWide: boolean,
): Base64Form {
  const firstBit = alignment * 8;
  const endBit = firstBit + text.length * 8;
  const groupDelta = Math.floor(firstBit / 6);
  const endCharacter = Math.ceil(endBit / 6);
  const builder = new RunBuilder();
  for (let index = groupDelta; index < endCharacter; index++) {
    if (isWide && index > groupDelta) builder.addByte(0);
    addCharacter(builder, text, alphabet, index * 6 - firstBit);
  }
  const stride = isWide ? 2 : 1;
  const skipped = alignment === 0 ? 0 : 1;
  const whole = endCharacter - groupDelta - skipped - (endBit % 6 === 0 ? 0 : 1);
  return { run: builder.build(), startDelta: skipped * stride, length: whole * stride, groupDelta };
}

/** Adds the characters whose six bits agree with the text from `bit` on, as far as these are bits of the text. */
function addCharacter(builder: RunBuilder, text: Uint8Array, alphabet: string, bit: number): void {
  const at = bit >> 3;
  // The bits lie in two neighbouring bytes; those outside of the text are not known.
  const bits = ((byteOf(text, at) << 8) | byteOf(text, at + 1)) >> (10 - (bit & 7));
  const known = ((knownBits(text, at) << 8) | knownBits(text, at + 1)) >> (10 - (bit & 7));
  const value = bits & 0x3f;
  const mask = known & 0x3f;
  if (mask === 0x3f) {
    builder.addByte(alphabet.charCodeAt(value));
    return;
  }
  const members: number[] = [];
  for (let other = 0; other < 64; other++)
    if ((other & mask) === (value & mask)) members.push(alphabet.charCodeAt(other));
  builder.addSet(ByteSet.from(members));
}

const byteOf = (text: Uint8Array, at: number): number => text[at] ?? 0;
const knownBits = (text: Uint8Array, at: number): number => (at >= 0 && at < text.length ? 0xff : 0);

/** From characters to values; 255 for what is not in the alphabet. */
export function decodingTable(alphabet: string): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
