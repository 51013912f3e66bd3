/**
 * A reader of XML for property lists: elements, text, references to characters, comments, CDATA, declarations. It goes
 * through the text once and never back, and keeps a name for each open element. Namespaces and entities that a document
 * declares are not known.
 */
import { spendWork } from "@tyara/base";

/** Is told what stands in a document, in its order. */
export interface XmlHandler {
  /** An element begins; `name` has no namespace prefix. */
  open(name: string): void;
  /** All text up to the next element or end of one; comments do not divide it. */
  text(text: string): void;
  /** The element that was opened last ends. */
  close(): void;
}

/** Whether the text is well-formed; the handler may have been told something when it is not. */
export function readXml(xml: string, handler: XmlHandler): boolean {
  spendWork(xml.length >>> 2);
  return new XmlReader(xml, handler).read();
}

/** Skips white space. A sticky expression looks only where it is told to, and this one cannot fail. */
const SPACE = /[ \t\r\n]*/y;
const NAME = /[A-Za-z_:\u0080-\uffff][\w:.\-\u0080-\uffff]*/y;
/** What no XML document holds. */
const FORBIDDEN = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/;

class XmlReader {
  readonly #xml: string;
  readonly #handler: XmlHandler;
  readonly #open: string[] = [];
  #at: number;
  /** Text since the last element began or ended. */
  #text = "";
  #hasText = false;
  #hasRoot = false;
  /** Where the document type declaration stands, once there was one. */
  #type: readonly [start: number, end: number] | undefined;

  constructor(xml: string, handler: XmlHandler) {
    this.#xml = xml;
    this.#handler = handler;
    this.#at = xml.startsWith("\ufeff") ? 1 : 0;
  }

  read(): boolean {
    while (this.#at < this.#xml.length) {
      const isSound = this.#xml[this.#at] === "<" ? this.#readMarkup() : this.#readText();
      if (!isSound) return false;
    }
    return this.#hasRoot && this.#open.length === 0 && !this.#holdsForbidden();
  }

  /** Compat: a document type declaration may hold anything. */
  #holdsForbidden(): boolean {
    const [start, end] = this.#type ?? [0, 0];
    return FORBIDDEN.test(this.#xml.slice(0, start)) || FORBIDDEN.test(this.#xml.slice(end));
  }

