// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** An `AbortSignal`, for those whose types have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}
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
/** Why a value or a name cannot be an external variable. */
type VariableProblem = "already-exists" | "invalid-identifier" | "invalid-type" | "invalid-array" | "integer-out-of-range" | "unexpected-null" | "undefined-variable" | "too-deep";
/** A variable that cannot be defined or set; thrown to whoever gave it. */
declare class VariableError extends Error {
  override readonly name = "VariableError";
  readonly problem: VariableProblem;
  constructor(problem: VariableProblem, message: string);
}
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
/** A float, whole or not; made by {@link float}. */
declare class Float {
  readonly value: number;
  /** Throws a TypeError for what is no number. */
  constructor(value: number);
}
/** Says that a number is a float in rules: `globals: { ratio: float(2) }`. Without it whole numbers are integers. */
declare function float(value: number): Float;
/** The value of an external variable: anything that rules have a type for. Whole numbers are integers, see {@link float}. */
type GlobalValue = ScalarValue | Float | readonly (GlobalValue | undefined)[] | ReadonlyMap<bigint | number | string, GlobalValue> | {
  readonly [field: string]: GlobalValue | undefined;
};
/**
* Bytes that are no compiled rules, rules of another version of Tyara, or damaged ones. Most damage is seen when the bytes
* are read; code that is not sound when the first scanner is made; and what shows only while the rules run ends that scan.
*/
declare class RuleFormatError extends Error {
  override readonly name = "RuleFormatError";
}
/** Rules in order of declaration. The rules of a namespace are neighbours. A {@link RuleReader} reads them. */
interface RuleTable {
  /** How many rules there are. */
  readonly length: number;
  readonly bytes: Uint8Array;
}
/** The output of the compiler's search room: one block of bytes for the scanner's memory, and descriptions for people. */
/** The bytes that the search reads outside of the chunk that it searches. All distances are in bytes. */
interface Sight {
  /** The first bytes of the data, which the search reads before the first chunk. `Infinity`: it needs all data at once. */
  readonly head: number;
  /** Before the start of a chunk. */
  readonly behind: number;
  /** After the end of a chunk. */
  readonly ahead: number;
}
/** The search tables of a rule set: plain data, serialised with the rules and loaded without a check of their contents. */
interface SearchTables {
  /** The scanner copies these to `MemoryMap.constants` (addresses inside are absolute). The length is a multiple of 16. */
  readonly bytes: Uint8Array;
  /** The number of pattern states. */
  readonly patternCount: number;
  /** The size of the largest tables for a selection of the patterns, in bytes; 0: no selection. */
  readonly selectionSize: number;
  /** The bytes that must be in memory during the search. */
  readonly sight: Sight;
  /** The prefilter and the reason for it. */
  readonly decision: SearchDecision;
}
/** The number is the stride of the pair table; without one it is 2. */
declare const prefilters: readonly ["rare-pairs", "pair-table", "pair-table-4", "pair-table-8"];
type Prefilter = (typeof prefilters)[number];
interface SearchDecision {
  readonly prefilter: "none" | Prefilter;
  /** A sentence for `debug`. */
  readonly reason: string;
  /** The number of different byte runs that the prefilter searches for. */
  readonly runCount: number;
  /** The number of candidates that the frequency model expects in a megabyte of ordinary data. */
  readonly expectedCandidatesPerMegabyte: number;
}
interface RuleSet {
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
interface StateLayout {
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
interface ModuleUse {
  readonly name: string;
  /**
  * The address of the slots of the root structure. A {@link RootHeader} lies before them. Until its flag is set, rule
  * code calls `host.loadModule` first.
  */
  readonly root: number;
  readonly layout: StructLayout;
}
interface GlobalsInfo {
  readonly type: StructType;
  readonly values: StructValue;
  /** The address of the slots; 0 when no rule reads an external variable. */
  readonly root: number;
  readonly layout: StructLayout;
}
/** Which fields of a structure are laid out, slot by slot; fields that no rule reads have no slot. */
interface StructLayout {
  readonly slots: readonly SlotLayout[];
}
interface SlotLayout {
  readonly field: string;
  readonly type: Type$1;
  /** For structures, and for arrays and maps of them: what of the item is laid out. */
  readonly item?: StructLayout;
  /** Whether an absent value is the type's zero (proto3) instead of undefined. */
  readonly isZeroWhenAbsent: boolean;
}
interface FunctionUse {
  readonly module: string;
  /** The signature's id inside its module. */
  readonly id: string;
  /** Regexp arguments are given as indices into {@link RuleSet.regexps}. */
  readonly parameters: readonly Type$1[];
  readonly result: Type$1;
  /** What is laid out of a structure that the function returns. */
  readonly resultLayout?: StructLayout;
  /** The `KernelFunction` that gives the same where the data are in the memory; 0: there is none. */
  readonly kernelFunction: number;
}
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
declare class Module$1 {
  #private;
  readonly engine: BareEngine;
  readonly imports: readonly ImportDescriptor[];
  readonly exports: readonly ExportDescriptor[];
  private constructor();
  /**
  * Validates and compiles. Throws ModuleError. Hosts may forbid compiling large modules synchronously. The
  * module keeps a copy of `given`, which may be changed afterwards.
  */
  static fromBinary(engine: BareEngine, given: Uint8Array): Module$1;
  /** Like {@link fromBinary}, without blocking where the host can. */
  static fromBinaryAsync(engine: BareEngine, given: Uint8Array): Promise<Module$1>;
  /**
  * Takes a module that the host compiled ahead of time, from a file that `prepareAheadOfTime` wrote. Throws
  * ModuleError if it is another, if the backend does not run modules of the host, or if the engine interrupts guests
  * and the module was not prepared for that.
  */
  static fromCompiled(engine: BareEngine, module: HostModule): Module$1;
  /** The module in bytes that {@link deserialize} takes. Throws ModuleError for one that came compiled. */
  serialize(): Uint8Array<ArrayBuffer>;
  /** Compiles what {@link serialize} wrote. Throws ModuleError `incompatible` for anything else. */
  static deserialize(engine: BareEngine, serialized: Uint8Array): Module$1;
  /** The bytes of each custom section of a name. */
  customSections(name: string): Uint8Array[];
  /** The type of an export, if there is one of that name. */
  exportType(name: string): ExternType | undefined;
}
/** A module brought to life in a store. Made by `Linker.instantiate`. */
declare class Instance {
  #private;
  readonly store: Store<unknown>;
  readonly module: Module$1;
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
  instantiate(module: Module$1, imports: readonly ImportValue[]): BackendInstance;
  instantiateAsync(module: Module$1, imports: readonly ImportValue[]): Promise<BackendInstance>;
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
/** What the compiler knows of a module. */
interface ModuleDeclaration {
  readonly name: string;
  /** The root structure: fields, enum constants, functions as fields of function type. */
  readonly schema: StructType;
  /** The bytes without which the module has nothing to say of data. Absent: it may say something of any. */
  readonly signature?: FileSignature;
}
/** A declaration with the code that serves it. */
interface Module extends ModuleDeclaration {
  /**
  * Reads the scanned bytes. Never throws on hostile bytes; what cannot be read is absent. `undefined` when there is
  * nothing to say. Absent for modules whose parser does not exist yet: then `isAvailable` is false.
  */
  readonly parse?: (input: ModuleInput) => StructValue | undefined;
  /** Implementations by signature id; a method's receiver is the first argument. */
  readonly functions?: ReadonlyMap<string, ModuleFunction>;
  /**
  * The top-level fields that a function reads in the module's value, by signature id; fields that neither rules nor such
  * functions read may be left out of the value. Absent: whatever function a rule calls, the value is whole.
  */
  readonly fieldsOfFunction?: (id: string) => readonly string[];
  /** Whether scanning with it works; a module without parser or functions only type-checks. */
  readonly isAvailable: boolean;
  /** Whether it comes with the engine: scans that nobody asked for (the rehearsal) run no other code. */
  readonly isBuiltin?: boolean;
}
interface ModuleInput {
  /** The scanned bytes: a view of the scanner's memory, or of what it was given. Valid only during the call, and not to be written to. */
  readonly data: Uint8Array;
  /** What the caller gave for this module with the scan (CL-10, SC-2). */
  readonly metadata?: Uint8Array;
  /** Top-level fields that rules and functions read, `undefined` for all (a dump): expensive parts may be left out. */
  readonly wanted?: ReadonlySet<string>;
  /** To be called every few milliseconds by whatever walks over all the data: throws when the scan must end. */
  readonly checkpoint?: () => void;
}
interface FunctionContext extends ModuleInput {
  /** The module's own value in this scan. */
  readonly value: StructValue | undefined;
  /** Tests a string against a regexp argument. */
  readonly matches: (regexp: RegexpArgument, text: Uint8Array) => boolean;
  /** Where the console module writes. */
  readonly log: (message: string) => void;
  /** One object a scan for what the module wants to keep between calls (hashes already computed). */
  readonly cache: Map<string, unknown>;
}
/** A regexp literal passed to a function, opaque to modules. */
interface RegexpArgument {
  readonly regexp: number;
}
/** Integers arrive as `bigint`, floats as `number`, booleans as `boolean`, strings as bytes, structures as the value that the module gave; `undefined` is the undefined value. */
type ModuleFunction = (context: FunctionContext, ...args: readonly (Value | RegexpArgument)[]) => Value | undefined;
/** Data that can be read at any place, at once: a scan does not wait for promises. */
interface DataReader {
  /** Bytes in all. */
  readonly byteLength: number;
  /** Fills `target` with the bytes from `offset` on and returns how many those were: fewer than wanted only where the data ended. */
  readonly readAt: (offset: number, target: Uint8Array) => number;
  /** Whether the data are no longer what they were when the scan began; asked at its end. Default: they are. */
  readonly hasChanged?: () => boolean;
}
/** Data of a reader ended before their end: somebody cut them while they were scanned, or their size was not true. */
declare class DataChangedError extends Error {
  override readonly name = "DataChangedError";
  /** The size that the data had when the scan began, in bytes. */
  readonly byteLength: number;
  constructor(byteLength: number, end: number);
}
/** The data is larger than the memory of a scanner can hold beside the rules. */
declare class DataTooLargeError extends Error {
  override readonly name = "DataTooLargeError";
  readonly byteLength: number;
  constructor(byteLength: number);
}
/** How a scan ended. Clean, cut short and stopped never look alike. */
type ScanStatus = "complete" | "timeout" | "aborted";
/** A limit that was met: the result may lack something, although the scan went to its end. */
type LimitMet = "matches-per-pattern" | "memory" | "scan-size" | "module" | "steps" | "data-changed" | "match-data";
/** What a limit of a module cut off. */
interface ModuleLimit {
  readonly module: string;
  /** In words that follow the module's name: `more than 96 sections`. */
  readonly what: string;
}
interface ScanResult {
  readonly status: ScanStatus;
  /** The limits that were met, each once. */
  readonly limits: readonly LimitMet[];
  /** What modules left out of the values that rules, or this result, asked for; each once. */
  readonly moduleLimits: readonly ModuleLimit[];
  /** Matching rules by namespace and order of declaration; private ones are left out unless asked for. */
  readonly matches: readonly RuleMatch[];
  /** Rules that did not match, in the same order, their patterns without matches; absent without `includeNonMatches`. */
  readonly nonMatches?: readonly RuleMatch[];
  /** Modules that rules import but that cannot be evaluated here: their fields were undefined. */
  readonly unavailableModules: readonly string[];
  /** What the modules named in `moduleOutputs` say of the data, by name; those that say nothing are absent. */
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}
interface RuleMatch {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** All patterns of the rule in order of declaration; those that were not found have no matches. */
  readonly patterns: readonly RulePatternMatches[];
}
interface RuleMetadata {
  readonly identifier: string;
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
  /** Integers are numbers, and `bigint` beyond 2^53; `kind` tells them from floats. */
  readonly value: bigint | number | boolean | string | Uint8Array;
}
interface RulePatternMatches {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  /** Sorted by offset, one for each. */
  readonly matches: readonly PatternMatch[];
}
interface PatternMatch {
  /** Bytes from the start of the scanned data. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** The key of a pattern with `xor`; 0 is a key. */
  readonly xorKey: number | undefined;
  /**
  * The matched bytes, a copy; long matches are cut at `maxMatchData` bytes. Matches of one pattern with the same bytes may
  * share it.
  */
  readonly data: Uint8Array;
}
/** Results in what JSON has: it knows neither bytes nor large integers nor maps. */
/**
* A result, or a part of one, as JSON can hold it: bytes as arrays of numbers, integers that a number would round as text, maps
* as objects. `JSON.stringify` does it by itself for a result, but not for parts of one or for a copy from another thread.
*/
declare function jsonValue(value: unknown): unknown;
/** A compiled rule. */
interface RuleDescription {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** In order of declaration. */
  readonly patterns: readonly PatternDescription[];
}
/** A pattern of a compiled rule. */
interface PatternDescription {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}
/** A choice of rules: a function that says of each whether it is wanted, or what all wanted rules have. */
type RuleSelection = ((rule: RuleDescription) => boolean) | RuleCriteria;
/** What wanted rules have; what is absent does not matter. */
interface RuleCriteria {
  /** They have one of these tags. */
  readonly tags?: readonly string[];
  /** They are in one of these namespaces. */
  readonly namespaces?: readonly string[];
  /** They have one of these names. */
  readonly identifiers?: readonly string[];
}
/** One text of rules: where it came from and its bytes' text. Several may take part in one compilation. */
interface Source {
  /** A file path or any name the caller gave; absent when the text came without one. */
  readonly origin?: string;
  readonly text: string;
}
/** A place in a source that a diagnostic points at. */
interface Label {
  /** `primary` is the place the message is about; there is exactly one, and it comes first. */
  readonly kind: "primary" | "secondary";
  readonly span: Span;
  /** What to say at this place; may be empty. */
  readonly text: string;
  /** Set by the compiler when it collects the diagnostic. */
  readonly source?: Source;
}
/** A sentence under the excerpt: a fact (`note`) or an advice (`help`). */
interface Footer {
  readonly kind: "note" | "help";
  readonly text: string;
}
/** A change of the source text that mends what the diagnostic is about. */
interface Replacement {
  readonly span: Span;
  readonly text: string;
  readonly source?: Source;
}
/**
* What was wrong, or doubtful, in the author's rules: data, collected by the compiler, never thrown.
* Errors carry YARA-X's codes (`E009`), warnings its ids (`slow_pattern`).
*/
interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly title: string;
  readonly labels: readonly Label[];
  readonly footers: readonly Footer[];
  readonly replacements: readonly Replacement[];
}
/** Options of one scan; what is absent is as set on the scanner. */
interface ScanOptions {
  /** Milliseconds after which the scan ends with what it has found; 0 for no bound, which is the default. */
  readonly timeoutMs?: number;
  /**
  * Steps after which the scan ends with what it has found: turns of loops, bytes searched, work of modules, some nanoseconds each.
  * The same scan ends at the same place on every machine, and where the clock stands still. Default: no bound.
  */
  readonly maxSteps?: number;
  /**
  * Ends the scan when it is aborted; looked at between steps of the work. A scan runs without pause, so only what it
  * calls itself (a console callback, a module) or another thread can abort it; `timeoutMs` bounds it in any case.
  */
  readonly signal?: AbortSignalLike;
  /** Only so many bytes from the start are scanned. Default: all. */
  readonly maxScanSize?: number;
  /** Whether private rules and patterns are in the result. Default false. */
  readonly includePrivate?: boolean;
  /** Whether rules that did not match are in the result, which costs time for each of them. Default false. */
  readonly includeNonMatches?: boolean;
  /**
  * Which rules are evaluated and in the result. The others cost nothing, and their patterns are not searched; what chosen rules need
  * (rules that they name, global rules of their namespaces) is evaluated but not in the result. Looking for the same rules again is
  * cheapest with the same object. Default: what `Scanner.select` set, or all.
  */
  readonly select?: RuleSelection;
  /** What modules are told beside the data, by name of the module. */
  readonly moduleMetadata?: Readonly<Record<string, Uint8Array>>;
  /** Modules whose whole values the result gives, whether rules use them or not; a scan that is stopped gives none. Default none. */
  readonly moduleOutputs?: readonly string[];
  /** Bytes of one match that the result gives at most. Default 4096. */
  readonly maxMatchData?: number;
  /**
  * Bytes of all matches that the result gives at most; each match whose bytes are not those of the match before it counts for
  * 64 at least. What is left out is told in `limits`. Default 16 MiB.
  */
  readonly maxTotalMatchData?: number;
}
/** How far an asynchronous scan is. */
interface SearchProgress {
  /** Bytes that were searched; it may begin anew for patterns that are looked for later. */
  readonly searched: number;
  /** Bytes of data. */
  readonly byteLength: number;
}
/** Options of an asynchronous scan. */
interface AsyncScanOptions extends ScanOptions {
  /** Bytes that are collected of a stream or a Blob; of more only the beginning is scanned, which `limits` tells as "scan-size". Default 256 MiB. */
  readonly maxSpoolSize?: number;
  /** Is told now and then how far the search is. What it throws ends the scan and rejects its promise. */
  readonly onProgress?: (progress: SearchProgress) => void;
}
/** A `Blob` or `File` of any host, as far as it is read. */
interface BlobSource {
  readonly size: number;
  readonly slice: (start: number, end: number) => {
    readonly arrayBuffer: () => Promise<ArrayBuffer>;
  };
}
/** A `ReadableStream` of any host, as far as it is read. */
interface StreamSource {
  readonly getReader: () => {
    readonly read: () => Promise<{
      readonly done: boolean;
      readonly value?: unknown;
    }>;
    readonly cancel: () => Promise<void>;
  };
}
/**
* What is scanned asynchronously: bytes, which must stay as they are until the scan is over; a reader; a `Blob` or `File`; a stream or an
* async iterable of `Uint8Array`s, such as the body of a response or a `Readable` of Node.
*/
type AsyncSource = Uint8Array | ArrayBufferLike | DataReader | BlobSource | StreamSource | AsyncIterable<Uint8Array>;
/** Data that is read straight into the scanner's memory. */
interface DataSource {
  readonly byteLength: number;
  /**
  * Fills `target`, which is `byteLength` bytes or, with `maxScanSize`, fewer; returns how many bytes there were, at once:
  * a scan does not wait for promises. Where that takes long, `checkpoint` should be called every few milliseconds: it
  * throws when the scan must end, and what it throws must be let through.
  */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Whether the data are no longer what was read; asked at the end of the scan. Default: they are. */
  readonly hasChanged?: () => boolean;
}
/** Data of which nobody knows how many there are before their end: a pipe, a device. */
interface DataStream {
  /**
  * Writes what comes next to the start of `target` and returns how many bytes that were; 0 at the end. While it waits or where
  * it takes long, `checkpoint` should be called every few milliseconds, as in {@link DataSource.read}.
  */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Whether the end has been reached, answered without waiting: what is not known yet is no end. Asked behind the last byte that is scanned. */
  readonly isAtEnd: () => boolean;
}
declare class Scanner {
  #private;
  readonly ruleSet: RuleSet;
  /**
  * Scans bytes; only what is looked at is copied, and modules are given `data` itself. The result holds nothing of `data`. Throws a
  * TypeError when the buffer of `data` is transferred or shrinks meanwhile.
  */
  scan(data: Uint8Array, options?: ScanOptions): ScanResult;
  /**
  * Scans what a source writes into the memory, without a copy in between. Throws what the source throws, and
  * {@link DataTooLargeError} when the memory cannot hold so much.
  */
  scanSource(source: DataSource, options?: ScanOptions): ScanResult;
  /**
  * Scans what a reader gives, in bounded memory however much that is: the search reads everything once, piece by piece, conditions
  * and results read where they look. All of large data are held only for modules that read more than their beginning, and for the few
  * patterns whose verification needs them. Throws what the reader throws, {@link DataChangedError} where it ends early, and
  * {@link DataTooLargeError}.
  */
  scanReader(reader: DataReader, options?: ScanOptions): ScanResult;
  /**
  * Scans what a stream gives, read straight into the memory, to its end or to `maxScanSize`; the time of reading is the scan's.
  * Throws what the stream throws, and {@link DataTooLargeError} when the memory cannot hold so much.
  */
  scanStream(stream: DataStream, options?: ScanOptions): ScanResult;
  /**
  * Scans what may come while the program goes on. Streams and Blobs are collected first, up to `maxSpoolSize`; a {@link DataReader} is read in
  * parts as by {@link scanReader}. The search pauses every few milliseconds, so that signals work and pages stay alive; reading
  * a module's value and evaluating a condition do not, which `timeoutMs` bounds (`tyara/pool` scans in another thread). Time-out and
  * signal hold for the reading too. Until the promise is settled the scanner takes no other scan. Rejects with what the source throws.
  */
  scanAsync(source: AsyncSource, options?: AsyncScanOptions): Promise<ScanResult>;
  /** Gives an external variable another value, of its declared type, for the scans to come. Throws VariableError. */
  setGlobal(identifier: string, value: GlobalValue): void;
  /** Milliseconds after which a scan ends with what it has found; 0 for no bound, which is the default. */
  setTimeoutMs(timeoutMs: number): void;
  /** What {@link setTimeoutMs} set. */
  get timeoutMs(): number;
  /** Matches kept for one pattern, at least 1, the leftmost; a pattern with more is told in `limits`. Default 1,000,000. */
  setMaxMatchesPerPattern(count: number): void;
  /**
  * Bytes that the matches of a scan may take, sixteen a match and more while they are put in order; at least 1 MiB. Where
  * they do not suffice, the patterns with the most matches keep fewer, the leftmost, which `limits` tells as "memory".
  * Default 128 MiB.
  */
  setMaxMatchMemory(byteLength: number): void;
  /** Which rules the scans to come evaluate and tell of, see `ScanOptions.select`; undefined: all, which is the default. */
  select(selection: RuleSelection | undefined): void;
  /** Whether patterns may be searched no further than the rules need: results then lack some matches. Default false. */
  setFastScan(isFast: boolean): void;
  /**
  * What is called with the messages of the `console` module; by default they are dropped. What it throws ends the scan and
  * is thrown by it.
  */
  onConsoleLog(log: (message: string) => void): void;
  /** Lets go of the memory; scanning is an error from then on. Not needed: a scanner that nobody holds is collected. */
  [Symbol.dispose](): void;
  /** Bytes of memory that the scanner holds: rules, what it had to hold of data at once so far, and what their matches took. */
  get memoryByteLength(): number;
}
/** How rules are run. */
interface RulesOptions {
  /** What executes WebAssembly. Default: chosen by trying. */
  readonly engine?: Engine;
  /** Which build of the search kernels runs; all give the same results. Default: the fastest that the host allows. */
  readonly kernel?: KernelVariant;
  /** The modules by name: those that the rules were compiled with. Default: none, so that their fields are undefined. */
  readonly modules?: ReadonlyMap<string, Module>;
}
/** How compiled rules are read from bytes, and then run. */
interface DeserializeOptions extends RulesOptions {
  /**
  * Whether the bytes are left to the rules: nobody may write to them any more, and the largest part of them is not copied
  * until the first scanner is made. Default false: everything is copied at once.
  */
  readonly keepBytes?: boolean;
}
/** Compiled rules: immutable, usable from any number of scanners. Iterating over them gives a description of each. */
declare class Rules implements Iterable<RuleDescription> {
  #private;
  constructor(ruleSet: RuleSet, options?: RulesOptions);
  /** What was compiled, as plain data. Once there is a scanner, reading its search tables copies them. */
  get ruleSet(): RuleSet;
  /** How many rules there are, private ones included. */
  get length(): number;
  /** The modules that the rules' sources import, used or not. */
  get imports(): readonly string[];
  /**
  * What the compiler found doubtful in the sources. These diagnostics hold the text of their sources; serialised rules have none.
  */
  get warnings(): readonly Diagnostic[];
  /** The rules by namespace and order of declaration, private ones included. Throws RuleFormatError when one is damaged. */
  [Symbol.iterator](): IterableIterator<RuleDescription>;
  /**
  * The rules of {@link serialize}. Throws RuleFormatError for other bytes and for rules of another version; damage of
  * some kinds shows when the first scanner is made, or in a scan, which throw it then. The modules must be those that the
  * rules were compiled with. What is promised of bytes from strangers is told in docs/limits.md, "Compiled rules".
  */
  static deserialize(bytes: Uint8Array, options?: DeserializeOptions): Rules;
  /** The rules as bytes, to be kept or sent; compiling is not needed again. */
  serialize(): Uint8Array;
  /** Scans bytes with default settings, on one scanner that the rules keep. */
  scan(data: Uint8Array, options?: ScanOptions): ScanResult;
  /**
  * Compiles the rules for this host without blocking it. Browsers refuse to compile more than some megabytes of code
  * at once on their main thread: there, large rule sets must be prepared before the first scan.
  */
  prepare(): Promise<this>;
  /**
  * A new scanner. Making one costs some hundred microseconds and a few megabytes; of thousands of rules some milliseconds,
  * the first one some more, and the tables of the rules anew. Scanning with it costs little.
  */
  scanner(): Scanner;
  /** Lets go of the code and the memory that scans have made; the next scan makes them anew. */
  [Symbol.dispose](): void;
}
export { type AsyncScanOptions, type AsyncSource, type BlobSource, DataChangedError, type DataReader, type DataSource, type DataStream, DataTooLargeError, type DeserializeOptions, Float, type GlobalValue, type KernelChoice, type KernelVariant, type LimitMet, type Module, type ModuleLimit, type PatternDescription, type PatternMatch, type RuleCriteria, type RuleDescription, RuleFormatError, type RuleMatch, type RuleMetadata, type RulePatternMatches, type RuleSelection, type RuleSet, Rules, type RulesOptions, type ScanOptions, type ScanResult, type ScanStatus, Scanner, type SearchProgress, type StreamSource, VariableError, chooseKernel, float, jsonValue };