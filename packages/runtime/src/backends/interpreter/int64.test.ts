import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as int64 from "./int64.ts";
import { nearest, signedForSingle, unsignedForSingle } from "./numeric.ts";

const signed = (value: bigint) => BigInt.asIntN(64, value);
const unsigned = (value: bigint) => BigInt.asUintN(64, value);
const low = (value: bigint) => Number(BigInt.asIntN(32, value));
const high = (value: bigint) => Number(BigInt.asIntN(32, value >> 32n));

// Near powers of two is where carries, signs and estimates go wrong.
const nearPower = fc
  .tuple(fc.integer({ min: 0, max: 64 }), fc.integer({ min: -3, max: 3 }), fc.boolean())
  .map(([power, offset, isNegative]) =>
    signed((1n << BigInt(power)) * (isNegative ? -1n : 1n) + BigInt(offset)),
  );
const long = fc.oneof(nearPower, fc.bigInt(-(2n ** 63n), 2n ** 63n - 1n), fc.bigInt(-100n, 100n));

type Binary = (r: Int32Array, d: number, al: number, ah: number, bl: number, bh: number) => void;
const run = (f: Binary, a: bigint, b: bigint): bigint => {
  const r = new Int32Array(4);
  f(r, 1, low(a), high(a), low(b), high(b));
  expect([r[0], r[3]]).toEqual([0, 0]);
  return unsigned((BigInt(r[2]!) << 32n) | BigInt(r[1]! >>> 0));
};

const shifted =
  (f: (r: Int32Array, d: number, l: number, h: number, by: number) => void): Binary =>
  (r, d, al, ah, bl) =>
    f(r, d, al, ah, bl);

const rotate = (a: bigint, by: bigint) => unsigned((unsigned(a) << by) | (unsigned(a) >> (64n - by)));

const binary: readonly (readonly [string, Binary, (a: bigint, b: bigint) => bigint])[] = [
  ["mul64", int64.mul64, (a, b) => a * b],
  ["divU64", int64.divU64, (a, b) => unsigned(a) / unsigned(b)],
  ["remU64", int64.remU64, (a, b) => unsigned(a) % unsigned(b)],
  ["divS64", int64.divS64, (a, b) => a / b],
  ["remS64", int64.remS64, (a, b) => a % b],
  ["shl64", shifted(int64.shl64), (a, b) => a << (b & 63n)],
  ["shrS64", shifted(int64.shrS64), (a, b) => a >> (b & 63n)],
  ["shrU64", shifted(int64.shrU64), (a, b) => unsigned(a) >> (b & 63n)],
  ["rotl64", shifted(int64.rotl64), (a, b) => rotate(a, b & 63n)],
  ["rotr64", shifted(int64.rotr64), (a, b) => rotate(a, (64n - (b & 63n)) & 63n)],
];

describe("64-bit arithmetic on halves", () => {
  test.each(binary)("%s is what bigints give", (name, f, model) => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        const traps =
          /div|rem/.test(name) && (b === 0n || (name === "divS64" && a === -(2n ** 63n) && b === -1n));
        if (traps) expect(() => run(f, a, b)).toThrow();
        else expect(run(f, a, b)).toBe(unsigned(model(a, b)));
      }),
      { numRuns: 3000 },
    );
  });

  test("counts bits and compares", () => {
    fc.assert(
      fc.property(long, long, (a, b) => {
        const bits = unsigned(a).toString(2).padStart(64, "0");
        expect(int64.clz64(low(a), high(a))).toBe(bits.indexOf("1") < 0 ? 64 : bits.indexOf("1"));
        expect(int64.ctz64(low(a), high(a))).toBe(a === 0n ? 64 : 63 - bits.lastIndexOf("1"));
        const ones = int64.popcnt32(low(a)) + int64.popcnt32(high(a));
        expect(ones).toBe(bits.replaceAll("0", "").length);
        expect(int64.lessU64(low(a), high(a), low(b), high(b))).toBe(unsigned(a) < unsigned(b));
      }),
      { numRuns: 2000 },
    );
  });

  test("becomes floats with one rounding", () => {
    // A single has 24 bits: with all that is below folded into one more bit, a bigint rounds by hand.
    const toSingle = (value: bigint): number => {
      const magnitude = value < 0n ? -value : value;
      const extra = BigInt(Math.max(0, magnitude.toString(2).length - 40));
      const sticky = (magnitude & ((1n << extra) - 1n)) === 0n ? 0n : 1n;
      const rounded = Math.fround(Number((magnitude >> extra) | sticky) * 2 ** Number(extra));
      return value < 0n ? -rounded : rounded;
    };
    fc.assert(
      fc.property(long, (a) => {
        expect(int64.toSignedNumber(low(a), high(a))).toBe(Number(a));
        expect(int64.toUnsignedNumber(low(a), high(a))).toBe(Number(unsigned(a)));
        expect(Math.fround(signedForSingle(low(a), high(a)))).toBe(a === 0n ? 0 : toSingle(a));
        expect(Math.fround(unsignedForSingle(low(a), high(a)))).toBe(toSingle(unsigned(a)));
      }),
      { numRuns: 3000 },
    );
  });

  test("takes integral numbers apart", () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), (value) => {
        const r = new Int32Array(2);
        int64.fromNumber(r, 0, value);
        expect((BigInt(r[1]!) << 32n) | BigInt(r[0]! >>> 0)).toBe(BigInt(value));
      }),
    );
  });
});

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, -0],
  [-1.5, -2],
  [-0, -0],
  [4503599627370495.5, 4503599627370496],
  [1e300, 1e300],
  [Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY],
])("the integer nearest to %d is %d", (value, expected) => {
  expect(nearest(value)).toBe(expected);
});
