/**
 * How much work may be done until the next look at the clock. What a unit of work takes differs between codes, hosts and
 * backends, so a ration is doubled when it lasted less than `shortMs` and cut when it lasted longer than `longMs`: that
 * keeps a deadline from being overshot by more than a few milliseconds, and looking at the clock from costing anything.
 */
const shortMs = 0.25;
const longMs = 1;

export class Ration {
  readonly #least: number;
  readonly #most: number;
  #size: number;
  #givenAt = 0;

  /** @param first the size of the first ration; small, because nothing is known of what a unit takes. */
  constructor(first: number, least: number, most: number) {
    this.#size = first;
    this.#least = least;
    this.#most = most;
  }

  get size(): number {
    return this.#size;
  }

  /** Work begins: the time before tells nothing. */
  begin(now: number): void {
    this.#givenAt = now;
  }

  /** The next ration; the one before is used up now. A whole number. */
  next(now: number): number {
    const lasted = now - this.#givenAt;
    this.#givenAt = now;
    if (lasted < shortMs) this.#size = Math.min(this.#size * 2, this.#most);
    else if (lasted > longMs) this.#size = Math.max(Math.floor((this.#size * longMs) / lasted), this.#least);
    return this.#size;
  }
}
