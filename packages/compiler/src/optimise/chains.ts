/**
 * Comparison chains: `x == 1 or x == 2 or …` asks the same expression again and again. From a few constants on, it
 * becomes one lookup in a sorted table: `x` is evaluated once, and the cost grows with the logarithm of the chain.
 */
import type { Ir, IrOf } from "@tyara/language/ir";
import { mapChildren } from "@tyara/language/ir";
import { Numbering } from "./numbering.ts";
import { isPure } from "./purity.ts";

/** Limit: shorter chains are as fast as a lookup. */
const minimumLength = 4;

/** One link: an expression and the constant that it may equal. */
interface Link {
  readonly operand: Ir;
  readonly value: IrOf<"integer" | "string">;
}

/** The same condition with its chains as lookups. */
export function findChains(ir: Ir): Ir {
  const inner = mapChildren(ir, findChains);
  return inner.kind === "or" && inner.operands.length >= minimumLength ? joinChains(inner) : inner;
}

function joinChains(ir: IrOf<"or">): Ir {
  const links = ir.operands.map(linkOf);
  if (links.filter((link) => link !== undefined).length < minimumLength) return ir;
  const numbering = new Numbering();
  const chains = new Map<number, Link[]>();
  for (const link of links) {
    if (link === undefined) continue;
    const chain = chains.get(numbering.of(link.operand));
    if (chain === undefined) chains.set(numbering.of(link.operand), [link]);
    else chain.push(link);
  }
  const operands = ir.operands.flatMap((operand, index) => {
    const link = links[index];
    const chain = link && chains.get(numbering.of(link.operand));
    if (chain === undefined || chain.length < minimumLength) return [operand];
    return chain[0] === link ? [lookup(ir, chain)] : [];
  });
  return operands.length === ir.operands.length ? ir : { ...ir, operands };
}

function linkOf(ir: Ir): Link | undefined {
  if (ir.kind !== "compare" || ir.operator !== "==") return undefined;
  const { left, right } = ir;
  const [operand, value] = isConstant(left) ? [right, left] : [left, right];
  return isConstant(value) && !isConstant(operand) && isPure(operand) ? { operand, value } : undefined;
}

function isConstant(ir: Ir): ir is Link["value"] {
  return ir.kind === "integer" || ir.kind === "string";
}

function lookup({ type, span }: Ir, chain: readonly Link[]): Ir {
  return { kind: "one-of", operand: chain[0]!.operand, values: chain.map((link) => link.value), type, span };
}
