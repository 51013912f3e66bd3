/**
 * The checksum that the optional header should hold: a ones' complement sum of 16-bit words, from which the checksum's
 * own words are taken again, plus the file's size.
 */
import type { ModuleInput } from "@tyara/language/modules";
import { inSteps } from "../kit/steps.ts";
import type { PeImage } from "./image.ts";

/** The image's checksum. Linear in the file. Compat: a last odd byte does not count. */
export function calculateChecksum(image: PeImage, input: ModuleInput): number {
  const { reader, optional } = image;
  let sum = sumOfWords(reader.data, input);
  for (const at of [optional.checksumOffset, optional.checksumOffset + 2]) {
    sum = minusWord(sum, reader.u16At(at) ?? 0);
  }
  return (sum + reader.length) >>> 0;
}

/** Compat: the file is summed in units of 32 bits, and when a whole unit is the last one its carry is lost. */
function sumOfWords(data: Uint8Array, input: ModuleInput): number {
  const isWhole = data.length % 4 < 2;
  const end = isWhole ? Math.floor(data.length / 4) * 4 - 4 : data.length - (data.length % 2);
  let low = 0;
  let high = 0; // exact: a double holds the sums of 2^37 words
  for (const piece of inSteps(input, data.subarray(0, Math.max(end, 0)))) {
    for (let i = 0; i < piece.length; i += 4) {
      low += piece[i]! | (piece[i + 1]! << 8);
      if (i + 2 < piece.length) high += piece[i + 2]! | (piece[i + 3]! << 8);
    }
  }
  let sum = folded(low + high * 0x10000, 0x100000000);
  if (isWhole) sum = (sum + new DataView(data.buffer, data.byteOffset).getUint32(end, true)) % 0x100000000;
  return folded(sum, 0x10000);
}

/** The ones' complement sum of the digits to the base `unit`. */
function folded(sum: number, unit: number): number {
  let rest = sum;
  while (rest >= unit) rest = (rest % unit) + Math.floor(rest / unit);
  return rest;
}

/** Spec: the loader's way to subtract: a borrow comes off the sum as well. */
function minusWord(sum: number, word: number): number {
  const borrow = sum < word ? 1 : 0;
  return (sum - borrow - word) & 0xffff;
}
