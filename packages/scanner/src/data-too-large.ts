/** What a scanner cannot take. */

/** Limit: below 4 GiB there must be room for the rules, the slack and the matches. */
export const maxDataLength = 0xf800_0000;

/** The data is larger than the memory of a scanner can hold beside the rules. */
export class DataTooLargeError extends Error {
  override readonly name = "DataTooLargeError";
  readonly byteLength: number;

  constructor(byteLength: number) {
    super(`${byteLength} bytes do not fit the memory of a scanner (at most ${maxDataLength})`);
    this.byteLength = byteLength;
  }
}
