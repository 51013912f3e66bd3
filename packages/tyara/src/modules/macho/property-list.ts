/**
 * Reads the names of entitlements out of a property list in XML: each key, and whatever text stands in arrays.
 *
 * A reader of the few constructs that property lists have: elements, text, references to characters, comments, CDATA,
 * declarations. What is not well-formed gives no entitlements at all. Elements nest on an explicit stack.
 */
import { noteLimit } from "../limits.ts";

interface Element {
  readonly name: string;
  readonly children: (Element | string)[];
}

/** Limit: longer lists are no entitlements of anybody. */
const MAX_LENGTH = 2 ** 22;
const MAX_DEPTH = 256;

const MARKUP =
  /<!--.*?-->|<!\[CDATA\[(.*?)\]\]>|<\?.*?\?>|<!DOCTYPE[^>]*>|<(\/?)([A-Za-z_:][\w:.-]*)[^<>]*?(\/?)>|([^<]+)/gsy;

/** Keys and texts of arrays in the order of the list; `undefined` when the text is not well-formed. */
export function readEntitlements(xml: string): string[] | undefined {
  if (xml.length > MAX_LENGTH) noteLimit(`entitlements of more than ${MAX_LENGTH} characters`);
  const root = xml.length <= MAX_LENGTH ? parseXml(xml) : undefined;
  return root && entitlementsIn(root);
}

function parseXml(xml: string): Element | undefined {
  const root: Element = { name: "", children: [] };
  const open: Element[] = [root];
  let end = 0;
  for (const match of xml.matchAll(MARKUP)) {
    end = match.index + match[0].length;
    const [, cdata, slash, name, selfClosing, text] = match;
    const parent = open.at(-1)!;
    const plain = cdata ?? (text === undefined ? undefined : decodeReferences(text));
    if (text !== undefined && plain === undefined) return undefined;
    if (plain !== undefined) addText(parent, plain);
    if (name === undefined) continue;
    if (slash === "/") {
      if (open.pop()?.name !== name || open.length === 0) return undefined;
    } else {
      const element: Element = { name, children: [] };
      parent.children.push(element);
      if (selfClosing !== "/") open.push(element);
      if (open.length > MAX_DEPTH) return undefined;
    }
  }
  return end === xml.length && open.length === 1 ? root : undefined;
}

function addText(parent: Element, text: string): void {
  const last = parent.children.length - 1;
  if (typeof parent.children[last] === "string") parent.children[last] += text;
  else parent.children.push(text);
}

const namedReferences: Readonly<Record<string, string>> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
};

function decodeReferences(text: string): string | undefined {
  let isSound = true;
  const decoded = text.replace(
    /&(?:#x([0-9a-f]+)|#(\d+)|(\w+));|&/gi,
    (_all, hex?: string, decimal?: string, name?: string) => {
      const code = hex ? Number.parseInt(hex, 16) : decimal ? Number(decimal) : undefined;
      const character = code === undefined ? namedReferences[name ?? ""] : characterOf(code);
      isSound &&= character !== undefined;
      return character ?? "";
    },
  );
  return isSound ? decoded : undefined;
}

function characterOf(code: number): string | undefined {
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}

function entitlementsIn(root: Element): string[] {
  const found: string[] = [];
  for (const element of descendants(root)) {
    const [text] = element.children;
    if ((element.name !== "key" && element.name !== "array") || typeof text !== "string") continue;
    if (text.trim() !== "") found.push(text);
    else found.push(...descendants(element).flatMap(({ children }) => children.filter(isText)));
  }
  return found;
}

function isText(child: Element | string): child is string {
  return typeof child === "string" && child.trim() !== "";
}

/** Elements inside an element, in the order of the text. */
function descendants(root: Element): Element[] {
  const all: Element[] = [];
  const pending: Element[] = [root];
  for (let element = pending.pop(); element !== undefined; element = pending.pop()) {
    if (element !== root) all.push(element);
    for (let i = element.children.length - 1; i >= 0; i--) {
      const child = element.children[i]!;
      if (typeof child !== "string") pending.push(child);
    }
  }
  return all;
}
