/**
 * Writes regexp programs into the tables. What programs have in common is written once: most are rows of bytes with a few
 * gaps, and the tables of how their positions follow each other are equal when they are equally long.
 */
import { type ProgramBlock, packProgram } from "../regex/index.ts";
import type { RegexpPart } from "./plan.ts";
import type { TableWriter } from "./table-writer.ts";

/** A program in the tables. */
export interface WrittenProgram {
  readonly address: number;
  /** The program in one piece; valid until the next is written. */
  readonly bytes: Uint8Array;
}

export class ProgramWriter {
  private readonly out: TableWriter;
  private scratch = new Uint8Array(1 << 16);
  private readonly shared = new Map<number, { readonly address: number; readonly length: number }>();

  constructor(out: TableWriter) {
    this.out = out;
  }

  write(regexp: RegexpPart): WrittenProgram {
    const { out } = this;
    const program = packProgram(regexp.hir, regexp, (byteLength) => this.zeros(byteLength));
    const { bytes, ownLength, positions } = program;
    const address = out.align(16).append(bytes.subarray(0, ownLength));
    const share = (blocks: readonly ProgramBlock[], origin: number): void => {
      for (const { field, start, length } of blocks) {
        const block = this.shareBlock(bytes.subarray(origin + start, origin + start + length));
        out.setU32(address + origin + field, block - address - origin);
      }
    };
    share(program.blocks, 0);
    share(program.positionBlocks, positions);
    return { address, bytes };
  }

  /** Perf: one array for all programs, since making one costs more than packing a program. */
  private zeros(byteLength: number): Uint8Array {
    if (byteLength > this.scratch.length) this.scratch = new Uint8Array(byteLength * 2);
    return this.scratch.subarray(0, byteLength).fill(0);
  }

  /** The address of these bytes, which are written when they are new. */
  private shareBlock(bytes: Uint8Array): number {
    // What has the same hash as another block takes the next free number.
    for (let hash = hashOf(bytes); ; hash++) {
      const found = this.shared.get(hash);
      if (found === undefined) {
        const address = this.out.align(8).append(bytes);
        this.shared.set(hash, { address, length: bytes.length });
        return address;
      }
      if (areEqual(this.out.bytesAt(found.address, found.length), bytes)) return found.address;
    }
  }
}

/** Limit: engines store integers of 30 bits as they are. */
const HASH_MASK = 0x3fff_ffff;

function hashOf(bytes: Uint8Array): number {
  let hash = bytes.length;
  for (let i = 0; i < bytes.length; i++) hash = Math.imul(hash ^ bytes[i]!, 0x0100_0193);
  return (hash ^ (hash >>> 15)) & HASH_MASK;
}

function areEqual(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
