/** What exit statuses mean; the help of each command says which it has. A command that a signal ends, ends by that signal. */
export const ExitCode = {
  /** Everything asked for was done. */
  success: 0,
  /** Wrong usage, rules that do not compile, or a file that could not be read or written. */
  failure: 1,
  /** `check`: warnings, but no errors. */
  warnings: 2,
  /** `scan`: something could not be scanned, or not to its end. */
  incomplete: 2,
  /** `scan --fail-on-match`: a rule matched. */
  matched: 3,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf({ problems }: { readonly problems: number }): ExitCode {
  return problems > 0 ? ExitCode.failure : ExitCode.success;
}
