/** A bug in Tyara itself, never the fault of rules or scanned bytes. */
export class InternalError extends Error {
  override readonly name = "InternalError";
}

/** Throws {@link InternalError} unless `condition` holds; for what only a bug of ours can break. */
export function assert(condition: unknown, message: string): asserts condition {
  if (!condition) throw new InternalError(message);
}

/** Marks a place that no value can reach; the parameter's type proves that every case was handled. */
export function unreachable(value: never): never {
  throw new InternalError(`unhandled case: ${JSON.stringify(value)}`);
}
