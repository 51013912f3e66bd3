/**
 * Numbers for expressions: equal expressions have one number. Nodes with the same kind, details and numbers of children
 * are equal, so that the work is linear however large the expressions are.
 */

import type { Ir, PatternId } from "@tyara/language/ir";
import { childrenOfIr } from "@tyara/language/ir";

export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #numberOf = new Map<Ir, number>();
  /** Numbers of sets of patterns, which are long and shared by many nodes. */
  readonly #sets = new Map<string, number>();
  readonly #numberOfSet = new Map<readonly PatternId[], number>();

  /** The number of an expression. */
  of(ir: Ir): number {
    let number = this.#numberOf.get(ir);
    if (number === undefined) {
      const set = "patterns" in ir ? this.#ofSet(ir.patterns) : "";
      const key = `${detailsOf(ir)}${set}(${childrenOfIr(ir).map((child) => this.of(child))})`;
      number = this.#numbers.get(key) ?? this.#numbers.size;
      this.#numbers.set(key, number);
      this.#numberOf.set(ir, number);
    }
    return number;
  }

  #ofSet(patterns: readonly PatternId[]): number {
    let number = this.#numberOfSet.get(patterns);
    if (number === undefined) {
      const key = patterns.join();
      number = this.#sets.get(key) ?? this.#sets.size;
      this.#sets.set(key, number);
      this.#numberOfSet.set(patterns, number);
    }
    return number;
  }
}

/** Everything of a node but its children, its set of patterns and its place. */
function detailsOf(ir: Ir): string {
  const children = childrenOfIr(ir);
  const isChild =
    children.length < FEW ? (value: unknown) => children.includes(value as Ir) : memberOf(children);
  let details = "";
  for (const [name, value] of Object.entries(ir))
    if (name !== "span" && name !== "patterns") details += `${name}:${describe(name, value, isChild)},`;
  return details;
}

/** Perf: fewer are looked through faster than a set of them is made. */
const FEW = 8;

function memberOf(values: readonly unknown[]): (value: unknown) => boolean {
  const members = new Set(values);
  return (value) => members.has(value);
}

function describe(name: string, value: unknown, isChild: (value: unknown) => boolean): string {
  if (name === "type") return (value as Ir["type"]).kind;
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "bigint") return `${value}n`;
  if (typeof value !== "object" || value === null) return String(value);
  if (isChild(value)) return "child";
  if (value instanceof Uint8Array) return `bytes(${value.join(" ")})`;
  if (Array.isArray(value)) return `[${value.map((one) => describe("", one, isChild))}]`;
  if (name === "signature") return JSON.stringify((value as { readonly id: string }).id);
  const parts = Object.entries(value).filter(([inner]) => inner !== "name");
  return `{${parts.map(([inner, one]) => `${inner}:${describe(inner, one, isChild)}`)}}`;
}
