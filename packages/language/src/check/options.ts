import type { GlobalValue } from "@tyara/base";
import {
  type AbortSignalLike,
  type KnownOptions,
  requireAmount,
  requireBoolean,
  requireFunction,
  requireList,
  requireObject,
  requireOptions,
  requireSignal,
  requireString,
} from "@tyara/base";
import type { Module } from "../modules/index.ts";
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
  /** External variables with their initial values. Whole numbers are integers, unless `float` says otherwise. */
  readonly globals?: Readonly<Record<string, GlobalValue>>;
  /** Only so many warnings are kept. Default 10,000, and one more that says how many there were besides. */
  readonly maxWarnings?: number;
  /** Warning ids that are not reported. */
  readonly disabledWarnings?: readonly string[];
  /**
   * Milliseconds that the compiler may take for all its sources and for building rules, without what the host takes to
   * compile the rules' WebAssembly. When they are used up `CompileError` is thrown (E202), and this compiler compiles
   * nothing any more. Default 0: no bound.
   */
  readonly timeoutMs?: number;
  /**
   * Stops the compiler when it is aborted, as `timeoutMs` does. Compiling is synchronous: only what the compiler itself
   * calls (an include reader, a linter) or another thread can abort it.
   */
  readonly signal?: AbortSignalLike;
  /**
   * Bytes of code, constants and search tables that one rule set may come to, about; more is a `CompileError` (E201).
   * Default 268,435,456.
   */
  readonly maxCompiledBytes?: number;
}

/** The settings in force. */
export interface ResolvedOptions {
  relaxedReSyntax: boolean;
  readonly compat: "yara-x" | undefined;
  errorOnSlowPattern: boolean;
  errorOnSlowLoop: boolean;
  enableIncludes: boolean;
  includeReader: IncludeReader | undefined;
  /** Absent: as many as there is room for. */
  maxWarnings: number | undefined;
  readonly timeoutMs: number;
  readonly signal: AbortSignalLike | undefined;
  readonly maxCompiledBytes: number;
  readonly includeDirs: string[];
  /** The names of the modules that are the caller's. */
  readonly customModules: ReadonlySet<string>;
  readonly ignoredModules: Set<string>;
  readonly bannedModules: Map<string, BannedModule>;
  readonly features: Set<string>;
  readonly linters: Linter[];
  readonly disabledWarnings: Set<string>;
}

const defaultMaxCompiledBytes = 0x1000_0000;

/** Throws a `TypeError` or a `RangeError` that names the first option that no compiler can have. */
function checkOptions(options: CompilerOptions): void {
  requireOptions(options, compilerOptions);
  for (const name of booleanOptions) if (options[name] !== undefined) requireBoolean(name, options[name]);
  for (const name of namesOptions)
    if (options[name] !== undefined) requireList(name, options[name], requireString);
  for (const name of amountOptions) if (options[name] !== undefined) requireAmount(name, options[name]);
  const { compat, includeReader, signal, globals, bannedModules, linters, modules } = options;
  if (compat !== undefined && compat !== "yara-x") throw new TypeError('compat must be "yara-x" or absent');
  if (includeReader !== undefined) requireIncludeReader("includeReader", includeReader);
  if (signal !== undefined) requireSignal("signal", signal);
  if (globals !== undefined) requireObject("globals", globals);
  if (bannedModules !== undefined) requireList("bannedModules", bannedModules, requireBannedModule);
  if (linters !== undefined) requireList("linters", linters, requireLinter);
  if (modules !== undefined) requireList("modules", modules, requireModule);
}

/** The names of all options. */
export const compilerOptions: KnownOptions<CompilerOptions> = {
  modules: true,
  testModules: true,
  relaxedReSyntax: true,
  compat: true,
  errorOnSlowPattern: true,
  errorOnSlowLoop: true,
  enableIncludes: true,
  includeDirs: true,
  includeReader: true,
  ignoredModules: true,
  bannedModules: true,
  features: true,
  linters: true,
  globals: true,
  maxWarnings: true,
  disabledWarnings: true,
  timeoutMs: true,
  signal: true,
  maxCompiledBytes: true,
};

const booleanOptions = [
  "testModules",
  "relaxedReSyntax",
  "errorOnSlowPattern",
  "errorOnSlowLoop",
  "enableIncludes",
] as const;
const namesOptions = ["includeDirs", "ignoredModules", "features", "disabledWarnings"] as const;
const amountOptions = ["maxWarnings", "timeoutMs", "maxCompiledBytes"] as const;

export function requireIncludeReader(name: string, reader: IncludeReader): void {
  requireFunction(`${name}.read`, requireObject(name, reader).read);
}

export function requireBannedModule(name: string, banned: BannedModule): void {
  requireObject(name, banned);
  requireString(`${name}.name`, banned.name);
  requireString(`${name}.title`, banned.title);
  requireString(`${name}.message`, banned.message);
}

export function requireLinter(name: string, linter: Linter): Linter {
  requireObject(name, linter);
  if (!linterKinds.includes(linter.kind))
    throw new TypeError(`${name}.kind must be one of ${linterKinds.join(", ")}`);
  return linter;
}

const linterKinds: readonly Linter["kind"][] = ["rule-name", "tag-regexp", "tags-allowed", "metadata"];

function requireModule(name: string, module: Module): void {
  requireString(`${name}.name`, requireObject(name, module).name);
  requireObject(`${name}.schema`, module.schema);
}

export function resolveOptions(options: CompilerOptions): ResolvedOptions {
  checkOptions(options);
  return {
    relaxedReSyntax: options.relaxedReSyntax ?? false,
    compat: options.compat,
    errorOnSlowPattern: options.errorOnSlowPattern ?? false,
    errorOnSlowLoop: options.errorOnSlowLoop ?? false,
    enableIncludes: options.enableIncludes ?? true,
    includeReader: options.includeReader,
    maxWarnings: options.maxWarnings,
    timeoutMs: options.timeoutMs ?? 0,
    signal: options.signal,
    maxCompiledBytes: options.maxCompiledBytes ?? defaultMaxCompiledBytes,
    includeDirs: [...(options.includeDirs ?? [])],
    customModules: new Set(options.modules?.map(({ name }) => name)),
    ignoredModules: new Set(options.ignoredModules),
    bannedModules: new Map(options.bannedModules?.map((banned) => [banned.name, banned])),
    features: new Set(options.features),
    linters: [...(options.linters ?? [])],
    disabledWarnings: new Set(options.disabledWarnings),
  };
}
