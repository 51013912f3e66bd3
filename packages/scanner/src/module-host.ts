/**
 * Runs modules during a scan. A module parses the data when a rule first reads one of its fields, and answers calls of its
 * functions. Arguments and results pass through the argument slots of the control block.
 */

import type { StructValue, Type, Value } from "@tyara/base";
import { hasBytesAt, meterWork, plainBytes, tellMeter, type WorkLimits, WorkMeter } from "@tyara/base";
import type { FunctionUse, ModuleUse, RuleSet } from "@tyara/contract";
import { MemoryMap, RootHeader, Slot } from "@tyara/contract";
import type {
  FunctionContext,
  Module,
  ModuleFunction,
  ModuleInput,
  RegexpArgument,
} from "@tyara/language/modules";
import { allowanceOf, noteFailure, noteLimitsIn, runModule, settled } from "@tyara/modules/kit";
import { damagedRules } from "./damaged-rules.ts";
import { keepBytes } from "./keep-bytes.ts";
import type { ModuleLimit } from "./result.ts";
import type { ScanMemory } from "./scan-memory.ts";
import type { ScannedData } from "./scanned-data.ts";
import { ValueWriter } from "./value-writer.ts";

/** Services of the scanner that modules use. */
export interface ModuleServices {
  /** Whether the packed program at an address matches a string in memory. */
  readonly matches: (program: number, address: number, byteLength: number) => boolean;
  readonly log: (message: string) => void;
  /** Throws if the scan must end. */
  readonly checkpoint: () => void;
  /** Counts the steps that work comes to; throws if the scan must end. */
  readonly spend: (steps: number) => void;
}

interface BoundFunction {
  readonly use: FunctionUse;
  readonly run: ModuleRun;
  readonly implementation: ModuleFunction | undefined;
  /** The consequence of a failed call, for messages. */
  readonly lost: string;
}

/** The consequence of a failed parse, for messages. */
const allFields = "all fields are undefined";

/** One module of one scanner: its context, which lasts, and its value in the current scan. */
class ModuleRun {
  readonly name: string;
  readonly module: Module | undefined;
  readonly context: FunctionContext & { metadata?: Uint8Array };
  /** Limits that the module met in this scan. */
  readonly limits: Set<string>;
  /** The cost of the value in this scan: parsing, copying and writing it to memory. */
  readonly #meter = new WorkMeter();
  readonly #data: ScannedData;
  readonly #spend: (steps: number) => void;
  #value: StructValue | undefined;
  #isParsed = false;

  constructor(
    name: string,
    module: Module | undefined,
    memory: ScanMemory,
    data: ScannedData,
    {
      spend,
      ...context
    }: Pick<FunctionContext, "matches" | "log" | "wanted" | "checkpoint"> & Pick<ModuleServices, "spend">,
    limits: Set<string>,
  ) {
    const value = () => this.value();
    this.name = name;
    this.module = module;
    this.limits = limits;
    this.#data = data;
    this.#spend = spend;
    this.context = {
      ...context,
      cache: new Map(),
      get data() {
        memory.refresh();
        return dataFor(module, data);
      },
      get value() {
        return value();
      },
    };
  }

  begin(metadata: Uint8Array | undefined): void {
    this.#isParsed = false;
    this.#value = undefined;
    this.context.cache.clear();
    if (metadata !== undefined) this.context.metadata = metadata;
    else if (this.context.metadata !== undefined) delete this.context.metadata;
  }

  /** Sets the limits of that cost. */
  allow(limits: WorkLimits): void {
    this.#meter.reset(limits);
  }

