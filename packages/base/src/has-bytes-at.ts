/** Whether one of several sequences of bytes stands at an offset of the data. */
export function hasBytesAt(
  data: Uint8Array,
  offset: number,
  alternatives: readonly (readonly number[])[],
): boolean {
  return alternatives.some((bytes) => bytes.every((byte, index) => data[offset + index] === byte));
}
