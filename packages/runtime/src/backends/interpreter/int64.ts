// 64-bit integers as two 32-bit halves in a register file. Every function writes its result at `r[d]` (low)
// and `r[d + 1]` (high): nothing is allocated, and no bigint is made. Halves are signed 32-bit numbers.
//
// Division works on doubles where they are exact: a quotient of at most 32 bits is estimated with an error of
// at most one and then corrected; wider quotients go digit by digit in base 2^16, below 2^53 all the way.
import { Trap } from "../../errors.ts";

const two32 = 0x1_0000_0000;

/** An unsigned 64-bit number as a double, rounded. */
export function toUnsignedNumber(low: number, high: number): number {
  return (high >>> 0) * two32 + (low >>> 0);
}

/** A signed 64-bit number as a double, rounded once. */
export function toSignedNumber(low: number, high: number): number {
  return high * two32 + (low >>> 0);
}

/** Writes a number of at most 53 significant bits, as the integer it is modulo 2^64. */
export function fromNumber(r: Int32Array, d: number, value: number): void {
  const high = Math.floor(value / two32);
  r[d] = value - high * two32;
  r[d + 1] = high;
}

export function mul64(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  const a0 = al & 0xffff;
  const a1 = al >>> 16;
  const b0 = bl & 0xffff;
  const b1 = bl >>> 16;
  const low = Math.imul(a0, b0) >>> 0;
  // At most 2 * (2^16 - 1)^2 + 2^16: exact in a double, beyond 32 bits.
  const middle = a1 * b0 + a0 * b1 + (low >>> 16);
  r[d] = (low & 0xffff) | ((middle & 0xffff) << 16);
  r[d + 1] = a1 * b1 + Math.floor(middle / 0x10000) + Math.imul(al, bh) + Math.imul(ah, bl);
}

export function shl64(r: Int32Array, d: number, low: number, high: number, by: number): void {
  const n = by & 63;
  if (n === 0) {
    r[d] = low;
    r[d + 1] = high;
  } else if (n < 32) {
    r[d] = low << n;
    r[d + 1] = (high << n) | (low >>> (32 - n));
  } else {
    r[d] = 0;
    r[d + 1] = low << (n - 32);
  }
}

export function shrS64(r: Int32Array, d: number, low: number, high: number, by: number): void {
  const n = by & 63;
  if (n === 0) {
    r[d] = low;
    r[d + 1] = high;
  } else if (n < 32) {
    r[d] = (low >>> n) | (high << (32 - n));
    r[d + 1] = high >> n;
  } else {
    r[d] = high >> (n - 32);
    r[d + 1] = high >> 31;
  }
}

export function shrU64(r: Int32Array, d: number, low: number, high: number, by: number): void {
  const n = by & 63;
  if (n === 0) {
    r[d] = low;
    r[d + 1] = high;
  } else if (n < 32) {
    r[d] = (low >>> n) | (high << (32 - n));
    r[d + 1] = high >>> n;
  } else {
    r[d] = high >>> (n - 32);
    r[d + 1] = 0;
  }
}

export function rotl64(r: Int32Array, d: number, low: number, high: number, by: number): void {
  const n = by & 31;
  const isSwapped = (by & 32) !== 0;
  const a = isSwapped ? high : low;
  const b = isSwapped ? low : high;
  // Shifting by 32 would shift by nothing.
  r[d] = n === 0 ? a : (a << n) | (b >>> (32 - n));
  r[d + 1] = n === 0 ? b : (b << n) | (a >>> (32 - n));
}

export function rotr64(r: Int32Array, d: number, low: number, high: number, by: number): void {
  rotl64(r, d, low, high, 64 - (by & 63));
}

export function clz64(low: number, high: number): number {
  return high !== 0 ? Math.clz32(high) : 32 + Math.clz32(low);
}

/** Zero bits below the lowest set bit of 32. */
export function ctz32(value: number): number {
  return value === 0 ? 32 : 31 - Math.clz32(value & -value);
}

export function ctz64(low: number, high: number): number {
  return low !== 0 ? ctz32(low) : 32 + ctz32(high);
}

/** Set bits of 32. */
export function popcnt32(value: number): number {
  const pairs = value - ((value >>> 1) & 0x5555_5555);
  const nibbles = (pairs & 0x3333_3333) + ((pairs >>> 2) & 0x3333_3333);
  return Math.imul((nibbles + (nibbles >>> 4)) & 0x0f0f_0f0f, 0x0101_0101) >>> 24;
}

