/** What the command's exit status means (CL-1). A command that a signal ends, ends by that signal. */
export const ExitCode = {
  /** Everything asked for was done, whether or not rules matched. */
  success: 0,
  /** Bad usage, rules that do not compile, or a target that could not be scanned. */
  failure: 1,
} as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

export function exitCodeOf({ problems }: { readonly problems: number }): ExitCode {
  return problems > 0 ? ExitCode.failure : ExitCode.success;
}
