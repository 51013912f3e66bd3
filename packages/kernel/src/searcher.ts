/**
 * Runs the search of one scan: the kernel does the work, this drives it in chunks.
 *
 * One call over a large input would stay in the host's slow baseline code to its end (WebAssembly has no on-stack
 * replacement), so the kernel is called once a chunk; between chunks the caller may look at its clock. The kernel also
 * looks by itself, through its import `tyara.interrupt`, where a call may take long.
 */
import { CHUNK_SIZE } from "@tyara/contract";

/** The kernel's exports that the search calls, as plain functions. */
export interface SearchKernel {
  /** Prepares the search of the data that the control block describes; 0 if this scan has been searched already. */
  searchBegin(): number;
  /** Searches one chunk, given its offset and its size in bytes. Returns the offset of the next chunk. */
  searchChunk(from: number, length: number): number;
  /** 1 if `searchAgain` may read outside the current window. */
  searchWaits(): number;
  /** Verifies what waited for the last chunk. Returns 1 if all chunks must be searched again, for other patterns. */
  searchAgain(): number;
  /** Sorts the matches, joins chains and fills the pattern states, after the last pass. */
  searchFinish(): void;
  /** Ends an interrupted search: keeps the matches found so far, or none if they were being sorted. */
  searchStop(): void;
  /** Forgets the pattern states of the last search. */
  clearPatterns(): void;
  /** Forgets the last scan. Takes the fuel until the first `interrupt` and the address up to which the heap may grow. */
  beginScan(fuel: number, heapEnd: number): void;
}

/** The pattern search of one scanner. Owns nothing: all state is in the scanner's memory. */
export class Searcher {
  private readonly kernel: SearchKernel;

  constructor(kernel: SearchKernel) {
    this.kernel = kernel;
  }

  /**
   * Finds all matches in the data of the control block and fills the pattern states. Does nothing if this scan has been
   * searched already.
   *
   * `nextChunk` is called before each chunk of each round. It gets the offset of the chunk and returns its size in bytes, a
   * multiple of 64 and at most 32 KiB. `needAll` is called when the rest of the search needs all data in memory. Both, and
   * the kernel's interrupt, may throw to leave the search. Then call `stop` or `clear`.
   */
  search(
    length: number,
    nextChunk: (from: number) => number = wholeChunk,
    needAll: () => void = nothing,
  ): void {
    const { kernel } = this;
    if (kernel.searchBegin() === 0) return;
    do {
      this.searchChunks(length, nextChunk);
      if (kernel.searchWaits() !== 0) needAll();
    } while (kernel.searchAgain() !== 0);
    kernel.searchFinish();
  }

  /** What {@link search} does, for callers who do something else between its steps; gives the offset from which it goes on. */
  *searchInSteps(
    length: number,
    nextChunk: (from: number) => number,
    needAll: () => void,
  ): Generator<number, void, undefined> {
    const { kernel } = this;
    if (kernel.searchBegin() === 0) return;
    do {
      for (let from = 0; from < length; ) {
        yield from;
        from = kernel.searchChunk(from, nextChunk(from)) >>> 0;
      }
      if (kernel.searchWaits() !== 0) needAll();
    } while (kernel.searchAgain() !== 0);
    kernel.searchFinish();
  }

  private searchChunks(length: number, nextChunk: (from: number) => number): void {
    let from = 0;
    while (from < length) {
      from = this.kernel.searchChunk(from, nextChunk(from)) >>> 0;
    }
  }

  /** Keeps the matches of an interrupted search. */
  stop(): void {
    this.kernel.searchStop();
  }

  /**
   * Call this before each scan. Forgets the last scan, and sets the fuel until the first interrupt and the bound of the
   * heap.
   */
  begin(fuel: number, heapEnd: number): void {
    this.kernel.beginScan(fuel, heapEnd);
  }

  /** Clears the pattern states that the last search changed. */
  clear(): void {
    this.kernel.clearPatterns();
  }
}

const wholeChunk = () => CHUNK_SIZE;
const nothing = () => {};
