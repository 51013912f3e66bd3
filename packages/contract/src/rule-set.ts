/**
 * The compiled artefact: everything a scanner needs, as plain immutable data. Written by the compiler, read by scanners,
 * shareable between them and between threads, and free of positions in source texts.
 */

import type { RuleMeta, StructType, StructValue, Type } from "@tyara/base";
import type { RuleTable } from "./rule-table.ts";
import type { SearchTables } from "./search-tables.ts";

export interface RuleSet {
  readonly namespaces: readonly string[];
  /** The modules that sources import, used or not, each once. */
  readonly imports: readonly string[];
  /** What results tell of the rules. */
  readonly rules: RuleTable;
  /** The rule module. Its imports and exports are in `linkage.ts`. */
  readonly code: Uint8Array;
  /** Search tables, loaded at `MemoryMap.constants`; they hold as many patterns as there are distinct ones. */
  readonly search: SearchTables;
  /** String literals, regexp programs, and room for the root structures of modules; loaded at `layout.constants`. */
  readonly constants: Uint8Array;
  /** The layout of the memory after the search tables. */
  readonly layout: StateLayout;
  /** Modules that rules use, with the parts of their values that the code reads. */
  readonly modules: readonly ModuleUse[];
  readonly globals: GlobalsInfo;
  /** Functions that the code calls through `host.call(index)`. */
  readonly functions: readonly FunctionUse[];
  /** Addresses of the packed programs of regexps, by the index that function arguments carry; 0 for those never passed. */
  readonly regexps: readonly number[];
  /** How many of the first bytes of the data conditions may read at fixed offsets. */
  readonly headLength: number;
  /** Whether conditions also read data at offsets that they compute. */
  readonly readsAnywhere: boolean;
}

/** Addresses in the one memory. All but `selection` and `constants` is cleared before each scan. */
export interface StateLayout {
  /** One byte a rule: 1 when it matched. */
  readonly ruleStates: number;
  /** The set of rules still to be evaluated (`GuardTable`). */
  readonly candidates: number;
  /** Shared results of subexpressions (`SharedSlot`), cleared with the rule states, which they follow. */
  readonly sharedSlots: number;
  readonly sharedSlotCount: number;
  /** `PatternState` records. */
  readonly patternStates: number;
  /** Where the tables for some of the patterns are kept; nothing when it is the same as `constants`. */
  readonly selection: number;
  readonly constants: number;
  /** The first byte that is free for the scanned data and its slack. */
  readonly end: number;
}

export interface RuleInfo {
  readonly identifier: string;
  readonly namespace: number;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMeta[];
  readonly patterns: readonly RulePattern[];
  /** The rules that its condition names, each once: their indices, which are smaller than its own. */
  readonly references: readonly number[];
}

export interface RulePattern {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  readonly pattern: number;
}

export interface ModuleUse {
  readonly name: string;
  /**
   * The address of the slots of the root structure. A {@link RootHeader} lies before them. Until its flag is set, rule
   * code calls `host.loadModule` first.
   */
  readonly root: number;
  readonly layout: StructLayout;
}

export interface GlobalsInfo {
  readonly type: StructType;
  readonly values: StructValue;
  /** The address of the slots; 0 when no rule reads an external variable. */
  readonly root: number;
  readonly layout: StructLayout;
}

/** Which fields of a structure are laid out, slot by slot; fields that no rule reads have no slot. */
export interface StructLayout {
  readonly slots: readonly SlotLayout[];
}

export interface SlotLayout {
  readonly field: string;
  readonly type: Type;
  /** For structures, and for arrays and maps of them: what of the item is laid out. */
  readonly item?: StructLayout;
  /** Whether an absent value is the type's zero (proto3) instead of undefined. */
  readonly isZeroWhenAbsent: boolean;
}

export interface FunctionUse {
  readonly module: string;
  /** The signature's id inside its module. */
  readonly id: string;
  /** Regexp arguments are given as indices into {@link RuleSet.regexps}. */
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** What is laid out of a structure that the function returns. */
  readonly resultLayout?: StructLayout;
  /** The `KernelFunction` that gives the same where the data are in the memory; 0: there is none. */
  readonly kernelFunction: number;
}
