/**
 * Ranges of the scanned data that rules ask functions about. Offsets and lengths are any 64-bit integers; as numbers,
 * those that could lie in the data are exact, and the others stay as far outside as they were.
 */

/** Exactly `[offset, offset + length)`; `undefined` unless all of it lies in the data. */
export function exactRange(data: Uint8Array, offset: bigint, length: bigint): Uint8Array | undefined {
  const start = Number(offset);
  const end = start + Number(length);
  return start >= 0 && end >= start && end <= data.length ? data.subarray(start, end) : undefined;
}

/** What the data has of `[offset, offset + length)`; `undefined` when it begins outside. */
export function clampedRange(data: Uint8Array, offset: bigint, length: bigint): Uint8Array | undefined {
  const start = Number(offset);
  const end = start + Number(length);
  if (start < 0 || end < start || start > data.length) return undefined;
  return data.subarray(start, Math.min(end, data.length));
}
