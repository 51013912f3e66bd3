import type { ScanFormat } from "tyara/report";
import type { CompileOptions } from "../compile-rules.ts";

/** The options as the command line gives them; see `commands/scan.ts` for what each means. */
export interface ScanOptions extends CompileOptions {
  readonly archives?: boolean;
  readonly cache?: boolean;
  readonly compiledRules?: boolean;
  readonly count?: boolean;
  /** Percent of the processors. */
  readonly cpuLimit?: number;
  readonly disableConsoleLogs?: boolean;
  readonly failOnMatch?: boolean;
  readonly failOnWarnings?: boolean;
  readonly fastScan?: boolean;
  readonly fileVariables?: boolean;
  readonly followLinks?: boolean;
  readonly identifier?: string;
  readonly maxMatchesPerPattern?: number;
  readonly maxScanSize?: number;
  readonly moduleData: readonly string[];
  readonly negate?: boolean;
  readonly outputFormat?: ScanFormat;
  readonly printMeta?: boolean;
  readonly printNamespace?: boolean;
  readonly printStrings?: number;
  readonly printTags?: boolean;
  readonly recursive?: number;
  readonly scanList?: boolean;
  readonly skipLarger?: number;
  readonly sorted?: boolean;
  readonly stats?: boolean;
  readonly tag?: string;
  readonly threads?: number;
  /** Seconds for one file. */
  readonly timeout?: number;
  /** Seconds for the whole run. */
  readonly totalTimeout?: number;
}
