// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** The byte order of multi-byte numbers. */
type ByteOrder = "little" | "big";
interface ByteReaderOptions {
  /** Default `little`. */
  readonly order?: ByteOrder;
  /** Where the cursor begins, default 0. */
  readonly position?: number;
}
/** A bounds-checked cursor over bytes that it does not own and does not copy. */
declare class ByteReader {
  readonly data: Uint8Array;
  readonly order: ByteOrder;
  /** The offset of the next cursor read; {@link seek} and {@link skip} check it, so prefer them to assigning. */
  position: number;
  private readonly view;
  private readonly isLittle;
  constructor(data: Uint8Array, options?: ByteReaderOptions);
  /** Bytes in all, read or not. */
  get length(): number;
  /** Bytes between the cursor and the end; 0 when the cursor is out of range. */
  get remaining(): number;
  /** Whether `byteLength` bytes can be read at `offset`. */
  has(offset: number, byteLength: number): boolean;
  /** Moves the cursor; false, and it stays, when `offset` lies outside the data. */
  seek(offset: number): boolean;
  /** Moves the cursor forward; false, and it stays, when fewer bytes are left. */
  skip(byteLength: number): boolean;
  u8At(offset: number): number | undefined;
  i8At(offset: number): number | undefined;
  u16At(offset: number): number | undefined;
  i16At(offset: number): number | undefined;
  u32At(offset: number): number | undefined;
  i32At(offset: number): number | undefined;
  u64At(offset: number): bigint | undefined;
  i64At(offset: number): bigint | undefined;
  f64At(offset: number): number | undefined;
  u8(): number | undefined;
  i8(): number | undefined;
  u16(): number | undefined;
  i16(): number | undefined;
  u32(): number | undefined;
  i32(): number | undefined;
  u64(): bigint | undefined;
  i64(): bigint | undefined;
  f64(): number | undefined;
  /** Exactly `byteLength` bytes as a view of the data, or `undefined`. */
  bytesAt(offset: number, byteLength: number): Uint8Array | undefined;
  /** {@link bytesAt} at the cursor. */
  bytes(byteLength: number): Uint8Array | undefined;
  /** What there is of `[offset, offset + byteLength)`, cut at both ends of the data; empty when it lies outside. */
  clampedBytesAt(offset: number, byteLength: number): Uint8Array;
  /** A reader of exactly that part with a cursor of its own at its start; its offset 0 is `offset` here. */
  sub(offset: number, byteLength: number): ByteReader | undefined;
  /** The bytes from `offset` up to, not including, the first zero byte within `maxByteLength`; `undefined` without one. */
  zeroTerminatedAt(offset: number, maxByteLength: number): Uint8Array | undefined;
  /** {@link zeroTerminatedAt} at the cursor, which ends up behind the zero byte. */
  zeroTerminated(maxByteLength: number): Uint8Array | undefined;
  /** Whether the bytes at `offset` begin with `prefix`. */
  startsWith(prefix: Uint8Array | readonly number[], offset?: number): boolean;
  private advance;
}
/**
* The types of YARA expressions. Integers are 64 bits, floats are IEEE doubles, strings are byte strings.
*/
type Type = {
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
  readonly item: Type;
}
interface MapType {
  readonly kind: "map";
  readonly key: "integer" | "string";
  readonly value: Type;
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
  readonly type: Type;
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
  readonly result: Type;
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
  readonly type: Type;
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
/**
* Pays for work. A unit is about 10 ns: one read of a `ByteReader`, one item of a list made, 64 bytes walked by built-in
* code. Now and then looks at the clock, the signal and the limits of whoever meters: throws what ends the work, and what
* it throws must be let through. Without a meter it does nothing.
*
* @param units not negative; a whole number, so that paying stays cheap.
*/
declare function spendWork(units: number): void;
/**
* Pays for so many bytes of memory that are made and kept for a while, and for the work of writing them, 64 bytes a unit.
* Throws like {@link spendWork}.
*/
declare function spendMemory(byteLength: number): void;
/** Names for numbers, known when rules are compiled. */
interface Enumeration {
  readonly name: string;
  /** Whole numbers are integers, other numbers floats. */
  readonly values: Readonly<Record<string, number | bigint>>;
  /** Whether the constants are fields of the structure that the enumeration belongs to, or of a structure of its own in it. */
  readonly isInline: boolean;
}
/** Constants that rules write with the name of the enumeration: `lnk.ShowCommand.NORMAL`. */
declare function enumeration(name: string, values: Enumeration["values"]): Enumeration;
/** Constants that rules write without it: `pe.MACHINE_AMD64`. `name` serves documentation only. */
declare function inlineEnumeration(name: string, values: Enumeration["values"]): Enumeration;
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
interface ArgumentTypes {
  integer: bigint;
  float: number;
  bool: boolean;
  string: Uint8Array;
  regexp: RegexpArgument;
}
interface ResultTypes {
  integer: bigint | number;
  float: number;
  bool: boolean;
  string: string | Uint8Array;
}
type Argument<P extends string> = P extends `${string}: ${infer T extends keyof ArgumentTypes}` ? ArgumentTypes[T] : never;
type Arguments<P extends string> = P extends "" ? [] : P extends `${infer First}, ${infer Rest}` ? [Argument<First>, ...Arguments<Rest>] : [Argument<P>];
type Result<R extends string> = R extends keyof ResultTypes ? ResultTypes[R] : R extends `${infer T extends keyof ResultTypes}?` ? ResultTypes[T] | undefined : never;
/** The code of a function whose signature is the text `S`; `never` when the text is no signature. */
type Implementation<S extends string, Context = FunctionContext> = S extends `${string}(${infer P}) -> ${infer R}` ? (context: Context, ...args: Arguments<P>) => Result<R> : never;
/** The code of a method whose signature is the text `S`. */
type MethodImplementation<S extends string> = S extends `${string}(${infer P}) -> ${infer R}` ? (context: FunctionContext, self: StructValue, ...args: Arguments<P>) => Result<R> : never;
/** What there is to say of a function beside its signature. */
interface FunctionSpec<Code = unknown> {
  readonly description?: string;
  readonly constraints?: readonly ResultConstraint[];
  /** The code, where it is not given separately. */
  readonly run?: Code;
}
/** Functions by signature: their code, or a {@link FunctionSpec}. */
type FunctionTable = Readonly<Record<string, ((...args: never[]) => unknown) | FunctionSpec>>;
/** Code by signature id. */
type Implementations = ReadonlyMap<string, ModuleFunction>;
/** The result is a string of `length` lower-case characters. */
declare function lowercaseOf(length: number): readonly ResultConstraint[];
/** The result is a string of `length` upper-case characters. */
declare function uppercaseOf(length: number): readonly ResultConstraint[];
/** The result is an integer in `[min, max]`. */
declare function between(min: bigint, max: bigint): readonly ResultConstraint[];
/** What a field may be given beside its type: a description, or the attributes of `Field`. */
type FieldOptions = Omit<Field, "name" | "type">;
/** A field of a schema that has no name yet. `V` exists for the type checker only. */
interface FieldSpec<V = Value> {
  readonly type: Type;
  readonly attributes: FieldOptions;
  /** Code of methods, by signature id, of every structure inside the type. */
  readonly implementations: Implementations;
  readonly valueType?: V;
}
/** A structure type in the notation; also the specification of a field of that type. */
interface StructSpec<V = Value> extends FieldSpec<V> {
  readonly type: StructType;
}
/** Fields by name, in the order in which dumps show them. */
type FieldSpecs = Readonly<Record<string, FieldSpec<unknown>>>;
/** The value that a parser gives for a field: whatever its specification says. */
type ValueOf<S> = S extends FieldSpec<infer V> ? V : never;
/** The value of a structure with these fields; each may be left out, which makes it absent. */
type StructValueOf<F> = { readonly [K in keyof F]?: ValueOf<F[K]> | undefined };
/** Integers in values: `number` when it is safe to, else `bigint`. */
type IntegerValue = bigint | number;
type TextValue = string | Uint8Array;
type Options = string | FieldOptions;
/** The constructors of fields. Every `options` is a description, or an object of attributes. */
declare const field: FieldConstructors;
interface FieldConstructors {
  bool(options?: Options): FieldSpec<boolean>;
  /** 64 bits, signed. */
  integer(options?: Options): FieldSpec<IntegerValue>;
  i32(options?: Options): FieldSpec<IntegerValue>;
  u32(options?: Options): FieldSpec<IntegerValue>;
  /** Above 2⁶³−1 rules see the value wrapped to a negative one; dumps show it as it is. */
  u64(options?: Options): FieldSpec<IntegerValue>;
  float(options?: Options): FieldSpec<number>;
  /** Text; a dump shows it as such. */
  string(options?: Options): FieldSpec<TextValue>;
  /** Arbitrary bytes; a dump escapes them. */
  bytes(options?: Options): FieldSpec<TextValue>;
  /** An integer that a dump shows by name. */
  enumeration(names: Enumeration, options?: Options): FieldSpec<IntegerValue>;
  struct<V>(of: StructSpec<V>, options?: Options): FieldSpec<V>;
  /** `item` is any field specification; its format (hexadecimal, say) holds for the items. */
  array<V>(item: FieldSpec<V>, options?: Options): FieldSpec<readonly V[]>;
  map<V>(key: "integer", value: FieldSpec<V>, options?: Options): FieldSpec<ReadonlyMap<IntegerValue, V>>;
  map<V>(key: "string", value: FieldSpec<V>, options?: Options): FieldSpec<ReadonlyMap<string, V>>;
  map<V>(key: "integer" | "string", value: FieldSpec<V>, options?: Options): FieldSpec<ReadonlyMap<IntegerValue, V> | ReadonlyMap<string, V>>;
}
/** A dump shows the integer in hexadecimal. */
declare const hex: FieldOptions;
/** A dump adds the date that the integer is as seconds since 1970. */
declare const timestamp: FieldOptions;
/** Strings of this field never contain upper-case letters. */
declare const lowercase: FieldOptions;
/** A dump adds the names of the bits that are set. */
declare function flags(names: Enumeration): FieldOptions;
/** Using the field warns, and offers `replacement` (text that follows the parent and a dot) instead. */
declare function deprecatedFor(replacement: string, text?: string): FieldOptions;
/** Using the field without the features that a guard asks for is error E100. */
declare function guarded(...guard: readonly FeatureGuard[]): FieldOptions;
interface StructOptions {
  /** Enumerations of this structure: constants in it when inline, else a structure of constants. */
  readonly enumerations?: readonly Enumeration[];
  /** Functions called on values of this type; their first argument is the value. */
  readonly methods?: FunctionTable;
  /** What absent scalar fields mean; `zero` as in proto3. Default `undefined`. */
  readonly absent?: "undefined" | "zero";
}
/**
* A structure of named fields. `name` is as messages show it and must be unique in the module, which it begins with:
* `demo.Section`.
*/
declare function struct<const F extends FieldSpecs>(name: string, fields: F, options?: StructOptions): StructSpec<StructValueOf<F>>;
/** CRC-32 as in zip and PNG; `before` is that of the bytes that precede the data. */
declare function crc32(data: Uint8Array, before?: number): number;
/** The sum of all bytes modulo 2³²; `before` is that of the bytes that precede the data. */
declare function checksum32(data: Uint8Array, before?: number): number;
/** Adler-32 as in zlib; `before` is that of the bytes that precede the data. */
declare function adler32(data: Uint8Array, before?: number): number;
type HashAlgorithm = "md2" | "md5" | "sha1" | "sha224" | "sha256" | "sha384" | "sha512" | "sha512-224" | "sha512-256" | "sha3-224" | "sha3-256" | "sha3-384" | "sha3-512";
/** The digest's bytes, of bytes in one piece or in several. */
declare function digest(algorithm: HashAlgorithm, data: Uint8Array | Iterable<Uint8Array>): Uint8Array;
/** {@link digest} in lower-case hexadecimal. */
declare function digestHex(algorithm: HashAlgorithm, data: Uint8Array | Iterable<Uint8Array>): string;
/** Two lower-case hexadecimal digits a byte. */
declare function toHex(bytes: Uint8Array): string;
/** What a function is given of its scan, the module's value typed by its fields. */
interface ModuleContext<F> extends Omit<FunctionContext, "value"> {
  readonly value: StructValueOf<F> | undefined;
}
/** A module's functions: signature → code, or code with a description and constraints of the result. */
type ModuleFunctions<F, S extends string> = { readonly [K in S]: Implementation<K, ModuleContext<F>> | FunctionSpec<Implementation<K, ModuleContext<F>>> };
interface ModuleDefinition<F extends FieldSpecs, S extends string> extends Omit<StructOptions, "methods"> {
  /** What rules import; an identifier. */
  readonly name: string;
  /** In the order in which a dump shows them. Default: none. */
  readonly fields?: F;
  /** Functions by signature: `"md5(offset: integer, size: integer) -> string?": (context, offset, size) => …`. */
  readonly functions?: ModuleFunctions<NoInfer<F>, S>;
  /** Reads the scanned bytes into the module's value; `undefined` makes every field absent. */
  readonly parse?: (input: ModuleInput) => StructValueOf<F> | undefined;
  /**
  * The bytes without which `parse` says nothing; rules that need the module do not run on other data. Default: it may
  * say something of any data.
  */
  readonly signature?: FileSignature;
}
/**
* Makes a module from one definition; the types of `parse` and of the functions follow from the fields and signatures.
* Throws a `TypeError` that names the mistake when the definition is not sound. A value that does not fit the fields is
* a mistake, too: then the module is undefined in that scan, and `moduleLimits` of the result names it.
*/
declare function defineModule<const F extends FieldSpecs = Record<never, never>, S extends string = never>(definition: ModuleDefinition<F, S>): Module;
/** Notes what a parser left out, in words that follow the module's name: `more than 96 sections`. Notes are kept once. */
declare function noteLimit(what: string): void;
export { ByteReader, type ByteReaderOptions, type Enumeration, type FieldOptions, type FieldSpec, type FieldSpecs, type FileSignature, type FunctionContext, type Implementation, type MethodImplementation, type Module, type ModuleContext, type ModuleDefinition, type ModuleFunction, type ModuleFunctions, type ModuleInput, type RegexpArgument, type StructOptions, type StructSpec, type StructValue, type StructValueOf, type Value, type ValueOf, adler32, between, checksum32, crc32, defineModule, deprecatedFor, digest, digestHex, enumeration, field, flags, guarded, hex, inlineEnumeration, lowercase, lowercaseOf, noteLimit, spendMemory, spendWork, struct, timestamp, toHex, uppercaseOf };