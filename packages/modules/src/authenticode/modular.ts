/** Arithmetic modulo a number, on public values only: nothing here is constant-time. */

/** `base ** exponent` modulo `modulus`; the cost grows with the bits of the exponent. */
export function modularPower(base: bigint, exponent: bigint, modulus: bigint): bigint {
  const factor = base % modulus;
  let result = 1n % modulus;
  // From the highest bit on: exponents of public keys have few bits set, and each costs one product only.
  for (const bit of exponent.toString(2)) {
    result = (result * result) % modulus;
    if (bit === "1") result = (result * factor) % modulus;
  }
  return result;
}

/** The number that multiplied by `value` leaves 1 modulo `modulus`; `undefined` when they share a factor. */
export function modularInverse(value: bigint, modulus: bigint): bigint | undefined {
  let [a, b] = [((value % modulus) + modulus) % modulus, modulus];
  let [x, y] = [1n, 0n];
  while (b !== 0n) {
    const quotient = a / b;
    [a, b] = [b, a - quotient * b];
    [x, y] = [y, x - quotient * y];
  }
  return a === 1n ? ((x % modulus) + modulus) % modulus : undefined;
}
