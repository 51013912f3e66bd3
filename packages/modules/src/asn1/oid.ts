/** Object identifiers in their dotted form. */
import { type DerElement, Tag } from "./der.ts";

/** Limit: arcs of one identifier. */
const MAX_ARCS = 64;
/** Limit: bytes of one identifier; long arcs take time that grows with the square of their length. */
const MAX_BYTES = 128;

/** `1.2.840.113549.1.1.11`, or `undefined` when the element is no object identifier. */
export function oidOf(element: DerElement | undefined): string | undefined {
  if (element?.tag !== Tag.oid || element.content.length === 0) return undefined;
  if (element.content.length > MAX_BYTES) return undefined;
  const arcs: (bigint | number)[] = [];
  let arc = 0n;
  for (const byte of element.content) {
    arc = (arc << 7n) | BigInt(byte & 0x7f);
    if (byte < 0x80) {
      arcs.push(arc);
      arc = 0n;
    }
    if (arcs.length > MAX_ARCS) return undefined;
  }
  const first = Number(arcs[0] ?? 0n);
  const root = Math.min(Math.floor(first / 40), 2);
  return [root, first - root * 40, ...arcs.slice(1)].join(".");
}
