/** The whole compiler: what the checker accepts becomes a rule set. */
import { requireBoolean, requireOptions } from "@tyara/base";
import type { RuleSet } from "@tyara/contract";
import type { CompilerOptions } from "@tyara/language/check";
import { Checker, CompileError } from "@tyara/language/check";
import type { ModuleDeclaration } from "@tyara/language/modules";
import { emitProgram, fitsHosts } from "./emit/index.ts";

/** Collects sources of rules and compiles them into one rule set. */
export class Compiler extends Checker {
  /** Throws a `TypeError` or `RangeError` that names the first option that is of a wrong kind. */
  constructor(options: CompilerOptions, modules: ReadonlyMap<string, ModuleDeclaration>) {
    super(options, { modules, fitsHosts });
  }

  /**
   * The compiled rules. Throws {@link CompileError} when there are errors, unless these are to be passed over, and when the
   * compiler is stopped (see {@link addSource}).
   */
  buildRuleSet(options: { readonly ignoreErrors?: boolean } = {}): RuleSet {
    const { ignoreErrors = false } = requireOptions(options, { ignoreErrors: true });
    requireBoolean("ignoreErrors", ignoreErrors);
    if (this.errors.length > 0 && !ignoreErrors) throw new CompileError(this.errors);
    return this.run(() => emitProgram(this.check(), { compat: this.compat }));
  }
}
