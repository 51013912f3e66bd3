/** Rules that know the built-in modules without being told. */

import { deserialiseRuleSet, type RuleSet } from "@tyara/contract";
import { builtinModules } from "@tyara/modules";
import {
  type DeserializeOptions,
  type RulesOptions,
  rulesOptionsOf,
  Rules as ScannedRules,
} from "@tyara/scanner";

/** Compiled rules: immutable, usable from any number of scanners. Their modules are the built-in ones unless others are given. */
export class Rules extends ScannedRules {
  constructor(ruleSet: RuleSet, options: RulesOptions = {}) {
    super(ruleSet, { ...options, modules: options.modules ?? builtinModules() });
  }

  /**
   * The rules of {@link serialize}. Throws RuleFormatError for other bytes and for rules of another version; damage of
   * some kinds shows when the first scanner is made, or in a scan, which throw it then. The modules must be those that the
   * rules were compiled with. What is promised of bytes from strangers is told in docs/limits.md, "Compiled rules".
   */
  static override deserialize(bytes: Uint8Array, options: DeserializeOptions = {}): Rules {
    const rulesOptions = rulesOptionsOf(options);
    return new Rules(deserialiseRuleSet(bytes, options), rulesOptions);
  }
}
