/**
 * How a rule module is linked: what it imports, what it exports. The emitter writes these names into the module, the
 * scanner provides them.
 *
 * - `tyara.memory`: the one memory (`base/memory-map.ts`).
 * - `kernel.*`: functions of the kernels, called from WebAssembly to WebAssembly.
 * - `host.*`: functions of the scanner; they may throw to end the scan.
 *
 * Strings, arrays and maps are one i64: the address in the low half, the length in the high half.
 *
 * Before it is linked, a rule module is made to spend fuel (meter-code.ts): only then `main` takes an argument, and only
 * what is put in there calls `host.interrupt`.
 */
import { type ModuleBuilder, ValueType } from "@tyara/wasm";

/** The signature of a function that a rule module imports. */
export interface Import {
  readonly parameters: readonly ("i32" | "i64")[];
  readonly results: readonly ("i32" | "i64")[];
}

const i32 = "i32";
const i64 = "i64";
const stringTest: Import = { parameters: [i64, i64], results: [i32] };

export type KernelImport =
  | "patternAt"
  | "patternIn"
  | "patternCountIn"
  | "stringEquals"
  | "stringCompare"
  | "stringContains"
  | "stringStartsWith"
  | "stringEndsWith"
  | "stringEqualsNocase"
  | "stringContainsNocase"
  | "stringStartsWithNocase"
  | "stringEndsWithNocase"
  | "mapFindInteger"
  | "mapFindString"
  | "regexpMatches"
  | "selectRules"
  | "narrowRules"
  | "closeRules"
  | "callFunction";

export type HostImport = "search" | "loadModule" | "call" | "stringTest" | "fetch" | "interrupt";

/** Functions of the kernels that rule code calls. */
export const kernelImports: Readonly<Record<KernelImport, Import>> = {
  /** Whether a pattern matches at an offset. */
  patternAt: { parameters: [i32, i64], results: [i32] },
  /** Whether a match of a pattern starts in a range, both ends included. */
  patternIn: { parameters: [i32, i64, i64], results: [i32] },
  /** How many matches of a pattern start in a range, both ends included. */
  patternCountIn: { parameters: [i32, i64, i64], results: [i64] },
  stringEquals: stringTest,
  /** −1, 0 or 1: bytewise order. */
  stringCompare: stringTest,
  stringContains: stringTest,
  stringStartsWith: stringTest,
  stringEndsWith: stringTest,
  /** The `i…` tests answer 2 when a string is not ASCII: then the host must be asked. */
  stringEqualsNocase: stringTest,
  stringContainsNocase: stringTest,
  stringStartsWithNocase: stringTest,
  stringEndsWithNocase: stringTest,
  /** The address of the value slot of a key, 0 when the map lacks it. */
  mapFindInteger: { parameters: [i64, i64], results: [i32] },
  mapFindString: { parameters: [i64, i64], results: [i32] },
  /** Whether a packed program (address) matches somewhere in a string (address, byte length). */
  regexpMatches: { parameters: [i32, i32, i32], results: [i32] },
  /** Fills the set of rules to be evaluated, from the guard table at an address. */
  selectRules: { parameters: [i32], results: [] },
  /** Leaves out of that set what needs patterns that the search has not found. */
  narrowRules: { parameters: [i32], results: [] },
  /** Clears the states of the rules from the first to before the last, and takes them out of the set. */
  closeRules: { parameters: [i32, i32, i32], results: [] },
  /** Calls a `KernelFunction`; arguments and result are in the argument slots. 0: the host must be asked. */
  callFunction: { parameters: [i32], results: [i32] },
};

/** Functions of the scanner that rule code calls. */
export const hostImports: Readonly<Record<HostImport, Import>> = {
  /** Searches for all patterns, unless that was done in this scan. */
  search: { parameters: [], results: [] },
  /** Parses the data with the module at this index of `RuleSet.modules` and lays its value out. */
  loadModule: { parameters: [i32], results: [] },
  /** Calls the function at this index of `RuleSet.functions`; arguments and result are in the argument slots. */
  call: { parameters: [i32], results: [] },
  /** An `i…` test of strings that are not ASCII: the index of the operator in {@link nocaseOperators}; the strings are in the argument slots. */
  stringTest: { parameters: [i32], results: [i32] },
  /** The address of so many bytes, 8 at most, at an offset of the data, both u32, of data that are not all in the memory. */
  fetch: { parameters: [i32, i32], results: [i32] },
  /** Fuel ran out: gives more, or throws to stop the scan. */
  interrupt: { parameters: [], results: [i32] },
};

/** The operators of `host.stringTest`, by index. */
export const nocaseOperators = ["iequals", "icontains", "istartswith", "iendswith"] as const;

/** The name of the only export: evaluates every rule and fills the rule states. Metered, it takes the fuel of the scan. */
export const mainExport = "main";

/** Memory pages (64 KiB) that a rule module demands at least. */
export const minimumPages = 2;

/** Imports all that rule modules import, in one order; returns the indices of the functions by module and name. */
export function importAll(builder: ModuleBuilder): ReadonlyMap<string, number> {
  const indices = new Map<string, number>();
  const types = (names: readonly ("i32" | "i64")[]) => names.map((one) => ValueType[one]);
  builder.importMemory("tyara", "memory", { minimum: minimumPages });
  for (const [module, functions] of Object.entries({ kernel: kernelImports, host: hostImports })) {
    for (const [name, { parameters, results }] of Object.entries<Import>(functions)) {
      const index = builder.importFunction(module, name, types(parameters), types(results));
      indices.set(`${module}.${name}`, index);
    }
  }
  return indices;
}

/**
 * A subexpression's result that several rules share: 8 bytes of value, then a u32 that is 0 until it has been
 * evaluated in this scan, then 1 when it is defined and 2 when it is undefined.
 */
export const SharedSlot = { size: 16, state: 8 } as const;

/** What the state of a shared value says; 0 is "not evaluated yet". */
export const SharedState = { defined: 1, undefined: 2 } as const;
