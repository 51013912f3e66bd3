/** The compiler and the scanner put together: what users call. */
import { type KnownOptions, requireObject, requireOptions } from "@tyara/base";
import { Compiler as RuleCompiler } from "@tyara/compiler";
import type { CompilerOptions } from "@tyara/language/check";
import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import type { RulesOptions } from "@tyara/scanner";
import { Rules } from "./rules.ts";

/** What {@link compile} can be told. */
export interface CompileOptions extends CompilerOptions {
  /** Names the source in messages; the path of a file, where it is one. */
  readonly origin?: string;
  /** Where the rules are put; default `default`. */
  readonly namespace?: string;
  /** What executes the rules. Default: chosen by trying. */
  readonly engine?: RulesOptions["engine"];
  /** Which build of the search kernels runs. Default: the fastest that the host allows. */
  readonly kernel?: RulesOptions["kernel"];
}

/** How {@link Compiler.build} makes rules. */
export interface BuildOptions extends Pick<RulesOptions, "engine" | "kernel"> {
  /** Rules that are wrong are left out instead of thrown for. Default false. */
  readonly ignoreErrors?: boolean;
}

const buildOptions: KnownOptions<BuildOptions> = { engine: true, kernel: true, ignoreErrors: true };

/** Collects sources of rules, tells what is wrong with them, and compiles the sound ones. */
export class Compiler extends RuleCompiler {
  readonly #modules: ReadonlyMap<string, Module>;

  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options: CompilerOptions = {}) {
    const builtin = builtinModules({ testModules: requireObject("options", options).testModules ?? true });
    super(options, builtin);
    this.#modules = new Map([...builtin, ...(options.modules ?? []).map((one) => [one.name, one] as const)]);
  }

  /** The modules that rules may import, by name. */
  override get modules(): ReadonlyMap<string, Module> {
    return this.#modules;
  }

  /** The compiled rules. Throws `CompileError` when there are errors, unless these are to be passed over. */
  build(options: BuildOptions = {}): Rules {
    requireOptions(options, buildOptions);
    const { ignoreErrors = false, ...rulesOptions } = options;
    const ruleSet = this.buildRuleSet({ ignoreErrors });
    return new Rules(ruleSet, { ...rulesOptions, modules: this.modules, warnings: this.warnings });
  }
}

/**
 * Compiles one source of rules. Throws `CompileError`, which carries the diagnostics, when a rule is wrong or compiling is
 * stopped (`timeoutMs`, `signal`, `maxCompiledBytes`); a `TypeError` or `RangeError` that names an argument of a wrong kind.
 */
export function compile(source: string | Uint8Array, options: CompileOptions = {}): Rules {
  const { origin, namespace, engine, kernel, ...compilerOptions } = requireObject("options", options);
  const compiler = new Compiler(compilerOptions);
  if (namespace !== undefined) compiler.newNamespace(namespace);
  compiler.addSource(source, origin === undefined ? {} : { origin });
  return compiler.build({ ...(engine && { engine }), ...(kernel && { kernel }) });
}
