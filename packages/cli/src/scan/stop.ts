/**
 * What the thread that scans and the one that waits for signals tell each other. Scans run without pause, so a thread that scans
 * hears no signal; it looks at this instead.
 */

const SLOTS = Int32Array.BYTES_PER_ELEMENT * 3;
const STOP = 0;
const COLUMNS = 1;
const TOTAL = 2;

export class Shared {
  /** Is given to the other thread, for its own `Shared`. */
  readonly buffer: SharedArrayBuffer;
  readonly #slots: Int32Array;

  constructor(buffer: SharedArrayBuffer = new SharedArrayBuffer(SLOTS)) {
    this.buffer = buffer;
    this.#slots = new Int32Array(buffer);
  }

  /** Whether the scan must end: a signal came. */
  get isStopped(): boolean {
    return Atomics.load(this.#slots, STOP) !== 0;
  }

  stop(): void {
    Atomics.store(this.#slots, STOP, 1);
    Atomics.notify(this.#slots, STOP);
  }

  /** Waits, but no longer than until the scan must end. */
  pause(milliseconds: number): void {
    Atomics.wait(this.#slots, STOP, 0, milliseconds);
  }

  /** Width of the terminal on standard error. */
  get columns(): number {
    return Atomics.load(this.#slots, COLUMNS);
  }

  set columns(columns: number) {
    Atomics.store(this.#slots, COLUMNS, columns);
  }

  /** How many files there are to scan; 0 while that is not known. */
  get total(): number {
    return Atomics.load(this.#slots, TOTAL);
  }

  set total(total: number) {
    Atomics.store(this.#slots, TOTAL, total);
  }

  /** For the engine, which looks at nothing but `aborted`. */
  get signal(): AbortSignal {
    const shared = this;
    return {
      get aborted(): boolean {
        return shared.isStopped;
      },
    } as AbortSignal;
  }
}
