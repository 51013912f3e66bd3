/** RSA signatures with PKCS #1 v1.5 padding (RFC 8017). */
import { bigIntOf, type DerElement, elements, readElement, Tag, unsignedInteger } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";
import { readAlgorithm } from "./algorithms.ts";
import { modularPower } from "./modular.ts";

/** Limit: bits of a modulus; longer ones are not used and cost time. */
const MAX_BITS = 8192;
/** Limit: bits of a public exponent; 65537 has 17. */
const MAX_EXPONENT_BITS = 33;

/** Whether `signature` says that the owner of the key signed `digest`, which `algorithm` made. */
export function verifyRsa(
  key: Uint8Array,
  signature: Uint8Array,
  digest: Uint8Array,
  algorithm: HashAlgorithm,
): boolean {
  const [modulus, exponent] = elements(readElement(key)).map(unsignedInteger);
  if (modulus === undefined || exponent === undefined || modulus < 3n) return false;
  if (modulus >> BigInt(MAX_BITS) || exponent >> BigInt(MAX_EXPONENT_BITS)) return false;
  const value = bigIntOf(signature);
  if (value >= modulus) return false;
  return holdsDigest(modularPower(value, exponent, modulus), modulus, digest, algorithm);
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
