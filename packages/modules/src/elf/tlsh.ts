/**
 * TLSH, a locality-sensitive hash: similar texts get hashes that differ in few places (Oliver, Cheng, Chen: "TLSH – A
 * Locality Sensitive Hash", 2013; version 4 with 128 buckets and a checksum of one byte).
 *
 * A window of five bytes slides over the text. Six triples of each window are hashed into buckets; what is kept of a
 * bucket is its quartile among all. The header holds a checksum, the logarithm of the length and ratios of the quartiles.
 */

import { spendWork } from "@tyara/base";

/** Pearson's permutation, through which bytes are hashed. */
const PEARSON = Uint8Array.from([
  1, 87, 49, 12, 176, 178, 102, 166, 121, 193, 6, 84, 249, 230, 44, 163, 14, 197, 213, 181, 161, 85, 218, 80,
  64, 239, 24, 226, 236, 142, 38, 200, 110, 177, 104, 103, 141, 253, 255, 50, 77, 101, 81, 18, 45, 96, 31,
  222, 25, 107, 190, 70, 86, 237, 240, 34, 72, 242, 20, 214, 244, 227, 149, 235, 97, 234, 57, 22, 60, 250, 82,
  175, 208, 5, 127, 199, 111, 62, 135, 248, 174, 169, 211, 58, 66, 154, 106, 195, 245, 171, 17, 187, 182, 179,
  0, 243, 132, 56, 148, 75, 128, 133, 158, 100, 130, 126, 91, 13, 153, 246, 216, 219, 119, 68, 223, 78, 83,
  88, 201, 99, 122, 11, 92, 32, 136, 114, 52, 10, 138, 30, 48, 183, 156, 35, 61, 26, 143, 74, 251, 94, 129,
  162, 63, 152, 170, 7, 115, 167, 241, 206, 3, 150, 55, 59, 151, 220, 90, 53, 23, 131, 125, 173, 15, 238, 79,
  95, 89, 16, 105, 137, 225, 224, 217, 160, 37, 123, 118, 73, 2, 157, 46, 116, 9, 145, 134, 228, 207, 212,
  202, 215, 69, 229, 27, 188, 67, 124, 168, 252, 42, 4, 29, 108, 21, 247, 19, 205, 39, 203, 233, 40, 186, 147,
  198, 192, 155, 33, 164, 191, 98, 204, 165, 180, 117, 76, 140, 36, 210, 172, 41, 54, 159, 8, 185, 232, 113,
  196, 231, 47, 146, 120, 51, 65, 28, 144, 254, 221, 93, 189, 194, 139, 112, 43, 71, 109, 184, 209,
]);

const WINDOW = 5;
const BUCKETS = 128;
/** Bytes between two payments for the work, and units of work that so many take. */
const PIECE = 2 ** 12;
const PIECE_WORK = 4 * PIECE;
/** Spec: shorter texts have no hash. */
const MIN_LENGTH = 50;
/** Salts of the triples, and which bytes of the window they take beside the last. */
const TRIPLES: readonly (readonly [salt: number, second: number, third: number])[] = [
  [2, 1, 2],
  [3, 1, 3],
  [5, 2, 3],
  [7, 2, 4],
  [11, 1, 4],
  [13, 3, 4],
];

/** The hash as `T1` and 70 upper-case hexadecimal digits; `undefined` for texts too short or too uniform. */
export function tlsh(text: Uint8Array): string | undefined {
  if (text.length < MIN_LENGTH) return undefined;
  const { buckets, checksum } = fillBuckets(text);
  const kept = buckets.subarray(0, BUCKETS);
  if (kept.filter((count) => count > 0).length <= BUCKETS / 2) return undefined;
  const sorted = kept.slice().sort();
  const [q1, q2, q3] = [sorted[BUCKETS / 4 - 1]!, sorted[BUCKETS / 2 - 1]!, sorted[(3 * BUCKETS) / 4 - 1]!];
  if (q3 === 0) return undefined;
  const ratios = (Math.floor((q1 * 100) / q3) % 16) * 16 + (Math.floor((q2 * 100) / q3) % 16);
  const header = [swapNibbles(checksum), swapNibbles(lengthCode(text.length)), ratios];
  return `T1${[...header, ...bodyOf(kept, q1, q2, q3)].map(hex).join("")}`;
}

function pearson(salt: number, a: number, b: number, c: number): number {
  return PEARSON[PEARSON[PEARSON[PEARSON[salt]! ^ a]! ^ b]! ^ c]!;
}

function fillBuckets(text: Uint8Array): { buckets: Uint32Array; checksum: number } {
  const buckets = new Uint32Array(256);
  let checksum = 0;
  for (let i = WINDOW - 1; i < text.length; i++) {
    if (i % PIECE === 0) spendWork(PIECE_WORK);
    const last = text[i]!;
    checksum = pearson(0, last, text[i - 1]!, checksum);
    for (const [salt, second, third] of TRIPLES) {
      buckets[pearson(salt, last, text[i - second]!, text[i - third]!)]!++;
    }
  }
  return { buckets, checksum };
}

/** Two bits a bucket, the last buckets first. */
function bodyOf(buckets: Uint32Array, q1: number, q2: number, q3: number): number[] {
  const bytes: number[] = [];
  for (let i = 0; i < BUCKETS; i += 4) {
    let byte = 0;
    for (let j = 0; j < 4; j++) {
      const count = buckets[i + j]!;
      byte |= (count > q3 ? 3 : count > q2 ? 2 : count > q1 ? 1 : 0) << (2 * j);
    }
    bytes.unshift(byte);
  }
  return bytes;
}

/** Spec: the logarithm of the length, to a base that falls as texts grow. */
function lengthCode(length: number): number {
  if (length <= 656) return Math.floor(Math.log(length) / Math.log(1.5)) & 0xff;
  if (length <= 3199) return Math.floor(Math.log(length) / Math.log(1.3) - 8.72777) & 0xff;
  return Math.floor(Math.log(length) / Math.log(1.1) - 62.5472) & 0xff;
}

function swapNibbles(byte: number): number {
  return ((byte & 0xf) << 4) | (byte >> 4);
}

function hex(byte: number): string {
  return byte.toString(16).padStart(2, "0").toUpperCase();
}
