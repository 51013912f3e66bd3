/**
 * What modules do during a scan: parse the data when a rule first reads a module's fields, and answer calls of their
 * functions. Arguments and results pass through the argument slots of the control block.
 */
import { assert, MemoryMap, SLOT_SIZE } from "../base/index.ts";
import type { FunctionContext, Module, ModuleFunction, RegexpArgument } from "../modules/index.ts";
import type { FunctionUse, ModuleUse, RuleSet } from "../rules/index.ts";
import type { StructValue, Type, Value } from "../types/index.ts";
import type { ScanMemory } from "./scan-memory.ts";
import { ValueWriter } from "./value-writer.ts";

/** Bytes before a root structure where its flag is. */
const rootFlagOffset = SLOT_SIZE;

/** What a module is given in one scan. */
export interface ModuleServices {
  /** Whether the packed program at an address matches a string in memory. */
  readonly matches: (program: number, address: number, byteLength: number) => boolean;
  readonly log: (message: string) => void;
}

interface BoundFunction {
  readonly use: FunctionUse;
  readonly implementation: ModuleFunction | undefined;
}

export class ModuleHost {
  readonly writer: ValueWriter;
  readonly #memory: ScanMemory;
  readonly #ruleSet: RuleSet;
  readonly #modules: ReadonlyMap<string, Module>;
  readonly #functions: readonly BoundFunction[];
  readonly #services: ModuleServices;
  readonly #values = new Map<string, StructValue | undefined>();
  readonly #caches = new Map<string, Map<string, unknown>>();
  #metadata: Readonly<Record<string, Uint8Array>> = {};

  constructor(
    memory: ScanMemory,
    ruleSet: RuleSet,
    modules: ReadonlyMap<string, Module>,
    services: ModuleServices,
  ) {
    this.#memory = memory;
    this.#ruleSet = ruleSet;
    this.#modules = modules;
    this.#services = services;
    this.writer = new ValueWriter(memory);
    this.writer.keepsStructures = ruleSet.functions.some((use) => use.parameters.some(isStructure));
    this.#functions = ruleSet.functions.map((use) => {
      return { use, implementation: modules.get(use.module)?.functions?.get(use.id) };
    });
  }

  /** Modules that rules use and that cannot be evaluated. */
  get unavailable(): string[] {
    const names = new Set([...this.#ruleSet.modules, ...this.#ruleSet.functions].map(moduleName));
    return [...names].filter((name) => this.#modules.get(name)?.isAvailable !== true);
  }

  /** Forgets the last scan. */
  begin(metadata: Readonly<Record<string, Uint8Array>>): void {
    for (const use of this.#ruleSet.modules) this.#memory.set(use.root - rootFlagOffset, 0);
    this.#metadata = metadata;
    this.#values.clear();
    this.#caches.clear();
    this.writer.structures.clear();
  }

  /** Lays a module's value out, for `host.loadModule`. */
  load(index: number): void {
    const use = this.#ruleSet.modules[index] as ModuleUse;
    this.#memory.refresh();
    this.writer.writeStruct(use.root, use.layout, this.#value(use.name));
    this.#memory.set(use.root - rootFlagOffset, 1);
  }

  /** Calls a function, for `host.call`. */
  call(index: number): void {
    const { use, implementation } = this.#functions[index] as BoundFunction;
    this.#memory.refresh();
    const args = use.parameters.map((type, at) =>
      this.#argument(type, MemoryMap.argumentSlots + at * SLOT_SIZE),
    );
    const result = implementation?.(this.#context(use.module), ...args);
    const shape = { type: use.result, isZeroWhenAbsent: false };
    this.#memory.refresh();
    this.writer.writeSlot(
      MemoryMap.argumentSlots,
      use.resultLayout === undefined ? shape : { ...shape, item: use.resultLayout },
      result,
    );
  }

  /** The string whose address and length are in an argument slot. */
  stringArgument(index: number): Uint8Array {
    return this.#string(MemoryMap.argumentSlots + index * SLOT_SIZE);
  }

  #value(name: string): StructValue | undefined {
    if (this.#values.has(name)) return this.#values.get(name);
    const value = this.#modules.get(name)?.parse?.(this.#input(name));
    if (value !== undefined) keepBytes(value, this.#memory.bytes.buffer);
    this.#values.set(name, value);
    return value;
  }

  #input(name: string) {
    const use = this.#ruleSet.modules.find((module) => module.name === name);
    const metadata = this.#metadata[name];
    const wanted = new Set(use?.layout.slots.map((slot) => slot.field));
    const data = this.#memory.data();
    return metadata === undefined ? { data, wanted } : { data, wanted, metadata };
  }

  #context(name: string): FunctionContext {
    let cache = this.#caches.get(name);
    if (cache === undefined) this.#caches.set(name, (cache = new Map()));
    const value = () => this.#value(name);
    return {
      ...this.#input(name),
      get value() {
        return value();
      },
      matches: (regexp, text) => this.#matches(regexp, text),
      log: this.#services.log,
      cache,
    };
  }

  #matches({ regexp }: RegexpArgument, text: Uint8Array): boolean {
    const program = this.#ruleSet.regexps[regexp];
    assert(program !== undefined && program !== 0, `regexp ${regexp} was not compiled`);
    const { bytes } = this.#memory;
    if (text.buffer === bytes.buffer) {
      return this.#services.matches(program, text.byteOffset - bytes.byteOffset, text.length);
    }
    const heap = this.#memory.get(MemoryMap.heapNext);
    const address = this.#memory.allocate(text.length);
    if (address === 0) return false;
    this.#memory.bytes.set(text, address);
    const answer = this.#services.matches(program, address, text.length);
    this.#memory.refresh();
    this.#memory.set(MemoryMap.heapNext, heap);
    return answer;
  }

  #argument(type: Type, address: number): Value | RegexpArgument {
    const { view } = this.#memory;
    switch (type.kind) {
      case "integer":
        return view.getBigInt64(address, true);
      case "float":
        return view.getFloat64(address, true);
      case "bool":
        return view.getUint32(address, true) !== 0;
      case "string":
        return this.#string(address);
      case "regexp":
        return { regexp: view.getUint32(address, true) };
      default:
        return this.writer.structures.get(view.getUint32(address, true)) ?? {};
    }
  }

  #string(address: number): Uint8Array {
    const start = this.#memory.get(address);
    return this.#memory.bytes.subarray(start, start + this.#memory.get(address + 4));
  }
}

/**
 * Replaces views of the scanner's memory inside a value by copies: the value outlives the call that made it, and views
 * end when the memory grows.
 */
function keepBytes(value: object, buffer: ArrayBufferLike): void {
  const pending: object[] = [value];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const entries = next instanceof Map ? next : Object.entries(next);
    const replace = (key: unknown, copy: Uint8Array) => {
      if (next instanceof Map) next.set(key, copy);
      else (next as Record<string, unknown>)[key as string] = copy;
    };
    for (const [key, item] of entries) {
      if (typeof item !== "object" || item === null) continue;
      if (!(item instanceof Uint8Array)) pending.push(item);
      else if (item.buffer === buffer) replace(key, item.slice());
    }
  }
}

const moduleName = (use: ModuleUse | FunctionUse) => ("module" in use ? use.module : use.name);
const isStructure = (type: Type) => type.kind === "struct";
