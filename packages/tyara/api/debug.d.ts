// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/**
* A half-open range of byte offsets `[start, end)` into a source text, counted in UTF-8 bytes.
* Lines and columns exist only at the edge, where a diagnostic is rendered.
*/
interface Span {
  readonly start: number;
  readonly end: number;
}
/**
* The types of YARA expressions. Integers are 64 bits, floats are IEEE doubles, strings are byte strings.
*/
type Type$1 = {
  readonly kind: "integer";
} | {
  readonly kind: "float";
} | {
  readonly kind: "bool";
} | {
  readonly kind: "string";
} | {
  readonly kind: "regexp";
} | StructType | ArrayType | MapType | FunctionType;
interface ArrayType {
  readonly kind: "array";
  readonly item: Type$1;
}
interface MapType {
  readonly kind: "map";
  readonly key: "integer" | "string";
  readonly value: Type$1;
}
interface FunctionType {
  readonly kind: "function";
  readonly signatures: readonly FunctionSignature[];
}
/** A structure of named fields: a module, a nested message, or an object given as an external variable. */
interface StructType {
  readonly kind: "struct";
  /** As it appears in messages, for example `pe.Section`. */
  readonly name: string;
  readonly fields: ReadonlyMap<string, Field>;
  /** Methods of values of this type, by name (`pe.Signature::valid_on`). */
  readonly methods?: ReadonlyMap<string, FunctionType>;
}
interface Field {
  readonly name: string;
  readonly type: Type$1;
  /** One or more sentences for the editor and the documentation. */
  readonly description?: string;
  /** The value where it is known at compile time: enum values and constants (SM-17). */
  readonly constant?: bigint | number | string | boolean;
  /** What an absent value means: undefined (proto2), or the type's zero (proto3). Default `undefined`. */
  readonly absent?: "undefined" | "zero";
  readonly deprecation?: Deprecation;
  /** The features that the field's use demands; without them E100. */
  readonly guard?: readonly FeatureGuard[];
  /** Strings of this field are always lower-case (used by `unsatisfiable_expr`). */
  readonly isLowercase?: boolean;
  /** How a dump shows the value. */
  readonly format?: FieldFormat;
  /** The enum whose names a dump shows for the value: value → name. */
  readonly enumNames?: ReadonlyMap<number, string>;
  /** For integers: width and sign in the module's schema, where narrower than 64 bits. */
  readonly integer?: {
    readonly bits: 32 | 64;
    readonly isSigned: boolean;
  };
  /** Whether a string field holds arbitrary bytes (a dump escapes them). */
  readonly isBytes?: boolean;
}
type FieldFormat = {
  readonly kind: "hex";
} | {
  readonly kind: "timestamp";
} | {
  readonly kind: "flags";
  readonly names: ReadonlyMap<number, string>;
};
interface Deprecation {
  readonly text: string;
  readonly help?: string;
  readonly replacement?: string;
}
interface FeatureGuard {
  readonly errorTitle: string;
  readonly errorLabel: string;
  /** At least one of these must be on, where given. */
  readonly acceptIf?: readonly string[];
  /** None of these may be on, where given. */
  readonly rejectIf?: readonly string[];
}
/** One overload of a function. */
interface FunctionSignature {
  readonly parameters: readonly Parameter[];
  readonly result: Type$1;
  /** Whether calls may give undefined. */
  readonly canBeUndefined: boolean;
  /** What is known of every result. */
  readonly constraints?: readonly ResultConstraint[];
  readonly description?: string;
  /** Unique inside the module: how host code finds the implementation, for example `imports(string,integer)` or `Signature::valid_on(integer)`. */
  readonly id: string;
}
interface Parameter {
  readonly name: string;
  readonly type: Type$1;
}
type ResultConstraint = {
  readonly kind: "lowercase";
} | {
  readonly kind: "uppercase";
} | {
  readonly kind: "length";
  readonly length: number;
} | {
  readonly kind: "range";
  readonly min: bigint;
  readonly max: bigint;
};
/**
* Values as modules and callers give them, before they are laid out in the scanner's memory.
*
* A structure is a plain object by field name; an absent or `undefined` property is an absent field. Integers may be
* `number` (when safe) or `bigint` (wrapped to 64 bits); strings may be text (its UTF-8 bytes count) or bytes.
*/
type Value = ScalarValue | StructValue | ArrayValue | MapValue;
type ScalarValue = bigint | number | boolean | string | Uint8Array;
interface StructValue {
  readonly [field: string]: Value | undefined;
}
type ArrayValue = readonly (Value | undefined)[];
type MapValue = ReadonlyMap<bigint | number | string, Value>;
/** One entry of a rule's `meta` section. */
interface RuleMeta {
  readonly identifier: string;
  /** An integer is a `bigint` from the parser; in results a number, where that is exact. */
  readonly value: bigint | number | boolean | string | Uint8Array;
  /** Tells a float 1.0 from an integer 1. */
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
}
/** How the search finds one pattern. */
interface PatternFacts {
  /** `masked`: byte runs with wildcards; `chain`: pieces across large gaps; `anchored`: looked for at one offset only. */
  readonly kinds: readonly SubPatternKind[];
  /** The bytes that the prefilter looks for, as hex with `?` for nibbles that are not fixed; empty for anchored patterns. */
  readonly atoms: readonly string[];
  /** Whether so little of the pattern is fixed that it slows the scan down (`slow_pattern`). */
  readonly isSlow: boolean;
}
type SubPatternKind = "literal" | "masked" | "xor" | "base64" | "regexp" | "chain" | "anchored";
/**
* The bytes without which a module has nothing to say. Of data that have none of the alternatives at that place `parse`
* gives nothing, or a value in which every boolean is false, every list and map empty, and all else absent. Not for
* modules that read metadata or anything else but the scanned bytes.
*/
interface FileSignature {
  /** Where it stands. Default 0. */
  readonly offset?: number;
  /** Any of these sequences of bytes; each has at least one. The first four are looked at before a rule runs. */
  readonly alternatives: readonly (readonly number[])[];
  /**
  * Ids of functions, such as `imports(string,integer)`, that without the signature give undefined, false or 0, whatever
  * the arguments. Default: none. Methods are never asked for, as there are no structures to call them on.
  */
  readonly functions?: readonly string[];
}
/** A set of byte values: 256 bits. Immutable once made. */
declare class ByteSet {
  private readonly words;
  private members;
  private constructor();
  static readonly empty: ByteSet;
  static readonly all: ByteSet;
  /** Perf: sets of one byte are shared, because patterns are full of them. */
  private static readonly singles;
  static single(byte: number): ByteSet;
  static of(...bytes: readonly number[]): ByteSet;
  /** Bytes may be there more than once. */
  static from(bytes: ArrayLike<number>): ByteSet;
  /** Both ends belong to the set. */
  static range(first: number, last: number): ByteSet;
  /** The bytes that agree with `value` in the bits of `mask`, as `A?` of a hex pattern. */
  static masked(value: number, mask: number): ByteSet;
  has(byte: number): boolean;
  get size(): number;
  /** The members in ascending order. */
  bytes(): readonly number[];
  private listMembers;
  union(other: ByteSet): ByteSet;
  intersect(other: ByteSet): ByteSet;
  complement(): ByteSet;
  equals(other: ByteSet): boolean;
}
type Hir = {
  readonly kind: "empty";
} | {
  readonly kind: "literal";
  readonly bytes: Uint8Array;
} | {
  readonly kind: "class";
  readonly set: ByteSet;
} | {
  readonly kind: "assertion";
  readonly assertion: Assertion;
} | {
  readonly kind: "concat";
  readonly items: readonly Hir[];
} | {
  readonly kind: "alternation";
  readonly branches: readonly Hir[];
} | {
  readonly kind: "repeat";
  readonly item: Hir;
  readonly min: number;
  readonly max: number | undefined;
  readonly isGreedy: boolean;
};
/** A condition on the place between two bytes. */
type Assertion = "start" | "end" | "line-start" | "line-end" | "crlf-line-start" | "crlf-line-end" | "word-boundary" | "not-word-boundary" | "word-start" | "word-end" | "word-start-half" | "word-end-half";
type PatternSpec = LiteralSpec | RegexpSpec;
/** Which forms of the text are looked for. At least one of `ascii` and `wide` is set, unless base64 forms are. */
interface PatternForms {
  readonly ascii: boolean;
  readonly wide: boolean;
  readonly nocase: boolean;
  readonly fullword: boolean;
}
/** What the rules can tell of a pattern's matches. */
interface PatternQuestions {
  /** Not how many there are, nor where: the first is enough in fast scans. */
  readonly isExistenceEnough: boolean;
  /** Whether one begins at or between offsets: that stays known beyond all limits. Default false. */
  readonly isPlaceAsked?: boolean;
}
interface LiteralSpec extends PatternForms, PatternQuestions {
  readonly kind: "literal";
  readonly bytes: Uint8Array;
  /** Keys, both ends included. */
  readonly xor?: {
    readonly start: number;
    readonly end: number;
  };
  /** Look for the base64 form; the standard alphabet when none is given. */
  readonly base64?: {
    readonly alphabet?: string;
  };
  readonly base64wide?: {
    readonly alphabet?: string;
  };
  /** The only offset at which the rules care for a match; the pattern stays out of the tables. */
  readonly anchor?: number;
}
/** A regular expression or a hex pattern. `nocase` and the flags `i` and `s` are already in the HIR. */
interface RegexpSpec extends PatternForms, PatternQuestions {
  readonly kind: "regexp";
  readonly hir: Hir;
  /** Which of the matches that start at one offset is reported: the longest (greedy), the shortest (lazy) or as hex patterns do. */
  readonly preference: "longest" | "shortest" | "hex";
  readonly anchor?: number;
}
/** Index into the rule set's distinct patterns (`PatternSpec`s). */
type PatternId = number;
/** Index into the rule set's rules, in order of declaration. */
type RuleId = number;
/** Index into the rule set's regular expressions used by `matches` and as arguments. */
type RegexpId = number;
/** A variable of a loop or of `with`, unique inside its rule. */
type VariableId = number;
interface Node {
  readonly type: Type$1;
  /** Where it stands in the source, for explanations. */
  readonly span: Span;
}
type Ir = (Node & {
  readonly kind: "integer";
  readonly value: bigint;
}) | (Node & {
  readonly kind: "float";
  readonly value: number;
}) | (Node & {
  readonly kind: "bool";
  readonly value: boolean;
}) | (Node & {
  readonly kind: "string";
  readonly value: Uint8Array;
}) | (Node & {
  readonly kind: "regexp";
  readonly regexp: RegexpId;
}) | (Node & {
  readonly kind: "filesize";
}) | (Node & {
  readonly kind: "read";
  readonly reader: Reader;
  readonly offset: Ir;
}) | (Node & {
  readonly kind: "rule";
  readonly rule: RuleId;
}) | (Node & {
  readonly kind: "variable";
  readonly variable: VariableId;
}) | (Node & {
  readonly kind: "module";
  readonly module: string;
}) | (Node & {
  readonly kind: "field";
  readonly object: Ir;
  readonly field: string;
}) | (Node & {
  readonly kind: "index";
  readonly object: Ir;
  readonly index: Ir;
}) | (Node & {
  readonly kind: "length";
  readonly operand: Ir;
}) | (Node & {
  readonly kind: "call";
  readonly module: string;
  readonly signature: FunctionSignature;
  readonly args: readonly Ir[];
}) | (Node & {
  readonly kind: "not";
  readonly operand: Ir;
}) | (Node & {
  readonly kind: "defined";
  readonly operand: Ir;
}) | (Node & {
  readonly kind: "and" | "or";
  readonly operands: readonly Ir[];
}) | (Node & {
  readonly kind: "negate" | "complement";
  readonly operand: Ir;
}) | (Node & {
  readonly kind: "convert";
  readonly operand: Ir;
}) | (Node & {
  readonly kind: "arithmetic";
  readonly operator: ArithmeticOperator;
  readonly operands: readonly Ir[];
}) | (Node & {
  readonly kind: "bitwise";
  readonly operator: BitwiseOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node & {
  readonly kind: "compare";
  readonly operator: ComparisonOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node & {
  readonly kind: "string-test";
  readonly operator: StringOperator;
  readonly left: Ir;
  readonly right: Ir;
}) | (Node & {
  readonly kind: "matches";
  readonly operand: Ir;
  readonly regexp: RegexpId;
}) | (Node & {
  readonly kind: "pattern-match";
  readonly pattern: PatternRef;
  readonly anchor: Anchor | undefined;
}) | (Node & {
  readonly kind: "pattern-count";
  readonly pattern: PatternRef;
  readonly range: Range | undefined;
}) | (Node & {
  readonly kind: "pattern-offset" | "pattern-length";
  readonly pattern: PatternRef;
  readonly index: Ir | undefined;
}) | (Node & {
  readonly kind: "of-patterns";
  readonly quantifier: Quantifier;
  readonly patterns: readonly PatternId[];
  readonly anchor: Anchor | undefined;
}) | (Node & {
  readonly kind: "of-tuple";
  readonly quantifier: Quantifier;
  readonly items: readonly Ir[];
}) | (Node & {
  readonly kind: "for-of";
  readonly quantifier: Quantifier;
  readonly patterns: readonly PatternId[];
  readonly body: Ir;
}) | (Node & {
  readonly kind: "for-in";
  readonly quantifier: Quantifier;
  readonly variables: readonly Variable[];
  readonly iterable: Iterable;
  readonly body: Ir;
}) | (Node & {
  readonly kind: "with";
  readonly declarations: readonly Declaration[];
  readonly body: Ir;
}) | (Node & {
  readonly kind: "one-of";
  readonly operand: Ir;
  readonly values: readonly Ir[];
}) | (Node & {
  readonly kind: "shared";
  readonly slot: number;
  readonly value: Ir;
});
type Reader = "uint8" | "uint16" | "uint32" | "int8" | "int16" | "int32" | "uint8be" | "uint16be" | "uint32be" | "int8be" | "int16be" | "int32be" | "float32" | "float64" | "float32be" | "float64be";
type ArithmeticOperator = "add" | "subtract" | "multiply" | "divide" | "modulo";
type BitwiseOperator = "and" | "or" | "xor" | "shift-left" | "shift-right";
type ComparisonOperator = "==" | "!=" | "<" | "<=" | ">" | ">=";
type StringOperator = "contains" | "icontains" | "startswith" | "istartswith" | "endswith" | "iendswith" | "iequals";
/** A pattern, or the one that the innermost enclosing `for … of` is at. */
type PatternRef = {
  readonly kind: "pattern";
  readonly id: PatternId;
} | {
  readonly kind: "current";
};
type Anchor = {
  readonly kind: "at";
  readonly offset: Ir;
} | {
  readonly kind: "in";
  readonly range: Range;
};
/** Both ends belong to it; integers. */
interface Range {
  readonly lower: Ir;
  readonly upper: Ir;
}
/** `count` and `percentage` hold integer expressions. Zero of either acts as `none` (SM-9). */
type Quantifier = {
  readonly kind: "all" | "any" | "none";
} | {
  readonly kind: "count";
  readonly value: Ir;
} | {
  readonly kind: "percentage";
  readonly value: Ir;
};
interface Variable {
  readonly id: VariableId;
  readonly name: string;
  readonly type: Type$1;
}
interface Declaration {
  readonly variable: Variable;
  readonly value: Ir;
}
type Iterable = {
  readonly kind: "range";
  readonly range: Range;
} | {
  readonly kind: "tuple";
  readonly items: readonly Ir[];
} | {
  readonly kind: "collection";
  readonly collection: Ir;
};
/** What the checker hands on: the whole rule set, rules in order of declaration, namespaces contiguous in order of creation. */
interface CheckedProgram {
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
  readonly globals: {
    readonly type: StructType;
    readonly values: StructValue;
  };
}
/** A regular expression of a condition, parsed for matching strings. */
interface CheckedRegexp {
  readonly source: string;
  readonly caseInsensitive: boolean;
  readonly dotMatchesNewline: boolean;
  readonly hir: Hir;
}
interface CheckedRule {
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
interface CheckedPattern {
  readonly name: string;
  readonly id: PatternId;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}
/** One rule on its way. */
interface RuleInspection {
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
declare function inspectRules(program: CheckedProgram): RuleInspection[];
/** The WebAssembly of one rule as text; `rule` is its place in order of declaration. */
declare function dumpRuleCode(code: Uint8Array, rule: number): string;
/** How one pattern would be looked for. */
declare function describePattern(spec: PatternSpec): PatternFacts;
/**
* The host's own compiled module, `WebAssembly.Module`. Said through the global scope, so that our types also hold in
* programs that are compiled without a library that declares `WebAssembly`: there it is any object.
*/
type HostModule = typeof globalThis extends {
  WebAssembly: {
    Module: {
      prototype: infer Module;
    };
  };
} ? Module : object;
/** What is synchronised around a host function, as bits. */
declare const CallbackSync: {
  /** The function looks at no memory. */readonly none: 0; /** The function reads memory: what the guest wrote must be visible before it runs. */
  readonly before: 1; /** The function writes memory: what it wrote must be visible to the guest afterwards. */
  readonly after: 2; /** It does both. The default. */
  readonly both: 3;
};
type CallbackSync = (typeof CallbackSync)[keyof typeof CallbackSync];
declare class ValRaw {
  #private;
  /** @param buffer little-endian slots; the window starts at slot `base` and can be moved. */
  constructor(buffer: ArrayBufferLike, base?: number);
  /** Slots of its own for `count` values. */
  static allocate(count: number): ValRaw;
  /** The slot that index 0 means. */
  get base(): number;
  /** Moves the window; backends do so between calls. */
  moveTo(base: number): void;
  i32(slot: number): number;
  setI32(slot: number, value: number): void;
  /** The low half of an i64, as a signed number. */
  i64Low(slot: number): number;
  /** The high half of an i64, as a signed number. */
  i64High(slot: number): number;
  /** An i64 as a number: exact up to 2^53, rounded beyond. */
  i64Number(slot: number): number;
  setI64Parts(slot: number, low: number, high: number): void;
  /** Writes a safe integer as an i64. */
  setI64Number(slot: number, value: number): void;
  i64(slot: number): bigint;
  setI64(slot: number, value: bigint): void;
  f32(slot: number): number;
  setF32(slot: number, value: number): void;
  f64(slot: number): number;
  setF64(slot: number, value: number): void;
  /** A copy of a v128's sixteen bytes. */
  v128(slot: number): Uint8Array;
  setV128(slot: number, value: Uint8Array): void;
}
/** A guest function with known types. Throws Trap, or what a host function threw that it called. */
type TypedFunc<Params extends readonly ValType[], Results extends readonly ValType[]> = (...values: JsValues<Params>) => JsResult<Results>;
/** A host function with known types; several results are returned as an array (`[…] as const`). */
type HostCallback<T, Params extends readonly ValType[], Results extends readonly ValType[]> = (caller: Caller<T>, ...values: JsValues<Params>) => Readonly<JsResult<Results>>;
/** A function, of a guest or of the host. */
declare abstract class Func {
  readonly kind = "func";
  readonly store: Store<unknown>;
  constructor(store: Store<unknown>);
  /** The index of a guest's function in its module, as text; empty where it is not known. */
  abstract get name(): string;
  /** Its parameters and results. Throws LinkError where the host does not tell them. */
  abstract get type(): FuncType;
  /** Makes a host function into a handle, for tables and for `Linker.define`. */
  static wrap<T, const Params extends readonly ValType[], const Results extends readonly ValType[]>(context: AsContext<T>, params: Params, results: Results, callback: HostCallback<T, Params, Results>, sync?: CallbackSync): Func;
  /** The function as plain JavaScript, types unchecked: arguments and results as in {@link JsValue}. */
  abstract get invoke(): (...values: never[]) => unknown;
  /** Calls on raw slots. References do not cross this way. */
  abstract callUnchecked(slots: ValRaw): void;
  /** The function as typed JavaScript. Throws LinkError unless its type is just this one. */
  typed<const Params extends readonly ValType[], const Results extends readonly ValType[]>(params: Params, results: Results): TypedFunc<Params, Results>;
  /** Calls with tagged values. Throws LinkError if their types are not the parameters'. */
  call(...values: readonly Val[]): Val[];
}
/**
* The type of a WebAssembly value. `opaque` stands for all references that this layer does not tell apart (typed functions,
* garbage-collected things, exceptions): their values are what the host makes of them.
*/
type ValType = "i32" | "i64" | "f32" | "f64" | "v128" | "funcref" | "externref" | "opaque";
/** The JavaScript type of each value type. */
interface JsTypes {
  i32: number;
  i64: bigint;
  f32: number;
  f64: number;
  v128: Uint8Array;
  funcref: Func | null;
  externref: unknown;
  opaque: unknown;
}
/** A value of any type in JavaScript. */
type JsValue = JsTypes[ValType];
/** The JavaScript types of a list of value types. */
type JsValues<Types extends readonly ValType[]> = { -readonly [I in keyof Types]: JsTypes[Types[I]] };
/** What a function with these results returns in JavaScript: nothing, one value, or an array. */
type JsResult<Types extends readonly ValType[]> = Types extends readonly [] ? void : Types extends readonly [infer Only extends ValType] ? JsTypes[Only] : JsValues<Types>;
/** A value that carries its type. */
type Val = { readonly [Type in ValType]: {
  readonly type: Type;
  readonly value: JsTypes[Type];
} }[ValType];
/** Parameters and results of a function. */
interface FuncType {
  readonly params: readonly ValType[];
  readonly results: readonly ValType[];
}
/** Whether a global may change. */
type Mutability = "const" | "var";
interface GlobalType {
  readonly type: ValType;
  readonly mutability: Mutability;
}
/** Sizes in pages of 64 KiB. */
interface MemoryType {
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Shared between threads; needs a maximum. */
  readonly shared?: boolean | undefined;
  /** Addresses are 64-bit integers. */
  readonly is64?: boolean | undefined;
}
/** Sizes in elements. */
interface TableType {
  readonly element: "funcref" | "externref" | "opaque";
  readonly minimum: number;
  readonly maximum?: number | undefined;
  /** Indices are 64-bit integers. */
  readonly is64?: boolean | undefined;
}
/** What can be imported and exported. */
type ExternType = {
  readonly kind: "func";
  readonly type: FuncType;
} | {
  readonly kind: "global";
  readonly type: GlobalType;
} | {
  readonly kind: "memory";
  readonly type: MemoryType;
} | {
  readonly kind: "table";
  readonly type: TableType;
} | {
  readonly kind: "tag";
  readonly type: FuncType;
};
interface ImportDescriptor {
  readonly module: string;
  readonly name: string;
  readonly type: ExternType;
}
interface ExportDescriptor {
  readonly name: string;
  readonly type: ExternType;
}
/** A global variable. */
declare abstract class Global {
  readonly kind = "global";
  readonly store: Store<unknown>;
  readonly type: GlobalType;
  constructor(store: Store<unknown>, type: GlobalType);
  /** Makes a global that instances of the store can import. */
  static create<Type extends ValType>(context: AsContext<unknown>, type: GlobalType & {
    readonly type: Type;
  }, value: JsTypes[Type]): Global;
  /** Its value in JavaScript: a bigint for an i64. */
  abstract get(): JsValue;
  /** Sets the value. Throws LinkError on a constant. */
  set(value: JsValue): void;
  protected abstract write(value: JsValue): void;
}
/** A linear memory. */
declare abstract class Memory {
  readonly kind = "memory";
  readonly store: Store<unknown>;
  constructor(store: Store<unknown>);
  /**
  * Makes a memory of zeros that instances of the store can import. Throws LinkError: `invalidLimits` for a type that
  * cannot be, `limitExceeded`, `instantiationFailed` where the host has no room.
  */
  static create(context: AsContext<unknown>, type: MemoryType): Memory;
  /** Its type, with the current size as minimum. */
  abstract get type(): MemoryType;
  /**
  * The bytes themselves, not a copy. The view is valid until the memory grows: ask again after every call
  * that may grow it. Asking costs a comparison.
  */
  abstract data(): Uint8Array;
  /** Current size in pages of 64 KiB. */
  abstract get pages(): number;
  /**
  * Grows by `pages`; returns the size before in pages, or -1 if the maximum or the host does not allow it or if `pages`
  * is no whole number. Views of what is not shared are detached: their length is 0.
  */
  grow(pages: number): number;
  /** Grows by a number of pages that the limits allow. */
  protected abstract growBy(pages: number): number;
}
/** A table of references. */
declare abstract class Table {
  readonly kind = "table";
  readonly store: Store<unknown>;
  constructor(store: Store<unknown>);
  /**
  * Makes a table filled with `value` that instances of the store can import. Throws LinkError: `invalidLimits` for a
  * type that cannot be, `limitExceeded`, `instantiationFailed` where the host has no room.
  */
  static create(context: AsContext<unknown>, type: TableType, value?: Func | unknown): Table;
  /** Its type, with the current size as minimum. */
  abstract get type(): TableType;
  /** Number of elements. */
  abstract get size(): number;
  /** An element. Throws Trap `tableOutOfBounds`. */
  abstract get(index: number): unknown;
  /** Sets an element. Throws Trap `tableOutOfBounds`. */
  abstract set(index: number, value: unknown): void;
  /** Grows by `count` elements of `value`; returns the size before, or -1 if that is not allowed or no whole number. */
  grow(count: number, value: unknown): number;
  /** Grows by a number of elements that the limits allow. */
  protected abstract growBy(count: number, value: unknown): number;
}
/** A kind of exception that guests throw and catch. */
declare class Tag {
  readonly kind = "tag";
  readonly store: Store<unknown>;
  /** What an exception of this kind carries, as parameters; there are no results. */
  readonly type: FuncType;
  /**
  * Makes a tag that instances of the store can import; exceptions of it carry values of these types. Throws LinkError
  * `instantiationFailed` where the host has no exceptions.
  */
  static create(context: AsContext<unknown>, params: readonly ValType[]): Tag;
}
/** Anything that instances import and export. Each belongs to one store. */
type Extern = Func | Global | Memory | Table | Tag;
/** A compiled module: immutable, compiled once, instantiable in any store of its engine. */
declare class Module {
  #private;
  readonly engine: BareEngine;
  readonly imports: readonly ImportDescriptor[];
  readonly exports: readonly ExportDescriptor[];
  private constructor();
  /**
  * Validates and compiles. Throws ModuleError. Hosts may forbid compiling large modules synchronously. The
  * module keeps a copy of `given`, which may be changed afterwards.
  */
  static fromBinary(engine: BareEngine, given: Uint8Array): Module;
  /** Like {@link fromBinary}, without blocking where the host can. */
  static fromBinaryAsync(engine: BareEngine, given: Uint8Array): Promise<Module>;
  /**
  * Takes a module that the host compiled ahead of time, from a file that `prepareAheadOfTime` wrote. Throws
  * ModuleError if it is another, if the backend does not run modules of the host, or if the engine interrupts guests
  * and the module was not prepared for that.
  */
  static fromCompiled(engine: BareEngine, module: HostModule): Module;
  /** The module in bytes that {@link deserialize} takes. Throws ModuleError for one that came compiled. */
  serialize(): Uint8Array<ArrayBuffer>;
  /** Compiles what {@link serialize} wrote. Throws ModuleError `incompatible` for anything else. */
  static deserialize(engine: BareEngine, serialized: Uint8Array): Module;
  /** The bytes of each custom section of a name. */
  customSections(name: string): Uint8Array[];
  /** The type of an export, if there is one of that name. */
  exportType(name: string): ExternType | undefined;
}
/** A module brought to life in a store. Made by `Linker.instantiate`. */
declare class Instance {
  #private;
  readonly store: Store<unknown>;
  readonly module: Module;
  /** What the instance exports. */
  get exports(): readonly ExportDescriptor[];
  /** An export of any kind. */
  getExport(name: string): Extern | undefined;
  /** An exported function. Throws LinkError if there is none of that name. */
  getFunc(name: string): Func;
  /** An exported memory. Throws LinkError if there is none of that name. */
  getMemory(name: string): Memory;
  /** An exported global. Throws LinkError if there is none of that name. */
  getGlobal(name: string): Global;
  /** An exported table. Throws LinkError if there is none of that name. */
  getTable(name: string): Table;
  /** An exported tag. Throws LinkError if there is none of that name. */
  getTag(name: string): Tag;
  /**
  * An exported function as typed JavaScript: the types are checked here, once, and calls convert nothing that
  * need not be. Throws LinkError if there is no function of that name and type.
  */
  getTypedFunc<const Params extends readonly ValType[], const Results extends readonly ValType[]>(name: string, params: Params, results: Results): TypedFunc<Params, Results>;
}
/**
* What a host function is given: the way back to the store and to the instance that called. There is one for
* each instance, so it may be kept.
*/
declare class Caller<T> implements AsContext<T> {
  #private;
  readonly store: Store<T>;
  constructor(store: Store<T>, importedMemory?: Memory);
  asContext(): Store<T>;
  get engine(): BareEngine;
  get data(): T;
  set data(data: T);
  /** The calling instance; undefined while its start function runs and for functions that no instance imported. */
  get instance(): Instance | undefined;
  /** The memory that the calling instance imported, or the one that it exports as "memory". */
  get memory(): Memory | undefined;
  /** An export of the calling instance. */
  getExport(name: string): Extern | undefined;
}
/** How hard a backend should work on code. */
type OptLevel = "none" | "speed" | "speedAndSize";
/** Options of an engine; each is honoured, or named in `Engine.unsupportedOptions`. */
interface Config {
  /** What executes WebAssembly. Default: chosen by trying, see `chooseBackend`. */
  readonly backend?: RuntimeBackend | undefined;
  /** Default: the backend's own choice. */
  readonly optLevel?: OptLevel | undefined;
  /**
  * Guest code can be stopped by epoch deadlines and by fuel. Default `false`: code runs at full speed, and
  * only what it calls can stop it.
  */
  readonly epochInterruption?: boolean | undefined;
  /**
  * Milliseconds after which the epoch advances by itself while guest code runs. Without it only
  * `incrementEpoch` and `epochCounter` advance it. Needs a clock that moves while code runs.
  */
  readonly epochIntervalMs?: number | undefined;
  /** A counter in shared memory that other threads advance with `Atomics.add(counter, 0, 1)`. */
  readonly epochCounter?: Int32Array | undefined;
  /** Bytes of address space to reserve for each memory. */
  readonly memoryReservation?: number | undefined;
  /** Bytes of address space to reserve behind a memory that had to move. */
  readonly memoryReservationForGrowth?: number | undefined;
  /** Whether a memory may move when it grows. */
  readonly memoryMayMove?: boolean | undefined;
  /** Whether to register unwind information of compiled code with the system. */
  readonly nativeUnwindInfo?: boolean | undefined;
}
/** How a module is to be compiled. */
interface CompileOptions {
  /** Guest code must ask the store from time to time whether it may go on. */
  readonly interruptible: boolean;
}
/** A compiled module, as the backend keeps it. Immutable: any store of the engine may instantiate it. */
type BackendModule = object;
/** A host function as it is bound to one instance. */
type BoundFunc = {
  readonly kind: "host";
  readonly type: FuncType;
  readonly sync: CallbackSync;
  readonly caller: Caller<unknown>;
} & ({
  readonly form: "typed";
  readonly call: (caller: Caller<unknown>, ...values: never[]) => unknown;
} | {
  readonly form: "raw";
  readonly call: (caller: Caller<unknown>, slots: ValRaw) => void;
});
/** What stands for one import of a module. */
type ImportValue = Extern | BoundFunc;
/** An instance as the backend keeps it. */
interface BackendInstance {
  /** The handle of an export that the module has; the same one each time. */
  getExport(name: string): Extern;
}
/** A WebAssembly executor. One belongs to one engine. */
interface RuntimeBackend {
  /** `host`, `interpreter`, `mirrored` … */
  readonly name: string;
  /** Names of the options that are set in `config` and that this backend cannot honour. */
  unsupportedOptions(config: Config): readonly string[];
  /** Compiles and validates. Throws ModuleError. May keep the bytes, which nobody changes. */
  compile(bytes: Uint8Array, options: CompileOptions): BackendModule;
  /** The same without blocking, where the host can; the only way for large modules on some hosts. */
  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule>;
  /** Takes a module that the host compiled ahead of time; undefined where that means nothing. */
  adopt(module: HostModule, options: CompileOptions): BackendModule | undefined;
  /** The backend's part of a store. */
  createStore(store: Store<unknown>): BackendStore;
}
/** What a backend keeps for one store. */
interface BackendStore {
  /** What guests have left of the ration that they took last. */
  unspentFuel: number;
  createGlobal(type: GlobalType, value: JsValue): Global;
  createMemory(type: MemoryType): Memory;
  createTable(type: TableType, value: JsValue): Table;
  createFunc(func: BoundFunc): Func;
  createTag(type: FuncType): Tag;
  /**
  * Instantiates; `imports` stand in the order of `module.imports` and fit. Runs the start function. Throws
  * Trap, LinkError, or what a host function threw.
  */
  instantiate(module: Module, imports: readonly ImportValue[]): BackendInstance;
  instantiateAsync(module: Module, imports: readonly ImportValue[]): Promise<BackendInstance>;
  /** Lets go of everything that the store's guests hold, before the store is used again or dropped. */
  reset(): void;
}
/**
* What modules, stores and linkers have in common: the backend, the options and the epoch. Cheap to keep, made
* once; independent engines share nothing.
*
* This one is given its backend, and brings no other along; `Engine` finds one.
*/
declare class BareEngine {
  #private;
  readonly config: Config;
  readonly backend: RuntimeBackend;
  /** Why this backend, in a sentence. */
  readonly backendReason: string;
  constructor(config: Config & {
    readonly backend: RuntimeBackend;
  }, backendReason?: string);
  /** Names of the configured options that the backend cannot honour. */
  get unsupportedOptions(): readonly string[];
  /**
  * Advances the epoch by one. Stores whose deadline is reached stop their guests at the next check. JavaScript
  * cannot run this while a guest runs, except in a host function: for that there are `epochIntervalMs` and
  * `epochCounter`.
  */
  incrementEpoch(): void;
  /** The epoch: calls of `incrementEpoch`, ticks of the clock and counts of other threads together. */
  get epoch(): number;
}
/** Bounds of a store, each a whole number; what is left out is not bounded. */
interface StoreLimits {
  /** Bytes of each memory. Growing beyond answers -1. */
  readonly memoryBytes?: number | undefined;
  /** Elements of each table. Growing beyond answers -1. */
  readonly tableElements?: number | undefined;
  /** Memories that are ever made in the store, by guests and the host. */
  readonly memories?: number | undefined;
  /** Tables that are ever made in the store, by guests and the host. */
  readonly tables?: number | undefined;
  /** Modules that are ever brought to life in the store. */
  readonly instances?: number | undefined;
}
/** Called when the deadline passed: how many epochs more the guest gets, or undefined to stop it. */
type EpochDeadlineCallback<T> = (caller: Caller<T>) => number | undefined;
declare class Store<T> implements AsContext<T> {
  #private;
  readonly engine: BareEngine;
  /** The host's data, which callbacks reach as `caller.data`. */
  data: T;
  constructor(engine: BareEngine, data: T);
  asContext(): Store<T>;
  /** What guests may hold; nothing is bounded at first. */
  get limits(): StoreLimits;
  /**
  * Bounds what is made in the store from now on, and how far it grows. Set it before instances are made: what an instance
  * of the host backend may grow to is decided then. Throws RangeError for what is no limit.
  */
  set limits(limits: StoreLimits);
  /**
  * Stops guests once the epoch has advanced by `ticks` from now; by default they may run for ever. Throws TypeError
  * without `Config.epochInterruption`.
  */
  setEpochDeadline(ticks: number): void;
  /** Asks `callback` when the deadline passed, instead of stopping with a Trap; what it throws stops too. */
  epochDeadlineCallback(callback: EpochDeadlineCallback<T> | undefined): void;
  /**
  * How much fuel guests have left; `Infinity` at first. It bounds work where no clock can be trusted. What costs how many
  * units is the same on every backend: docs/runtime.md says it. What a guest cannot pay stops it with Trap `outOfFuel`,
  * and nothing is left then.
  */
  get fuel(): number;
  /**
  * Sets what is left. Throws RangeError for what is neither a whole number from 0 nor `Infinity`, TypeError without
  * `Config.epochInterruption`.
  */
  set fuel(units: number);
  /** Lets go of everything that guests hold, so that the store can be dropped or used for something else. */
  reset(): void;
  [Symbol.dispose](): void;
}
/** Whatever leads to a store: the store itself, or the caller that a host function is given. */
interface AsContext<T> {
  asContext(): Store<T>;
}
/** An engine that chooses its backend by trying, unless the configuration names one. It brings all backends along. */
declare class Engine extends BareEngine {
  constructor(config?: Config);
}
/**
* `simd`: WebAssembly with vectors. `scalar`: WebAssembly without, for hosts that lack them. `javascript`: for hosts
* that do not compile WebAssembly.
*/
type KernelVariant = "simd" | "scalar" | "javascript";
/** A variant, and why it was chosen. */
interface KernelChoice {
  readonly variant: KernelVariant;
  /** A sentence for `debug`. */
  readonly reason: string;
}
/**
* Picks the fastest variant that the engine can run, by trying. The argument or, without one, the environment
* variable TYARA_KERNEL overrides the choice.
*/
declare function chooseKernel(engine?: Engine, override?: string | undefined): KernelChoice;
export { type KernelChoice, type KernelVariant, type PatternFacts, type RuleInspection, chooseKernel, describePattern, dumpRuleCode, inspectRules };