/** Whether `a < b` as unsigned numbers. */
export function lessU64(al: number, ah: number, bl: number, bh: number): boolean {
  return ah === bh ? al >>> 0 < bl >>> 0 : ah >>> 0 < bh >>> 0;
}

function negate(r: Int32Array, d: number): void {
  const low = -r[d]! | 0;
  r[d + 1] = ~r[d + 1]! + (low === 0 ? 1 : 0);
  r[d] = low;
}

// Writes the quotient at `d` and the remainder at `e`; `d` and `e` are apart from each other.
function divideUnsigned(
  r: Int32Array,
  d: number,
  e: number,
  al: number,
  ah: number,
  bl: number,
  bh: number,
): void {
  if ((bl | bh) === 0) throw new Trap("integerDivisionByZero");
  if (bh === 0) divideByWord(r, d, e, al, ah, bl >>> 0);
  else divideByLong(r, d, e, al, ah, bl, bh);
}

function divideByWord(r: Int32Array, d: number, e: number, al: number, ah: number, divisor: number): void {
  const high = ah >>> 0;
  const quotientHigh = Math.floor(high / divisor);
  const first = (high - quotientHigh * divisor) * 0x10000 + (al >>> 16);
  const upper = Math.floor(first / divisor);
  const second = (first - upper * divisor) * 0x10000 + (al & 0xffff);
  const lower = Math.floor(second / divisor);
  r[d] = upper * 0x10000 + lower;
  r[d + 1] = quotientHigh;
  r[e] = second - lower * divisor;
  r[e + 1] = 0;
}

// The estimate is at most one off, so one less than it is never too large: a product beyond 2^64 cannot happen.
function divideByLong(
  r: Int32Array,
  d: number,
  e: number,
  al: number,
  ah: number,
  bl: number,
  bh: number,
): void {
  const estimate = Math.floor(toUnsignedNumber(al, ah) / toUnsignedNumber(bl, bh));
  let quotient = Math.max(estimate - 1, 0);
  mul64(r, d, quotient | 0, 0, bl, bh);
  subtract(r, e, al, ah, r[d]!, r[d + 1]!);
  while (!lessU64(r[e]!, r[e + 1]!, bl, bh)) {
    quotient += 1;
    subtract(r, e, r[e]!, r[e + 1]!, bl, bh);
  }
  r[d] = quotient;
  r[d + 1] = 0;
}

function subtract(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  r[d] = al - bl;
  r[d + 1] = ah - bh - (al >>> 0 < bl >>> 0 ? 1 : 0);
}

// Quotient and remainder of one division: low and high of each. Perf: one buffer for all divisions; nothing
// can come between writing and reading it.
const scratch = new Int32Array(8);

export function divU64(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  divideUnsigned(scratch, 0, 2, al, ah, bl, bh);
  r[d] = scratch[0]!;
  r[d + 1] = scratch[1]!;
}

export function remU64(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  divideUnsigned(scratch, 0, 2, al, ah, bl, bh);
  r[d] = scratch[2]!;
  r[d + 1] = scratch[3]!;
}

export function divS64(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  if (al === 0 && ah === -0x8000_0000 && (bl & bh) === -1) throw new Trap("integerOverflow");
  divideMagnitudes(al, ah, bl, bh);
  if ((ah ^ bh) < 0) negate(scratch, 0);
  r[d] = scratch[0]!;
  r[d + 1] = scratch[1]!;
}

export function remS64(r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number): void {
  divideMagnitudes(al, ah, bl, bh);
  if (ah < 0) negate(scratch, 2);
  r[d] = scratch[2]!;
  r[d + 1] = scratch[3]!;
}

// The smallest number's magnitude is 2^63 as an unsigned number, which is what negating it leaves.
function divideMagnitudes(al: number, ah: number, bl: number, bh: number): void {
  scratch[4] = al;
  scratch[5] = ah;
  scratch[6] = bl;
  scratch[7] = bh;
  if (ah < 0) negate(scratch, 4);
  if (bh < 0) negate(scratch, 6);
  divideUnsigned(scratch, 0, 2, scratch[4]!, scratch[5]!, scratch[6]!, scratch[7]!);
}
