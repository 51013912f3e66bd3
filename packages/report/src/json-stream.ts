/** JSON written piece by piece: a document of any size in bounded memory, with nothing in it that steers a terminal. */
import { printableJson } from "@tyara/base";
import type { ByteNotation, Output } from "./output.ts";

/** A line end with the indentation of what follows. */
const indent = (depth: number): string => `\n${"  ".repeat(depth)}`;
/** Those of most documents. */
const indents: readonly string[] = Array.from({ length: 10 }, (_, depth) => indent(depth));

export class JsonStream {
  readonly #output: Output;
  readonly #isPretty: boolean;
  /** The open lists and objects, and whether anything stands in them yet. */
  readonly #open: { readonly end: "]" | "}"; isEmpty: boolean }[] = [];
  #isBehindName = false;
  /** The names of members as they are written. */
  readonly #names = new Map<string, string>();

  /** @param isPretty each entry on a line of its own, indented by two columns; else all in one line. */
  constructor(output: Output, isPretty: boolean) {
    this.#output = output;
    this.#isPretty = isPretty;
  }

  openObject(): void {
    this.#begin("{");
    this.#open.push({ end: "}", isEmpty: true });
  }

  openList(): void {
    this.#begin("[");
    this.#open.push({ end: "]", isEmpty: true });
  }

  /** Ends the object or list that was opened last. */
  close(): void {
    const { end, isEmpty } = this.#open.pop()!;
    if (!isEmpty) this.#newLine();
    this.#output.text(end);
  }

  /** Names the value that is written next; there are few names. */
  name(name: string): void {
    let text = this.#names.get(name);
    if (text === undefined) this.#names.set(name, (text = `${jsonText(name)}${this.#isPretty ? ": " : ":"}`));
    this.#begin(text);
    this.#isBehindName = true;
  }

  value(value: string | number | boolean | null): void {
    this.#begin(jsonText(value));
  }

  /** A value of any kind. Entries of objects that are undefined are left out. */
  tree(tree: JsonTree): void {
    if (Array.isArray(tree)) {
      this.openList();
      for (const item of tree as readonly JsonTree[]) this.tree(item);
      this.close();
    } else if (typeof tree === "object" && tree !== null) {
      this.openObject();
      for (const [name, value] of Object.entries(tree)) this.entry(name, value);
      this.close();
    } else this.value(tree as string | number | boolean | null);
  }

  /** A member of an object; none when the value is undefined. */
  entry(name: string, value: JsonTree | undefined): void {
    if (value === undefined) return;
    this.name(name);
    this.tree(value);
  }

  /** A value as {@link jsonText} gives it, for those who write it again and again. */
  text(json: string): void {
    this.#begin(json);
  }

  /** A string: bytes in a notation, and behind them text that needs no escapes. */
  bytes(bytes: Uint8Array, notation: ByteNotation, behind: string): void {
    this.#begin('"');
    this.#output.bytes(bytes, notation);
    this.#output.text(`${behind}"`);
  }

  /** Text that begins an entry, or a value behind its name. */
  #begin(text: string): void {
    const place = this.#open.at(-1);
    if (!this.#isBehindName && place !== undefined) {
      if (!place.isEmpty) this.#output.text(",");
      place.isEmpty = false;
      this.#newLine();
    }
    this.#isBehindName = false;
    this.#output.text(text);
  }

  #newLine(): void {
    if (this.#isPretty) this.#output.text(indents[this.#open.length] ?? indent(this.#open.length));
  }
}

export type JsonTree =
  | string
  | number
  | boolean
  | null
  | readonly JsonTree[]
  | { readonly [name: string]: JsonTree | undefined };

/** A value as JSON. */
export function jsonText(value: string | number | boolean | null): string {
  return typeof value === "string" ? printableJson(JSON.stringify(value)) : JSON.stringify(value);
}
