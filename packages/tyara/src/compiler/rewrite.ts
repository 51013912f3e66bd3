/** Rebuilding of IR: the same node with other children. */
import type { Anchor, Ir, Iterable, Quantifier, Range } from "./ir.ts";

type Change = (ir: Ir) => Ir;

/** The node with each direct child replaced by what `change` makes of it. */
export function mapChildren(ir: Ir, change: Change): Ir {
  switch (ir.kind) {
    case "read":
      return { ...ir, offset: change(ir.offset) };
    case "field":
      return { ...ir, object: change(ir.object) };
    case "index":
      return { ...ir, object: change(ir.object), index: change(ir.index) };
    case "call":
      return { ...ir, args: ir.args.map(change) };
    case "and":
    case "or":
    case "arithmetic":
      return { ...ir, operands: ir.operands.map(change) };
    case "length":
    case "not":
    case "defined":
    case "negate":
    case "complement":
    case "convert":
    case "matches":
      return { ...ir, operand: change(ir.operand) };
    case "bitwise":
    case "compare":
    case "string-test":
      return { ...ir, left: change(ir.left), right: change(ir.right) };
    case "pattern-match":
      return { ...ir, anchor: mapAnchor(ir.anchor, change) };
    case "pattern-count":
      return { ...ir, range: ir.range && mapRange(ir.range, change) };
    case "pattern-offset":
    case "pattern-length":
      return { ...ir, index: ir.index && change(ir.index) };
    case "of-patterns":
      return {
        ...ir,
        quantifier: mapQuantifier(ir.quantifier, change),
        anchor: mapAnchor(ir.anchor, change),
      };
    case "of-tuple":
      return { ...ir, quantifier: mapQuantifier(ir.quantifier, change), items: ir.items.map(change) };
    case "for-of":
      return { ...ir, quantifier: mapQuantifier(ir.quantifier, change), body: change(ir.body) };
    case "for-in":
      return {
        ...ir,
        quantifier: mapQuantifier(ir.quantifier, change),
        iterable: mapIterable(ir.iterable, change),
        body: change(ir.body),
      };
    case "with": {
      const declarations = ir.declarations.map((one) => ({ ...one, value: change(one.value) }));
      return { ...ir, declarations, body: change(ir.body) };
    }
    case "shared":
      return { ...ir, value: change(ir.value) };
    default:
      return ir;
  }
}

function mapAnchor(anchor: Anchor | undefined, change: Change): Anchor | undefined {
  if (anchor === undefined) return undefined;
  if (anchor.kind === "at") return { kind: "at", offset: change(anchor.offset) };
  return { kind: "in", range: mapRange(anchor.range, change) };
}

function mapRange({ lower, upper }: Range, change: Change): Range {
  return { lower: change(lower), upper: change(upper) };
}

function mapQuantifier(quantifier: Quantifier, change: Change): Quantifier {
  return "value" in quantifier ? { ...quantifier, value: change(quantifier.value) } : quantifier;
}

function mapIterable(iterable: Iterable, change: Change): Iterable {
  switch (iterable.kind) {
    case "range":
      return { kind: "range", range: mapRange(iterable.range, change) };
    case "tuple":
      return { kind: "tuple", items: iterable.items.map(change) };
    case "collection":
      return { kind: "collection", collection: change(iterable.collection) };
  }
}
