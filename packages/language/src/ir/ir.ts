/**
 * The typed form of conditions, between the checker (which makes it from syntax) and the optimiser and emitter (which
 * know nothing of syntax). Every implicit conversion is a node of its own here, every name is resolved, every operand
 * has the type that its operator needs.
 *
 * Undefined: any node may yield "undefined" unless {@link canBeUndefined} says otherwise. It propagates through every
 * operator except those that catch it: operands of `and`/`or` and the bodies of loops (taken as false), `defined`
 * (taken as its answer), and the rule's condition (no match). See rows SM-5 … SM-9.
 */
import type { FunctionSignature, RuleMeta, Span, StructType, StructValue, Type } from "@tyara/base";
import type { FileSignature } from "../modules/index.ts";
import type { Hir } from "../regexp/index.ts";
import type { PatternSpec } from "./pattern-spec.ts";

/** Index into the rule set's distinct patterns (`PatternSpec`s). */
export type PatternId = number;
/** Index into the rule set's rules, in order of declaration. */
export type RuleId = number;
/** Index into the rule set's regular expressions used by `matches` and as arguments. */
export type RegexpId = number;
/** A variable of a loop or of `with`, unique inside its rule. */
export type VariableId = number;

interface Node {
  readonly type: Type;
  /** Where it stands in the source, for explanations. */
  readonly span: Span;
}

export type Ir =
  // Constants
  | (Node & { readonly kind: "integer"; readonly value: bigint })
  | (Node & { readonly kind: "float"; readonly value: number })
  | (Node & { readonly kind: "bool"; readonly value: boolean })
  | (Node & { readonly kind: "string"; readonly value: Uint8Array })
  | (Node & { readonly kind: "regexp"; readonly regexp: RegexpId })
  // Facts of the scanned data
  | (Node & { readonly kind: "filesize" })
  | (Node & { readonly kind: "read"; readonly reader: Reader; readonly offset: Ir })
  // Names
  | (Node & { readonly kind: "rule"; readonly rule: RuleId })
  | (Node & { readonly kind: "variable"; readonly variable: VariableId })
  /** A module's root structure, or that of the external variables ({@link GLOBALS_MODULE}). */
  | (Node & { readonly kind: "module"; readonly module: string })
  | (Node & { readonly kind: "field"; readonly object: Ir; readonly field: string })
  | (Node & { readonly kind: "index"; readonly object: Ir; readonly index: Ir })
  /** `length` of a string (bytes), array or map (items). */
  | (Node & { readonly kind: "length"; readonly operand: Ir })
  /** A module's function or method; a method's receiver is the first argument. */
  | (Node & {
      readonly kind: "call";
      readonly module: string;
      readonly signature: FunctionSignature;
      readonly args: readonly Ir[];
    })
  // Operators
  | (Node & { readonly kind: "not"; readonly operand: Ir })
  | (Node & { readonly kind: "defined"; readonly operand: Ir })
  | (Node & { readonly kind: "and" | "or"; readonly operands: readonly Ir[] })
  /** `-` of an integer or float, `~` of an integer. */
  | (Node & { readonly kind: "negate" | "complement"; readonly operand: Ir })
  /** Integer → float, or integer, float, string → bool. The target is the node's type. */
  | (Node & { readonly kind: "convert"; readonly operand: Ir })
  /** Both operands of one type: integer or float. `divide` and `modulo` by integer 0 are undefined. Left-associative over the list. */
  | (Node & {
      readonly kind: "arithmetic";
      readonly operator: ArithmeticOperator;
      readonly operands: readonly Ir[];
    })
  | (Node & {
      readonly kind: "bitwise";
      readonly operator: BitwiseOperator;
      readonly left: Ir;
      readonly right: Ir;
    })
  /** Both operands integer, float, string, or (for `==`) bool. */
  | (Node & {
      readonly kind: "compare";
      readonly operator: ComparisonOperator;
      readonly left: Ir;
      readonly right: Ir;
    })
  | (Node & {
      readonly kind: "string-test";
      readonly operator: StringOperator;
      readonly left: Ir;
      readonly right: Ir;
    })
  | (Node & { readonly kind: "matches"; readonly operand: Ir; readonly regexp: RegexpId })
  // Patterns
  | (Node & {
      readonly kind: "pattern-match";
      readonly pattern: PatternRef;
      readonly anchor: Anchor | undefined;
    })
  | (Node & {
      readonly kind: "pattern-count";
      readonly pattern: PatternRef;
      readonly range: Range | undefined;
    })
  | (Node & {
      readonly kind: "pattern-offset" | "pattern-length";
      readonly pattern: PatternRef;
      readonly index: Ir | undefined;
    })
  // Quantified
  | (Node & {
      readonly kind: "of-patterns";
      readonly quantifier: Quantifier;
      readonly patterns: readonly PatternId[];
      readonly anchor: Anchor | undefined;
    })
  | (Node & { readonly kind: "of-tuple"; readonly quantifier: Quantifier; readonly items: readonly Ir[] })
  | (Node & {
      readonly kind: "for-of";
      readonly quantifier: Quantifier;
      readonly patterns: readonly PatternId[];
      readonly body: Ir;
    })
  | (Node & {
      readonly kind: "for-in";
      readonly quantifier: Quantifier;
      readonly variables: readonly Variable[];
      readonly iterable: Iterable;
      readonly body: Ir;
    })
  | (Node & { readonly kind: "with"; readonly declarations: readonly Declaration[]; readonly body: Ir })
  // Made by the optimiser
  /** Whether the operand equals one of the constants, which are all integers or all strings. */
  | (Node & { readonly kind: "one-of"; readonly operand: Ir; readonly values: readonly Ir[] })
  /** A value that several places need: evaluated at the first of them in a scan. Nodes of one `slot` hold the same value. */
  | (Node & { readonly kind: "shared"; readonly slot: number; readonly value: Ir });

