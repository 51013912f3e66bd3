/** Identifiers of 16 bytes. */
import { toHex } from "../hashing/index.ts";

/** Spec: the first three groups are little-endian numbers, the rest is bytes. */
const ORDER = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15] as const;

export function formatGuid(bytes: Uint8Array): string | undefined {
  if (bytes.length !== ORDER.length) return undefined;
  const digits = toHex(Uint8Array.from(ORDER, (i) => bytes[i]!));
  return [
    digits.slice(0, 8),
    digits.slice(8, 12),
    digits.slice(12, 16),
    digits.slice(16, 20),
    digits.slice(20),
  ].join("-");
}
