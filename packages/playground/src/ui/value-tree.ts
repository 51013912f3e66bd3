/** Values of modules as a tree, whose branches are made when they are opened. */
import { h } from "./dom.ts";

/** Limit: entries of one list that are shown. */
const MAX_ENTRIES = 500;

export function valueTree(name: string, value: unknown, isOpen = false): HTMLElement {
  if (!isBranch(value))
    return h("div", { class: "leaf" }, h("span", { class: "key", text: name }), leafOf(value));
  const entries = entriesOf(value);
  const details = h(
    "details",
    { class: "branch" },
    h("summary", {}, h("span", { class: "key", text: name }), countOf(value, entries.length)),
  );
  const fill = (): void => {
    if (!details.open || details.childElementCount > 1) return;
    for (const [key, entry] of entries.slice(0, MAX_ENTRIES)) details.append(valueTree(key, entry));
    if (entries.length > MAX_ENTRIES)
      details.append(h("div", { class: "leaf", text: `… and ${entries.length - MAX_ENTRIES} more` }));
  };
  details.addEventListener("toggle", fill);
  details.open = isOpen;
  fill();
  return details;
}

function isBranch(value: unknown): value is object {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function entriesOf(value: object): [string, unknown][] {
  if (Array.isArray(value)) return value.map((entry, index) => [`[${index}]`, entry]);
  if (value instanceof Map) return [...value].map(([key, entry]) => [String(key), entry]);
  return Object.entries(value).filter(([, entry]) => entry !== undefined);
}

function countOf(value: object, count: number): HTMLElement {
  return h("span", { class: "count", text: Array.isArray(value) ? `${count} ×` : `{${count}}` });
}

function leafOf(value: unknown): HTMLElement {
  if (value instanceof Uint8Array) return h("span", { class: "value text", text: describeBytes(value) });
  if (typeof value === "string") return h("span", { class: "value text", text: JSON.stringify(value) });
  if (typeof value === "bigint" || (typeof value === "number" && Number.isInteger(value) && value > 9))
    return h("span", { class: "value", text: `${value}`, title: `0x${value.toString(16)}` });
  return h("span", { class: "value", text: String(value) });
}

function describeBytes(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes.subarray(0, 200))
    text +=
      byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  return bytes.length > 200 ? `${text}…` : text;
}
