/**
 * The grammar of expressions: an operator-precedence parser with its own stack.
 *
 * Prefix operators, binary operators and parentheses wait as frames on an array, not on the call stack, so a hundred
 * thousand of them cost memory only. Operands come from `parse-operand.ts`; that one recurses (an index, an argument,
 * a loop body), and is bounded by `Parser.enter`.
 *
 * YARA has two classes of expression. A *value* (a number, a string, an identifier, arithmetic) can be an operand of
 * anything; a *truth* (`true`, `$a`, `any of …`, loops, and whatever stands in parentheses and is made of those) only
 * of `and`, `or`, `not` and `defined`. `(1 == 1) == 1` is therefore a mistake of syntax, found when an operator
 * follows the wrong operand, and `1 + (a and b)` is one inside its parentheses. A comparison without parentheses may
 * be compared again.
 *
 * Rejected: one function per precedence level (a dozen calls for each operand, and deep recursion), and sorting the
 * two classes out later (the mistake would be reported at another place).
 */
import type { BinaryOperator, Expr, Quantifier, UnaryOperator } from "./ast.ts";
import { finishOf } from "./parse-loop.ts";
import { parseOperand } from "./parse-operand.ts";
import { type ExpressionGrammar, MAX_NESTING, type Mark, type Parser } from "./parser.ts";
import { Token } from "./token.ts";
import { NodeKind } from "./tree.ts";

/** The expression grammar's entry points. */
export const EXPRESSIONS: ExpressionGrammar = {
  truth: (p) => new ExpressionParser(p, "truth").parse(),
  value: (p) => new ExpressionParser(p, "value").parse(),
  quantifier: (p) => new ExpressionParser(p, "quantifier").parse(),
};

const Precedence = { Or: 1, And: 2, Not: 3, Equality: 4, Comparison: 5, BitOr: 6, Sign: 12 } as const;

interface Operator {
  readonly operator: BinaryOperator;
  readonly precedence: number;
}

/** The binary operators, loosest level first; all of them associate to the left. */
const LEVELS: readonly (readonly [
  precedence: number,
  operators: Readonly<Record<number, BinaryOperator>>,
])[] = [
  [Precedence.Or, { [Token.Or]: "or" }],
  [Precedence.And, { [Token.And]: "and" }],
  [
    Precedence.Equality,
    {
      [Token.EqualEqual]: "==",
      [Token.NotEqual]: "!=",
      [Token.Contains]: "contains",
      [Token.IContains]: "icontains",
      [Token.StartsWith]: "startswith",
      [Token.IStartsWith]: "istartswith",
      [Token.EndsWith]: "endswith",
      [Token.IEndsWith]: "iendswith",
      [Token.IEquals]: "iequals",
      [Token.Matches]: "matches",
    },
  ],
  [
    Precedence.Comparison,
    { [Token.Less]: "<", [Token.LessEqual]: "<=", [Token.Greater]: ">", [Token.GreaterEqual]: ">=" },
  ],
  [Precedence.BitOr, { [Token.Pipe]: "|" }],
  [7, { [Token.Caret]: "^" }],
  [8, { [Token.Ampersand]: "&" }],
  [9, { [Token.ShiftLeft]: "<<", [Token.ShiftRight]: ">>" }],
  [10, { [Token.Plus]: "+", [Token.Minus]: "-" }],
  [11, { [Token.Asterisk]: "*", [Token.Backslash]: "\\", [Token.Percent]: "%" }],
];

const OPERATORS = makeOperatorTable();

function makeOperatorTable(): (Operator | undefined)[] {
  const table = new Array<Operator | undefined>(Token.Xor + 1).fill(undefined);
  for (const [precedence, operators] of LEVELS) {
    for (const [kind, operator] of Object.entries(operators)) table[Number(kind)] = { operator, precedence };
  }
  return table;
}

/** Something that waits for its (last) operand or its closing parenthesis. */
type Frame =
  | {
      readonly kind: "parenthesis";
      readonly mark: Mark;
      readonly outerAllowsTruth: boolean;
      readonly precedence: 0;
    }
  | {
      readonly kind: "unary";
      readonly mark: Mark;
      readonly operator: UnaryOperator;
      readonly precedence: number;
    }
  | {
      readonly kind: "binary";
      readonly mark: Mark;
      readonly operator: BinaryOperator;
      readonly precedence: number;
      readonly operands: Expr[];
      height: number;
    };

