// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
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
/** What the workers of a pool know. */
interface ServePoolOptions {
  /** Modules beside the built-in ones: those that the rules were compiled with. */
  readonly modules?: readonly Module[];
}
/** Serves the pool that started this worker, until the pool ends it. To be called at once when the worker's script runs. */
declare function servePool(options?: ServePoolOptions): void;
export { type ServePoolOptions, servePool };