/** Checks signatures with public keys: which arithmetic a key asks for, and how much work that is. */
import { bitStringBytes, type DerElement, elements, oidOf } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./algorithms.ts";
import { curveOf } from "./curves.ts";
import { MAX_DSA_BITS, MAX_DSA_ORDER_BITS, verifyDsa } from "./dsa.ts";
import { verifyEcdsa } from "./ecdsa.ts";
import { PSS } from "./known-algorithms.ts";
import { readPssParameters } from "./pss.ts";
import { readRsaKey, verifyRsa, verifyRsaPss } from "./rsa.ts";

/** What is to be checked with a key. */
export interface Signed {
  readonly signature: Uint8Array;
  /** Of what was signed. */
  readonly digest: Uint8Array;
  readonly digestAlgorithm: HashAlgorithm;
  /** How it was signed, where that is told; the key's own way otherwise. */
  readonly scheme: AlgorithmIdentifier | undefined;
}

export interface Check {
  /** Work, in units of about 10 ns. */
  readonly units: number;
  readonly run: () => boolean;
}

/** Work of one check: with a curve of 256 bits, and with a modulus of 2048 bits for each bit of the exponent. */
const CURVE_UNITS = 120_000;
const MODULAR_UNITS = 600;

/** What to do, and how much it is; `undefined` when the key is of no kind that is known. */
export function checkOf(publicKey: DerElement, signed: Signed): Check | undefined {
  const [algorithmElement, keyElement] = elements(publicKey);
  const algorithm = readAlgorithm(algorithmElement);
  const key = bitStringBytes(keyElement);
  if (algorithm === undefined || key === undefined) return undefined;
  const { signature, digest: hashed } = signed;
  if (algorithm.name === "rsaEncryption" || algorithm.oid === PSS) return rsaCheck(key, algorithm, signed);
  if (algorithm.name === "dsaEncryption") {
    const [prime, order] = elements(algorithm.parameters).map(({ content }) => 8 * content.length);
    const units = modularUnits(
      Math.min(prime ?? 0, MAX_DSA_BITS),
      4 * Math.min(order ?? 0, MAX_DSA_ORDER_BITS),
    );
    return { units, run: () => verifyDsa(algorithm.parameters, key, signature, hashed) };
  }
  const curve = algorithm.name === "id-ecPublicKey" ? curveOf(oidOf(algorithm.parameters)) : undefined;
  if (curve === undefined) return undefined;
  const units = Math.ceil(CURVE_UNITS * (curve.bits / 256) ** 2);
  return { units, run: () => verifyEcdsa(curve, key, signature, hashed) };
}

/** Keys for PSS only say so themselves; others leave it to the signature. */
function rsaCheck(
  bytes: Uint8Array,
  keyAlgorithm: AlgorithmIdentifier,
  { signature, digest: hashed, digestAlgorithm, scheme }: Signed,
): Check | undefined {
  const key = readRsaKey(bytes);
  if (key === undefined) return undefined;
  const units = modularUnits(8 * bytes.length, 2 * key.exponent.toString(2).length);
  if (scheme?.oid !== PSS && keyAlgorithm.oid !== PSS)
    return { units, run: () => verifyRsa(key, signature, hashed, digestAlgorithm) };
  const parameters = scheme?.oid === PSS ? readPssParameters(scheme.parameters) : undefined;
  if (parameters === undefined || parameters.hash !== digestAlgorithm) return undefined;
  return { units, run: () => verifyRsaPss(key, signature, hashed, parameters) };
}

/** Work of so many products modulo a number of so many bits. */
function modularUnits(bits: number, products: number): number {
  return Math.ceil(MODULAR_UNITS * (bits / 2048) ** 2 * products);
}
