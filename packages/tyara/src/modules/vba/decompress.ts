/**
 * The compression of VBA projects ([MS-OVBA] 2.4.1): chunks of up to 4096 bytes, in each literals and copies of what
 * the chunk has already given. How many bits of a copy are its distance depends on how much that is.
 */
import { isFull } from "../limits.ts";

const SIGNATURE = 1;
const CHUNK_SIZE = 4096;
const COMPRESSED = 0x8000;
const CHUNK_MARK = 0x3000;
const MARK_MASK = 0x7000;
const MIN_COPY = 3;
const MIN_DISTANCE_BITS = 4;

/**
 * The plain bytes up to the first damage, no more than `maxByteLength` and a chunk; `undefined` when the data does not
 * begin as compressed data.
 */
export function decompress(data: Uint8Array, maxByteLength: number): Uint8Array | undefined {
  if (data[0] !== SIGNATURE) return undefined;
  let out = new Uint8Array(CHUNK_SIZE * 2);
  let length = 0;
  for (let at = 1; at + 2 <= data.length; ) {
    const header = data[at]! | (data[at + 1]! << 8);
    if ((header & MARK_MASK) !== CHUNK_MARK) break;
    if (isFull(maxByteLength, length, "bytes of a project")) break;
    if (out.length - length < CHUNK_SIZE) out = grown(out);
    const end = Math.min(at + (header & 0xfff) + 3, data.length);
    const body = data.subarray(at + 2, end);
    length = header & COMPRESSED ? decompressChunk(body, out, length) : copyRaw(body, out, length);
    at = end;
  }
  return out.subarray(0, length);
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  const larger = new Uint8Array(bytes.length * 2);
  larger.set(bytes);
  return larger;
}

function copyRaw(body: Uint8Array, out: Uint8Array, length: number): number {
  const raw = body.subarray(0, CHUNK_SIZE);
  out.set(raw, length);
  return length + raw.length;
}

/** Appends a chunk's bytes at `start`; gives where they end. A copy from before the chunk ends it. */
function decompressChunk(body: Uint8Array, out: Uint8Array, start: number): number {
  let length = start;
  const limit = start + CHUNK_SIZE;
  for (let at = 0; at < body.length; ) {
    const flags = body[at++]!;
    for (let bit = 0; bit < 8 && at < body.length && length < limit; bit++) {
      if ((flags & (1 << bit)) === 0) {
        out[length++] = body[at++]!;
        continue;
      }
      const token = body[at]! | ((body[at + 1] ?? 0) << 8);
      at += 2;
      const distanceBits = bitsFor(length - start);
      const distance = (token >> (16 - distanceBits)) + 1;
      if (distance > length - start) return length;
      const count = Math.min((token & (0xffff >> distanceBits)) + MIN_COPY, limit - length);
      for (let i = 0; i < count; i++, length++) out[length] = out[length - distance]!;
    }
  }
  return length;
}

function bitsFor(size: number): number {
  let bits = MIN_DISTANCE_BITS;
  while (1 << bits < size) bits++;
  return bits;
}