export type IrKind = Ir["kind"];

/** The nodes of one kind, or of some kinds. */
export type IrOf<Kind extends IrKind> = Ir extends infer One
  ? One extends { readonly kind: infer Kinds }
    ? Kind extends Kinds
      ? One
      : never
    : never
  : never;

export type Reader =
  | "uint8"
  | "uint16"
  | "uint32"
  | "int8"
  | "int16"
  | "int32"
  | "uint8be"
  | "uint16be"
  | "uint32be"
  | "int8be"
  | "int16be"
  | "int32be"
  | "float32"
  | "float64"
  | "float32be"
  | "float64be";

export type ArithmeticOperator = "add" | "subtract" | "multiply" | "divide" | "modulo";
export type BitwiseOperator = "and" | "or" | "xor" | "shift-left" | "shift-right";
export type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
export type StringOperator =
  | "contains"
  | "icontains"
  | "startswith"
  | "istartswith"
  | "endswith"
  | "iendswith"
  | "iequals";

/** A pattern, or the one that the innermost enclosing `for … of` is at. */
export type PatternRef = { readonly kind: "pattern"; readonly id: PatternId } | { readonly kind: "current" };

export type Anchor =
  | { readonly kind: "at"; readonly offset: Ir }
  | { readonly kind: "in"; readonly range: Range };

/** Both ends belong to it; integers. */
export interface Range {
  readonly lower: Ir;
  readonly upper: Ir;
}

/** `count` and `percentage` hold integer expressions. Zero of either acts as `none` (SM-9). */
export type Quantifier =
  | { readonly kind: "all" | "any" | "none" }
  | { readonly kind: "count"; readonly value: Ir }
  | { readonly kind: "percentage"; readonly value: Ir };

export interface Variable {
  readonly id: VariableId;
  readonly name: string;
  readonly type: Type;
}

export interface Declaration {
  readonly variable: Variable;
  readonly value: Ir;
}

export type Iterable =
  | { readonly kind: "range"; readonly range: Range }
  | { readonly kind: "tuple"; readonly items: readonly Ir[] }
  /** One variable for an array's items; two for a map's keys and values. */
  | { readonly kind: "collection"; readonly collection: Ir };

/** The module name that stands for external variables: its structure has one field for each. */
export const GLOBALS_MODULE = "";

/** What the checker hands on: the whole rule set, rules in order of declaration, namespaces contiguous in order of creation. */
export interface CheckedProgram {
  readonly namespaces: readonly string[];
  readonly rules: readonly CheckedRule[];
  /** Distinct patterns of all rules, by id. */
  readonly patterns: readonly PatternSpec[];
  readonly regexps: readonly CheckedRegexp[];
  /** Modules imported by at least one rule that survived, in order of first import. */
  readonly modules: readonly string[];
  /** Of the modules that say something of files with a signature only, by name; absent: there are none. */
  readonly signatures?: ReadonlyMap<string, FileSignature>;
  /** Modules of the caller's, which may have names of built-in ones; absent: there are none. */
  readonly customModules?: ReadonlySet<string>;
  /** How many slots of shared values there are; absent before the optimiser has run. */
  readonly sharedSlotCount?: number;
  /** External variables with their initial values. */
  readonly globals: { readonly type: StructType; readonly values: StructValue };
}

/** A regular expression of a condition, parsed for matching strings. */
export interface CheckedRegexp {
  readonly source: string;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
  readonly hir: Hir;
}

export interface CheckedRule {
  readonly id: RuleId;
  readonly name: string;
  /** Index into {@link CheckedProgram.namespaces}. */
  readonly namespace: number;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly meta: readonly RuleMeta[];
  readonly patterns: readonly CheckedPattern[];
  /** Always of type bool. */
  readonly condition: Ir;
}

/** A pattern as its rule declares it; several rules may share one `id`. */
export interface CheckedPattern {
  readonly name: string;
  readonly id: PatternId;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}
