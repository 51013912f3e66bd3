/** Text that ends at its zero or at the end of what holds it. */
import { utf8, utf16 } from "../kit/text.ts";

/** `undefined` when the offset is, or lies outside. */
export function textAt(data: Uint8Array, offset: number | undefined): string | undefined {
  if (offset === undefined || offset > data.length) return undefined;
  const end = data.indexOf(0, offset);
  return utf8(data.subarray(offset, end < 0 ? data.length : end));
}

/** {@link textAt} in UTF-16. */
export function wideTextAt(data: Uint8Array, offset: number | undefined): string | undefined {
  if (offset === undefined || offset > data.length) return undefined;
  let end = offset;
  while (end + 1 < data.length && (data[end] !== 0 || data[end + 1] !== 0)) end += 2;
  return utf16(data.subarray(offset, end));
}
