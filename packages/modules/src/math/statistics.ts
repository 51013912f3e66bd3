/**
 * Statistics of bytes as YARA defines them, which are those of the program `ent`. Sums run over byte values in
 * ascending order, or over the bytes in their order: floating-point results must agree to the last bit.
 */

/** How often each byte occurs. Doubles, because counts are divided and summed, never shifted. */
export function byteCounts(
  pieces: Iterable<Uint8Array>,
  counts: Float64Array = new Float64Array(256),
): Float64Array {
  counts.fill(0);
  for (const bytes of pieces) countBytes(bytes, counts);
  return counts;
}

function countBytes(bytes: Uint8Array, counts: Float64Array): void {
  for (let i = 0; i < bytes.length; i++) counts[bytes[i]!]!++;
}

/** How often one byte occurs. */
export function occurrences(pieces: Iterable<Uint8Array>, byte: number): number {
  let found = 0;
  for (const bytes of pieces) {
    for (let i = 0; i < bytes.length; i++) if (bytes[i] === byte) found++;
  }
  return found;
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

export function serialCorrelation(pieces: Iterable<Uint8Array>): number {
  const sums = new CorrelationSums();
  for (const bytes of pieces) sums.add(bytes);
  const { products, sum, squares, byteLength } = sums;
  const divisor = byteLength * squares - sum * sum;
  const closed = products + sums.last * sums.first;
  return divisor === 0 ? NO_CORRELATION : (byteLength * closed - sum * sum) / divisor;
}

class CorrelationSums {
  products = 0;
  sum = 0;
  squares = 0;
  byteLength = 0;
  first = 0;
  last = 0;

  add(bytes: Uint8Array): void {
    let { products, sum, squares, last } = this;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      products += last * byte;
      sum += byte;
      squares += byte * byte;
      last = byte;
    }
    if (this.byteLength === 0) this.first = bytes[0] ?? 0;
    this.byteLength += bytes.length;
    Object.assign(this, { products, sum, squares, last });
  }
}

/** Bytes of one point: three for each coordinate, the most significant first. */
const POINT = 6;
const RADIUS = 2 ** 24 - 1;

/** `undefined` for less than one point. All pieces but the last must hold whole points. */
export function monteCarloPi(pieces: Iterable<Uint8Array>): number | undefined {
  let points = 0;
  let inside = 0;
  for (const bytes of pieces) {
    points += Math.floor(bytes.length / POINT);
    inside += pointsInside(bytes);
  }
  return points === 0 ? undefined : Math.abs((4 * (inside / points) - Math.PI) / Math.PI);
}

function pointsInside(bytes: Uint8Array): number {
  let inside = 0;
  for (let i = 0; i + POINT <= bytes.length; i += POINT) {
    const x = coordinate(bytes, i);
    const y = coordinate(bytes, i + POINT / 2);
    if (x * x + y * y <= RADIUS * RADIUS) inside++;
  }
  return inside;
}

function coordinate(bytes: Uint8Array, start: number): number {
  return bytes[start]! * 0x10000 + bytes[start + 1]! * 0x100 + bytes[start + 2]!;
}
