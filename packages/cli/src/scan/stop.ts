/**
 * What the thread that scans and the one that waits for signals tell each other. Scans run without pause, so a thread that scans
 * hears no signal; it looks at this instead.
 */

const SLOTS = Int32Array.BYTES_PER_ELEMENT * 2;
const STOP = 0;
const COLUMNS = 1;

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
  }

  /** Width of the terminal on standard error. */
  get columns(): number {
    return Atomics.load(this.#slots, COLUMNS);
  }

  set columns(columns: number) {
    Atomics.store(this.#slots, COLUMNS, columns);
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
