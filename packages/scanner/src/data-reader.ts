/** Data that are read piece by piece where they lie: a file, a range of an object store. */

import { CallerFailure } from "./stop.ts";

/** Data that can be read at any place, at once: a scan does not wait for promises. */
export interface DataReader {
  /** Bytes in all. */
  readonly byteLength: number;
  /** Fills `target` with the bytes from `offset` on and returns how many those were: fewer than wanted only where the data ended. */
  readonly readAt: (offset: number, target: Uint8Array) => number;
  /** Whether the data are no longer what they were when the scan began; asked at its end. Default: they are. */
  readonly hasChanged?: () => boolean;
}

/** Data of a reader ended before their end: somebody cut them while they were scanned, or their size was not true. */
export class DataChangedError extends Error {
  override readonly name = "DataChangedError";
  /** The size that the data had when the scan began, in bytes. */
  readonly byteLength: number;

  constructor(byteLength: number, end: number) {
    super(`the data had ${byteLength} bytes when the scan began, and end after ${end} now`);
    this.byteLength = byteLength;
  }
}

const pageSize = 1 << 16;

/** Limit: pages that are kept, one mebibyte. Conditions, and the bytes of matches, are read from them. */
const maxPages = 16;

/** Bytes that are read in one call: a few milliseconds' worth. */
const readStep = 1 << 21;

/** The bytes of a reader, as far as they are asked for. What it throws leaves the scan as it is. */
export class DataPages {
  readonly length: number;
  readonly #reader: DataReader;
  readonly #checkpoint: () => void;
  /** The pages that were used last, the latest at the end. */
  readonly #pages = new Map<number, Uint8Array>();
  #whole: Uint8Array | undefined;

  constructor(reader: DataReader, length: number, checkpoint: () => void) {
    this.#reader = reader;
    this.length = length;
    this.#checkpoint = checkpoint;
  }

  /** Fills `target` with the bytes from `start` on. */
  copy(start: number, target: Uint8Array): void {
    if (this.#whole !== undefined) {
      target.set(this.#whole.subarray(start, start + target.length));
      return;
    }
    for (let done = 0; done < target.length; ) {
      const count = this.#read(start + done, target.subarray(done, done + readStep));
      done += count;
      if (done < target.length) this.#checkpoint();
    }
  }

  /** Some bytes: a view that is valid until the next call. */
  part(start: number, end: number): Uint8Array {
    if (this.#whole !== undefined) return this.#whole.subarray(start, end);
    const first = Math.floor(start / pageSize);
    if (end <= (first + 1) * pageSize) {
      const at = first * pageSize;
      return this.#page(first).subarray(start - at, end - at);
    }
    const bytes = new Uint8Array(end - start);
    this.copy(start, bytes);
    return bytes;
  }

  /** All bytes, for those who take nothing less; they stay until the scan is over. Throws a RangeError where there is no memory. */
  whole(): Uint8Array {
    if (this.#whole !== undefined) return this.#whole;
    const bytes = new Uint8Array(this.length);
    this.copy(0, bytes);
    this.#pages.clear();
    this.#whole = bytes;
    return bytes;
  }

  /** Whether all bytes are held. */
  get isWhole(): boolean {
    return this.#whole !== undefined;
  }

  hasChanged(): boolean {
    return callOut(() => this.#reader.hasChanged?.() ?? false);
  }

  #page(index: number): Uint8Array {
    const known = this.#pages.get(index);
    if (known !== undefined) {
      this.#pages.delete(index);
      this.#pages.set(index, known);
      return known;
    }
    const start = index * pageSize;
    const isFull = this.#pages.size >= maxPages;
    const oldest = isFull ? this.#pages.keys().next().value! : undefined;
    const page = new Uint8Array(Math.min(pageSize, this.length - start));
    this.copy(start, page);
    if (oldest !== undefined) this.#pages.delete(oldest);
    this.#pages.set(index, page);
    return page;
  }

  #read(offset: number, target: Uint8Array): number {
    const count = callOut(() => bytesRead("readAt", this.#reader.readAt(offset, target), target.length));
    if (count === 0) throw new CallerFailure(new DataChangedError(this.length, offset));
    return count;
  }
}

/** What a function of the caller throws is no failure of a module, in which it may have been called. */
function callOut<T>(call: () => T): T {
  try {
    return call();
  } catch (error) {
    throw new CallerFailure(error);
  }
}

/** What a source says it has read. Throws a TypeError when that cannot be: what it did not read must not be scanned as read. */
export function bytesRead(name: string, read: number, most: number): number {
  if (Number.isInteger(read) && read >= 0 && read <= most) return read;
  const given = typeof read === "number" ? read : `a value of type ${typeof read}`;
  throw new TypeError(
    `${name} must return how many bytes it has read, a whole number from 0 to ${most}, not ${given}`,
  );
}
