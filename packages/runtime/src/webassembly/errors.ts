// The namespace's errors, and what they stand for in the layer below.
import { LinkError as LayerLinkError, ModuleError, Trap } from "../errors.ts";

/** Bytes that are no valid module. */
export class CompileError extends Error {}

/** Imports that are missing or do not fit. */
export class LinkError extends Error {}

/** A trap. */
export class RuntimeError extends Error {}

for (const [name, error] of Object.entries({ CompileError, LinkError, RuntimeError })) {
  Object.defineProperty(error.prototype, "name", { value: name, writable: true, configurable: true });
}

/** The error of this namespace that one of the layer stands for; any other error as it is. */
export function translated(error: unknown): unknown {
  if (error instanceof Trap) {
    if (error.code === "stackOverflow")
      return new RangeError("Maximum call stack size exceeded", { cause: error });
    return new RuntimeError(error.message, { cause: error });
  }
  if (error instanceof ModuleError) return new CompileError(error.message, { cause: error });
  if (error instanceof LayerLinkError) return new LinkError(error.message, { cause: error });
  return error;
}

/** Runs work of the layer with its errors translated. */
export function translating<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw translated(error);
  }
}
