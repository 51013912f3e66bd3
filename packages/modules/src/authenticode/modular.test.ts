import fc from "fast-check";
import { expect, test } from "vitest";
import { modularInverse, modularPower } from "./modular.ts";

test("powers are products", () => {
  fc.assert(
    fc.property(
      fc.bigInt(0n, 1000n),
      fc.integer({ min: 0, max: 40 }),
      fc.bigInt(2n, 10_000n),
      (base, exponent, modulus) => {
        expect(modularPower(base, BigInt(exponent), modulus)).toBe(base ** BigInt(exponent) % modulus);
      },
    ),
  );
});

test("an inverse exists exactly for numbers without a common factor", () => {
  const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));
  fc.assert(
    fc.property(fc.bigInt(1n, 10_000n), fc.bigInt(2n, 10_000n), (value, modulus) => {
      const inverse = modularInverse(value, modulus);
      expect(inverse !== undefined).toBe(gcd(value, modulus) === 1n);
      if (inverse !== undefined) expect((inverse * value) % modulus).toBe(1n);
    }),
  );
});
