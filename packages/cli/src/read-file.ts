/** Files that are read whole: rules, compiled rules, lists, module data. Whatever the path leads to, reading comes to an end. */
import { readFileWithin, readStandardInputWithin } from "tyara/node";
import { STANDARD_INPUT } from "./defaults.ts";
import { describeFileError, Failure } from "./failure.ts";
import type { FilePath } from "./file-path.ts";
import { MAX_READING } from "./limits.ts";

/** The bytes of a file; throws {@link Failure}, which begins with `purpose`: `cannot read rules from`. */
export function readWhole({ location, shown }: FilePath, maxBytes: number, purpose: string): Uint8Array {
  try {
    return readFileWithin(location, { maxBytes, timeoutMs: MAX_READING });
  } catch (error) {
    throw new Failure(`${purpose} ${describeFileError(shown, error)}`);
  }
}

/** As {@link readWhole}; `-` is the standard input, which may take any time. */
export function readWholeOrStandardInput(path: FilePath, maxBytes: number, purpose: string): Uint8Array {
  if (path.location !== STANDARD_INPUT) return readWhole(path, maxBytes, purpose);
  try {
    return readStandardInputWithin({ maxBytes });
  } catch (error) {
    throw new Failure(`${purpose} ${describeFileError("the standard input", error)}`);
  }
}
