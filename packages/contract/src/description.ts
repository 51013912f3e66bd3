/** What compiled rules are beside their byte arrays, in bytes. */

import type { Type } from "@tyara/base";
import { ByteSink } from "@tyara/base";
import { DescriptionReader, writeLayout, writeList, writeType, writeValue } from "./describe-values.ts";
import { MemoryMap, RootHeader, Slot } from "./memory-map.ts";
import type { FunctionUse, GlobalsInfo, ModuleUse, RuleSet, StateLayout, StructLayout } from "./rule-set.ts";
import { prefilters, type SearchDecision, type SearchTables } from "./search-tables.ts";
import { layOutState, stateEnd } from "./state-layout.ts";

/** The byte arrays of a rule set. */
export interface RuleArrays {
  readonly code: Uint8Array;
  readonly rules: Uint8Array;
  readonly constants: Uint8Array;
  readonly tables: Uint8Array;
}

const filters = ["none", ...prefilters] as const;

/** Limit: addresses have 32 bits, and some data must fit after the rules. */
const maxStateEnd = 0xc000_0000;

/** Limit: the memory of a scanner before its first scan, for rules of any size and for each of their bytes. Rules that were compiled take 2.3. */
const fixedMemory = 3 << 20;
const memoryAByte = 5;

/** Limit: what tables for some of the patterns take, beside this many times the search tables that they are made of. */
const fixedSelection = 1 << 20;
const selectionATable = 8;

export function writeDescription(ruleSet: RuleSet): Uint8Array {
  const { namespaces, imports, rules, search, layout, modules, globals, functions, regexps } = ruleSet;
  const { sight, decision } = search;
  const out = new ByteSink(4096);
  writeList(out, namespaces, (name) => out.name(name));
  writeList(out, imports, (name) => out.name(name));
  out.u32(rules.length).u32(search.patternCount).u32(layout.sharedSlotCount).u32(search.selectionSize);
  out.f64(sight.head).f64(sight.behind).f64(sight.ahead);
  out.u8(filters.indexOf(decision.prefilter)).name(decision.reason);
  out.u32(decision.runCount).f64(decision.expectedCandidatesPerMegabyte);
  out.f64(ruleSet.headLength).u8(ruleSet.readsAnywhere ? 1 : 0);
  writeList(out, regexps, (address) => out.u32(address));
  writeList(out, modules, (use) => writeLayout(out.name(use.name).u32(use.root), use.layout));
  writeType(out, globals.type);
  writeValue(out, globals.type, globals.values);
  writeLayout(out.u32(globals.root), globals.layout);
  writeList(out, functions, (use) => writeFunction(out, use));
  return out.toBytes();
}

function writeFunction(out: ByteSink, use: FunctionUse): void {
  const { module, id, parameters, result, resultLayout, kernelFunction } = use;
  writeList(out.name(module).name(id), parameters, (type) => writeType(out, type));
  writeType(out, result);
  out.u8(kernelFunction);
  out.u8(resultLayout === undefined ? 0 : 1);
  if (resultLayout !== undefined) writeLayout(out, resultLayout);
}

/**
 * Reads what {@link writeDescription} wrote. Every count and address is compared with what the arrays, which are there,
 * can hold; what lies where in the scan's memory is computed, not read.
 */
export function readDescription(bytes: Uint8Array, arrays: RuleArrays, maxObjects: number): RuleSet {
  const reader = new RuleSetReader(bytes, arrays, maxObjects);
  const ruleSet = reader.ruleSet();
  if (!reader.isAtEnd) reader.malformed("bytes behind the description");
  return ruleSet;
}

class RuleSetReader extends DescriptionReader {
  readonly #arrays: RuleArrays;

  constructor(bytes: Uint8Array, arrays: RuleArrays, maxObjects: number) {
    super(bytes, maxObjects);
    this.#arrays = arrays;
  }

