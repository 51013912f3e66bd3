/** Files that are read whole: rules, compiled rules, lists, module data. Whatever the path leads to, reading comes to an end. */
import { readFileWithin, readStandardInputWithin } from "tyara/node";
import { STANDARD_INPUT } from "./defaults.ts";
import { describeFileError, Failure } from "./failure.ts";
import type { FilePath } from "./file-path.ts";

/** Limit: bytes of such a file. */
const MAX_BYTES = 1 << 30;
/** Limit: how long a pipe or device may take to come to its end. */
const MAX_MILLISECONDS = 30_000;

/** The bytes of a file; throws {@link Failure}, which begins with `purpose`: `cannot read rules from`. */
export function readWhole({ location, shown }: FilePath, purpose: string): Uint8Array {
  try {
    return readFileWithin(location, { maxBytes: MAX_BYTES, timeoutMs: MAX_MILLISECONDS });
  } catch (error) {
    throw new Failure(`${purpose} ${describeFileError(shown, error)}`);
  }
}

/** As {@link readWhole}; `-` is the standard input, which may take any time. */
export function readWholeOrStandardInput(path: FilePath, purpose: string): Uint8Array {
  if (path.location !== STANDARD_INPUT) return readWhole(path, purpose);
  try {
    return readStandardInputWithin({ maxBytes: MAX_BYTES });
  } catch (error) {
    throw new Failure(`${purpose} ${describeFileError("the standard input", error)}`);
  }
}
