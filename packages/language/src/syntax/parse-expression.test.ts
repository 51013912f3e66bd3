import { describe, expect, test } from "vitest";
import type { Anchor, Expr, Iterable, PatternSet, Quantifier, Range } from "./ast.ts";
import { parse } from "./parse.ts";
import { childrenOf, visitExpr } from "./visit.ts";

function parseCondition(text: string): {
  readonly expr: Expr | undefined;
  readonly messages: readonly string[];
} {
  const { ast, diagnostics } = parse(`rule r { condition: ${text} }`);
  const rule = ast.items[0];
  return {
    expr: rule?.kind === "rule" ? rule.condition : undefined,
    messages: diagnostics.map(({ code, labels: [label] }) => `${code} ${label!.span.start - 20}`),
  };
}

/** An expression as a list, operator first. */
function show(expr: Expr): string {
  switch (expr.kind) {
    case "integer":
    case "float":
    case "bool":
      return String(expr.value);
    case "string":
      return JSON.stringify(new TextDecoder().decode(expr.value));
    case "regexp":
      return `/${expr.source}/${expr.caseInsensitive ? "i" : ""}${expr.dotMatchesNewline ? "s" : ""}`;
    case "identifier":
      return expr.name;
    case "filesize":
    case "entrypoint":
      return expr.kind;
    case "pattern-match":
      return list(expr.name.name, showAnchor(expr.anchor));
    case "pattern-count":
      return list(expr.name.name, expr.range === undefined ? "" : `in ${showRange(expr.range)}`);
    case "pattern-offset":
    case "pattern-length":
      return list(expr.name.name, expr.index === undefined ? "" : show(expr.index));
    case "unary":
      return list(expr.operator, show(expr.operand));
    case "binary":
      return list(expr.operator, ...expr.operands.map(show));
    case "field":
      return `${show(expr.object)}.${expr.field.name}`;
    case "index":
      return `${show(expr.object)}[${show(expr.index)}]`;
    case "call":
      return `${show(expr.callee)}(${expr.args.map(show).join(" ")})`;
    case "of": {
      const items =
        expr.items.kind === "patterns" ? showSet(expr.items.set) : list(...expr.items.items.map(show));
      return list("of", showQuantifier(expr.quantifier), items, showAnchor(expr.anchor));
    }
    case "for-of":
      return list("for-of", showQuantifier(expr.quantifier), showSet(expr.set), show(expr.body));
    case "for-in": {
      const names = expr.variables.map(({ name }) => name).join(",");
      return list(
        "for-in",
        showQuantifier(expr.quantifier),
        names,
        showIterable(expr.iterable),
        show(expr.body),
      );
    }
    case "with":
      return list(
        "with",
        ...expr.declarations.map(({ name, value }) => `${name.name}=${show(value)}`),
        show(expr.body),
      );
  }
}

function list(...parts: string[]): string {
  const present = parts.filter((part) => part !== "");
  return present.length === 1 ? present[0]! : `(${present.join(" ")})`;
}

function showRange({ lower, upper }: Range): string {
  return `${show(lower)}..${show(upper)}`;
}

function showAnchor(anchor: Anchor | undefined): string {
  if (anchor === undefined) return "";
  return anchor.kind === "at" ? `at ${show(anchor.offset)}` : `in ${showRange(anchor.range)}`;
}

function showQuantifier(quantifier: Quantifier): string {
  if (quantifier.kind === "count") return show(quantifier.value);
  return quantifier.kind === "percentage" ? `${show(quantifier.value)}%` : quantifier.kind;
}

function showSet(set: PatternSet): string {
  if (set.kind === "them") return "them";
  return `{${set.items.map(({ name, isWildcard }) => name + (isWildcard ? "*" : "")).join(" ")}}`;
}

function showIterable(iterable: Iterable): string {
  if (iterable.kind === "range") return showRange(iterable.range);
  return iterable.kind === "tuple" ? `[${iterable.items.map(show).join(" ")}]` : show(iterable.expr);
}

