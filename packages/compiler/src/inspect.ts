/** What became of rules on their way through the compiler, for people who want to see it. */

import { type CheckedProgram, type CheckedRule, childrenOfIr, type Ir } from "@tyara/language/ir";
import { decodeModule, dumpModule } from "@tyara/wasm";
import { dumpIr } from "./dump.ts";
import { deriveAllFacts, type Facts, noFacts, optimise } from "./optimise/index.ts";

/** One rule on its way. */
export interface RuleInspection {
  readonly namespace: string;
  readonly name: string;
  /** Names of the rules that its condition refers to, each once, as `NAMESPACE:RULE` outside of the rule's namespace. */
  readonly rules: readonly string[];
  /** The modules that its condition asks, each once. */
  readonly modules: readonly string[];
  /** Identifiers of the patterns, by the numbers under which the condition has them. */
  readonly patterns: ReadonlyMap<number, string>;
  /** The condition as it was checked, in prefix form. */
  readonly checked: string;
  /** The condition as the optimiser left it. */
  readonly optimised: string;
  /** What must hold if the rule is to match, a line each. */
  readonly facts: readonly string[];
}

/** All rules in order of declaration. */
export function inspectRules(program: CheckedProgram): RuleInspection[] {
  const optimised = optimise(program);
  const facts = deriveAllFacts(optimised.rules, { signatures: optimised.signatures });
  return program.rules.map((rule, id) => ({
    namespace: program.namespaces[rule.namespace]!,
    name: rule.name,
    ...referencesOf(rule, program),
    patterns: new Map(rule.patterns.map((pattern) => [pattern.id, pattern.name])),
    checked: dumpIr(rule.condition),
    optimised: dumpIr(optimised.rules[id]!.condition),
    facts: describeFacts(facts[id]!, optimised),
  }));
}

function referencesOf(
  { condition, namespace }: CheckedRule,
  { rules: all, namespaces }: CheckedProgram,
): Pick<RuleInspection, "rules" | "modules"> {
  const rules = new Set<string>();
  const modules = new Set<string>();
  const pending: Ir[] = [condition];
  for (let ir = pending.pop(); ir !== undefined; ir = pending.pop()) {
    if (ir.kind === "rule") {
      const other = all[ir.rule]!;
      rules.add(other.namespace === namespace ? other.name : `${namespaces[other.namespace]}:${other.name}`);
    } else if ((ir.kind === "module" || ir.kind === "call") && ir.module !== "") modules.add(ir.module);
    const children = childrenOfIr(ir);
    for (let at = children.length - 1; at >= 0; at--) pending.push(children[at]!);
  }
  return { rules: [...rules], modules: [...modules] };
}

function describeFacts(
  { minimumSize, maximumSize, bytes, patterns }: Facts,
  program: CheckedProgram,
): string[] {
  if (minimumSize > maximumSize) return ["never matches"];
  const lines = [];
  if (minimumSize > 0) lines.push(`filesize >= ${minimumSize}`);
  if (maximumSize < noFacts.maximumSize) lines.push(`filesize <= ${maximumSize}`);
  if (bytes !== undefined)
    lines.push(
      `${bytes.byteLength} bytes at ${bytes.offset} are one of ${bytes.values.map((value) => `0x${value.toString(16)}`).join(", ")} (little-endian)`,
    );
  if (patterns !== undefined) {
    const names = new Map(
      program.rules.flatMap((rule) =>
        rule.patterns.map((pattern) => [pattern.id, `${rule.name} ${pattern.name}`] as const),
      ),
    );
    lines.push(
      `one of these patterns is found: ${[...patterns].map((id) => names.get(id) ?? `$${id}`).join(", ")}`,
    );
  }
  return lines;
}

/** The WebAssembly of one rule as text; `rule` is its place in order of declaration. */
export function dumpRuleCode(code: Uint8Array, rule: number): string {
  const module = decodeModule(code);
  if (module.kind !== "module") throw new TypeError("code must be the code of compiled rules");
  // The table of the dispatcher holds the functions of the rules in order of declaration.
  const [table] = module.elements;
  const index = table?.items.kind === "functions" ? table.items.indices[rule] : undefined;
  if (index === undefined) throw new RangeError(`there is no rule ${rule}`);
  const parts = dumpModule(code).split(/\n\n(?=func )/);
  return parts.find((part) => part.startsWith(`func ${index} `)) ?? "";
}
