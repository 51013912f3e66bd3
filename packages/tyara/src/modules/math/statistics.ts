/**
 * Statistics of bytes as YARA defines them, which are those of the program `ent`. Sums run over byte values in
 * ascending order, or over the bytes in their order: floating-point results must agree to the last bit.
 */

/** Doubles, because counts are divided and summed, never shifted. */
export function byteCounts(bytes: Uint8Array): Float64Array {
  const counts = new Float64Array(256);
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]!]!++;
  return counts;
}

/** How many bytes were counted. */
export function total(counts: Float64Array): number {
  let sum = 0;
  for (const count of counts) sum += count;
  return sum;
}

/** The most frequent byte, the smallest of several; `undefined` without bytes. */
export function mode(counts: Float64Array): number | undefined {
  let best = 0;
  for (let byte = 1; byte < 256; byte++) if (counts[byte]! > counts[best]!) best = byte;
  return counts[best] === 0 ? undefined : best;
}

/** Bits a byte; 0 without bytes. */
export function entropy(counts: Float64Array): number {
  const size = total(counts);
  let result = 0;
  for (const count of counts) {
    if (count === 0) continue;
    const probability = count / size;
    result -= probability * Math.log2(probability);
  }
  return result;
}

export function mean(counts: Float64Array): number | undefined {
  const size = total(counts);
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) sum += byte * counts[byte]!;
  return size === 0 ? undefined : sum / size;
}

/** The mean distance from `from`. */
export function deviation(counts: Float64Array, from: number): number | undefined {
  const size = total(counts);
  let sum = 0;
  for (let byte = 0; byte < 256; byte++) sum += Math.abs(byte - from) * counts[byte]!;
  return size === 0 ? undefined : sum / size;
}

/** What `serialCorrelation` gives where it would divide by zero. */
const NO_CORRELATION = -100_000;

export function serialCorrelation(bytes: Uint8Array): number {
  let products = 0;
  let sum = 0;
  let squares = 0;
  let previous = 0;
  for (let i = 0; i < bytes.length; i++) {
    const byte = bytes[i]!;
    products += previous * byte;
    sum += byte;
    squares += byte * byte;
    previous = byte;
  }
  products += previous * (bytes[0] ?? 0);
  const divisor = bytes.length * squares - sum * sum;
  return divisor === 0 ? NO_CORRELATION : (bytes.length * products - sum * sum) / divisor;
}

/** Bytes of one point: three for each coordinate, the most significant first. */
const POINT = 6;
const RADIUS = 2 ** 24 - 1;

/** `undefined` for less than one point. */
export function monteCarloPi(bytes: Uint8Array): number | undefined {
  const points = Math.floor(bytes.length / POINT);
  if (points === 0) return undefined;
  let inside = 0;
  for (let i = 0; i + POINT <= bytes.length; i += POINT) {
    const x = coordinate(bytes, i);
    const y = coordinate(bytes, i + POINT / 2);
    if (x * x + y * y <= RADIUS * RADIUS) inside++;
  }
  return Math.abs((4 * (inside / points) - Math.PI) / Math.PI);
}

function coordinate(bytes: Uint8Array, start: number): number {
  return bytes[start]! * 0x10000 + bytes[start + 1]! * 0x100 + bytes[start + 2]!;
}
