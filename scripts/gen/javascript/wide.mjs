// 64-bit arithmetic on halves. A wide value is two JavaScript expressions for its halves, each a signed 32-bit number,
// without side effects, and what must be evaluated before: { before, low, high, reads }. `reads` names what the halves
// depend on: variables, and "memory" or "globals".

const zero = "0";
const negative = /^\(?-?\d+\)?$/;

export const isNumber = (text) => negative.test(text);
const numberOf = (text) => Number(text.replace(/[()]/g, ""));
/** Whether an expression may stand in several places. */
const isSimple = (text) => isNumber(text) || /^[\w$]+$/.test(text);

export const number = (value) => (value < 0 ? `(${value})` : `${value}`);

/** A wide value that depends on nothing. */
export const constant = (value) => ({
  before: [],
  low: number(Number(BigInt.asIntN(32, value))),
  high: number(Number(BigInt.asIntN(32, value >> 32n))),
  reads: new Set(),
});

/** The value in variables, where its halves would otherwise be evaluated more than once. */
export function settled(value, temporary) {
  const before = [...value.before];
  const half = (text) => {
    if (isSimple(text)) return text;
    const name = temporary();
    before.push(`${name} = ${text}`);
    return name;
  };
  const low = half(value.low);
  const high = half(value.high);
  return { before, low, high, reads: new Set(value.reads) };
}

function and(a, b) {
  if (a === zero || b === zero) return zero;
  if (a === "(-1)") return b;
  if (b === "(-1)") return a;
  return `(${a} & ${b})`;
}

function or(a, b) {
  if (a === zero) return b;
  if (b === zero) return a;
  return `(${a} | ${b})`;
}

function xor(a, b) {
  if (a === zero) return b;
  if (b === zero) return a;
  if (a === "(-1)") return `~${b}`;
  if (b === "(-1)") return `~${a}`;
  return `(${a} ^ ${b})`;
}

/** `a << n` or `a >>> n`, for 0 ≤ n < 32. */
const shifted = (a, operator, n) => (a === zero || n === 0 ? a : `(${a} ${operator} ${n})`);

/** A signed number as an unsigned one. */
export const unsigned = (text) => (isNumber(text) ? `${numberOf(text) >>> 0}` : `${text} >>> 0`);

/**
 * The right operand of `<` or `<<`. The plus changes nothing, but without it TypeScript takes some parentheses for
 * arguments of a generic call.
 */
export const guarded = (text) => (text.startsWith("(") && !isNumber(text) ? `+${text}` : text);

const below = (a, b) => `${unsigned(a)} < ${guarded(unsigned(b))}`;

const join = (a, b, low, high) => ({
  before: [...a.before, ...b.before],
  low,
  high,
  reads: new Set([...a.reads, ...b.reads]),
});

const bitwise = (combine) => (a, b) => join(a, b, combine(a.low, b.low), combine(a.high, b.high));

/** Operations of two wide values with a wide result. */
export const binary = {
  And: bitwise(and),
  Or: bitwise(or),
  Xor: bitwise(xor),
  Add(a, b, temporary) {
    const [x, y] = [settled(a, temporary), settled(b, temporary)];
    const low = temporary();
    const sum = join(x, y, low, "");
    sum.before.push(`${low} = ${x.low} + ${y.low} | 0`);
    sum.high = `(${x.high} + ${y.high} + (${below(low, x.low)} ? 1 : 0) | 0)`;
    return sum;
  },
  Sub(a, b, temporary) {
    const [x, y] = [settled(a, temporary), settled(b, temporary)];
    const borrow = `(${below(x.low, y.low)} ? 1 : 0)`;
    return join(x, y, `(${x.low} - ${y.low} | 0)`, `(${x.high} - ${y.high} - ${borrow} | 0)`);
  },
  Shl: shift(shiftedLeft, "shiftLeft"),
  ShrU: shift(shiftedRight, "shiftRight"),
  RotL: shift(rotatedLeft, "rotateLeft"),
  Mul: byHelper("multiply"),
};

function shift(byConstant, helper) {
  const byVariable = byHelper(helper);
  return (value, distance, temporary) => {
    if (!isNumber(distance.low)) return byVariable(value, distance, temporary);
    const { before, reads, ...halves } = settled(value, temporary);
    return { before, reads, ...byConstant(halves, numberOf(distance.low) & 63) };
  };
}

function shiftedLeft({ low, high }, n) {
  if (n >= 32) return { low: zero, high: shifted(low, "<<", n - 32) };
  if (n === 0) return { low, high };
  return { low: shifted(low, "<<", n), high: or(shifted(high, "<<", n), shifted(low, ">>>", 32 - n)) };
}

function shiftedRight({ low, high }, n) {
  if (n >= 32) return { low: shifted(high, ">>>", n - 32), high: zero };
  if (n === 0) return { low, high };
  return { low: or(shifted(low, ">>>", n), shifted(high, "<<", 32 - n)), high: shifted(high, ">>>", n) };
}

function rotatedLeft(value, n) {
  const [left, right] = [shiftedLeft(value, n), shiftedRight(value, (64 - n) & 63)];
  return { low: or(left.low, right.low), high: or(left.high, right.high) };
}

/** Helpers leave the high half of their result in the variable `upper`. */
function byHelper(helper) {
  return (a, b, temporary) => {
    const [low, high] = [temporary(), temporary()];
    const result = join(a, b, low, high);
    result.before.push(`${low} = ${helper}(${a.low}, ${a.high}, ${b.low}, ${b.high})`, `${high} = upper`);
    result.reads = new Set();
    return result;
  };
}

/** Comparisons, as JavaScript conditions on two settled values. */
export const comparison = {
  Eq: (a, b) => `${or(xor(a.low, b.low), xor(a.high, b.high))} === 0`,
  Ne: (a, b) => `${or(xor(a.low, b.low), xor(a.high, b.high))} !== 0`,
  LtU: (a, b) => isLess(a, b, unsigned),
  GtU: (a, b) => isLess(b, a, unsigned),
  LeU: (a, b) => `!(${isLess(b, a, unsigned)})`,
  GeU: (a, b) => `!(${isLess(a, b, unsigned)})`,
  LtS: (a, b) => isLess(a, b, signed),
  GtS: (a, b) => isLess(b, a, signed),
  LeS: (a, b) => `!(${isLess(b, a, signed)})`,
  GeS: (a, b) => `!(${isLess(a, b, signed)})`,
};

const signed = (text) => text;

function isLess(a, b, form) {
  if (a.high === zero && b.high === zero) return below(a.low, b.low);
  if (form === signed && b.low === zero && b.high === zero) return `${a.high} < 0`;
  return `(${a.high} === ${b.high} ? ${below(a.low, b.low)} : ${form(a.high)} < ${guarded(form(b.high))})`;
}
