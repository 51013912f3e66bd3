/** The names that items of a Dalvik executable refer to by index. */
import { Budget } from "../kit/budget.ts";

/**
 * Gives names for indices, `undefined` where there is none. Items share their names; hostile ones share long names by the
 * million, so what is given is bounded by the size of the data.
 */
export class Names {
  readonly #strings: readonly (string | undefined)[];
  readonly #typeStrings: readonly number[];
  readonly #characters: Budget;
  readonly #parameters: Budget;

  /** @param typeStrings the indices of the strings that name types. */
  constructor(strings: readonly (string | undefined)[], typeStrings: readonly number[], byteLength: number) {
    this.#strings = strings;
    this.#typeStrings = typeStrings;
    this.#characters = Budget.ofBytes(byteLength, "names");
    this.#parameters = new Budget(byteLength + MIN_PARAMETERS, "parameters");
  }

  string(index: number): string | undefined {
    const text = this.#strings[index];
    return text !== undefined && this.#characters.take(text.length) ? text : undefined;
  }

  type(index: number): string | undefined {
    const string = this.#typeStrings[index];
    return string === undefined ? undefined : this.string(string);
  }

  /** Whether so many parameters more may be listed: prototypes share their lists, and methods their prototypes. */
  takeParameters(count: number): boolean {
    return this.#parameters.take(count);
  }
}

/** Limit: parameters of all items, beside one for each byte of the data. */
const MIN_PARAMETERS = 2 ** 16;
