/** Rebuilding of IR: the same node with other children. */
import { spendWork } from "@tyara/base";
import type { Anchor, CheckedRule, Ir, Iterable, Quantifier, Range } from "./ir.ts";

type Change = (ir: Ir) => Ir;

/** Units of work that a walk takes at each node. */
const nodeWork = 4;

/** The node with each direct child replaced by what `change` makes of it; the node itself when nothing changed. */
export function mapChildren(ir: Ir, change: Change): Ir {
  spendWork(nodeWork);
  switch (ir.kind) {
    case "read":
      return withPart(ir, "offset", change(ir.offset));
    case "field":
      return withPart(ir, "object", change(ir.object));
    case "index":
      return withPart(withPart(ir, "object", change(ir.object)), "index", change(ir.index));
    case "call":
      return withPart(ir, "args", mapList(ir.args, change));
    case "and":
    case "or":
    case "arithmetic":
      return withPart(ir, "operands", mapList(ir.operands, change));
    case "length":
    case "not":
    case "defined":
    case "negate":
    case "complement":
    case "convert":
    case "matches":
      return withPart(ir, "operand", change(ir.operand));
    case "bitwise":
    case "compare":
    case "string-test":
      return withPart(withPart(ir, "left", change(ir.left)), "right", change(ir.right));
    case "pattern-match":
      return withPart(ir, "anchor", mapAnchor(ir.anchor, change));
    case "pattern-count":
      return withPart(ir, "range", ir.range && mapRange(ir.range, change));
    case "pattern-offset":
    case "pattern-length":
      return withPart(ir, "index", ir.index && change(ir.index));
    case "of-patterns": {
      const counted = withPart(ir, "quantifier", mapQuantifier(ir.quantifier, change));
      return withPart(counted, "anchor", mapAnchor(ir.anchor, change));
    }
    case "of-tuple": {
      const counted = withPart(ir, "quantifier", mapQuantifier(ir.quantifier, change));
      return withPart(counted, "items", mapList(ir.items, change));
    }
    case "for-of": {
      const counted = withPart(ir, "quantifier", mapQuantifier(ir.quantifier, change));
      return withPart(counted, "body", change(ir.body));
    }
    case "for-in": {
      const counted = withPart(ir, "quantifier", mapQuantifier(ir.quantifier, change));
      const over = withPart(counted, "iterable", mapIterable(ir.iterable, change));
      return withPart(over, "body", change(ir.body));
    }
    case "with": {
      const declarations = mapList(ir.declarations, (one) => withPart(one, "value", change(one.value)));
      return withPart(withPart(ir, "declarations", declarations), "body", change(ir.body));
    }
    case "one-of": {
      const asked = withPart(ir, "operand", change(ir.operand));
      return withPart(asked, "values", mapList(ir.values, change) as typeof ir.values);
    }
    case "shared":
      return withPart(ir, "value", change(ir.value));
    default:
      return ir;
  }
}

/** The rule with another condition; itself when it is the same. */
export function withCondition(rule: CheckedRule, condition: Ir): CheckedRule {
  return condition === rule.condition ? rule : { ...rule, condition };
}

/** The object with another part; itself when it is the same. */
function withPart<T extends object, Name extends keyof T>(whole: T, name: Name, part: T[Name]): T {
  return whole[name] === part ? whole : { ...whole, [name]: part };
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
  if (anchor.kind === "at") return withPart(anchor, "offset", change(anchor.offset));
  return withPart(anchor, "range", mapRange(anchor.range, change));
}

function mapRange(range: Range, change: Change): Range {
  return withPart(withPart(range, "lower", change(range.lower)), "upper", change(range.upper));
}

function mapQuantifier(quantifier: Quantifier, change: Change): Quantifier {
  return "value" in quantifier ? withPart(quantifier, "value", change(quantifier.value)) : quantifier;
}

function mapIterable(iterable: Iterable, change: Change): Iterable {
  switch (iterable.kind) {
    case "range":
      return withPart(iterable, "range", mapRange(iterable.range, change));
    case "tuple":
      return withPart(iterable, "items", mapList(iterable.items, change));
    case "collection":
      return withPart(iterable, "collection", change(iterable.collection));
  }
}
