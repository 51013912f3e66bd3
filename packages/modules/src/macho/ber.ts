/** Lists elements of BER (X.690): DER, and elements whose end is marked instead of their length being given. */
import { spendWork } from "@tyara/base";
import { type DerElement, readElement } from "../asn1/index.ts";

const INDEFINITE = 0x80;
const CONSTRUCTED = 0x20;
/** Spec: an element of no tag and no length ends an indefinite one. */
const END_SIZE = 2;
/** Units of work that one element takes. */
const ELEMENT_WORK = 16;

/** The elements in `bytes`, as far as they are sound. */
export function berElements(bytes: Uint8Array | undefined): DerElement[] {
  const list: DerElement[] = [];
  let rest = bytes ?? new Uint8Array(0);
  while (rest.length > 0) {
    spendWork(ELEMENT_WORK);
    const element = isIndefinite(rest) ? readIndefinite(rest) : readElement(rest);
    if (element === undefined) break;
    list.push(element);
    rest = rest.subarray(element.encoding.length);
  }
  return list;
}

function isIndefinite(bytes: Uint8Array): boolean {
  return bytes[1] === INDEFINITE && (bytes[0]! & CONSTRUCTED) !== 0;
}

/** Finds the end by counting: each indefinite element inside opens a level, each mark closes one. */
function readIndefinite(bytes: Uint8Array): DerElement | undefined {
  let at = 2;
  for (let depth = 1; at < bytes.length; ) {
    spendWork(ELEMENT_WORK);
    const rest = bytes.subarray(at);
    if (rest[0] === 0 && rest[1] === 0) {
      at += END_SIZE;
      if (--depth === 0) break;
    } else if (isIndefinite(rest)) {
      depth++;
      at += 2;
    } else {
      const element = readElement(rest);
      if (!element) return undefined;
      at += element.encoding.length;
    }
  }
  return { tag: bytes[0]!, content: bytes.subarray(2, at - END_SIZE), encoding: bytes.subarray(0, at) };
}