  ruleSet(): RuleSet {
    const { code, rules, constants, tables } = this.#arrays;
    const namespaces = this.list(() => this.name());
    const imports = this.list(() => this.name());
    const ruleCount = this.below(rules.length / 8 + 1, "the number of rules");
    const patternCount = this.below(tables.length / 4 + 1, "the number of patterns");
    const sharedSlotCount = this.below(code.length / 4 + 1, "the number of shared values");
    const selectionSize = this.below(
      tables.length * selectionATable + fixedSelection,
      "the size of a selection",
    );
    const sizes = { tablesLength: tables.length, ruleCount, sharedSlotCount, patternCount, selectionSize };
    const state = layOutState(sizes);
    const layout = { ...state, end: stateEnd(state.constants, constants.length) };
    if (layout.end > maxStateEnd) this.malformed("the rules do not fit the memory");
    const byteLength = this.bytes.length + code.length + rules.length + constants.length + tables.length;
    if (layout.end > fixedMemory + memoryAByte * byteLength)
      this.malformed("the rules want more memory than they can use");
    const search = this.#search(tables, patternCount, selectionSize);
    const headLength = this.amount();
    const readsAnywhere = this.bool();
    return {
      namespaces,
      imports,
      rules: { length: ruleCount, bytes: rules },
      code,
      search,
      constants,
      layout,
      regexps: this.list(() => this.#programAddress(layout)),
      modules: this.list(() => this.#moduleUse(layout)),
      globals: this.#globals(layout),
      functions: this.list(() => this.#functionUse()),
      headLength,
      readsAnywhere,
    };
  }

  #search(bytes: Uint8Array, patternCount: number, selectionSize: number): SearchTables {
    const sight = { head: this.amount(), behind: this.amount(), ahead: this.amount() };
    const decision: SearchDecision = {
      prefilter: filters[this.below(filters.length, "a filter")]!,
      reason: this.name(),
      runCount: this.u32(),
      expectedCandidatesPerMegabyte: this.f64(),
    };
    return { bytes, patternCount, selectionSize, sight, decision };
  }

  /** 0, or an address among the constants. */
  #programAddress({ constants, end }: StateLayout): number {
    const address = this.below(end, "the address of a program");
    return address === 0 || address >= constants ? address : this.malformed("a program among the state");
  }

  #moduleUse(layout: StateLayout): ModuleUse {
    const name = this.name();
    const root = this.u32();
    const slots = this.layout();
    this.#checkRoot(root, slots, layout);
    return { name, root, layout: slots };
  }

  #globals(layout: StateLayout): GlobalsInfo {
    const type = this.type();
    if (type.kind !== "struct") return this.malformed("external variables are no structure");
    const values = this.struct(type);
    const root = this.u32();
    const slots = this.layout();
    if (slots.slots.length > 0) this.#checkRoot(root, slots, layout);
    return { type, values, root, layout: slots };
  }

  /** Checks that the header and the slots of a root structure lie among the constants. */
  #checkRoot(root: number, { slots }: StructLayout, { constants, end }: StateLayout): void {
    if (root % Slot.size !== 0 || root - RootHeader.size < constants || root + slots.length * Slot.size > end)
      this.malformed("a structure outside of the constants");
  }

  #functionUse(): FunctionUse {
    const start = this.offset;
    const module = this.name();
    const id = this.name();
    const parameters = this.list(() => this.type());
    const result = this.type();
    const kernelFunction = this.u8();
    const use = { module, id, parameters, result, kernelFunction };
    if (parameters.length > MemoryMap.argumentSlotCount || !fits(id, parameters))
      this.malformed("a function's parameters are not those of its name", start);
    return this.bool() ? { ...use, resultLayout: this.layout() } : use;
  }
}

/** Whether a function gets arguments of the types that its name says: `imports(string,integer)`, `Signature::valid_on(integer)`. */
function fits(id: string, parameters: readonly Type[]): boolean {
  const named = id.slice(id.indexOf("(") + 1, -1);
  const expected = named === "" ? [] : named.split(",");
  if (id.includes("::")) expected.unshift("struct");
  return (
    id.endsWith(")") &&
    expected.length === parameters.length &&
    expected.every((kind, at) => kind === parameters[at]!.kind)
  );
}
