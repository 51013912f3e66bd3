/**
 * Numbers for expressions: equal expressions have one number. Nodes with the same kind, details and numbers of children
 * are equal, so that the work is linear however large the expressions are.
 */
import { childrenOfIr } from "../check/ir-children.ts";
import type { Ir } from "../ir.ts";

export class Numbering {
  readonly #numbers = new Map<string, number>();
  readonly #numberOf = new Map<Ir, number>();

  /** The number of an expression. */
  of(ir: Ir): number {
    let number = this.#numberOf.get(ir);
    if (number === undefined) {
      const key = `${detailsOf(ir)}(${childrenOfIr(ir).map((child) => this.of(child))})`;
      number = this.#numbers.get(key) ?? this.#numbers.size;
      this.#numbers.set(key, number);
      this.#numberOf.set(ir, number);
    }
    return number;
  }
}

/** Everything of a node but its children and its place. */
function detailsOf(ir: Ir): string {
  const children = childrenOfIr(ir);
  const isChild =
    children.length < FEW ? (value: unknown) => children.includes(value as Ir) : memberOf(children);
  let details = "";
  for (const [name, value] of Object.entries(ir))
    if (name !== "span") details += `${name}:${describe(name, value, isChild)},`;
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
