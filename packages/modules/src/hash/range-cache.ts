/**
 * What was computed for ranges of the data, in memory that does not grow with the number of ranges: rules may ask for
 * the same few again and again, or for another one in each turn of a loop.
 */

/** A power of two. */
const SLOT_COUNT = 64;
const NOWHERE = -1;
/** Bytes from which on computing again is dear, whatever else was asked meanwhile. */
const LARGE = 1 << 14;
/** Large ranges that are kept; when there are more, all are forgotten. */
const MAX_LARGE = 256;

export class RangeCache<T> {
  readonly #offsets = new Float64Array(SLOT_COUNT).fill(NOWHERE);
  readonly #sizes = new Float64Array(SLOT_COUNT);
  readonly #values: (T | undefined)[] = Array(SLOT_COUNT).fill(undefined);
  readonly #large = new Map<string, T>();

  get(offset: number, size: number): T | undefined {
    if (size >= LARGE) return this.#large.get(keyOf(offset, size));
    const slot = slotOf(offset, size);
    return this.#offsets[slot] === offset && this.#sizes[slot] === size ? this.#values[slot] : undefined;
  }

  set(offset: number, size: number, value: T): void {
    if (size >= LARGE) {
      if (this.#large.size >= MAX_LARGE) this.#large.clear();
      this.#large.set(keyOf(offset, size), value);
      return;
    }
    const slot = slotOf(offset, size);
    this.#offsets[slot] = offset;
    this.#sizes[slot] = size;
    this.#values[slot] = value;
  }
}

/** The text costs little beside so large a range. */
function keyOf(offset: number, size: number): string {
  return `${offset} ${size}`;
}

function slotOf(offset: number, size: number): number {
  return (Math.imul(offset, 31) + size) & (SLOT_COUNT - 1);
}
