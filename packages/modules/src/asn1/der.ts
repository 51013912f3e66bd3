/**
 * Reads DER (X.690): elements of a tag, a length and contents, which may be elements again.
 *
 * Elements are views of the given bytes; nothing is copied. What is not DER — lengths that leave the parent, indefinite
 * or over-long ones, tags above 30 — gives `undefined`, and the reader of a list stops there. Callers descend by name
 * (`field(node, 2)`), never by recursion over the input, so hostile nesting costs nothing.
 */
import { isFull } from "../kit/limits.ts";

/** Tags as they appear in the first byte of an element. */
export const Tag = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  /** Context-specific, primitive: add the number. */
  primitive: 0x80,
  /** Context-specific, constructed: add the number. */
  constructed: 0xa0,
} as const;

export interface DerElement {
  readonly tag: number;
  readonly content: Uint8Array;
  /** The element with its tag and length: what signatures and thumbprints are made of. */
  readonly encoding: Uint8Array;
}

const HIGH_TAG = 0x1f;
const LONG_LENGTH = 0x80;
/** Limit: a length of more than four bytes is none that a file could hold. */
const MAX_LENGTH_BYTES = 4;

/** The element at the start of `bytes`; what follows it does not matter. */
export function readElement(bytes: Uint8Array): DerElement | undefined {
  const tag = bytes[0];
  const first = bytes[1];
  if (tag === undefined || first === undefined || (tag & HIGH_TAG) === HIGH_TAG) return undefined;
  const lengthBytes = first < LONG_LENGTH ? 0 : first - LONG_LENGTH;
  if (first === LONG_LENGTH || lengthBytes > MAX_LENGTH_BYTES) return undefined;
  let length = lengthBytes === 0 ? first : 0;
  for (let i = 0; i < lengthBytes; i++) length = length * 0x100 + (bytes[2 + i] ?? 0);
  const start = 2 + lengthBytes;
  if (start + length > bytes.length) return undefined;
  return { tag, content: bytes.subarray(start, start + length), encoding: bytes.subarray(0, start + length) };
}

/** Limit: elements of one list; certificates and signatures have a few dozen. */
const MAX_ELEMENTS = 4096;

/** The elements inside a constructed one, as far as they are sound; none when there is no element. */
export function elements(parent: DerElement | undefined): DerElement[] {
  const list: DerElement[] = [];
  let rest = parent?.content ?? new Uint8Array();
  while (rest.length > 0) {
    if (isFull(MAX_ELEMENTS, list.length, "elements of a list of a signature")) break;
    const element = readElement(rest);
    if (element === undefined) break;
    list.push(element);
    rest = rest.subarray(element.encoding.length);
  }
  return list;
}

/** The element when it has this tag. */
export function tagged(element: DerElement | undefined, tag: number): DerElement | undefined {
  return element?.tag === tag ? element : undefined;
}

/** The element itself, or the one that an explicit tag wraps. */
export function unwrapped(element: DerElement | undefined): DerElement | undefined {
  return element && readElement(element.content);
}

/** An unsigned reading of an INTEGER, for the numbers of keys and signatures. */
export function unsignedInteger(element: DerElement | undefined): bigint | undefined {
  return element?.tag === Tag.integer && element.content.length > 0 ? bigIntOf(element.content) : undefined;
}

/** Big-endian bytes as a number. */
export function bigIntOf(bytes: Uint8Array): bigint {
  let hex = "0x0";
  for (const byte of bytes) hex += byte.toString(16).padStart(2, "0");
  return BigInt(hex);
}

/** The bytes of a BIT STRING that has no unused bits. */
export function bitStringBytes(element: DerElement | undefined): Uint8Array | undefined {
  return element?.tag === Tag.bitString && element.content[0] === 0 ? element.content.subarray(1) : undefined;
}
