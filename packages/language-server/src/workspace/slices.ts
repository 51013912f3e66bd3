/** Work that takes long, done in slices between which the server hears what else is asked. */

/** Thrown by work that nobody waits for any more. */
export class Cancelled extends Error {
  override readonly name = "Cancelled";
}

/** Says whether nobody waits for an answer any more. */
export type IsCancelled = () => boolean;

export const never: IsCancelled = () => false;

/** Milliseconds without a pause. */
const SLICE = 10;

/** Lets other events happen. */
export function pause(): Promise<void> {
  return new Promise((resolve) => {
    if (typeof setImmediate === "function") setImmediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(undefined);
    }
  });
}

/** Counts the time since the last pause, and pauses when a slice is over. */
export class Slices {
  readonly #isCancelled: IsCancelled;
  #end = performance.now() + SLICE;

  constructor(isCancelled: IsCancelled = never) {
    this.#isCancelled = isCancelled;
  }

  /** Whether it is time for a pause. */
  get isOver(): boolean {
    return performance.now() >= this.#end;
  }

  /** Pauses when it is time to. Throws {@link Cancelled} when nobody waits any more. */
  async between(): Promise<void> {
    if (!this.isOver) return;
    await pause();
    if (this.#isCancelled()) throw new Cancelled();
    this.#end = performance.now() + SLICE;
  }
}

declare const setImmediate: ((callback: () => void) => unknown) | undefined;
