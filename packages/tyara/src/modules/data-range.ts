/** Ranges of the scanned data that rules ask functions about. Offsets and lengths are any 64-bit integers. */

/** Exactly `[offset, offset + length)`; `undefined` unless all of it lies in the data. */
export function exactRange(data: Uint8Array, offset: bigint, length: bigint): Uint8Array | undefined {
  const isInside = offset >= 0n && length >= 0n && offset + length <= BigInt(data.length);
  return isInside ? data.subarray(Number(offset), Number(offset + length)) : undefined;
}

/** What the data has of `[offset, offset + length)`; `undefined` when it begins outside. */
export function clampedRange(data: Uint8Array, offset: bigint, length: bigint): Uint8Array | undefined {
  const end = BigInt(data.length);
  if (offset < 0n || length < 0n || offset > end) return undefined;
  return data.subarray(Number(offset), Number(offset + length < end ? offset + length : end));
}
