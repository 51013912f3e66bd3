/** What stops a hunt or a command of one, in a sentence for its user. */
export class HuntError extends Error {
  override readonly name = "HuntError";
}
