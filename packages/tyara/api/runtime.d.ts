// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
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
/**
* Returns the module as it is to be deployed as a `.wasm` file and later given to `Module.fromCompiled`. The
* bytes must be a valid module. Throws ModuleError if they are malformed.
*/
declare function prepareAheadOfTime(bytes: Uint8Array, options?: {
  readonly epochInterruption?: boolean;
}): Uint8Array<ArrayBuffer>;
/** What is synchronised around a host function, as bits. */
declare const CallbackSync: {
  /** The function looks at no memory. */readonly none: 0; /** The function reads memory: what the guest wrote must be visible before it runs. */
  readonly before: 1; /** The function writes memory: what it wrote must be visible to the guest afterwards. */
  readonly after: 2; /** It does both. The default. */
  readonly both: 3;
};
type CallbackSync = (typeof CallbackSync)[keyof typeof CallbackSync];
/** Whether guest memory must be copied to the host's side before the function runs. */
declare function shouldSyncBefore(flags: CallbackSync): boolean;
/** Whether the host's side must be copied to guest memory after the function returned. */
declare function shouldSyncAfter(flags: CallbackSync): boolean;
/** Slots that a call needs: arguments and results share one array. */
declare function callbackStorageLength(parameterSlots: number, resultSlots: number): number;
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
/** A host function on raw slots: arguments come in from slot 0 on, results go back the same way. */
type RawCallback<T> = (caller: Caller<T>, slots: ValRaw) => void;
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
/** The value that locals and globals of a type start with. */
declare function defaultVal(type: ValType): Val;
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
/** Bytes in a WebAssembly page. */
declare const pageSize = 65536;
/** A type as one reads it: `func(i32, i64) -> (f64)`, `memory 1..4`. */
declare function describeType(type: ExternType): string;
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
/** The description of a handle, with current sizes. */
declare function externType(item: Extern): ExternType;
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
declare class HostBackend implements RuntimeBackend {
  #private;
  readonly name = "host";
  unsupportedOptions(config: Config): readonly string[];
  compile(bytes: Uint8Array, options: CompileOptions): BackendModule;
  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule>;
  adopt(module: HostModule, options: CompileOptions): BackendModule;
  createStore(store: Store<unknown>): BackendStore;
}
declare class InterpreterBackend implements RuntimeBackend {
  #private;
  readonly name = "interpreter";
  unsupportedOptions(config: Config): readonly string[];
  /** Interruption needs nothing of the code: the loop counts by itself. */
  compile(bytes: Uint8Array, _options: CompileOptions): BackendModule;
  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule>;
  /** A module of the host's WebAssembly does not give its bytes away. */
  adopt(): undefined;
  createStore(store: Store<unknown>): BackendStore;
}
/** A backend, and why it was chosen. */
interface BackendChoice {
  readonly backend: RuntimeBackend;
  readonly reason: string;
}
/** Backends that can be asked for by name. */
type BackendName = "host" | "interpreter";
/**
* Picks a backend by trying what the host allows, never by guessing from its name. The argument or, without
* one, the environment variable TYARA_BACKEND overrides the choice.
*/
declare function chooseBackend(override?: string | undefined): BackendChoice;
/** An engine that chooses its backend by trying, unless the configuration names one. It brings all backends along. */
declare class Engine extends BareEngine {
  constructor(config?: Config);
}
/** Why a guest was stopped. */
type TrapCode = "unreachable" | "memoryOutOfBounds" | "tableOutOfBounds" | "indirectCallToNull" | "badSignature" | "integerOverflow" | "integerDivisionByZero" | "badConversionToInteger" | "stackOverflow" | "heapMisaligned" | "atomicWaitNonSharedMemory" | "interrupt" | "outOfFuel";
/** A function that was running when a guest trapped. */
interface TrapFrame {
  /** Index among all functions of its module, imported ones first. */
  readonly functionIndex: number;
  /** The name that the module's debug names give it. */
  readonly functionName: string | undefined;
  /** Byte offset in the module of the instruction that it was at. */
  readonly offset: number | undefined;
}
/**
* A guest did what WebAssembly forbids, or was stopped. The store and its instances stay usable; memories and
* globals hold what the guest had written until then.
*/
declare class Trap extends Error {
  #private;
  override readonly name = "Trap";
  readonly code: TrapCode;
  constructor(code: TrapCode, options?: ErrorOptions);
  /**
  * The functions that were running, innermost first; at most the innermost hundred. The interpreter knows them; on other
  * backends there are none, and `cause` has the host's stack.
  */
  get frames(): readonly TrapFrame[];
}
/** Why things do not fit together. */
type LinkErrorCode = "duplicateDefinition" | "unknownImport" | "incompatibleImport" | "unknownExport" | "incompatibleExport" | "wrongStore" | "invalidLimits" | "limitExceeded" | "instantiationFailed";
/** An import, an export or a definition is missing, doubled or of another type. */
declare class LinkError extends Error {
  override readonly name = "LinkError";
  readonly code: LinkErrorCode;
  constructor(code: LinkErrorCode, message: string, options?: ErrorOptions);
}
/** Why bytes cannot become a module. */
type ModuleErrorCode = "malformed" | "invalid" | "unsupported" | "forbidden" | "incompatible";
/** Bytes that cannot become a module. */
declare class ModuleError extends Error {
  override readonly name = "ModuleError";
  readonly code: ModuleErrorCode;
  /** Byte offset of the fault, where it is known. */
  readonly offset: number | undefined;
  constructor(code: ModuleErrorCode, message: string, options?: ErrorOptions & {
    offset?: number | undefined;
  });
}
/**
* Names for what modules import. Definitions are by module name and name; a second definition of one is
* refused. A linker may instantiate many modules, host functions even in many stores.
*/
declare class Linker<T> {
  #private;
  readonly engine: BareEngine;
  constructor(engine: BareEngine);
  /** Defines a host function with JavaScript values as arguments and results. */
  funcWrap<const Params extends readonly ValType[], const Results extends readonly ValType[]>(module: string, name: string, params: Params, results: Results, callback: HostCallback<T, Params, Results>, sync?: CallbackSync): this;
  /** Defines a host function on raw slots: exact 64-bit integers without bigints. */
  funcNewUnchecked(module: string, name: string, type: FuncType, callback: RawCallback<T>, sync?: CallbackSync): this;
  /** Defines something of a store: a memory, a global, a table, an export of another instance. */
  define(context: AsContext<T>, module: string, name: string, item: Extern): this;
  /** Defines all exports of an instance; calls between instances never pass through JavaScript. */
  instance(context: AsContext<T>, module: string, instance: Instance): this;
  /**
  * Whether a later definition of a name takes the place of an earlier one; otherwise it is refused, which is the default.
  */
  allowShadowing(allow: boolean): this;
  /**
  * Defines what a module imports from an object in the form of the JavaScript interface: names of modules, and in each
  * functions, handles, and the values of immutable globals, by name. Functions get their types from the module, and no caller.
  * What the object does not hold stays undefined; what every object inherits is not looked at, whatever the module is
  * called that asks. Throws LinkError `incompatibleImport` for what cannot be what the module wants.
  */
  defineImports(context: AsContext<T>, module: Module, importObject: object): this;
  /** Defines the functions that a module imports and nobody defined: a guest that calls one is stopped with a LinkError. */
  defineUnknownImportsAsTraps(module: Module): this;
  /** What is defined under a name. Host functions have no handle until they are bound; they are `"host"`. */
  get(module: string, name: string): Extern | "host" | undefined;
  /**
  * Brings a module to life in a store. Throws LinkError where an import is missing or does not fit, Trap or
  * what a host function threw where the start function fails.
  */
  instantiate(context: AsContext<T>, module: Module): Instance;
  /** Like {@link instantiate}, without blocking where the host can. */
  instantiateAsync(context: AsContext<T>, module: Module): Promise<Instance>;
}
export { type AsContext, type BackendChoice, type BackendInstance, type BackendModule, type BackendName, type BackendStore, BareEngine, type BoundFunc, CallbackSync, type Caller, type CompileOptions, type Config, Engine, type EpochDeadlineCallback, type ExportDescriptor, type Extern, type ExternType, Func, type FuncType, Global, type GlobalType, HostBackend, type HostCallback, type HostModule, type ImportDescriptor, type ImportValue, type Instance, InterpreterBackend, type JsResult, type JsTypes, type JsValue, type JsValues, LinkError, type LinkErrorCode, Linker, Memory, type MemoryType, Module, ModuleError, type ModuleErrorCode, type Mutability, type OptLevel, type RawCallback, type RuntimeBackend, Store, type StoreLimits, Table, type TableType, Tag, Trap, type TrapCode, type TrapFrame, type TypedFunc, type Val, ValRaw, type ValType, callbackStorageLength, chooseBackend, defaultVal, describeType, externType, pageSize, prepareAheadOfTime, shouldSyncAfter, shouldSyncBefore };