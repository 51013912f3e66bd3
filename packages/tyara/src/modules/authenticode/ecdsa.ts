/** ECDSA signatures on the curves that certificates use. */
import { p256, p384 } from "@noble/curves/nist.js";
import { type DerElement, oidOf } from "../asn1/index.ts";

const CURVES: ReadonlyMap<string, typeof p256> = new Map([
  ["1.2.840.10045.3.1.7", p256],
  ["1.3.132.0.34", p384],
]);

/** Whether the signature (a DER sequence of two numbers) fits the digest; `curve` is the key's named curve. */
export function verifyEcdsa(
  curve: DerElement | undefined,
  key: Uint8Array,
  signature: Uint8Array,
  digest: Uint8Array,
): boolean {
  const arithmetic = CURVES.get(oidOf(curve) ?? "");
  if (arithmetic === undefined) return false;
  try {
    // The library throws at points off the curve and at malformed signatures.
    return arithmetic.verify(signature, digest, key, { prehash: false, format: "der", lowS: false });
  } catch {
    return false;
  }
}
