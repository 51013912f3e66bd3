/**
 * The base64 forms of a text. Depending on how many bytes precede the text in the encoded data (modulo three) it has
 * three forms; their first and last characters may be determined only in part, by bits of the text and of its
 * neighbours. They are byte classes in the run, and the reported match leaves them out (SC-24).
 */
import { ByteSet } from "../regex/index.ts";
import { type ByteRun, RunBuilder } from "./byte-run.ts";

export const STANDARD_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

export interface Base64Form {
  readonly run: ByteRun;
  /** Where the match that is reported begins behind the run's start, and its length, in bytes. */
  readonly startDelta: number;
  readonly length: number;
  /** Characters before the run in its first group of four. */
  readonly groupDelta: number;
}

/** The form of `text` behind `alignment` (0 to 2) other bytes; `isWide`: every character is followed by a zero. */
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
    if (isWide && index > groupDelta) builder.addBytes(Uint8Array.of(0));
    builder.addSet(characterSet(text, alphabet, index * 6 - firstBit));
  }
  const stride = isWide ? 2 : 1;
  const skipped = alignment === 0 ? 0 : 1;
  const whole = endCharacter - groupDelta - skipped - (endBit % 6 === 0 ? 0 : 1);
  return { run: builder.build(), startDelta: skipped * stride, length: whole * stride, groupDelta };
}

/** The characters whose six bits agree with the text from `bit` on, as far as these are bits of the text. */
function characterSet(text: Uint8Array, alphabet: string, bit: number): ByteSet {
  const members: number[] = [];
  for (let value = 0; value < 64; value++)
    if (agrees(text, value, bit)) members.push(alphabet.charCodeAt(value));
  return ByteSet.of(...members);
}

function agrees(text: Uint8Array, value: number, bit: number): boolean {
  for (let i = 0; i < 6; i++) {
    const at = bit + i;
    if (at < 0 || at >= text.length * 8) continue;
    if (((text[at >> 3]! >> (7 - (at & 7))) & 1) !== ((value >> (5 - i)) & 1)) return false;
  }
  return true;
}

/** From characters to values; 255 for what is not in the alphabet. */
export function decodingTable(alphabet: string): Uint8Array {
  const table = new Uint8Array(256).fill(255);
  for (let value = 0; value < 64; value++) table[alphabet.charCodeAt(value)] = value;
  return table;
}
