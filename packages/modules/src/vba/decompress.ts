/**
 * The compression of VBA projects ([MS-OVBA] 2.4.1): a container is a mark and chunks of up to 4096 plain bytes, in each
 * literals and copies of what the chunk has already given. How many bits of a copy are its distance depends on how much
 * that is.
 */

import { spendMemory, spendWork } from "@tyara/base";
import type { Budget } from "../kit/budget.ts";

const CONTAINER_MARK = 1;
const CHUNK_SIZE = 4096;
const CHUNK_HEADER_SIZE = 2;
const COMPRESSED = 0x8000;
const CHUNK_MARK = 0x3000;
const MARK_MASK = 0x7000;
const MIN_COPY = 3;
const MIN_DISTANCE_BITS = 4;

/** Whether a container as the specification has it begins at `offset`. */
export function isContainer(data: Uint8Array, offset: number): boolean {
  return data[offset] === CONTAINER_MARK && (headerAt(data, offset + 1) & MARK_MASK) === CHUNK_MARK;
}

/**
 * The plain bytes of the container at `offset`, up to the first damage or as far as the budget goes; `undefined` when
 * none begins there. Compressed chunks with another mark than the specification's are read too: code behind a changed bit
 * must not be hidden.
 */
export function decompress(data: Uint8Array, offset: number, budget: Budget): Uint8Array | undefined {
  if (data[offset] !== CONTAINER_MARK) return undefined;
  let out = new Uint8Array(CHUNK_SIZE);
  let length = 0;
  for (let at = offset + 1; at + CHUNK_HEADER_SIZE <= data.length; ) {
    const header = headerAt(data, at);
    if (!isChunk(header) || budget.isExhausted) break;
    if (out.length - length < CHUNK_SIZE) out = grown(out);
    const end = Math.min(chunkEnd(data, at), data.length);
    const body = data.subarray(at + CHUNK_HEADER_SIZE, end);
    const before = length;
    length = header & COMPRESSED ? decompressChunk(body, out, length) : copyRaw(body, out, length);
    spendWork((body.length + length - before) >>> 2);
    budget.take(length - before);
    at = end;
  }
  return out.subarray(0, length);
}

/** What stands behind a container, such as zeros, is no chunk. */
function isChunk(header: number): boolean {
  return (header & COMPRESSED) !== 0 || (header & MARK_MASK) === CHUNK_MARK;
}

/** Whether the header at `offset` is, by the specification, that of a chunk that is compressed. */
export function isCompressedChunk(data: Uint8Array, offset: number): boolean {
  return (headerAt(data, offset) & (COMPRESSED | MARK_MASK)) === (COMPRESSED | CHUNK_MARK);
}

/** Where the chunk at `start` says it ends. */
export function chunkEnd(data: Uint8Array, start: number): number {
  return start + (headerAt(data, start) & 0xfff) + CHUNK_HEADER_SIZE + 1;
}

function headerAt(data: Uint8Array, offset: number): number {
  return (data[offset] ?? 0) | ((data[offset + 1] ?? 0) << 8);
}

function grown(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  spendMemory(bytes.length * 2);
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
