/**
 * The imports and exports of a rule module. The emitter writes these names into the module; the scanner provides what they name.
 *
 * - `tyara.memory`: the one memory (`base/memory-map.ts`).
 * - `kernel.*`: functions of the kernels, called from WebAssembly to WebAssembly.
 * - `host.*`: functions of the scanner; they may throw to end the scan.
 *
 * Strings, arrays and maps are one i64: the address in the low half, the length in the high half.
 *
 * Before a rule module is linked, instructions that spend fuel are inserted into it (meter-code.ts). `main` has an argument only
 * from then on, and only the inserted instructions call `host.interrupt`.
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
  /** The bytewise order of two strings: −1, 0 or 1. */
  stringCompare: stringTest,
  stringContains: stringTest,
  stringStartsWith: stringTest,
  stringEndsWith: stringTest,
  /** The `i…` tests return 2 if a string is not ASCII. The code then asks the host. */
  stringEqualsNocase: stringTest,
  stringContainsNocase: stringTest,
  stringStartsWithNocase: stringTest,
  stringEndsWithNocase: stringTest,
  /** The address of the value slot of a key; 0 if the map lacks the key. */
  mapFindInteger: { parameters: [i64, i64], results: [i32] },
  mapFindString: { parameters: [i64, i64], results: [i32] },
  /** Whether a packed program (address) matches somewhere in a string (address, byte length). */
  regexpMatches: { parameters: [i32, i32, i32], results: [i32] },
  /** Fills the set of rules to evaluate, from the guard table at an address. */
  selectRules: { parameters: [i32], results: [] },
  /** Removes rules from that set that need patterns which the search has not found. */
  narrowRules: { parameters: [i32], results: [] },
  /** Clears the states of the rules [first, end), and removes them from the set. */
  closeRules: { parameters: [i32, i32, i32], results: [] },
  /** Calls a `KernelFunction`. Arguments and result are in the argument slots. Returns 0 if the code must ask the host. */
  callFunction: { parameters: [i32], results: [i32] },
};

/** Functions of the scanner that rule code calls. */
export const hostImports: Readonly<Record<HostImport, Import>> = {
  /** Searches for all patterns, unless this scan has done so already. */
  search: { parameters: [], results: [] },
  /** Parses the data with the module at this index of `RuleSet.modules`, and writes the module's value to memory. */
  loadModule: { parameters: [i32], results: [] },
  /** Calls the function at this index of `RuleSet.functions`. Arguments and result are in the argument slots. */
  call: { parameters: [i32], results: [] },
  /** An `i…` test of strings that are not ASCII. Takes the operator's index in {@link nocaseOperators}; the strings are in the argument slots. */
  stringTest: { parameters: [i32], results: [i32] },
  /** For data that is only partly in memory: the address of at most 8 bytes at an offset of the data. Offset and length are u32. */
  fetch: { parameters: [i32, i32], results: [i32] },
  /** Fuel ran out: gives more, or throws to stop the scan. */
  interrupt: { parameters: [], results: [i32] },
};

/** The operators of `host.stringTest`, by index. */
export const nocaseOperators = ["iequals", "icontains", "istartswith", "iendswith"] as const;

/** The name of the only export, which evaluates every rule and fills the rule states. In metered code it takes the fuel of the scan. */
export const mainExport = "main";

/** The minimum memory that a rule module declares, in pages of 64 KiB. */
export const minimumPages = 2;

/** Adds all imports of rule modules, in a fixed order. Returns the indices of the functions by module and name. */
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
 * The result of a subexpression that several rules share: 8 bytes of value, then a u32. It is 0 until this scan has evaluated
 * the subexpression, then 1 if the value is defined and 2 if it is undefined.
 */
export const SharedSlot = { size: 16, state: 8 } as const;

/** The states of a shared value; 0 means "not evaluated yet". */
export const SharedState = { defined: 1, undefined: 2 } as const;
