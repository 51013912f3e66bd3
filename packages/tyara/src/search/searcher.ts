/**
 * Runs the search of one scan: the kernel does the work, this drives it in chunks.
 *
 * One call over a large input would stay in the host's slow baseline code to its end (WebAssembly has no on-stack
 * replacement), so the kernel is called once a chunk; between chunks the caller may look at its clock.
 */

/** The kernel's exports that the search calls, as plain functions. */
export interface SearchKernel {
  /** Gets ready for the data that the control block names; 0 when this scan's search has been done already. */
  searchBegin(): number;
  /** Searches one chunk from this offset on; returns the offset of the next. */
  searchChunk(from: number): number;
  /** To be called when all chunks have been searched: 1 when they are to be searched once more, for something else. */
  searchAgain(): number;
  /** Verifies what is left, sorts the matches and fills the pattern states. */
  searchFinish(): void;
  /** Forgets the pattern states of the last search. */
  clearPatterns(): void;
}

/** The pattern search of one scanner. Owns nothing: all state is in the scanner's memory. */
export class Searcher {
  private readonly kernel: SearchKernel;

  constructor(kernel: SearchKernel) {
    this.kernel = kernel;
  }

  /**
   * Finds all matches in the data of the control block and fills the pattern states; does nothing when that has been
   * done in this scan. `onChunk` is called every 32 KiB, of each round; when it returns false, what was found so far is what counts.
   */
  search(length: number, onChunk?: () => boolean): void {
    const { kernel } = this;
    if (kernel.searchBegin() === 0) return;
    while (this.searchChunks(length, onChunk) && kernel.searchAgain() !== 0);
    kernel.searchFinish();
  }

  /** False when `onChunk` said so. */
  private searchChunks(length: number, onChunk: (() => boolean) | undefined): boolean {
    let from = 0;
    while (from < length) {
      from = this.kernel.searchChunk(from) >>> 0;
      if (onChunk !== undefined && !onChunk()) return false;
    }
    return true;
  }

  /** To be called before each scan: clears the pattern states that the last search dirtied. */
  clear(): void {
    this.kernel.clearPatterns();
  }
}
