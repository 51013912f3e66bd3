/** The direct operands of a node, for walks that do not care what it is. */
import { spendWork } from "@tyara/base";
import type { Anchor, Ir, Quantifier } from "./ir.ts";

/** Units of work that a walk takes at each node. */
const nodeWork = 4;

export function childrenOfIr(ir: Ir): readonly Ir[] {
  spendWork(nodeWork);
  switch (ir.kind) {
    case "read":
      return [ir.offset];
    case "field":
      return [ir.object];
    case "index":
      return [ir.object, ir.index];
    case "call":
      return ir.args;
    case "and":
    case "or":
    case "arithmetic":
      return ir.operands;
    case "length":
    case "not":
    case "defined":
    case "negate":
    case "complement":
    case "convert":
    case "matches":
      return [ir.operand];
    case "bitwise":
    case "compare":
    case "string-test":
      return [ir.left, ir.right];
    case "pattern-match":
      return anchorChildren(ir.anchor);
    case "pattern-count":
      return ir.range === undefined ? [] : [ir.range.lower, ir.range.upper];
    case "pattern-offset":
    case "pattern-length":
      return ir.index === undefined ? [] : [ir.index];
    case "of-patterns":
      return [...quantifierChildren(ir.quantifier), ...anchorChildren(ir.anchor)];
    case "of-tuple":
      return [...quantifierChildren(ir.quantifier), ...ir.items];
    case "for-of":
      return [...quantifierChildren(ir.quantifier), ir.body];
    case "for-in":
      return [...quantifierChildren(ir.quantifier), ...iterableChildren(ir.iterable), ir.body];
    case "one-of":
      return [ir.operand, ...ir.values];
    case "shared":
      return [ir.value];
    case "with":
      return [...ir.declarations.map(({ value }) => value), ir.body];
    default:
      return [];
  }
}

function anchorChildren(anchor: Anchor | undefined): readonly Ir[] {
  if (anchor === undefined) return [];
  return anchor.kind === "at" ? [anchor.offset] : [anchor.range.lower, anchor.range.upper];
}

function quantifierChildren(quantifier: Quantifier): readonly Ir[] {
  return quantifier.kind === "count" || quantifier.kind === "percentage" ? [quantifier.value] : [];
}

function iterableChildren(iterable: Extract<Ir, { kind: "for-in" }>["iterable"]): readonly Ir[] {
  if (iterable.kind === "range") return [iterable.range.lower, iterable.range.upper];
  return iterable.kind === "tuple" ? iterable.items : [iterable.collection];
}
