import type { Module } from "../modules/index.ts";
import type { Value } from "../types/index.ts";
import type { IncludeReader } from "./includes.ts";
import type { Linter } from "./linters.ts";

/** A module whose import is refused with E100. */
export interface BannedModule {
  readonly name: string;
  readonly title: string;
  readonly message: string;
}

/** How a compiler works; everything is optional. The methods of the same names change the same settings. */
export interface CompilerOptions {
  /** Custom modules; one with the name of a built-in module takes its place. */
  readonly modules?: readonly Module[];
  /** Whether the modules `test_proto2` and `test_proto3` exist; default true, as in YARA-X. */
  readonly testModules?: boolean;
  /** Unknown escapes in regular expressions lose their backslash, stray `{` are literal; default false. */
  readonly relaxedReSyntax?: boolean;
  /**
   * `"yara-x"`: matches are those of YARA-X 1.20 also where it follows a regular expression for some 4,096 bytes only
   * (docs/known-differences.md). Default: any distance.
   */
  readonly compat?: "yara-x";
  /** Slow patterns are errors instead of warnings; default false. */
  readonly errorOnSlowPattern?: boolean;
  /** Potentially slow loops are errors instead of warnings; default false. */
  readonly errorOnSlowLoop?: boolean;
  /** Whether `include` may be used; default true. */
  readonly enableIncludes?: boolean;
  /** Where included files are looked for, in order, after the folder of the including file. */
  readonly includeDirs?: readonly string[];
  /** How included files are read; without it none is found. */
  readonly includeReader?: IncludeReader;
  /** Modules that may be imported although they do not exist: rules that use them are left out. */
  readonly ignoredModules?: readonly string[];
  readonly bannedModules?: readonly BannedModule[];
  /** Features that guarded module fields ask for. */
  readonly features?: readonly string[];
  readonly linters?: readonly Linter[];
  /** External variables with their initial values. */
  readonly globals?: Readonly<Record<string, Value>>;
  /** Only so many warnings are kept; default all. */
  readonly maxWarnings?: number;
  /** Warning ids that are not reported. */
  readonly disabledWarnings?: readonly string[];
}

/** The settings in force. */
export interface ResolvedOptions {
  relaxedReSyntax: boolean;
  readonly compat: "yara-x" | undefined;
  errorOnSlowPattern: boolean;
  errorOnSlowLoop: boolean;
  enableIncludes: boolean;
  includeReader: IncludeReader | undefined;
  maxWarnings: number;
  readonly includeDirs: string[];
  readonly ignoredModules: Set<string>;
  readonly bannedModules: Map<string, BannedModule>;
  readonly features: Set<string>;
  readonly linters: Linter[];
  readonly disabledWarnings: Set<string>;
}

export function resolveOptions(options: CompilerOptions): ResolvedOptions {
  return {
    relaxedReSyntax: options.relaxedReSyntax ?? false,
    compat: options.compat,
    errorOnSlowPattern: options.errorOnSlowPattern ?? false,
    errorOnSlowLoop: options.errorOnSlowLoop ?? false,
    enableIncludes: options.enableIncludes ?? true,
    includeReader: options.includeReader,
    maxWarnings: options.maxWarnings ?? Number.POSITIVE_INFINITY,
    includeDirs: [...(options.includeDirs ?? [])],
    ignoredModules: new Set(options.ignoredModules),
    bannedModules: new Map(options.bannedModules?.map((banned) => [banned.name, banned])),
    features: new Set(options.features),
    linters: [...(options.linters ?? [])],
    disabledWarnings: new Set(options.disabledWarnings),
  };
}
