/** What options mean when they are left out or have no value, for the help and for the commands. */

/** What `--disable-warnings` means when it names none. */
export const ALL_WARNINGS = "all";
/** Where compiled rules go. */
export const DEFAULT_OUTPUT = "output.yarc";
/** Bytes of each match that `--print-strings` shows. */
export const DEFAULT_MATCH_BYTES = 120;
/** Levels of sub-directories that `--recursive` enters. */
export const DEFAULT_DEPTH = 1000;
/** The standard input as a file. */
export const STANDARD_INPUT = "-";
