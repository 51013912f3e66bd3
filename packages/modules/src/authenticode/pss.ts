/** RSA signatures with the padding of PSS (RFC 8017, 8.1 and 9.1). */
import { type DerElement, elements, oidOf, Tag, unsignedInteger, unwrapped } from "../asn1/index.ts";
import { digest, type HashAlgorithm } from "../hashing/index.ts";
import { hashAlgorithmOf } from "./known-algorithms.ts";

export interface PssParameters {
  readonly hash: HashAlgorithm;
  readonly maskHash: HashAlgorithm;
  readonly saltLength: number;
}

const MGF1 = "1.2.840.113549.1.1.8";
/** Spec: what absent parameters mean. */
const DEFAULT_HASH = "sha1";
const DEFAULT_SALT_LENGTH = 20;
const TRAILER = 0xbc;
/** Limit: bytes of a salt; more would not fit in the longest key. */
const MAX_SALT_LENGTH = 1024;

/** Reads RSASSA-PSS-params; `undefined` when they ask for what is not known. */
export function readPssParameters(parameters: DerElement | undefined): PssParameters | undefined {
  const parts = elements(parameters);
  const part = (number: number) => unwrapped(parts.find(({ tag }) => tag === Tag.constructed + number));
  const hash = hashOf(part(0));
  const [generator, maskElement] = elements(part(1));
  const maskHash = hashOf(maskElement);
  const salt = part(2);
  const saltLength =
    salt === undefined ? DEFAULT_SALT_LENGTH : Number(unsignedInteger(salt) ?? MAX_SALT_LENGTH + 1);
  if (hash === undefined || maskHash === undefined || saltLength > MAX_SALT_LENGTH) return undefined;
  if (generator !== undefined && oidOf(generator) !== MGF1) return undefined;
  return { hash, maskHash, saltLength };
}

function hashOf(algorithm: DerElement | undefined): HashAlgorithm | undefined {
  return algorithm === undefined ? DEFAULT_HASH : hashAlgorithmOf(oidOf(elements(algorithm)[0]));
}

/** Whether a block of `bits` bits, the number that the signature stands for, holds a digest. */
export function isPssBlock(
  block: Uint8Array,
  bits: number,
  hashed: Uint8Array,
  { hash, maskHash, saltLength }: PssParameters,
): boolean {
  const hashLength = hashed.length;
  const saltStart = block.length - hashLength - saltLength - 1;
  if (saltStart < 1 || block.at(-1) !== TRAILER) return false;
  const masked = block.subarray(0, block.length - hashLength - 1);
  const expected = block.subarray(masked.length, -1);
  const unused = 8 * block.length - bits;
  if (masked[0]! >> (8 - unused) !== 0) return false;
  const mask = mask1(expected, masked.length, maskHash);
  const plain = masked.map((byte, i) => byte ^ mask[i]!);
  plain[0]! &= 0xff >> unused;
  const padding = plain.subarray(0, saltStart);
  if (padding.at(-1) !== 1 || padding.subarray(0, -1).some((byte) => byte !== 0)) return false;
  const actual = digest(hash, [new Uint8Array(8), hashed, plain.subarray(saltStart)]);
  return actual.every((byte, i) => byte === expected[i]);
}

/** Spec: the mask generation function MGF1. */
function mask1(seed: Uint8Array, length: number, hash: HashAlgorithm): Uint8Array {
  const mask = new Uint8Array(length);
  for (let at = 0, counter = 0; at < length; counter++) {
    const piece = digest(hash, [seed, Uint8Array.of(0, 0, counter >> 8, counter)]);
    mask.set(piece.subarray(0, length - at), at);
    at += piece.length;
  }
  return mask;
}
