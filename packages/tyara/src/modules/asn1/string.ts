/** The string types of ASN.1 as text. */
import { latin1, strictUtf8, utf16 } from "../text.ts";
import { type DerElement, Tag } from "./der.ts";

const PRINTABLE = /^[A-Za-z0-9 '()+,\-./:=?]*$/;
const ASCII = /^[\0-\x7f]*$/;

/** The text of a string element; `undefined` when its bytes are not what its type allows, or it is no string. */
export function stringOf({ tag, content }: DerElement): string | undefined {
  if (tag === Tag.utf8String) return strictUtf8(content);
  if (tag === Tag.printableString) return matching(content, PRINTABLE);
  if (tag === Tag.ia5String) return matching(content, ASCII);
  if (tag === Tag.bmpString) return content.length % 2 === 0 ? utf16(content, "big") : undefined;
  return tag === Tag.teletexString ? latin1(content) : undefined;
}

function matching(content: Uint8Array, pattern: RegExp): string | undefined {
  const text = latin1(content);
  return pattern.test(text) ? text : undefined;
}
