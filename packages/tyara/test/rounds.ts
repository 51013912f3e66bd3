/** How many cases tests make that generate them: what finds a mistake quickly in every run, and more on demand. */

const factor = Number(process.env.TYARA_ROUNDS ?? 1);
if (!(factor > 0))
  throw new RangeError(`TYARA_ROUNDS must be a number above 0, not ${process.env.TYARA_ROUNDS}`);

/** Where generators begin; another number gives other cases. */
export const firstSeed: number = Number(process.env.TYARA_SEED ?? 1);

/** `count` cases, times the variable `TYARA_ROUNDS`; at least one. */
export function rounds(count: number): number {
  return Math.max(1, Math.round(count * factor));
}
