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
  return JSON.stringify(ir, (key, value: unknown) => {
    if (key === "") return shallow(ir);
    if (typeof value === "bigint") return `${value}n`;
    if (value instanceof Uint8Array) return [...value].join(" ");
    return value;
  });
}

/** The node without place, type and children; of structures with children only what tells their form. */
function shallow(ir: Ir): object {
  const { span: _span, ...rest } = ir;
  const children = new Set<unknown>(childrenOfIr(ir));
  const entries = Object.entries(rest).map(([name, value]) => [name, describe(name, value, children)]);
  return Object.fromEntries(entries);
}

function describe(name: string, value: unknown, children: ReadonlySet<unknown>): unknown {
  if (name === "type") return (value as Ir["type"]).kind;
  if (children.has(value)) return "child";
  if (Array.isArray(value)) return value.map((one) => describe("", one, children));
  if (name === "signature") return (value as { readonly id: string }).id;
  if (typeof value !== "object" || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter(([inner]) => inner !== "name")
      .map(([inner, one]) => [inner, describe(inner, one, children)]),
  );
}
