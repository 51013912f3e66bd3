/** Errors on their way from a worker to the caller. */

import { DataTooLargeError } from "@tyara/scanner";
import type { ErrorData } from "./protocol.ts";

/** A worker ended while it scanned this input, which is therefore not known to be clean. */
export class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";

  constructor(reason: unknown) {
    const what = reason instanceof Error ? reason.message : String(reason);
    super(`the worker that scanned this input ended: ${what}`, { cause: reason });
  }
}

/** The pool does not take inputs any more: it was closed, or its workers cannot start. */
export class PoolClosedError extends Error {
  override readonly name = "PoolClosedError";
}

export function dataOf(error: unknown): ErrorData {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, code, byteLength } = error as Error & Partial<ErrorData>;
  return {
    name: String(name),
    message: String(message),
    ...(typeof code === "string" && { code }),
    ...(typeof byteLength === "number" && { byteLength }),
  };
}

const classes = new Map<string, new (message: string) => Error>([
  ["TypeError", TypeError],
  ["RangeError", RangeError],
]);

/** An error of the same name, message and code. */
export function errorOf({ name, message, code, byteLength }: ErrorData): Error {
  if (name === "DataTooLargeError" && byteLength !== undefined) return new DataTooLargeError(byteLength);
  const error = new (classes.get(name) ?? Error)(message);
  if (error.name !== name) error.name = name;
  return code === undefined ? error : Object.assign(error, { code });
}
