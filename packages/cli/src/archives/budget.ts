/** What unpacking one file may cost, however it is nested and whatever it says of itself. */

const MEBIBYTE = 1 << 20;

/** Levels of archives within archives. */
export const MAX_DEPTH = 10;
/** Members of one file, those of inner archives included. */
const MAX_ENTRIES = 100_000;
/** Bytes of all members together. */
const MAX_TOTAL = 2048 * MEBIBYTE;
/** Bytes of one member. */
const MAX_MEMBER = 256 * MEBIBYTE;
/** Bytes of all members for each byte of the file; small files may have {@link FREE} in any case. */
const MAX_RATIO = 200;
const FREE = 16 * MEBIBYTE;

/** A budget was met: what is left of the file stays packed. */
export class BudgetMet extends Error {
  override readonly name = "BudgetMet";
}

export class UnpackBudget {
  readonly #maxTotal: number;
  #entries = 0;
  #total = 0;

  /** @param packedBytes of the file. */
  constructor(packedBytes: number) {
    this.#maxTotal = Math.min(MAX_TOTAL, Math.max(FREE, packedBytes * MAX_RATIO));
  }

  /** Throws {@link BudgetMet}. */
  takeEntry(): void {
    if (++this.#entries > MAX_ENTRIES) throw new BudgetMet(`more than ${MAX_ENTRIES} members`);
  }

  /** To be called before the bytes are kept. Throws {@link BudgetMet}. */
  takeBytes(count: number, memberBytes: number): void {
    this.#total += count;
    if (memberBytes > MAX_MEMBER) throw new BudgetMet(`a member has more than ${MAX_MEMBER / MEBIBYTE} MiB`);
    if (this.#total <= this.#maxTotal) return;
    throw new BudgetMet(
      this.#maxTotal === MAX_TOTAL
        ? `the members have more than ${MAX_TOTAL / MEBIBYTE} MiB`
        : `the members have more than ${Math.round(this.#maxTotal / MEBIBYTE)} MiB, which is far more than the file has`,
    );
  }
}

/** Collects the pieces of one member. */
export class MemberBytes {
  readonly #budget: UnpackBudget;
  readonly #pieces: Uint8Array[] = [];
  #length = 0;

  constructor(budget: UnpackBudget) {
    this.#budget = budget;
  }

  /** Throws {@link BudgetMet}. */
  add(piece: Uint8Array): void {
    this.#length += piece.length;
    this.#budget.takeBytes(piece.length, this.#length);
    this.#pieces.push(piece);
  }

  finish(): Uint8Array {
    return Buffer.concat(this.#pieces, this.#length);
  }
}
