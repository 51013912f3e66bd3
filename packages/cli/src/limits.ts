/** How much the command takes of what it reads whole, and what it says when a limit left something out. */

const MEBIBYTE = 1 << 20;

/** Bytes of one file of rules; far more than the compiler takes. */
export const MAX_RULES: number = 128 * MEBIBYTE;
/** Bytes of lists and of the data that modules are given. */
export const MAX_DATA: number = 256 * MEBIBYTE;
/** Bytes of compiled rules, and of a file that is dumped. */
export const MAX_LARGE: number = 1024 * MEBIBYTE;
/** Bytes of an archive that is unpacked. */
export const MAX_ARCHIVE: number = 512 * MEBIBYTE;
/** Bytes of the matches in one file that are shown. */
export const MAX_MATCH_DATA: number = 64 * MEBIBYTE;
/** Milliseconds in which a pipe or device among such files must come to its end. */
export const MAX_READING = 30_000;

/** What is said when a module's limit left something out: `the module pe does not read more than 96 sections`. */
export function leftOut(module: string, what: string): string {
  return `the module ${module} does not read ${what}; the rest is missing`;
}
