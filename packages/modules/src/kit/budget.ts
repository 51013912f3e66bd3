/**
 * Bounds what hostile bytes could multiply: thousands of entries that all refer to the same long name, lists that
 * overlap, images that contain each other. Sound files refer to each of their parts a few times at most, so a budget of a
 * few times the data's size never ends for them.
 */
import { noteLimit } from "./limits.ts";
export class Budget {
  private left: number;

  private readonly things: string;

  /** How much may be taken in all, in whatever unit the takers count; `things` names what then is left out. */
  constructor(amount: number, things: string) {
    this.left = amount;
    this.things = things;
  }

  /** A few times the size of the data, and something for small files: `grace`, default 1 MiB. */
  static ofBytes(byteLength: number, things: string, grace: number = GRACE): Budget {
    return new Budget(byteLength * SHARE + grace, things);
  }

  /** Whether so much was left; once it was not, it never is again, and that is noted as a limit met. */
  take(amount: number): boolean {
    this.left -= amount;
    if (this.left < 0) noteLimit(`${this.things} that are many times as long as the data`);
    return this.left >= 0;
  }

  /** How much may still be taken. */
  get remaining(): number {
    return Math.max(0, this.left);
  }

  get isExhausted(): boolean {
    return this.left < 0;
  }
}

/** How often the bytes of a sound file are looked at, on average, by far. */
const SHARE = 16;
const GRACE = 2 ** 20;
