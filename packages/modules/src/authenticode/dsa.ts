/** DSA signatures (FIPS 186-4). */
import { bigIntOf, type DerElement, elements, readElement, unsignedInteger } from "../asn1/index.ts";
import { modularInverse, modularPower } from "./modular.ts";

/** Limit: bits of the prime; the standard ends at 3072. */
export const MAX_DSA_BITS = 4096;
/** Limit: bits of the subgroup's order, which is what the work grows with; the standard ends at 256. */
export const MAX_DSA_ORDER_BITS = 512;

/** Whether the signature fits the digest; `parameters` are the key's p, q and g. */
export function verifyDsa(
  parameters: DerElement | undefined,
  key: Uint8Array,
  signature: Uint8Array,
  digest: Uint8Array,
): boolean {
  const [p, q, g] = elements(parameters).map(unsignedInteger);
  const y = unsignedInteger(readElement(key));
  const [r, s] = elements(readElement(signature)).map(unsignedInteger);
  if (!p || !q || !g || !y || !r || !s || p >> BigInt(MAX_DSA_BITS) || q >= p || r >= q || s >= q)
    return false;
  if (q >> BigInt(MAX_DSA_ORDER_BITS)) return false;
  const inverse = modularInverse(s, q);
  if (inverse === undefined) return false;
  const z = leftmostBits(digest, q.toString(2).length);
  const u1 = (z * inverse) % q;
  const u2 = (r * inverse) % q;
  return ((modularPower(g, u1, p) * modularPower(y, u2, p)) % p) % q === r;
}

function leftmostBits(digest: Uint8Array, bits: number): bigint {
  const excess = digest.length * 8 - bits;
  return excess > 0 ? bigIntOf(digest) >> BigInt(excess) : bigIntOf(digest);
}
