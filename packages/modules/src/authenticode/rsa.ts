/** RSA signatures (RFC 8017), with the padding of PKCS #1 v1.5 or of PSS. */
import { bigIntOf, type DerElement, elements, readElement, Tag, unsignedInteger } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";
import { readAlgorithm } from "./algorithms.ts";
import { modularPower } from "./modular.ts";
import { isPssBlock, type PssParameters } from "./pss.ts";

/** Limit: bits of a modulus; longer ones are not used and cost time. */
const MAX_BITS = 8192;
/** Limit: bits of a public exponent; 65537 has 17. */
const MAX_EXPONENT_BITS = 33;

/** Whether `signature` says that the owner of the key signed `digest`, which `algorithm` made. */
export function verifyRsa(
  key: RsaKey,
  signature: Uint8Array,
  digest: Uint8Array,
  algorithm: HashAlgorithm,
): boolean {
  const value = signedNumber(key, signature);
  return value !== undefined && holdsDigest(value, key.modulus, digest, algorithm);
}

/** {@link verifyRsa} of a signature with the padding of PSS. */
export function verifyRsaPss(
  key: RsaKey,
  signature: Uint8Array,
  digest: Uint8Array,
  parameters: PssParameters,
): boolean {
  const value = signedNumber(key, signature);
  // Spec: the block has one bit less than the modulus.
  const bits = key.modulus.toString(2).length - 1;
  const length = Math.ceil(bits / 8);
  return (
    value !== undefined &&
    !(value >> BigInt(8 * length)) &&
    isPssBlock(bytesOf(value, length), bits, digest, parameters)
  );
}

export interface RsaKey {
  readonly modulus: bigint;
  readonly exponent: bigint;
}

/** Reads RSAPublicKey; `undefined` for sizes that nobody uses. */
export function readRsaKey(key: Uint8Array): RsaKey | undefined {
  const [modulus, exponent] = elements(readElement(key)).map(unsignedInteger);
  if (modulus === undefined || exponent === undefined || modulus < 3n) return undefined;
  if (modulus >> BigInt(MAX_BITS) || exponent >> BigInt(MAX_EXPONENT_BITS)) return undefined;
  return { modulus, exponent };
}

/** What was signed, as a number with its padding. */
function signedNumber({ modulus, exponent }: RsaKey, signature: Uint8Array): bigint | undefined {
  const value = bigIntOf(signature);
  return value >= modulus ? undefined : modularPower(value, exponent, modulus);
}

/** Spec: `00 01 FF … FF 00`, then the digest with its algorithm — or, in old files, the digest alone. */
function holdsDigest(value: bigint, modulus: bigint, digest: Uint8Array, algorithm: HashAlgorithm): boolean {
  const length = Math.ceil(modulus.toString(16).length / 2);
  const block = bytesOf(value, length);
  const end = block.indexOf(0, 2);
  if (block[0] !== 0 || block[1] !== 1 || end < 10) return false;
  if (!block.subarray(2, end).every((byte) => byte === 0xff)) return false;
  const payload = block.subarray(end + 1);
  return isDigestInfo(readElement(payload), digest, algorithm) || isSame(payload, digest);
}

function isDigestInfo(info: DerElement | undefined, digest: Uint8Array, algorithm: HashAlgorithm): boolean {
  const [identifier, value] = elements(info);
  return (
    value?.tag === Tag.octetString &&
    readAlgorithm(identifier)?.digest === algorithm &&
    isSame(value.content, digest)
  );
}

function bytesOf(value: bigint, length: number): Uint8Array {
  const hex = value.toString(16).padStart(2 * length, "0");
  return Uint8Array.from({ length }, (_, i) => Number.parseInt(hex.slice(2 * i, 2 * i + 2), 16));
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}
