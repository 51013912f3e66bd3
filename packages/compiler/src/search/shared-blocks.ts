/** Writes blocks of bytes into the tables, equal ones once. Perf: found by a hash, as spelling out keys costs more than comparing. */
import type { TableWriter } from "./table-writer.ts";

interface Block {
  readonly address: number;
  readonly length: number;
}

export class SharedBlocks {
  private readonly out: TableWriter;
  private readonly alignment: number;
  private readonly byHash = new Map<number, Block>();

  constructor(out: TableWriter, alignment: number) {
    this.out = out;
    this.alignment = alignment;
  }

  /** The address of these bytes, which are written when they are new. They begin at a multiple of four of their buffer. */
  write(bytes: Uint8Array): number {
    // What has the same hash as another block takes the next free number.
    for (let hash = hashOf(bytes); ; hash++) {
      const found = this.byHash.get(hash);
      if (found === undefined) {
        const address = this.out.align(this.alignment).append(bytes);
        this.byHash.set(hash, { address, length: bytes.length });
        return address;
      }
      if (areEqual(this.out.bytesAt(found.address, found.length), bytes)) return found.address;
    }
  }
}

/** Limit: engines store integers of 30 bits as they are. */
const HASH_MASK = 0x3fff_ffff;

function hashOf(bytes: Uint8Array): number {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  let hash = bytes.length;
  for (let i = 0; i < words.length; i++) hash = mix(hash, words[i]!);
  for (let i = words.length * 4; i < bytes.length; i++) hash = mix(hash, bytes[i]!);
  return (hash ^ (hash >>> 15)) & HASH_MASK;
}

/** Turned, so that the upper bits of a word tell as much as the lower ones. */
function mix(hash: number, word: number): number {
  const product = Math.imul(hash ^ word, 0x0100_0193);
  return product ^ (product >>> 13);
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
