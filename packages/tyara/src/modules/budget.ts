/**
 * Bounds what hostile bytes could multiply: thousands of entries that all refer to the same long name, lists that
 * overlap, images that contain each other. Sound files refer to each of their parts a few times at most, so a budget of a
 * few times the data's size never ends for them.
 */
export class Budget {
  private left: number;

  /** How much may be taken in all, in whatever unit the takers count. */
  constructor(amount: number) {
    this.left = amount;
  }

  /** A few times the size of the data, and something for small files. */
  static ofBytes(byteLength: number): Budget {
    return new Budget(byteLength * SHARE + GRACE);
  }

  /** Whether so much was left; once it was not, it never is again. */
  take(amount: number): boolean {
    this.left -= amount;
    return this.left >= 0;
  }

  get isExhausted(): boolean {
    return this.left < 0;
  }
}

/** How often the bytes of a sound file are looked at, on average, by far. */
const SHARE = 16;
const GRACE = 2 ** 20;
