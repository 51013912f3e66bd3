/**
 * Bracketed classes: `[a-z_]`, `[^…]`, nested classes, POSIX names and the set operations `&&`, `--`, `~~`, which all
 * bind equally and to the left. Nesting lives on an explicit stack, so that its depth is the input's affair.
 */
import type { Span } from "@tyara/base";
import type { BracketedAst, ClassItem, ClassOperator, ClassSet, LiteralAst } from "./regexp-ast.ts";
import type { Primitive, RegexpCursor } from "./regexp-cursor.ts";

const OPERATORS: Readonly<Record<string, ClassOperator>> = {
  "&&": "intersection",
  "--": "difference",
  "~~": "symmetric-difference",
};

/** The POSIX names that may stand between `[:` and `:]`. */
export const POSIX_CLASSES: ReadonlySet<string> = new Set([
  "alnum",
  "alpha",
  "ascii",
  "blank",
  "cntrl",
  "digit",
  "graph",
  "lower",
  "print",
  "punct",
  "space",
  "upper",
  "word",
  "xdigit",
]);

/** A bracket that is still open: what stands left of the current operator, and the items since. */
interface OpenClass {
  readonly start: number;
  readonly openSpan: Span;
  readonly isNegated: boolean;
  left: ClassSet | undefined;
  operator: ClassOperator | undefined;
  items: ClassItem[];
  itemsStart: number;
}

/** Parses the class whose `[` is at the cursor. */
export function parseClass(cursor: RegexpCursor): BracketedAst {
  const stack: OpenClass[] = [openClass(cursor)];
  for (;;) {
    cursor.skipIgnored();
    const open = stack[stack.length - 1]!;
    if (cursor.isAtEnd) failUnclosed(cursor, open);
    const pair = cursor.char + cursor.peek();
    if (cursor.char === "[") {
      const posix = parsePosix(cursor);
      if (posix === undefined) stack.push(openClass(cursor));
      else open.items.push(posix);
    } else if (cursor.char === "]") {
      const closed = closeClass(cursor, open);
      stack.pop();
      const outer = stack[stack.length - 1];
      if (outer === undefined) return closed;
      outer.items.push(closed);
    } else if (Object.hasOwn(OPERATORS, pair)) {
      pushOperator(cursor, open, OPERATORS[pair]!);
    } else open.items.push(parseRange(cursor, open));
  }
}

function openClass(cursor: RegexpCursor): OpenClass {
  const start = cursor.position;
  const step = () => {
    if (!cursor.bumpAndSkip()) cursor.fail("unclosed character class", cursor.spanFrom(start));
  };
  step();
  const isNegated = cursor.char === "^";
  if (isNegated) step();
  const itemsStart = cursor.position;
  let literalEnd = itemsStart;
  const items: ClassItem[] = [];
  const takeLiteral = () => {
    literalEnd = cursor.charSpan.end;
    items.push({
      kind: "literal",
      span: cursor.charSpan,
      codePoint: cursor.char.codePointAt(0)!,
      isByte: false,
    });
    if (!cursor.bumpAndSkip()) cursor.fail("unclosed character class", { start, end: start + 1 });
  };
  while (cursor.char === "-") takeLiteral();
  if (items.length === 0 && cursor.char === "]") {
    const literal = cursor.charSpan;
    items.push({ kind: "literal", span: literal, codePoint: 0x5d, isByte: false });
    literalEnd = literal.end;
    step();
  }
  const openSpan = { start, end: literalEnd };
  return { start, openSpan, isNegated, left: undefined, operator: undefined, items, itemsStart };
}

function failUnclosed(cursor: RegexpCursor, open: OpenClass): never {
  return cursor.fail("unclosed character class", open.openSpan);
}

function pushOperator(cursor: RegexpCursor, open: OpenClass, operator: ClassOperator): void {
  open.left = operandsSoFar(cursor, open);
  open.operator = operator;
  cursor.bump();
  cursor.bump();
  open.items = [];
  open.itemsStart = cursor.position;
}

function operandsSoFar(cursor: RegexpCursor, open: OpenClass): ClassSet {
  const union: ClassSet = { kind: "union", span: cursor.spanFrom(open.itemsStart), items: open.items };
  if (open.left === undefined || open.operator === undefined) return union;
  const span = { start: open.left.span.start, end: union.span.end };
  return { kind: "operation", span, operator: open.operator, left: open.left, right: union };
}

function closeClass(cursor: RegexpCursor, open: OpenClass): BracketedAst {
  const set = operandsSoFar(cursor, open);
  cursor.bump();
  return { kind: "bracketed", span: cursor.spanFrom(open.start), isNegated: open.isNegated, set };
}

/** `[:name:]` or `[:^name:]` at the cursor; undefined, with the cursor unmoved, when it is no such thing. */
function parsePosix(cursor: RegexpCursor): ClassItem | undefined {
  const match = /^\[:(\^?)([^:]*):\]/.exec(cursor.source.slice(cursor.position, cursor.position + 16));
  if (match === null || !POSIX_CLASSES.has(match[2]!)) return undefined;
  const start = cursor.position;
  cursor.bumpIf(match[0]);
  return { kind: "posix", span: cursor.spanFrom(start), name: match[2]!, isNegated: match[1] === "^" };
}

// Compat: `\<` and `\>` are plain characters only outside of classes.
function parsePrimitive(cursor: RegexpCursor): Primitive {
  const primitive = cursor.parseLiteralOrEscape();
  const { start, end } = primitive.span;
  const isAngle = /^\\[<>]$/.test(cursor.source.slice(start, end));
  return isAngle ? { kind: "assertion", span: primitive.span, assertion: "word-boundary" } : primitive;
}

function parseRange(cursor: RegexpCursor, open: OpenClass): ClassItem {
  const first = parsePrimitive(cursor);
  cursor.skipIgnored();
  if (cursor.isAtEnd) failUnclosed(cursor, open);
  const after = cursor.peekVisible();
  if (cursor.char !== "-" || after === "]" || after === "-") return classItem(cursor, first);
  if (!cursor.bumpAndSkip()) failUnclosed(cursor, open);
  const last = parsePrimitive(cursor);
  const span = { start: first.span.start, end: last.span.end };
  const range = {
    kind: "range",
    span,
    first: boundary(cursor, first),
    last: boundary(cursor, last),
  } as const;
  if (range.first.codePoint > range.last.codePoint) {
    cursor.fail("invalid range, the start must not be greater than the end", span);
  }
  return range;
}

function classItem(cursor: RegexpCursor, item: Primitive): ClassItem {
  if (item.kind === "assertion")
    cursor.fail("this escape sequence means nothing in a character class", item.span);
  return item;
}

function boundary(cursor: RegexpCursor, item: Primitive): LiteralAst {
  if (item.kind !== "literal") cursor.fail("the boundary of a range must be one character", item.span);
  return item;
}
