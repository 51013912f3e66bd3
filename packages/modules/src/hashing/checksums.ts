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

/** Bytes that are taken at once. */
const SLICE = 8;
const TABLE_SIZE = 256;

/** Of each byte the remainder, and behind that, table by table, the remainder with one more zero byte behind it. */
const crcTables = new Int32Array(SLICE * TABLE_SIZE);
for (let byte = 0; byte < TABLE_SIZE; byte++) {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ CRC32_POLYNOMIAL : value >>> 1;
  crcTables[byte] = value;
}
for (let at = TABLE_SIZE; at < crcTables.length; at++) {
  const shorter = crcTables[at - TABLE_SIZE]!;
  crcTables[at] = (shorter >>> 8) ^ crcTables[shorter & 0xff]!;
}

/** CRC-32 as in zip and PNG; `before` is that of the bytes that precede the data. */
export function crc32(data: Uint8Array, before = 0): number {
  let crc = ~before;
  let at = 0;
  for (const last = data.length - SLICE; at <= last; at += SLICE) {
    crc =
      crcTables[0x700 + ((crc ^ data[at]!) & 0xff)]! ^
      crcTables[0x600 + (((crc >>> 8) ^ data[at + 1]!) & 0xff)]! ^
      crcTables[0x500 + (((crc >>> 16) ^ data[at + 2]!) & 0xff)]! ^
      crcTables[0x400 + ((crc >>> 24) ^ data[at + 3]!)]! ^
      crcTables[0x300 + data[at + 4]!]! ^
      crcTables[0x200 + data[at + 5]!]! ^
      crcTables[0x100 + data[at + 6]!]! ^
      crcTables[data[at + 7]!]!;
  }
  for (; at < data.length; at++) crc = (crc >>> 8) ^ crcTables[(crc ^ data[at]!) & 0xff]!;
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