const ACCEPTED: readonly (readonly [source: string, shown: string])[] = [
  // Precedence and associativity.
  ["a or b and c or d", "(or a (and b c) d)"],
  ["not a and b", "(and (not a) b)"],
  ["not a == b", "(not (== a b))"],
  ["defined 1 + 1", "(defined (+ 1 1))"],
  ["a == b < c", "(== a (< b c))"],
  ["1 == 1 == 1", "(== 1 1 1)"],
  ["1 == 1 != 1", "(!= (== 1 1) 1)"],
  ["a | b ^ c & d << e + f * g", "(| a (^ b (& c (<< d (+ e (* f g))))))"],
  ["a * b + c << d & e ^ f | g", "(| (^ (& (<< (+ (* a b) c) d) e) f) g)"],
  ["a - b - c", "(- a b c)"],
  ["a - b + c - d", "(- (+ (- a b) c) d)"],
  ["a \\ b % c", "(% (\\ a b) c)"],
  ["-a * ~b", "(* (- a) (~ b))"],
  ["- - 1", "(- (- 1))"],
  ["(a + b) * c", "(* (+ a b) c)"],
  ["((a or b)) and c", "(and (or a b) c)"],
  ["a + (b + c)", "(+ a (+ b c))"],
  ["not (a) == b", "(not (== a b))"],
  ["a matches /x/is", "(matches a /x/is)"],
  ["a icontains b and c iendswith d", "(and (icontains a b) (iendswith c d))"],
  // Paths.
  ["a.b.c", "a.b.c"],
  ["a[1].b(2, d == 1).c", "a[1].b(2 (== d 1)).c"],
  ["a . /* c */ b", "a.b"],
  // Patterns.
  ["$a at 1 + 2 and $b", "(and ($a at (+ 1 2)) $b)"],
  ["$a in (1 + 1..filesize)", "($a in (+ 1 1)..filesize)"],
  ["#a in (0..9) > 1", "(> (#a in 0..9) 1)"],
  ["@a[1] + !a[2] == @a", "(== (+ (@a 1) (!a 2)) @a)"],
  // Quantifiers.
  ["any of them", "(of any them)"],
  ["2 of ($a*, $, $b)", "(of 2 {$a* $ $b})"],
  ["1 + 1 of them", "(of (+ 1 1) them)"],
  ["50% of them", "(of 50% them)"],
  ["-x.y % of them", "(of (- x.y)% them)"],
  ["(10 % 3) of them", "(of (% 10 3) them)"],
  ["(10)% of them and x", "(and (of 10% them) x)"],
  ["1 + 10 % 3 of them", "(of (+ 1 (% 10 3)) them)"],
  ["not 2 of them or x", "(or (not (of 2 them)) x)"],
  ["none of (true, a == 1)", "(of none (true (== a 1)))"],
  ["any of ($a, $b at 0)", "(of any ($a ($b at 0)))"],
  ["all of them in (0..1)", "(of all them in 0..1)"],
  ["any of ($a) at 0", "(of any {$a} at 0)"],
  // Loops.
  ["for all of them : ($ at 0)", "(for-of all them ($ at 0))"],
  ["for 10% of ($a*) : (#)", "(for-of 10% {$a*} #)"],
  ["for 1 + 1 i in (1..2) : (i)", "(for-in (+ 1 1) i 1..2 i)"],
  ["for x i in (1..2) : (i)", "(for-in x i 1..2 i)"],
  ["for any k, v in a.b : (k == v)", "(for-in any k,v a.b (== k v))"],
  ['for any s in ("a", "b") : (s)', '(for-in any s ["a" "b"] s)'],
  ["for any i in (1) : (i)", "(for-in any i [1] i)"],
  ["for any i in (x..y) : (i)", "(for-in any i x..y i)"],
  ["for any i in (1 . . 2) : (i)", "(for-in any i 1..2 i)"],
  ["with a = 1, b = a + 1 : (b)", "(with a=1 b=(+ a 1) b)"],
];

