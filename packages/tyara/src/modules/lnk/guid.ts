/** Identifiers of 16 bytes. */
import { toHex } from "../hashing/index.ts";

/** Spec: the first three groups are little-endian numbers, the rest is bytes. */
export function formatGuid(bytes: Uint8Array): string | undefined {
  if (bytes.length !== 16) return undefined;
  const group = (start: number, end: number) => toHex(bytes.slice(start, end).reverse());
  return [
    group(0, 4),
    group(4, 6),
    group(6, 8),
    toHex(bytes.subarray(8, 10)),
    toHex(bytes.subarray(10)),
  ].join("-");
}
