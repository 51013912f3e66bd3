/**
 * Chains of arithmetic operators over integers and floats, with and without parentheses: `(7 \ 2) \ x - 1.5 * 3`. The
 * text has parentheses wherever the tree needs them, and at random where it does not.
 */
import type { Part } from "./condition-generator.ts";
import type { Random } from "./random.ts";

type NumberType = "integer" | "float";

/** What chains take their operands from. */
export interface Operands {
  /** An integer or float that is one word or stands in parentheses. */
  readonly operand: (type: NumberType) => Part;
  /** An integer that stands in parentheses and is not negative; the reference crashes on divisions by −1. */
  readonly divisor: () => Part;
}

const precedence: Readonly<Record<string, number>> = { "+": 1, "-": 1, "*": 2, "\\": 2, "%": 2 };
const operandPrecedence = 3;

interface Chain {
  readonly part: Part;
  readonly precedence: number;
}

/** A chain of that type with about `length` operators. */
export function numberChain(random: Random, type: NumberType, length: number, operands: Operands): Part {
  return makeChain(random, type, length, operands).part;
}

function makeChain(random: Random, type: NumberType, length: number, operands: Operands): Chain {
  if (length <= 0) return { part: operands.operand(type), precedence: operandPrecedence };
  const operator = random.pick(type === "float" ? ["+", "-", "*", "\\", "\\"] : ["+", "-", "*", "\\", "%"]);
  const [leftType, rightType] = operandTypes(random, type);
  // Most chains grow to the left, as they do where nobody writes parentheses.
  const lengthOnRight = random.chance(70) ? 0 : random.below(length);
  const left = makeChain(random, leftType, length - 1 - lengthOnRight, operands);
  const isDivision = rightType === "integer" && (operator === "\\" || operator === "%");
  const right = isDivision
    ? { part: operands.divisor(), precedence: operandPrecedence }
    : makeChain(random, rightType, lengthOnRight, operands);
  const level = precedence[operator]!;
  const pieces = [
    ...inParentheses(left, left.precedence < level || random.chance(30)),
    ` ${operator} `,
    ...inParentheses(right, right.precedence <= level || random.chance(10)),
  ];
  return { part: { type, pieces }, precedence: level };
}

/** A float comes of two floats, or of a float and an integer. */
function operandTypes(random: Random, type: NumberType): readonly [NumberType, NumberType] {
  if (type === "integer") return ["integer", "integer"];
  return random.pick<readonly [NumberType, NumberType]>([
    ["float", "float"],
    ["integer", "float"],
    ["float", "integer"],
  ]);
}

function inParentheses({ part }: Chain, isNeeded: boolean): readonly (string | Part)[] {
  return isNeeded ? ["(", part, ")"] : [part];
}
