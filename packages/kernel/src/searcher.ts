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
  /** Gets ready for the data that the control block names; 0 when this scan's search has been done already. */
  searchBegin(): number;
  /** Searches one chunk from this offset on, of so many bytes; returns the offset of the next. */
  searchChunk(from: number, length: number): number;
  /** 1 when that verifies what looks at data anywhere. */
  searchWaits(): number;
  /** Verifies what is left when all chunks have been searched: 1 when they are to be searched once more, for something else. */
  searchAgain(): number;
  /** Sorts the matches and fills the pattern states, when nothing is to be searched again. */
  searchFinish(): void;
  /** Instead of that, after the search was left: sorts the matches found so far, or forgets them. */
  searchStop(): void;
  /** Forgets the pattern states of the last search. */
  clearPatterns(): void;
  /** The same, and says how much may be done before `interrupt` is called, and to which address the heap may grow. */
  beginScan(fuel: number, heapEnd: number): void;
}

/** The pattern search of one scanner. Owns nothing: all state is in the scanner's memory. */
export class Searcher {
  private readonly kernel: SearchKernel;

  constructor(kernel: SearchKernel) {
    this.kernel = kernel;
  }

  /**
   * Finds all matches in the data of the control block and fills the pattern states; does nothing when that has been
   * done in this scan. `nextChunk` is called with the offset of each chunk, of each round, before it is searched, and
   * gives its size in bytes, a multiple of 64, at most 32 KiB. `needAll` is called when all data must be there from now
   * on. Both may throw to leave the search, and so may the kernel's interrupt; `stop` or `clear` must follow.
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

  private searchChunks(length: number, nextChunk: (from: number) => number): void {
    let from = 0;
    while (from < length) {
      from = this.kernel.searchChunk(from, nextChunk(from)) >>> 0;
    }
  }

  /** Makes what a search found that was left be what counts. */
  stop(): void {
    this.kernel.searchStop();
  }

  /** To be called before each scan: forgets the last one, and bounds what is done until the first look, and the heap. */
  begin(fuel: number, heapEnd: number): void {
    this.kernel.beginScan(fuel, heapEnd);
  }

  /** Clears the pattern states that the last search dirtied. */
  clear(): void {
    this.kernel.clearPatterns();
  }
}

const wholeChunk = () => CHUNK_SIZE;
const nothing = () => {};
