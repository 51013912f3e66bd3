/** What the command says beside its results, on standard error: always one line each, with nothing in it that steers a terminal. */
import { printable } from "tyara";
import { STANDARD_ERROR, writeAll } from "./descriptor.ts";

export class Messages {
  #problems = 0;
  #before: () => void = () => {};

  /** Things that could not be done as asked for; they make the exit code 1. */
  get problems(): number {
    return this.#problems;
  }

  /** Is called before anything is written: a progress line must go away first. */
  beforeEach(action: () => void): void {
    this.#before = action;
  }

  problem(message: string): void {
    this.#problems++;
    this.line(`error: ${message}`);
  }

  /** Something that the user may want to know, but asked for no other. */
  warning(message: string): void {
    this.line(`warning: ${message}`);
  }

  line(message: string): void {
    this.report(printable(message));
  }

  /** A text of several lines that is printable already. */
  report(text: string): void {
    this.#before();
    writeToUser(`${text}\n`);
  }
}

/** Nobody need listen: that standard error is closed is no failure. */
export function writeToUser(text: string): void {
  try {
    writeAll(STANDARD_ERROR, Buffer.from(text));
  } catch {}
}
