// Limits of memories and tables: checked here, before a backend sees them.
import type { MemoryType, TableType } from "./descriptor.ts";
import { LinkError } from "./errors.ts";

/** Pages that 32-bit addresses reach. */
export const maxMemoryPages = 65_536;

/** Pages that 64-bit addresses reach. */
export const maxMemoryPages64: number = 2 ** 48;

/** Elements of a table, as other engines bound them. */
export const maxTableElements = 10_000_000;

/** Throws LinkError `invalidLimits` unless a memory of this type can be. */
export function checkMemoryType({ minimum, maximum, shared, is64 }: MemoryType): void {
  const most = is64 ? maxMemoryPages64 : maxMemoryPages;
  checkLimits("memory", { minimum, maximum }, most, most);
  if (shared && maximum === undefined) throw invalid("a shared memory needs a maximum");
}

/** Throws LinkError `invalidLimits` unless a table of this type can be. */
export function checkTableType({ minimum, maximum, is64 }: TableType): void {
  checkLimits("table", { minimum, maximum }, maxTableElements, is64 ? 2 ** 64 : 0xffff_ffff);
}

/** Whether something may grow by a number of pages or elements: a whole one that stays within the maximum. */
export function mayGrow(by: number, from: number, maximum: number | undefined, most: number): boolean {
  return Number.isInteger(by) && by >= 0 && from + by <= Math.min(maximum ?? most, most);
}

/** The maximum of something that must not grow beyond `most`; nothing where there is no such bound. */
export function lowered(
  { maximum }: { readonly maximum?: number | undefined },
  most: number,
): { maximum?: number } {
  return most < (maximum ?? Number.POSITIVE_INFINITY) ? { maximum: most } : {};
}

function checkLimits(
  what: string,
  { minimum, maximum }: { minimum: number; maximum: number | undefined },
  mostMinimum: number,
  mostMaximum: number,
): void {
  if (!isCount(minimum, mostMinimum)) {
    throw invalid(`the minimum of a ${what} is a whole number from 0 to ${mostMinimum}, not ${minimum}`);
  }
  if (maximum === undefined) return;
  if (!isCount(maximum, mostMaximum)) {
    throw invalid(`the maximum of a ${what} is a whole number from 0 to ${mostMaximum}, not ${maximum}`);
  }
  if (maximum < minimum)
    throw invalid(`the maximum of a ${what} is at least its minimum, ${minimum}, not ${maximum}`);
}

const isCount = (value: number, most: number): boolean =>
  Number.isInteger(value) && value >= 0 && value <= most;

const invalid = (message: string): LinkError => new LinkError("invalidLimits", message);
