/** The string types of ASN.1 as text. */
import { latin1, strictUtf8, utf8, utf16 } from "../text.ts";
import { type DerElement, Tag } from "./der.ts";

/** The text of a string element; bytes that are no text in its encoding become U+FFFD. */
export function stringOf(element: DerElement): string {
  if (element.tag === Tag.bmpString) return utf16(element.content, "big");
  if (element.tag === Tag.utf8String) return utf8(element.content);
  return strictUtf8(element.content) ?? latin1(element.content);
}
