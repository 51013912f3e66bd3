/** Standard output. Whoever writes waits until the reader has taken a block. */
import { Output } from "tyara/report";
import { Failure } from "../failure.ts";
import { STANDARD_OUTPUT, writeAll } from "./descriptor.ts";
import { NobodyReads } from "./nobody-reads.ts";

export function standardOutput(): Output {
  return new Output(writeToStandardOutput);
}

/** Writes bytes as they are, at once. */
export function writeToStandardOutput(bytes: Uint8Array): void {
  try {
    writeAll(STANDARD_OUTPUT, bytes);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "EPIPE") throw new NobodyReads();
    throw new Failure(`cannot write the output: ${(error as Error).message}`);
  }
}
