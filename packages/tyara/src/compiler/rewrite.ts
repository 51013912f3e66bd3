/** Rebuilding of IR: the same node with other children. */
import type { Anchor, Ir, Iterable, Quantifier, Range } from "./ir.ts";

type Change = (ir: Ir) => Ir;

/** The node with each direct child replaced by what `change` makes of it; the node itself when nothing changed. */
export function mapChildren(ir: Ir, change: Change): Ir {
  switch (ir.kind) {
    case "read":
      return withParts(ir, { offset: change(ir.offset) });
    case "field":
      return withParts(ir, { object: change(ir.object) });
    case "index":
      return withParts(ir, { object: change(ir.object), index: change(ir.index) });
    case "call":
      return withParts(ir, { args: mapList(ir.args, change) });
    case "and":
    case "or":
    case "arithmetic":
      return withParts(ir, { operands: mapList(ir.operands, change) });
    case "length":
    case "not":
    case "defined":
    case "negate":
    case "complement":
    case "convert":
    case "matches":
      return withParts(ir, { operand: change(ir.operand) });
    case "bitwise":
    case "compare":
    case "string-test":
      return withParts(ir, { left: change(ir.left), right: change(ir.right) });
    case "pattern-match":
      return withParts(ir, { anchor: mapAnchor(ir.anchor, change) });
    case "pattern-count":
      return withParts(ir, { range: ir.range && mapRange(ir.range, change) });
    case "pattern-offset":
    case "pattern-length":
      return withParts(ir, { index: ir.index && change(ir.index) });
    case "of-patterns": {
      const quantifier = mapQuantifier(ir.quantifier, change);
      return withParts(ir, { quantifier, anchor: mapAnchor(ir.anchor, change) });
    }
    case "of-tuple": {
      const quantifier = mapQuantifier(ir.quantifier, change);
      return withParts(ir, { quantifier, items: mapList(ir.items, change) });
    }
    case "for-of":
      return withParts(ir, { quantifier: mapQuantifier(ir.quantifier, change), body: change(ir.body) });
    case "for-in": {
      const quantifier = mapQuantifier(ir.quantifier, change);
      return withParts(ir, { quantifier, iterable: mapIterable(ir.iterable, change), body: change(ir.body) });
    }
    case "with": {
      const declarations = mapList(ir.declarations, (one) => withParts(one, { value: change(one.value) }));
      return withParts(ir, { declarations, body: change(ir.body) });
    }
    case "one-of":
      return withParts(ir, { operand: change(ir.operand), values: mapList(ir.values, change) });
    case "shared":
      return withParts(ir, { value: change(ir.value) });
    default:
      return ir;
  }
}

/** The object with other parts; itself when they are the same. */
function withParts<T extends object>(whole: T, parts: Partial<T>): T {
  for (const name in parts) if (parts[name] !== whole[name]) return { ...whole, ...parts };
  return whole;
}

/** The list with other items; itself when they are the same. */
function mapList<T>(list: readonly T[], change: (item: T) => T): readonly T[] {
  let changed: T[] | undefined;
  for (let index = 0; index < list.length; index++) {
    const item = change(list[index]!);
    if (item !== list[index]) changed ??= list.slice();
    if (changed !== undefined) changed[index] = item;
  }
  return changed ?? list;
}

function mapAnchor(anchor: Anchor | undefined, change: Change): Anchor | undefined {
  if (anchor === undefined) return undefined;
  if (anchor.kind === "at") return withParts(anchor, { offset: change(anchor.offset) });
  return withParts(anchor, { range: mapRange(anchor.range, change) });
}

function mapRange(range: Range, change: Change): Range {
  return withParts(range, { lower: change(range.lower), upper: change(range.upper) });
}

function mapQuantifier(quantifier: Quantifier, change: Change): Quantifier {
  return "value" in quantifier ? withParts(quantifier, { value: change(quantifier.value) }) : quantifier;
}

function mapIterable(iterable: Iterable, change: Change): Iterable {
  switch (iterable.kind) {
    case "range":
      return withParts(iterable, { range: mapRange(iterable.range, change) });
    case "tuple":
      return withParts(iterable, { items: mapList(iterable.items, change) });
    case "collection":
      return withParts(iterable, { collection: change(iterable.collection) });
  }
}