  /** The module's value in this scan. The first call parses the data. */
  value(): StructValue | undefined {
    if (this.#isParsed) return this.#value;
    this.#isParsed = true;
    this.#value = this.run(() => parsed(this.module, this.context, this.#data.inMemory));
    return this.#value;
  }

  /** Runs a part of making the value, at the module's cost. Returns `undefined` if it fails or meets a limit. */
  run<T>(work: () => T): T | undefined {
    const before = this.#meter.units;
    const result = runModule(this.limits, this.#meter, allFields, work);
    this.#spend(this.#meter.units - before);
    return result;
  }
}

/** Bytes that suffice to see whether data are of a module's kind. */
const recognisedLength = 1 << 16;

/** What a module is given: of large data that are not of its kind only the beginning, so that they need not be read for it. */
function dataFor(module: Module | undefined, data: ScannedData): Uint8Array {
  const signature = module?.signature;
  if (signature === undefined || !data.isCostly) return data.bytes();
  const beginning = data.part(0, Math.min(data.byteLength, recognisedLength));
  const { offset = 0, alternatives } = signature;
  return hasBytesAt(beginning, offset, alternatives) ? data.bytes() : beginning;
}

/** Parses the data. `mustLast`: the value outlives the input, so its views are copied. */
function parsed(module: Module | undefined, input: ModuleInput, mustLast: boolean): StructValue | undefined {
  const value = settled(module?.parse?.(input));
  if (value === undefined || value === null) return undefined;
  if (typeof value !== "object") throw new TypeError(`the value is a ${typeof value} instead of an object`);
  if (mustLast) keepBytes(value, [input.data.buffer, input.metadata?.buffer]);
  return value;
}

const noLimits: readonly ModuleLimit[] = [];

function limitsOfModule([module, limits]: readonly [string, ReadonlySet<string>]): ModuleLimit[] {
  return Array.from(limits, (what) => ({ module, what }));
}

export class ModuleHost {
  readonly writer: ValueWriter;
  readonly #memory: ScanMemory;
  readonly #data: ScannedData;
  readonly #ruleSet: RuleSet;
  readonly #runs = new Map<string, ModuleRun>();
  readonly #functions: readonly BoundFunction[];
  readonly #services: ModuleServices;
  readonly #modules: ReadonlyMap<string, Module>;
  /** The meter of the scan; each call of a function may spend what {@link allowanceOf} allows. */
  readonly #meter = new WorkMeter();
  /** Limits met in this scan, by module. */
  readonly #limits = new Map<string, Set<string>>();

  constructor(
    memory: ScanMemory,
    data: ScannedData,
    ruleSet: RuleSet,
    modules: ReadonlyMap<string, Module>,
    services: ModuleServices,
  ) {
    this.#memory = memory;
    this.#data = data;
    this.#ruleSet = ruleSet;
    this.#services = services;
    this.#modules = modules;
    this.writer = new ValueWriter(memory);
    this.writer.keepsStructures = ruleSet.functions.some((use) => use.parameters.some(isStructure));
    for (const { name } of [...ruleSet.modules, ...ruleSet.functions.map(({ module }) => ({ name: module }))])
      if (!this.#runs.has(name)) this.#addRun(name, modules.get(name));
    this.#functions = ruleSet.functions.map((use) => {
      const run = this.#runs.get(use.module)!;
      const implementation = run.module?.functions?.get(use.id);
      return { use, run, implementation, lost: `a result of ${use.id} is undefined` };
    });
  }

  /** Modules that rules use and that cannot be evaluated. */
  get unavailable(): string[] {
    return [...this.#runs.values()]
      .filter(({ module }) => module?.isAvailable !== true)
      .map(({ name }) => name);
  }

  /** Clears the state of the last scan. */
  begin(metadata: Readonly<Record<string, Uint8Array>>): void {
    // Perf: rules without modules scan small data a million times a second and have nothing to clear.
    if (this.#runs.size > 0) this.#forgetRuns(metadata);
    if (this.#limits.size > 0) for (const limits of this.#limits.values()) limits.clear();
  }

  /** Drops what modules hold of the last scan. */
  forget(): void {
    this.#forgetRuns({});
  }

  #forgetRuns(metadata: Readonly<Record<string, Uint8Array>>): void {
    this.#memory.set(MemoryMap.countedLength, 0);
    for (const use of this.#ruleSet.modules) this.#memory.set(rootFlag(use), 0);
    for (const run of this.#runs.values()) run.begin(metadataOf(metadata, run.name));
    this.writer.structures.clear();
  }

  /** Runs code that calls modules, with limits that depend on the size of the data and of the metadata. */
  meter(byteLength: number, run: () => void): void {
    // Perf: without modules nothing spends work.
    if (this.#runs.size === 0) {
      run();
      return;
    }
    let total = byteLength;
    for (const one of this.#runs.values()) {
      const given = one.context.metadata?.length ?? 0;
      one.allow(this.#limitsFor(byteLength + given));
      total += given;
    }
    this.#meter.reset(this.#limitsFor(total));
    meterWork(this.#meter, run);
  }

  /** Limits that modules met in this scan so far. */
  limitsMet(): readonly ModuleLimit[] {
    return this.#limits.size === 0 ? noLimits : [...this.#limits].flatMap(limitsOfModule);
  }

  /** Implements `host.loadModule`: writes a module's value to memory. */
  load(index: number): void {
    const use = this.#ruleSet.modules[index];
    if (use === undefined) throw damagedRules(`there is no module ${index}`);
    const run = this.#runs.get(use.name)!;
    this.#memory.refresh();
    const isWritten = run.run(() => {
      this.#writeRoot(use, run.value());
      return true;
    });
    if (!isWritten) this.#writeRoot(use, undefined);
    this.#memory.set(rootFlag(use), 1);
  }

  /** Parses the data again for a module's whole value: the first parse may have skipped fields that rules do not read. */
  output(name: string, metadata: Readonly<Record<string, Uint8Array>>): StructValue | undefined {
    const module = this.#modules.get(name);
    const data = dataFor(module, this.#data);
    const given = metadataOf(metadata, name);
    const input = given === undefined ? { data } : { data, metadata: given };
    const meter = new WorkMeter(this.#limitsFor(this.#data.byteLength + (given?.length ?? 0)));
    return runModule(this.#limitsOf(name), meter, allFields, () => parsed(module, input, true));
  }

  /** Implements `host.call`. */
  call(index: number): void {
    const called = this.#functions[index];
    if (called === undefined) throw damagedRules(`there is no function ${index}`);
    const { use, run, implementation, lost } = called;
    this.#memory.refresh();
    const args = use.parameters.map((type, at) =>
      this.#argument(type, MemoryMap.argumentSlots + at * Slot.size),
    );
    this.#meter.restart();
    // Perf: conditions call functions in loops, so this is `runModule` without closures.
    const outer = noteLimitsIn(run.limits);
    try {
      this.#writeResult(use, settled(implementation?.(run.context, ...args)));
    } catch (error) {
      noteFailure(lost, error);
      this.#writeResult(use, undefined);
    } finally {
      noteLimitsIn(outer);
    }
    tellMeter();
    this.#services.spend(1 + this.#meter.units);
  }

  #writeRoot(use: ModuleUse, value: StructValue | undefined): void {
    this.#memory.refresh();
    this.writer.writeStruct(use.root, use.layout, value);
  }

  #writeResult({ result: type, resultLayout }: FunctionUse, value: Value | undefined): void {
    const shape = { type, isZeroWhenAbsent: false };
    this.#memory.refresh();
    this.writer.writeSlot(
      MemoryMap.argumentSlots,
      resultLayout === undefined ? shape : { ...shape, item: resultLayout },
      value,
    );
  }

  /** The string whose address and length are in an argument slot. */
  stringArgument(index: number): Uint8Array {
    return this.#string(MemoryMap.argumentSlots + index * Slot.size);
  }

  #addRun(name: string, module: Module | undefined): void {
    const { log, checkpoint, spend } = this.#services;
    const wanted = wantedFields(this.#ruleSet, name, module);
    const matches: FunctionContext["matches"] = (regexp, text) => this.#matches(regexp, text);
    const services = { matches, log, checkpoint, spend };
    const context = wanted === undefined ? services : { ...services, wanted };
    this.#runs.set(
      name,
      new ModuleRun(name, module, this.#memory, this.#data, context, this.#limitsOf(name)),
    );
  }

  #limitsFor(byteLength: number): WorkLimits {
    return { ...allowanceOf(byteLength), checkpoint: this.#services.checkpoint };
  }

  #limitsOf(module: string): Set<string> {
    const limits = this.#limits.get(module) ?? new Set();
    this.#limits.set(module, limits);
    return limits;
  }

  #matches({ regexp }: RegexpArgument, text: Uint8Array): boolean {
    const program = this.#ruleSet.regexps[regexp];
    if (program === undefined || program === 0) throw damagedRules(`there is no regexp ${regexp}`);
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

/** The caller's metadata for a module. Throws a TypeError if it is not bytes. */
function metadataOf(metadata: Readonly<Record<string, Uint8Array>>, name: string): Uint8Array | undefined {
  const bytes = metadata[name];
  return bytes === undefined ? undefined : plainBytes(`moduleMetadata.${name}`, bytes);
}

/** The fields that rules and the functions that they call may read. `undefined` means all: some function does not say. */
function wantedFields(
  { modules, functions }: RuleSet,
  name: string,
  module: Module | undefined,
): ReadonlySet<string> | undefined {
  const called = functions.filter((use) => use.module === name);
  const { fieldsOfFunction } = module ?? {};
  if (called.length > 0 && fieldsOfFunction === undefined) return undefined;
  const layouts = modules.filter((use) => use.name === name);
  return new Set([
    ...layouts.flatMap(({ layout }) => layout.slots.map(({ field }) => field)),
    ...called.flatMap(({ id }) => fieldsOfFunction!(id)),
  ]);
}

const isStructure = (type: Type) => type.kind === "struct";

/** The address of the flag that is 1 once a module's value is in memory. */
function rootFlag({ root }: ModuleUse): number {
  return root - RootHeader.size + RootHeader.isWritten;
}