  #readMarkup(): boolean {
    if (this.#skips("<!--")) return this.#skipBehind("-->");
    if (this.#skips("<![CDATA[")) return this.#readCharacterData();
    if (this.#skips("<?")) return this.#skipBehind("?>");
    if (this.#skips("<!DOCTYPE")) return this.#skipType();
    return this.#skips("</") ? this.#readEnd() : this.#readElement();
  }

  #readText(): boolean {
    const end = indexOr(this.#xml.indexOf("<", this.#at), this.#xml.length);
    const raw = this.#xml.slice(this.#at, end);
    this.#at = end;
    if (this.#open.length === 0) return raw.trim() === "";
    const text = raw.includes("]]>") ? undefined : decodeReferences(withPlainLineEnds(raw));
    return text !== undefined && this.#addText(text);
  }

  #readCharacterData(): boolean {
    const start = this.#at;
    if (this.#open.length === 0 || !this.#skipBehind("]]>")) return false;
    return this.#addText(withPlainLineEnds(this.#xml.slice(start, this.#at - 3)));
  }

  #addText(text: string): boolean {
    this.#text += text;
    this.#hasText = true;
    return true;
  }

  #tellText(): void {
    if (this.#hasText) this.#handler.text(this.#text);
    this.#text = "";
    this.#hasText = false;
  }

  #readElement(): boolean {
    this.#at++;
    const name = this.#readName();
    if (name === undefined || (this.#open.length === 0 && this.#hasRoot)) return false;
    this.#tellText();
    this.#hasRoot = true;
    this.#handler.open(name.slice(name.lastIndexOf(":") + 1));
    if (!this.#readAttributes()) return false;
    if (this.#skips("/>")) {
      this.#handler.close();
      return true;
    }
    this.#open.push(name);
    return this.#skips(">");
  }

  #readEnd(): boolean {
    const name = this.#readName();
    this.#skipSpace();
    if (name === undefined || this.#open.pop() !== name || !this.#skips(">")) return false;
    this.#tellText();
    this.#handler.close();
    return true;
  }

  #readAttributes(): boolean {
    const names = new Set<string>();
    for (;;) {
      const start = this.#at;
      this.#skipSpace();
      if (this.#xml[this.#at] === ">" || this.#xml[this.#at] === "/") return true;
      const name = this.#at === start ? undefined : this.#readName();
      if (name === undefined || names.has(name) || !this.#readAttributeValue()) return false;
      names.add(name);
    }
  }

  #readAttributeValue(): boolean {
    this.#skipSpace();
    if (!this.#skips("=")) return false;
    this.#skipSpace();
    const quote = this.#xml[this.#at];
    if (quote !== '"' && quote !== "'") return false;
    const start = this.#at + 1;
    this.#at = start;
    if (!this.#skipBehind(quote)) return false;
    const value = this.#xml.slice(start, this.#at - 1);
    return !value.includes("<") && decodeReferences(value) !== undefined;
  }

  /** A document type declaration, with declarations in brackets. Text in quotes may hold brackets and angles. */
  #skipType(): boolean {
    if (this.#hasRoot || this.#type !== undefined) return false;
    const start = this.#at;
    let depth = 0;
    while (this.#at < this.#xml.length) {
      const character = this.#xml[this.#at++]!;
      if (character === "[") depth++;
      else if (character === "]") depth--;
      else if (character === ">" && depth <= 0) {
        this.#type = [start, this.#at];
        return true;
      } else if ((character === '"' || character === "'") && !this.#skipBehind(character)) return false;
    }
    return false;
  }

  #readName(): string | undefined {
    NAME.lastIndex = this.#at;
    const name = NAME.exec(this.#xml)?.[0];
    this.#at += name?.length ?? 0;
    return name;
  }

  #skipSpace(): void {
    SPACE.lastIndex = this.#at;
    this.#at += SPACE.exec(this.#xml)![0].length;
  }

  /** Whether this stands here; then it is behind. */
  #skips(text: string): boolean {
    if (!this.#xml.startsWith(text, this.#at)) return false;
    this.#at += text.length;
    return true;
  }

  #skipBehind(text: string): boolean {
    const start = this.#xml.indexOf(text, this.#at);
    this.#at = indexOr(start, this.#xml.length) + text.length;
    return start >= 0;
  }
}

const indexOr = (index: number, none: number): number => (index < 0 ? none : index);

function withPlainLineEnds(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n") : text;
}

const namedReferences: ReadonlyMap<string, string> = new Map([
  ["amp", "&"],
  ["lt", "<"],
  ["gt", ">"],
  ["quot", '"'],
  ["apos", "'"],
]);

/** Limit: no reference to a character needs more digits, but for leading zeros. */
const MAX_REFERENCE = 32;

/** The text with its references replaced; `undefined` when one of them is unknown. */
function decodeReferences(text: string): string | undefined {
  let decoded = "";
  let start = 0;
  for (let at = text.indexOf("&"); at >= 0; at = text.indexOf("&", start)) {
    const reference = text.slice(at + 1, at + 1 + MAX_REFERENCE);
    const length = reference.indexOf(";");
    const character = length < 0 ? undefined : characterOf(reference.slice(0, length));
    if (character === undefined) return undefined;
    decoded += text.slice(start, at) + character;
    start = at + length + 2;
  }
  return start === 0 ? text : decoded + text.slice(start);
}

function characterOf(reference: string): string | undefined {
  const digits = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(reference);
  if (digits === null) return namedReferences.get(reference);
  const code = digits[1] === undefined ? Number(digits[2]) : Number.parseInt(digits[1], 16);
  const isCharacter = code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff);
  return isCharacter ? String.fromCodePoint(code) : undefined;
}
