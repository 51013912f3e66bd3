/**
 * Grams: four neighbouring bytes, letters of either case as one. A signature is a set of bits, one for each gram that an object has; two
 * grams may share a bit, so that a signature tells what an object lacks, never what it has.
 */

export const gramLength = 4;

/** ASCII letters in lower case: rules that ignore case ask for the same grams. */
export const folded: Uint8Array = Uint8Array.from({ length: 256 }, (_, byte) =>
  byte >= 0x41 && byte <= 0x5a ? byte | 0x20 : byte,
);

/** The bit of a gram in a signature of so many bits. */
export function bitOf(gram: number, bits: number): number {
  let hash = Math.imul(gram, 0x9e3779b1);
  hash = Math.imul(hash ^ (hash >>> 15), 0x85ebca6b);
  return Math.floor(((hash ^ (hash >>> 13)) >>> 0) * (bits / 0x1_0000_0000));
}

/** Sizes that signatures have, in bits: each a quarter of a power of two above the one before, and a multiple of 8. */
export function signatureSize(wanted: number): number {
  const step = Math.ceil(Math.log2(Math.max(wanted, 256)) * 4);
  return Math.ceil(2 ** (step / 4) / 8) * 8;
}

/** Bits for each byte of an object at most: with a seventh lost to rounding, an index takes less than 15 % of the data. */
const bitsPerByte = 0.95;
/** Bits for each different gram: more would tell little more. */
const bitsPerGram = 2.5;

export function signatureOf(bytes: Uint8Array): { readonly bits: number; readonly signature: Uint8Array } {
  const most = signatureSize(bytes.length * bitsPerByte);
  const signature = sign(bytes, most);
  // Of n grams in m bits about m·(1 − e^(−n/m)) bits are set.
  const share = Math.min(countBits(signature) / most, 0.999);
  const fewer = signatureSize(-Math.log(1 - share) * most * bitsPerGram);
  return fewer < most ? { bits: fewer, signature: sign(bytes, fewer) } : { bits: most, signature };
}

function sign(bytes: Uint8Array, bits: number): Uint8Array {
  const signature = new Uint8Array(bits / 8);
  let gram = 0;
  for (let i = 0; i < bytes.length; i++) {
    gram = (gram << 8) | folded[bytes[i]!]!;
    if (i < gramLength - 1) continue;
    const bit = bitOf(gram, bits);
    signature[bit >> 3]! |= 1 << (bit & 7);
  }
  return signature;
}

function countBits(bytes: Uint8Array): number {
  let count = 0;
  for (let byte of bytes) for (; byte !== 0; byte &= byte - 1) count++;
  return count;
}
