/**
 * From checked rules to the compiled artefact. Memory is given away front to back: search tables, the state of a scan
 * (rule states, pattern states), then the constants that grow while code is written.
 */
import { assert } from "@tyara/base";
import type { SearchTables } from "@tyara/contract";
import {
  type GlobalsInfo,
  layOutState,
  mainExport,
  packRules,
  type RuleInfo,
  type RuleSet,
  type StateLayout,
  stateEnd,
} from "@tyara/contract";
import {
  type CheckedProgram,
  type CheckedRule,
  childrenOfIr,
  GLOBALS_MODULE,
  type Ir,
  type PatternId,
} from "@tyara/language/ir";
import { deriveAllFacts, optimise, type PassName } from "../optimise/index.ts";
import { buildTables } from "../search/index.ts";
import { emitValue } from "./expression.ts";
import { FunctionEmitter } from "./function-emitter.ts";
import { LinkedModule } from "./linked-module.ts";
import { emitRules, namespacesAreContiguous } from "./rule-functions.ts";
import { emitSharedFunctions } from "./shared.ts";

/** How a program is compiled. */
export interface EmitOptions {
  /** Passes of the optimiser that are left out; for tests and for finding faults. */
  readonly withoutPasses?: readonly PassName[];
  /** As in the compiler's options. */
  readonly compat?: "yara-x" | undefined;
}

/** Compiles a checked program; linear in its size. */
export function emitProgram(checked: CheckedProgram, options: EmitOptions = {}): RuleSet {
  assert(namespacesAreContiguous(checked), "rules are numbered by namespace and order of declaration");
  const program = optimise(checked, options.withoutPasses);
  const { tables: search, loads } = buildTables(program.patterns, {
    compat: options.compat,
    wantedShare: () => demandedShare(program),
  });
  const state = layOut(program, search);
  const linked = new LinkedModule(program, state, state.constants);
  const fn = new FunctionEmitter(linked, emitValue);
  const main = emitRules(
    linked,
    fn,
    deriveAllFacts(program.rules, { loads, signatures: program.signatures }),
    state,
  );
  emitSharedFunctions(fn);
  linked.builder.exportFunction(mainExport, main);
  return {
    namespaces: program.namespaces,
    imports: program.modules,
    rules: packRules(checked.rules.map(ruleInfo)),
    code: linked.builder.finish(),
    search,
    constants: linked.pool.toBytes(),
    layout: { ...state, end: stateEnd(state.constants, linked.pool.byteLength) },
    modules: linked.moduleUses(),
    globals: globalsInfo(program, linked),
    functions: linked.functionUses(),
    regexps: linked.regexpAddresses(),
    headLength: linked.headLength,
    readsAnywhere: linked.readsAnywhere,
  };
}

function layOut(
  { rules, sharedSlotCount = 0 }: CheckedProgram,
  search: SearchTables,
): Omit<StateLayout, "end"> {
  const { bytes, patternCount, selectionSize } = search;
  return layOutState({
    tablesLength: bytes.length,
    ruleCount: rules.length,
    sharedSlotCount,
    patternCount,
    selectionSize,
  });
}

/** Which part of the patterns the first round of the search looks for when all rules may match. */
function demandedShare({ rules, patterns, signatures }: CheckedProgram): number {
  const demanded = new Set<PatternId>();
  deriveAllFacts(rules, { signatures }).forEach((facts, id) => {
    const own = rules[id]!.patterns.map((pattern) => pattern.id);
    for (const pattern of facts.patterns ?? own) demanded.add(pattern);
  });
  return demanded.size / patterns.length;
}

function globalsInfo({ globals }: CheckedProgram, linked: LinkedModule): GlobalsInfo {
  const root = linked.root(GLOBALS_MODULE, globals.type);
  return { ...globals, root: root.address, layout: root.layout.finish() };
}

function ruleInfo(rule: CheckedRule): RuleInfo {
  return {
    identifier: rule.name,
    namespace: rule.namespace,
    isGlobal: rule.isGlobal,
    isPrivate: rule.isPrivate,
    tags: rule.tags,
    metadata: rule.meta,
    patterns: rule.patterns.map(({ name, kind, isPrivate, id }) => ({
      identifier: name,
      kind,
      isPrivate,
      pattern: id,
    })),
    references: [...referencesOf(rule.condition, new Set())],
  };
}

/** Adds the rules that a condition names. */
function referencesOf(ir: Ir, references: Set<number>): Set<number> {
  if (ir.kind === "rule") references.add(ir.rule);
  for (const child of childrenOfIr(ir)) referencesOf(child, references);
  return references;
}
