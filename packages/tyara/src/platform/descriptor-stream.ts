/** Pipes, devices and files without a size as streams: whoever reads them is never stuck longer than to the next checkpoint. */
import { closeSync, constants, openSync, readlinkSync, readSync } from "node:fs";

/** Limit: how much one call reads, a millisecond's worth at most; larger reads gain nothing. */
const chunkSize = 1 << 20;

/** Milliseconds between two looks at a pipe that is empty: few at first, a fast writer fills it at once. */
const firstPause = 0.05;
const longestPause = 8;

/** Milliseconds for which a writer has time to end, once all bytes that are wanted are there. */
const endGrace = 20;

/** How to open what may be a pipe or a device: without waiting for a writer, and without making a terminal ours. */
export const withoutWaiting: number =
  constants.O_RDONLY | (constants.O_NONBLOCK ?? 0) | (constants.O_NOCTTY ?? 0);

export interface StreamOptions {
  /** The pipe may have no writer yet: no bytes at the beginning are not its end. */
  readonly awaitsWriter?: boolean;
  /** What gives no bytes for now is at its end. */
  readonly endWhenIdle?: boolean;
}

/** What an open descriptor gives from where it stands. */
export class DescriptorStream {
  readonly #descriptor: number;
  readonly #endWhenIdle: boolean;
  #awaitsWriter: boolean;

  constructor(descriptor: number, { awaitsWriter = false, endWhenIdle = false }: StreamOptions = {}) {
    this.#descriptor = descriptor;
    this.#awaitsWriter = awaitsWriter;
    this.#endWhenIdle = endWhenIdle;
  }

  /**
   * Writes what comes next to the start of `target` and returns how many bytes that were, 0 at the end. While it waits it calls
   * `checkpoint`, which may throw.
   */
  read(target: Uint8Array, checkpoint: () => void): number {
    for (let pause = firstPause; ; pause = Math.min(pause * 2, longestPause)) {
      const count = this.#tryRead(target);
      if (count !== undefined && (count > 0 || !this.#awaitsWriter)) {
        this.#awaitsWriter = false;
        return count;
      }
      if (this.#endWhenIdle) return 0;
      checkpoint();
      sleep(pause);
    }
  }

  /** Whether the end has been reached; what is not known soon is no end. Takes the byte that it looks at. */
  isAtEnd(): boolean {
    const byte = new Uint8Array(1);
    for (let waited = 0; waited < endGrace; waited += longestPause) {
      const count = this.#tryRead(byte);
      if (count !== undefined) return count === 0;
      if (this.#endWhenIdle) return true;
      sleep(longestPause);
    }
    return false;
  }

  /** How many bytes were there; undefined when there may be more later. */
  #tryRead(target: Uint8Array): number | undefined {
    try {
      return readSync(this.#descriptor, target, 0, Math.min(chunkSize, target.length), null);
    } catch (error) {
      const { code } = error as { readonly code?: string };
      if (code === "EAGAIN") return undefined;
      // What Windows says at the end of a pipe.
      if (code === "EOF") return 0;
      throw error;
    }
  }
}

/**
 * Calls `use` with a descriptor that reads from the same pipe or terminal without waiting, where the system can give one; else
 * with the same one, whose reads then wait. Its flags are not touched: other processes may share them.
 */
export function withoutBlocking<T>(descriptor: number, use: (descriptor: number) => T): T {
  const other = tryOpen(`/proc/self/fd/${descriptor}`);
  if (other === undefined) return use(descriptor);
  try {
    return use(other);
  } finally {
    closeSync(other);
  }
}

/** Whether the open pipe has a name of its own, so that a writer may still come; those that shells make for a command have none. */
export function isNamedPipe(descriptor: number, path: string): boolean {
  try {
    return !readlinkSync(`/proc/self/fd/${descriptor}`).startsWith("pipe:");
  } catch {
    return !/^\/dev\/(fd\/|stdin$)/.test(path);
  }
}

function tryOpen(path: string): number | undefined {
  try {
    return openSync(path, withoutWaiting);
  } catch {
    return undefined;
  }
}

const nobody = new Int32Array(new SharedArrayBuffer(4));

function sleep(milliseconds: number): void {
  Atomics.wait(nobody, 0, 0, milliseconds);
}
