/**
 * Reads the names of entitlements out of a property list in XML: each key, and the texts in each array whose content
 * begins with text, which in practice is the white space before its first item. An array's texts are given once each, in
 * its place; the texts of an array inside it belong to both.
 */
import { spendMemory, spendWork } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { readXml, type XmlHandler } from "./xml.ts";

/** Keys and texts of arrays in the order of the list; none when the text is not well-formed. */
export function readEntitlements(xml: string): string[] {
  const collector = new Collector(xml.length);
  return readXml(xml, collector) ? collector.entitlements() : [];
}

interface OpenElement {
  readonly name: string;
  /** No text and no element stood in it yet. */
  isEmpty: boolean;
  /** Where its texts go; absent for elements that give none. */
  texts?: Set<string>;
}

class Collector implements XmlHandler {
  readonly #open: OpenElement[] = [];
  /** The open elements that take texts of whatever is inside, outermost first. */
  readonly #arrays: Set<string>[] = [];
  /** What each element gives, in the order in which they begin. */
  readonly #found: Set<string>[] = [];
  /** Arrays inside arrays get each text once for every level. */
  readonly #budget: Budget;

  constructor(length: number) {
    this.#budget = Budget.ofBytes(length, "texts of nested arrays of entitlements");
  }

  open(name: string): void {
    const parent = this.#open.at(-1);
    if (parent) parent.isEmpty = false;
    this.#open.push({ name, isEmpty: true });
  }

  text(text: string): void {
    const element = this.#open.at(-1);
    if (element === undefined) return;
    if (element.isEmpty) this.#begin(element);
    element.isEmpty = false;
    if (element.name === "key" && element.texts?.size === 0) element.texts.add(text);
    if (text.trim() === "") return;
    // From the inside out: an array that has the text gave it to those around it.
    for (let i = this.#arrays.length - 1; i >= 0; i--) {
      const texts = this.#arrays[i]!;
      if (texts.has(text) || !this.#budget.take(TEXT_COST)) break;
      spendWork(16);
      spendMemory(MEMBER_SIZE);
      texts.add(text);
    }
  }

  close(): void {
    const element = this.#open.pop();
    if (element?.name === "array" && element.texts) this.#arrays.pop();
  }

  entitlements(): string[] {
    const list: string[] = [];
    for (const texts of this.#found)
      for (const text of texts) {
        spendWork(4);
        list.push(text);
      }
    return list;
  }

  /** Text is the first that stands in an element. */
  #begin(element: OpenElement): void {
    if (element.name !== "key" && element.name !== "array") return;
    element.texts = new Set();
    this.#found.push(element.texts);
    if (element.name === "array") this.#arrays.push(element.texts);
  }
}

/** Bytes that a text takes in a set, about. */
const MEMBER_SIZE = 32;

/** Characters that a text in an array counts as, whatever its length: it is kept once. */
const TEXT_COST = 16;
