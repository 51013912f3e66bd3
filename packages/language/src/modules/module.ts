/** What a module is to the rest of the engine: a schema that the compiler reads, and code that the scanner runs. */
import type { StructType, StructValue, Value } from "@tyara/base";
import type { FileSignature } from "./file-signature.ts";

/** What the compiler knows of a module. */
export interface ModuleDeclaration {
  readonly name: string;
  /** The root structure: fields, enum constants, functions as fields of function type. */
  readonly schema: StructType;
  /** The bytes without which the module has nothing to say of data. Absent: it may say something of any. */
  readonly signature?: FileSignature;
}

/** A declaration with the code that serves it. */
export interface Module extends ModuleDeclaration {
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

export interface ModuleInput {
  /** The scanned bytes: a view of the scanner's memory, or of what it was given. Valid only during the call, and not to be written to. */
  readonly data: Uint8Array;
  /** What the caller gave for this module with the scan (CL-10, SC-2). */
  readonly metadata?: Uint8Array;
  /** Top-level fields that rules and functions read, `undefined` for all (a dump): expensive parts may be left out. */
  readonly wanted?: ReadonlySet<string>;
  /** To be called every few milliseconds by whatever walks over all the data: throws when the scan must end. */
  readonly checkpoint?: () => void;
}

export interface FunctionContext extends ModuleInput {
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
export interface RegexpArgument {
  readonly regexp: number;
}

/** Integers arrive as `bigint`, floats as `number`, booleans as `boolean`, strings as bytes, structures as the value that the module gave; `undefined` is the undefined value. */
export type ModuleFunction = (
  context: FunctionContext,
  ...args: readonly (Value | RegexpArgument)[]
) => Value | undefined;
