/**
 * Runs the code of modules so that all it can cost a scan is its own answer. Parsers have limits of their own and do not
 * throw; this is the net below them, for the file that nobody thought of and for modules that others write.
 */
import { Interruption, meterWork, WorkExhausted, type WorkLimits, type WorkMeter } from "@tyara/base";
import { collectLimits, noteLimit } from "./limits.ts";

/** Limit: characters of an error's message that a result tells. */
const MAX_MESSAGE = 300;

/**
 * What a module may cost one scan. Real files take less than a tenth of it, and it ends within a second a megabyte; what
 * is granted whatever the size ends within a tenth of a second.
 */
export function allowanceOf(byteLength: number): WorkLimits {
  return {
    maxUnits: GRACE_UNITS + UNITS_PER_BYTE * byteLength,
    maxBytes: GRACE_BYTES + BYTES_PER_BYTE * byteLength,
  };
}

const GRACE_UNITS = 2 ** 23;
const UNITS_PER_BYTE = 32;
const GRACE_BYTES = 2 ** 25;
const BYTES_PER_BYTE = 32;

/**
 * What `run` gives; `undefined` when it spends more than the meter allows, or fails, which is noted among `limits` in
 * words that begin with `lost`: `all fields are undefined`. An {@link Interruption} passes.
 */
export function runModule<T>(
  limits: Set<string>,
  meter: WorkMeter,
  lost: string,
  run: () => T,
): T | undefined {
  return collectLimits(limits, () => {
    try {
      return meterWork(meter, run);
    } catch (error) {
      noteFailure(lost, error);
      return undefined;
    }
  });
}

/** Notes that what was to be had is lost, and why. Throws an {@link Interruption} again. */
export function noteFailure(lost: string, error: unknown): void {
  if (error instanceof Interruption) throw error;
  noteLimit(`${lost}: ${reasonOf(error)}`);
}

/** What a module gave. Throws when that is a promise: it would come too late, no scan waits. */
export function settled<T>(value: T): T {
  if (typeof value !== "object" || value === null || !("then" in value)) return value;
  if (typeof value.then !== "function") return value;
  if (value instanceof Promise) value.catch(() => {});
  throw new TypeError("it gives a promise, and scans do not wait");
}

function reasonOf(error: unknown): string {
  if (error instanceof WorkExhausted) return `more ${error.what} than data of this size may take`;
  return `an error, ${textOf(error).slice(0, MAX_MESSAGE)}`;
}

/** Anything can be thrown, also what cannot be turned into text. */
function textOf(error: unknown): string {
  try {
    return String(error);
  } catch {
    return typeof error;
  }
}
