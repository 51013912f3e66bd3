/**
 * Writes regexp programs into the tables. What programs have in common is written once: most are rows of bytes with a few
 * gaps, and the tables of how their positions follow each other are equal when they are equally long.
 */
import { spendWork } from "@tyara/base";
import { type ProgramBlock, packProgram } from "../regexp-programs/index.ts";
import type { RegexpPart } from "./plan.ts";
import { SharedBlocks } from "./shared-blocks.ts";
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
  private readonly shared: SharedBlocks;

  constructor(out: TableWriter) {
    this.out = out;
    this.shared = new SharedBlocks(out, 8);
  }

  write(regexp: RegexpPart): WrittenProgram {
    const { out } = this;
    const program = packProgram(regexp.hir, regexp, (byteLength) => this.zeros(byteLength));
    const { bytes, ownLength, positions } = program;
    const address = out.align(16).append(bytes.subarray(0, ownLength));
    const share = (blocks: readonly ProgramBlock[], origin: number): void => {
      for (const { field, start, length } of blocks) {
        const block = this.shared.write(bytes.subarray(origin + start, origin + start + length));
        out.setU32(address + origin + field, block - address - origin);
      }
    };
    share(program.blocks, 0);
    share(program.positionBlocks, positions);
    return { address, bytes };
  }

  /** Perf: one array for all programs, since making one costs more than packing a program. */
  private zeros(byteLength: number): Uint8Array {
    spendWork(byteLength);
    if (byteLength > this.scratch.length) this.scratch = new Uint8Array(byteLength * 2);
    return this.scratch.subarray(0, byteLength).fill(0);
  }
}
