/** ECDSA signatures. */
import type { Curve } from "./curves.ts";

/** Whether the signature (a DER sequence of two numbers) fits the digest. */
export function verifyEcdsa(
  curve: Curve,
  key: Uint8Array,
  signature: Uint8Array,
  digest: Uint8Array,
): boolean {
  try {
    // The library throws at points off the curve and at malformed signatures.
    return curve.arithmetic().verify(signature, digest, key, { prehash: false, format: "der", lowS: false });
  } catch {
    return false;
  }
}