/** What is refused, with the place of the mistake behind `condition: `. */
const REFUSED: readonly (readonly [source: string, offset: number])[] = [
  ["", 1],
  ["1 +", 4],
  ["1 2", 2],
  ["true == 1", 5],
  ["(1 == 1) == 1", 9],
  ["1 == (2 == 3)", 8],
  ["1 + (true)", 5],
  ["1 + not 1", 4],
  ["1 == any of them", 5],
  ["$a == 1", 3],
  ["$a at 0 == 1", 8],
  ["$a at 0 in (0..1)", 8],
  ["any of them == 1", 12],
  ["any of (true) at 0", 14],
  ["any of ($a*, true)", 13],
  ["any of (true, $a*)", 16],
  ["any of ()", 8],
  ["any them", 4],
  ["1 == 1 of them", 7],
  ["10 % 3 of them", 7],
  ["1 + 10% of them", 8],
  ["(1 == 1) of them", 9],
  ["true of them", 5],
  ['"a".len()', 3],
  ["a()()", 3],
  ["a[1][2]", 4],
  ["(a).b", 3],
  ["filesize.a", 8],
  ["a.1", 2],
  ["a[1 == 1]", 4],
  ["f(1,)", 4],
  ["for any i in (1..2, 3) : (i)", 18],
  ["for any i in (a.. ) : (i)", 18],
  ["for any i in 1..2 : (i)", 14],
  ["for any i in (1..2) : i", 22],
  ["for 10 % 3 i in (1..2) : (i)", 9],
  ["for x in (1..2) : (x)", 6],
  ["with a = 1 == 1 : (a)", 11],
  ["with a = 1 (a)", 11],
  ["with : (a)", 5],
  ["a..b", 2],
];

describe("conditions", () => {
  test.each(ACCEPTED)("%s", (source, shown) => {
    const { expr, messages } = parseCondition(source);
    expect(messages).toEqual([]);
    expect(show(expr!)).toBe(shown);
  });

  test.each(REFUSED)("refused: %s", (source, offset) => {
    expect(parseCondition(source)).toEqual({ expr: undefined, messages: [`E001 ${offset}`] });
  });
});

describe("spans", () => {
  const spanText = (source: string, pick: (expr: Expr) => Expr): string => {
    const text = `rule r { condition: ${source} }`;
    const { expr } = parseCondition(source);
    const { start, end } = pick(expr!).span;
    return text.slice(start, end);
  };

  test("of an operator reach from its first operand to its last", () => {
    expect(spanText("a + b * c", (expr) => expr)).toBe("a + b * c");
    expect(spanText("a + b * c", (expr) => childrenOf(expr)[1]!)).toBe("b * c");
  });

  test("of an operand in parentheses are without them", () => {
    expect(spanText("(a) == (b)", (expr) => childrenOf(expr)[0]!)).toBe("a");
    expect(spanText("(a + b) == c", (expr) => childrenOf(expr)[0]!)).toBe("a + b");
  });

  test("of calls hold the arguments", () => {
    expect(spanText("a.b(1, 2) == 1", (expr) => childrenOf(expr)[0]!)).toBe("a.b(1, 2)");
  });
});

describe("walking", () => {
  test("children come in the order of the source, parents around them", () => {
    const entered: string[] = [];
    const left: string[] = [];
    visitExpr(parseCondition("for 1 i in (a..b) : ($x at c or 2 of (d, e))").expr!, {
      enter: (expr) => entered.push(expr.kind === "identifier" ? expr.name : expr.kind),
      leave: (expr) => left.push(expr.kind === "identifier" ? expr.name : expr.kind),
    });
    expect(entered.join(" ")).toBe("for-in integer a b binary pattern-match c of integer d e");
    expect(left.join(" ")).toBe("integer a b c pattern-match integer d e of binary for-in");
  });

  test("a visitor may leave out what is below", () => {
    const names: string[] = [];
    visitExpr(parseCondition("f(a) or b").expr!, {
      enter: (expr) => {
        if (expr.kind === "identifier") names.push(expr.name);
        return expr.kind !== "call";
      },
    });
    expect(names).toEqual(["b"]);
  });
});
