/** Checksums of 32 bits. All results are in [0, 2³²). */

const CRC32_POLYNOMIAL = 0xedb88320;
const ADLER_MODULUS = 65521;
/** How many bytes Adler-32's sums take before they could leave the integers that doubles hold exactly. */
const ADLER_CHUNK = 1 << 20;

/** A checksum of bytes, going on from that of the bytes before them. */
export type Checksum = (bytes: Uint8Array, before?: number) => number;

/** The checksum of bytes in several pieces. */
export function inPieces(checksum: Checksum, pieces: Iterable<Uint8Array>): number {
  let sum = checksum(new Uint8Array(0));
  for (const piece of pieces) sum = checksum(piece, sum);
  return sum;
}

const crcTable = Uint32Array.from({ length: 256 }, (_, index) => {
  let value = index;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CRC32_POLYNOMIAL : value >>> 1;
  return value;
});

/** CRC-32 as in zip and PNG; `before` is that of the bytes that precede the data. */
export function crc32(data: Uint8Array, before = 0): number {
  let crc = ~before;
  for (let i = 0; i < data.length; i++) crc = (crc >>> 8) ^ crcTable[(crc ^ data[i]!) & 0xff]!;
  return ~crc >>> 0;
}

/** The sum of all bytes modulo 2³²; `before` is that of the bytes that precede the data. */
export function checksum32(data: Uint8Array, before = 0): number {
  let sum = before | 0;
  for (let i = 0; i < data.length; i++) sum = (sum + data[i]!) | 0;
  return sum >>> 0;
}

/** Adler-32 as in zlib; `before` is that of the bytes that precede the data. */
export function adler32(data: Uint8Array, before = 1): number {
  let a = before & 0xffff;
  let b = before >>> 16;
  for (let start = 0; start < data.length; start += ADLER_CHUNK) {
    const end = Math.min(start + ADLER_CHUNK, data.length);
    for (let i = start; i < end; i++) {
      a += data[i]!;
      b += a;
    }
    a %= ADLER_MODULUS;
    b %= ADLER_MODULUS;
  }
  return b * 0x10000 + a;
}