/** What kind of expression is wanted; see {@link ExpressionGrammar}. */
type Goal = "truth" | "value" | "quantifier";

/** One run over one expression. */
class ExpressionParser {
  readonly #p: Parser;
  readonly #goal: Goal;
  readonly #frames: Frame[] = [];
  #openParentheses = 0;
  /** Whether the innermost parentheses (or the goal) may hold a truth. */
  #allowsTruth: boolean;
  /** Whether the first term of this quantifier was followed by `%`, which makes a count with `of` impossible. */
  #startsWithModulus = false;

  // The operand read last, or what the frames behind it were reduced to.
  #expr!: Expr;
  #mark!: Mark;
  #isTruth = false;
  #height = 0;

  constructor(p: Parser, goal: Goal) {
    this.#p = p;
    this.#goal = goal;
    this.#allowsTruth = goal === "truth";
  }

  parse(): Expr {
    const p = this.#p;
    const outerHeight = p.height;
    p.enter();
    do {
      if (this.#openParentheses === 0) p.beginConstruct();
      this.#readOperand();
    } while (this.#readOperator());
    p.leave();
    p.height = Math.max(outerHeight, this.#height);
    return this.#expr;
  }

  #readOperand(): void {
    const p = this.#p;
    for (;;) {
      const mark = p.mark();
      switch (p.kind) {
        case Token.LeftParenthesis:
          this.#openParenthesis(mark);
          break;
        case Token.Not:
          this.#pushUnary(mark, "not", Precedence.Not);
          break;
        case Token.Defined:
          this.#pushUnary(mark, "defined", Precedence.Not);
          break;
        case Token.Minus:
          this.#pushUnary(mark, "-", Precedence.Sign);
          break;
        case Token.Tilde:
          this.#pushUnary(mark, "~", Precedence.Sign);
          break;
        default:
          p.height = 0;
          this.#setOperand(parseOperand(p, this.#isTruthPosition(this.#frames.length)), mark);
          return;
      }
      p.advance();
    }
  }

  /** Goes on behind an operand; returns whether another one must follow. */
  #readOperator(): boolean {
    const p = this.#p;
    for (;;) {
      if (p.kind === Token.RightParenthesis && this.#openParentheses > 0) this.#closeParenthesis();
      else if (p.kind === Token.Of && this.#reduceToCount()) this.#finishOf("count");
      else if (p.kind === Token.Percent && this.#isFirstTerm() && !this.#isTruth) {
        if (this.#goal === "quantifier") return this.#finish();
        if (p.peek() === Token.Of) this.#finishPercentage();
        else {
          this.#startsWithModulus = true;
          return this.#readBinary();
        }
      } else return this.#readBinary();
    }
  }

  /** Takes a binary operator that may stand here, or ends the expression. */
  #readBinary(): boolean {
    const operator = OPERATORS[this.#p.kind];
    if (operator === undefined || !this.#isAllowed(operator.precedence)) return this.#finish();
    this.#pushBinary(operator);
    this.#p.advance();
    return true;
  }

  #isAllowed(precedence: number): boolean {
    if (precedence < Precedence.BitOr && !this.#allowsTruth) return false;
    return precedence < Precedence.Not || !this.#isTruth;
  }

  #finish(): false {
    if (this.#openParentheses > 0) this.#p.fail("an operator", "`)`");
    while (this.#frames.length > 0) this.#reduce();
    return false;
  }

  // ── Frames ──

  #setOperand(expr: Expr, mark: Mark): void {
    if (this.#openParentheses === 0) this.#p.endConstruct();
    this.#expr = expr;
    this.#mark = mark;
    this.#isTruth = isTruth(expr);
    this.#height = this.#p.height + 1;
    if (this.#isFirstTerm()) this.#startsWithModulus = false;
  }

  #openParenthesis(mark: Mark): void {
    this.#openParentheses++;
    const allowsTruth = this.#isTruthPosition(this.#frames.length);
    this.#frames.push({ kind: "parenthesis", mark, outerAllowsTruth: this.#allowsTruth, precedence: 0 });
    this.#allowsTruth = allowsTruth;
  }

  #closeParenthesis(): void {
    const frame = this.#reduceUntilParenthesis();
    if (--this.#openParentheses === 0) this.#p.endConstruct();
    this.#allowsTruth = frame.outerAllowsTruth;
    this.#mark = frame.mark;
    this.#p.advance();
    this.#p.close(NodeKind.Parenthesized, frame.mark);
    if (this.#isFirstTerm()) this.#startsWithModulus = false;
  }

  #reduceUntilParenthesis(): Frame & { kind: "parenthesis" } {
    for (;;) {
      const frame = this.#frames[this.#frames.length - 1]!;
      if (frame.kind !== "parenthesis") this.#reduce();
      else {
        this.#frames.pop();
        return frame;
      }
    }
  }

  #pushUnary(mark: Mark, operator: UnaryOperator, precedence: number): void {
    if (precedence === Precedence.Not && !this.#isTruthPosition(this.#frames.length))
      this.#p.fail("an expression");
    this.#p.enter();
    this.#frames.push({ kind: "unary", mark, operator, precedence });
  }

  /** Makes the last operand the left one of an operator, or one more of a chain of the same operator. */
  #pushBinary({ operator, precedence }: Operator): void {
    const top = this.#reduceWhileTighter(precedence);
    if (top?.kind === "binary" && top.operator === operator) {
      top.operands.push(this.#expr);
      top.height = Math.max(top.height, this.#height);
      return;
    }
    if (top?.precedence === precedence) this.#reduce();
    this.#p.enter();
    const operands = [this.#expr];
    this.#frames.push({
      kind: "binary",
      mark: this.#mark,
      operator,
      precedence,
      operands,
      height: this.#height,
    });
  }

  #reduceWhileTighter(precedence: number): Frame | undefined {
    for (;;) {
      const top = this.#frames[this.#frames.length - 1];
      if (top === undefined || top.precedence <= precedence) return top;
      this.#reduce();
    }
  }

  /** Applies the innermost operator to the last operand. */
  #reduce(): void {
    const frame = this.#frames.pop()!;
    if (frame.kind === "parenthesis") return;
    this.#p.leave();
    if (frame.kind === "unary") {
      const { operator, mark } = frame;
      this.#expr = {
        kind: "unary",
        operator,
        operand: this.#expr,
        span: this.#p.close(NodeKind.Unary, mark),
      };
    } else {
      const { operator, operands, mark } = frame;
      operands.push(this.#expr);
      this.#height = Math.max(frame.height, this.#height);
      this.#expr = { kind: "binary", operator, operands, span: this.#p.close(NodeKind.Binary, mark) };
    }
    if (++this.#height > MAX_NESTING) this.#p.failNesting();
    this.#mark = frame.mark;
    this.#isTruth = frame.precedence < Precedence.BitOr;
  }

  // ── Positions ──

  /** Whether a truth may stand behind the first `count` frames. */
  #isTruthPosition(count: number): boolean {
    const top = this.#frames[count - 1];
    return this.#allowsTruth && (top === undefined || top.precedence <= Precedence.Not);
  }

  /** Whether the last operand, with its signs, is the first term where a quantifier may stand. */
  #isFirstTerm(): boolean {
    let count = this.#frames.length;
    while (count > 0 && this.#frames[count - 1]!.precedence === Precedence.Sign) count--;
    return this.#isTruthPosition(count) || (count === 0 && this.#goal === "quantifier");
  }

  // ── Quantifiers ──

  /** Reduces a value in front of `of` when it can be a quantifier there. */
  #reduceToCount(): boolean {
    if (this.#isTruth || this.#startsWithModulus) return false;
    let count = this.#frames.length;
    while (count > 0 && this.#frames[count - 1]!.precedence > Precedence.Comparison) count--;
    if (!this.#isTruthPosition(count)) return false;
    while (this.#frames.length > count) this.#reduce();
    return true;
  }

  #finishPercentage(): void {
    while (this.#frames[this.#frames.length - 1]?.precedence === Precedence.Sign) this.#reduce();
    this.#p.advance();
    this.#finishOf("percentage");
  }

  #finishOf(kind: "count" | "percentage"): void {
    const mark = this.#mark;
    if (this.#openParentheses === 0) this.#p.beginConstruct();
    const span = this.#p.close(NodeKind.Quantifier, mark);
    const quantifier: Quantifier = { kind, value: this.#expr, span };
    this.#p.height = this.#height;
    this.#setOperand(finishOf(this.#p, mark, quantifier), mark);
  }
}

/** Whether an operand is of the class that only `and`, `or`, `not` and `defined` take. */
function isTruth(expr: Expr): boolean {
  switch (expr.kind) {
    case "bool":
    case "pattern-match":
    case "of":
    case "for-of":
    case "for-in":
    case "with":
      return true;
    default:
      return false;
  }
}
