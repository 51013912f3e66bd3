/**
 * The compiled artefact: everything a scanner needs, as plain immutable data. Written by the compiler, read by scanners,
 * shareable between them and between threads, and free of positions in source texts.
 */
import type { Type, StructType, StructValue } from "../types/index.ts";

export interface RuleSet {
  readonly namespaces: readonly string[];
  readonly rules: readonly RuleInfo[];
  /** How many distinct patterns there are; pattern ids are below it. */
  readonly patternCount: number;
  /** The rule module: imports `tyara.memory`, the kernel's functions under `kernel` and the host's under `host`; exports `main`. */
  readonly code: Uint8Array;
  /** Search tables, string literals and regexp programs; loaded at `MemoryMap.constants`. */
  readonly constants: Uint8Array;
  /** Where in memory the state begins, and what lies where in it. */
  readonly layout: StateLayout;
  /** Modules that rules use, with the parts of their values that the code reads. */
  readonly modules: readonly ModuleUse[];
  readonly globals: GlobalsInfo;
  /** Functions that the code calls through `host.call(index)`. */
  readonly functions: readonly FunctionUse[];
}

/** Addresses in the one memory. */
export interface StateLayout {
  readonly stateStart: number;
  /** One byte a rule: 1 when it matched. */
  readonly ruleStates: number;
  /** `PatternState` records. */
  readonly patternStates: number;
  /** One slot for each entry of `modules`, then one for the globals: addresses of their root structures. */
  readonly rootSlots: number;
  readonly stateEnd: number;
}

export interface RuleInfo {
  readonly identifier: string;
  readonly namespace: number;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMeta[];
  readonly patterns: readonly RulePattern[];
}

export interface RuleMeta {
  readonly identifier: string;
  readonly value: bigint | number | boolean | string | Uint8Array;
  /** Tells a float 1.0 from an integer 1. */
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
}

export interface RulePattern {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  readonly pattern: number;
}

export interface ModuleUse {
  readonly name: string;
  readonly layout: StructLayout;
}

export interface GlobalsInfo {
  readonly type: StructType;
  readonly values: StructValue;
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
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** What is laid out of a structure that the function returns. */
  readonly resultLayout?: StructLayout;
  /** Regexp arguments are given as indices into the compiled regexps. */
}
