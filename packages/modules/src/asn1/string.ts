/** The string types of ASN.1 as text. */
import { latin1, strictUtf8, utf16 } from "../kit/text.ts";
import { type DerElement, Tag } from "./der.ts";

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
const LAST_POINT = 0x10ffff;
const FIRST_SURROGATE = 0xd800;
const LAST_SURROGATE = 0xdfff;
const ASCII = /^[\0-\x7f]*$/;

/** The text of a string element; `undefined` when its bytes are not what its type allows, or it is no string. */
export function stringOf({ tag, content }: DerElement): string | undefined {
  if (tag === Tag.utf8String) return strictUtf8(content);
  if (tag === Tag.printableString) return matching(content, PRINTABLE);
  if (tag === Tag.ia5String) return matching(content, ASCII);
  if (tag === Tag.bmpString) return content.length % 2 === 0 ? utf16(content, "big") : undefined;
  if (tag === Tag.universalString) return utf32(content);
  return tag === Tag.teletexString ? latin1(content) : undefined;
}

/** UTF-32, big-endian. */
function utf32(content: Uint8Array): string | undefined {
  if (content.length % 4 !== 0) return undefined;
  let text = "";
  for (let at = 0; at < content.length; at += 4) {
    const [a, b, c, d] = content.subarray(at, at + 4);
    const point = ((a! << 24) | (b! << 16) | (c! << 8) | d!) >>> 0;
    if (point > LAST_POINT || (point >= FIRST_SURROGATE && point <= LAST_SURROGATE)) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}

function matching(content: Uint8Array, pattern: RegExp): string | undefined {
  const text = latin1(content);
  return pattern.test(text) ? text : undefined;
}
