/** Writes DER (X.690) for tests: every function gives the encoding of one element. */

export type Der = Uint8Array;

/** An element with any tag; `length` is what it claims, default the truth. */
export function element(tag: number, content: Uint8Array, length: number = content.length): Der {
  return joined([Uint8Array.of(tag), lengthOf(length), content]);
}

function lengthOf(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes = bigEndian(BigInt(length));
  return joined([Uint8Array.of(0x80 + bytes.length), bytes]);
}

/** A number's bytes, the highest first; none of them superfluous. */
function bigEndian(value: bigint): Uint8Array {
  const hex = value.toString(16);
  return Uint8Array.from(Buffer.from(hex.length % 2 === 0 ? hex : `0${hex}`, "hex"));
}

export function joined(parts: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(Buffer.concat(parts));
}

export const sequence = (...parts: readonly Der[]): Der => element(0x30, joined(parts));
export const set = (...parts: readonly Der[]): Der => element(0x31, joined(parts));
export const octetString = (content: Uint8Array): Der => element(0x04, content);
export const nothing: Der = element(0x05, new Uint8Array());
export const bitString = (content: Uint8Array): Der => element(0x03, joined([Uint8Array.of(0), content]));
/** `[number]` around elements. */
export const explicit = (number: number, ...parts: readonly Der[]): Der =>
  element(0xa0 + number, joined(parts));
/** `[number]` in place of the tag of a primitive element. */
export const implicit = (number: number, content: Uint8Array): Der => element(0x80 + number, content);

/** A non-negative INTEGER. */
export function integer(value: bigint | number): Der {
  const bytes = bigEndian(BigInt(value));
  return element(0x02, bytes[0]! >= 0x80 ? joined([Uint8Array.of(0), bytes]) : bytes);
}

/** An object identifier in its dotted form. */
export function oid(dotted: string): Der {
  const [first = 0n, second = 0n, ...rest] = dotted.split(".").map(BigInt);
  return element(0x06, joined([first * 40n + second, ...rest].map(base128)));
}

function base128(arc: bigint): Uint8Array {
  const digits = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) digits.unshift(Number(rest & 0x7fn) | 0x80);
  return Uint8Array.from(digits);
}

const ascii = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "latin1"));

export const utf8String = (text: string): Der => element(0x0c, new TextEncoder().encode(text));
export const printableString = (text: string): Der => element(0x13, ascii(text));
/** The characters' low bytes. */
export const teletexString = (text: string): Der => element(0x14, ascii(text));
export const ia5String = (text: string): Der => element(0x16, ascii(text));
/** UTF-16, big-endian. */
export const bmpString = (text: string): Der => element(0x1e, utf16(text));
/** UTF-32, big-endian. */
export const universalString = (text: string): Der =>
  element(
    0x1c,
    joined([...text].map((c) => Uint8Array.from([24, 16, 8, 0], (shift) => c.codePointAt(0)! >>> shift))),
  );

/** UTF-16, big-endian. */
export function utf16(text: string): Uint8Array {
  return Uint8Array.from(Buffer.from(text, "utf16le").swap16());
}

/** UTCTime: `240101000000Z`. */
export const utcTime = (text: string): Der => element(0x17, ascii(text));
/** GeneralizedTime: `20240101000000Z`. */
export const generalizedTime = (text: string): Der => element(0x18, ascii(text));
