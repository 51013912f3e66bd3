/**
 * Options whose value may be left out, as `-s` and `-s=40`. A value must be tied to its option by `=`, as in the reference's
 * command line: in `scan -s rules target`, `rules` is not the value of `-s`. The option parser in use would take it, so such
 * options are given their default here, before it looks.
 */

interface OptionalValue {
  readonly long: string;
  readonly short: string;
  /** What the option means without a value. */
  readonly whenBare: string;
}

/** Rewrites every option of `optional` in `args` to `--long=VALUE`, also inside clusters such as `-rs`; nothing after `--` is touched. */
export function expandOptionalValues(args: readonly string[], optional: readonly OptionalValue[]): string[] {
  const end = args.indexOf("--");
  const head = end < 0 ? args : args.slice(0, end);
  return [...head.flatMap((arg) => expand(arg, optional)), ...(end < 0 ? [] : args.slice(end))];
}

function expand(arg: string, optional: readonly OptionalValue[]): string[] {
  const long = optional.find((option) => arg === `--${option.long}`);
  if (long !== undefined) return [`--${long.long}=${long.whenBare}`];
  const cluster = /^-([A-Za-z]+)(=.*)?$/s.exec(arg);
  if (cluster === null) return [arg];
  const letters = [...cluster[1]!];
  if (!letters.some((letter) => optional.some((option) => option.short === letter))) return [arg];
  return letters.map((letter, i) =>
    expandLetter(letter, i === letters.length - 1 ? cluster[2] : undefined, optional),
  );
}

function expandLetter(letter: string, value: string | undefined, optional: readonly OptionalValue[]): string {
  const option = optional.find(({ short }) => short === letter);
  if (option === undefined) return `-${letter}${value ?? ""}`;
  return `--${option.long}=${value === undefined ? option.whenBare : value.slice(1)}`;
}
