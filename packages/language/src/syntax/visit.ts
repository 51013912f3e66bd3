/** Walking over expressions without recursion: they may be as deep as the parser allows. */
import type { Anchor, Expr, Iterable, Quantifier, Range } from "./ast.ts";

/** What a walk does at each expression; `leave` comes after the expression's children. */
export interface ExprVisitor {
  /** Returning exactly `false` leaves out the children. */
  readonly enter?: (expr: Expr) => unknown;
  readonly leave?: (expr: Expr) => void;
}

/** Walks over an expression and everything below it, children in the order of the source. */
export function visitExpr(root: Expr, { enter, leave }: ExprVisitor): void {
  const pending: { readonly expr: Expr; readonly isLeaving: boolean }[] = [{ expr: root, isLeaving: false }];
  for (let step = pending.pop(); step !== undefined; step = pending.pop()) {
    const { expr, isLeaving } = step;
    if (isLeaving) {
      leave?.(expr);
      continue;
    }
    const goesOn = enter?.(expr) !== false;
    pending.push({ expr, isLeaving: true });
    if (!goesOn) continue;
    const children = childrenOf(expr);
    for (let i = children.length - 1; i >= 0; i--) pending.push({ expr: children[i]!, isLeaving: false });
  }
}

/** The expressions directly below an expression, in the order of the source. */
export function childrenOf(expr: Expr): readonly Expr[] {
  switch (expr.kind) {
    case "integer":
    case "float":
    case "bool":
    case "string":
    case "regexp":
    case "identifier":
    case "filesize":
    case "entrypoint":
      return [];
    case "pattern-match":
      return anchorChildren(expr.anchor);
    case "pattern-count":
      return expr.range === undefined ? [] : rangeChildren(expr.range);
    case "pattern-offset":
    case "pattern-length":
      return expr.index === undefined ? [] : [expr.index];
    case "unary":
      return [expr.operand];
    case "binary":
      return expr.operands;
    case "field":
      return [expr.object];
    case "index":
      return [expr.object, expr.index];
    case "call":
      return [expr.callee, ...expr.args];
    case "of": {
      const items = expr.items.kind === "tuple" ? expr.items.items : [];
      return [...quantifierChildren(expr.quantifier), ...items, ...anchorChildren(expr.anchor)];
    }
    case "for-of":
      return [...quantifierChildren(expr.quantifier), expr.body];
    case "for-in":
      return [...quantifierChildren(expr.quantifier), ...iterableChildren(expr.iterable), expr.body];
    case "with":
      return [...expr.declarations.map(({ value }) => value), expr.body];
  }
}

function rangeChildren({ lower, upper }: Range): readonly Expr[] {
  return [lower, upper];
}

function anchorChildren(anchor: Anchor | undefined): readonly Expr[] {
  if (anchor === undefined) return [];
  return anchor.kind === "at" ? [anchor.offset] : rangeChildren(anchor.range);
}

function quantifierChildren(quantifier: Quantifier): readonly Expr[] {
  return quantifier.kind === "count" || quantifier.kind === "percentage" ? [quantifier.value] : [];
}

function iterableChildren(iterable: Iterable): readonly Expr[] {
  switch (iterable.kind) {
    case "range":
      return rangeChildren(iterable.range);
    case "tuple":
      return iterable.items;
    case "expr":
      return [iterable.expr];
  }
}
