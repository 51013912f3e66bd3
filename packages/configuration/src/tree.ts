/** TOML as a tree in which each key and value knows its place in the text. */
import { type AST, ParseError, parseTOML } from "toml-eslint-parser";
import type { Range } from "./problem.ts";
import type { Scalar } from "./shape.ts";

export type Node = { readonly range: Range } & (
  | { readonly kind: "scalar"; readonly value: Scalar }
  /** A date or time: no key of a configuration takes one. */
  | { readonly kind: "time" }
  | { readonly kind: "list"; readonly items: Node[] }
  | { readonly kind: "table"; readonly entries: Map<string, Entry> }
);

export interface Entry {
  readonly keyRange: Range;
  readonly node: Node;
}

type TableNode = Node & { readonly kind: "table" };

export class TomlError extends Error {
  override readonly name = "TomlError";
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Throws {@link TomlError} where the text is no TOML. */
export function readTree(text: string): TableNode {
  const root = table([0, text.length]);
  for (const part of parse(text).body[0].body) {
    if (part.type === "TOMLKeyValue") assign(root, part);
    else for (const pair of part.body) assign(openTable(root, part), pair);
    // A header alone makes a table, too.
    if (part.type === "TOMLTable") openTable(root, part);
  }
  return root;
}

function parse(text: string): AST.TOMLProgram {
  try {
    return parseTOML(text);
  } catch (error) {
    if (error instanceof ParseError) throw new TomlError(error.message, error.index);
    // The parser is recursive; nobody nests by hand as deep as a stack goes.
    if (error instanceof RangeError) throw new TomlError("The nesting is too deep", 0);
    throw error;
  }
}

const table = (range: Range): TableNode => ({ kind: "table", range, entries: new Map() });

function openTable(root: TableNode, { resolvedKey, key }: AST.TOMLTable): TableNode {
  let place: Node = root;
  let named = 0;
  for (const part of resolvedKey) {
    // Tables in lists (`[[name]]`): the number follows the name of the list.
    if (typeof part === "number") {
      const list = place as Node & { readonly kind: "list" };
      place = list.items[part] ??= table(key.range);
      continue;
    }
    const isList = typeof resolvedKey[resolvedKey.indexOf(part, named) + 1] === "number";
    const keyRange = key.keys[named]?.range ?? key.range;
    named++;
    const { entries } = place as TableNode;
    let entry = entries.get(part);
    if (entry === undefined) {
      entry = { keyRange, node: isList ? { kind: "list", range: key.range, items: [] } : table(key.range) };
      entries.set(part, entry);
    }
    place = entry.node;
  }
  return place as TableNode;
}

function assign(place: TableNode, { key, value }: AST.TOMLKeyValue): void {
  const last = key.keys.length - 1;
  for (const [index, part] of key.keys.entries()) {
    const name = part.type === "TOMLBare" ? part.name : part.value;
    if (index === last) {
      place.entries.set(name, { keyRange: part.range, node: nodeOf(value) });
      return;
    }
    const existing = place.entries.get(name)?.node;
    const next: TableNode = existing?.kind === "table" ? existing : table(part.range);
    if (next !== existing) place.entries.set(name, { keyRange: part.range, node: next });
    place = next;
  }
}

function nodeOf(value: AST.TOMLContentNode): Node {
  const { range } = value;
  if (value.type === "TOMLArray") return { kind: "list", range, items: value.elements.map(nodeOf) };
  if (value.type === "TOMLInlineTable") {
    const node = table(range);
    for (const pair of value.body) assign(node, pair);
    return node;
  }
  switch (value.kind) {
    case "integer":
      return { kind: "scalar", range, value: value.bigint };
    case "string":
    case "float":
    case "boolean":
      return { kind: "scalar", range, value: value.value };
    default:
      return { kind: "time", range };
  }
}
