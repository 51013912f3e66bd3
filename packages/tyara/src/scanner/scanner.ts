/**
 * Scans with one set of rules: one memory, one instance, used for scan after scan. A scan clears the state of the scan
 * before, runs the rules on the data, which are in the memory as far as they are needed (scanned-data.ts), and reads the
 * result; nothing else is allocated.
 *
 * Whatever ends a scan (its time-out, its signal, an error of a host function), the next scan begins from the same
 * state: everything that a scan leaves behind is in the memory's state and heap, and `begin` clears it.
 */
import { assert, MemoryMap, NEVER_SELECT } from "../base/index.ts";
import type { Module } from "../modules/index.ts";
import { nocaseOperators, type RuleReader, type RuleSet } from "../rules/index.ts";
import { Searcher } from "../search/index.ts";
import type { StructValue, Value } from "../types/index.ts";
import { DataTooLargeError, maxDataLength } from "./data-too-large.ts";
import { layOutGlobals, withGlobal } from "./globals.ts";
import type { HostFunctions, LinkedRules, RuleInstance } from "./linked-rules.ts";
import { ModuleHost } from "./module-host.ts";
import { testNocase } from "./nocase.ts";
import { rehearsalData, rehearsalMs, rehearsalScans, withoutCustom } from "./rehearsal.ts";
import { hasMatchedRule, limitsOf, ScanReport } from "./report.ts";
import type { ScanResult, ScanStatus } from "./result.ts";
import { ScanMemory } from "./scan-memory.ts";
import { ScannedData } from "./scanned-data.ts";
import type { SharedTables } from "./shared-tables.ts";
import { Deadline, ScanStop } from "./stop.ts";

/** Matches kept for one pattern unless said otherwise. */
export const defaultMaxMatchesPerPattern = 1_000_000;

/** Bytes of one match that results give unless said otherwise. */
export const defaultMaxMatchData = 4096;

/** Milliseconds that putting in order what a stopped search found may take beyond the time-out. */
const settlingMs = 1;

/** Options of one scan; what is absent is as set on the scanner. */
export interface ScanOptions {
  /** Milliseconds after which the scan ends with what it has found; 0 for no bound, which is the default. */
  readonly timeoutMs?: number;
  /**
   * Ends the scan when it is aborted; looked at between steps of the work. A scan runs without pause, so only what it
   * calls itself (a console callback, a module) or another thread can abort it; `timeoutMs` bounds it in any case.
   */
  readonly signal?: AbortSignal;
  /** Only so many bytes from the start are scanned. Default: all. */
  readonly maxScanSize?: number;
  /** Whether private rules and patterns are in the result. Default false. */
  readonly includePrivate?: boolean;
  /** What modules are told beside the data, by name of the module. */
  readonly moduleMetadata?: Readonly<Record<string, Uint8Array>>;
  /** Modules whose whole values the result gives, whether rules use them or not; a scan that is stopped gives none. Default none. */
  readonly moduleOutputs?: readonly string[];
  /** Bytes of one match that the result gives at most. Default 4096. */
  readonly maxMatchData?: number;
}

/** Data that is read straight into the scanner's memory. */
export interface DataSource {
  readonly byteLength: number;
  /**
   * Fills `target`, which is `byteLength` bytes or, with `maxScanSize`, fewer; returns how many bytes there were. Where
   * that takes long, `checkpoint` should be called every few milliseconds: it throws when the scan must end, and what it
   * throws must be let through.
   */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
}

export class Scanner {
  readonly ruleSet: RuleSet;
  readonly #rules: RuleReader;
  readonly #tables: SharedTables;
  readonly #instance: RuleInstance;
  readonly #memory: ScanMemory;
  readonly #data: ScannedData;
  readonly #searcher: Searcher;
  #modules: ModuleHost;
  readonly #deadline = new Deadline();
  readonly #unavailable: readonly string[];
  #globals: StructValue;
  /** The first byte behind constants and external variables; 0 when these are to be laid out before the next scan. */
  #dataStart = 0;
  #timeoutMs = 0;
  #maxMatchesPerPattern = defaultMaxMatchesPerPattern;
  #isFastScan = false;
  #log: (message: string) => void = () => {};
  #isBusy = false;
  readonly #checkpoint = () => this.#deadline.check();
  /** How much is searched from an offset on; what that looks at is in the memory then. */
  readonly #nextChunk = (from: number): number => this.#data.showChunk(from, this.#deadline.nextChunk());
  readonly #needAll = (): void => this.#data.showAll();

  /** @internal Made by `Rules.scanner`. */
  constructor(rules: LinkedRules, modules: ReadonlyMap<string, Module>) {
    this.ruleSet = rules.ruleSet;
    this.#rules = rules.rules;
    this.#tables = rules.tables;
    this.#instance = rules.instantiate(this.#hostFunctions());
    this.#memory = new ScanMemory(this.#instance.memory);
    this.#data = new ScannedData(this.#memory, rules.ruleSet, this.#checkpoint, rules.windowStep);
    this.#searcher = new Searcher(this.#instance.kernel);
    this.#globals = rules.ruleSet.globals.values;
    this.#modules = this.#moduleHost(modules);
    if (rules.takeRehearsal()) this.#rehearse(withoutCustom(modules));
    this.#unavailable = this.#modules.unavailable;
  }

  /**
   * Scans bytes; only what is looked at is copied, and modules are given `data` itself where they are large. The result stays valid
   * for ever; the bytes of its matches are taken from `data` when asked for.
   */
  scan(data: Uint8Array, options: ScanOptions = {}): ScanResult {
    if (!(data instanceof Uint8Array)) throw new TypeError("the data to scan must be a Uint8Array");
    const length = Math.min(data.length, maxScanSizeOf(options));
    const source = length === data.length ? data : data.subarray(0, length);
    this.#begin(source, length, options);
    const status = this.#run(() => this.#data.showHead(options.moduleOutputs !== undefined));
    return this.#finish(status, length < data.length, options, data);
  }

  /**
   * Scans what a source writes into the memory, without a copy in between. Throws what the source throws, and
   * {@link DataTooLargeError} when the memory cannot hold so much.
   */
  scanSource(source: DataSource, options: ScanOptions = {}): ScanResult {
    const length = Math.min(source.byteLength, maxScanSizeOf(options));
    this.#begin(undefined, length, options);
    const status = this.#run(() => {
      const read = source.read(this.#data.bytes(), this.#checkpoint);
      if (read < length) this.#data.shorten(read);
    });
    return this.#finish(status, length < source.byteLength, options, undefined);
  }

  /** Gives an external variable another value, of its declared type, for the scans to come. Throws VariableError. */
  setGlobal(identifier: string, value: Value): void {
    this.#globals = withGlobal(this.ruleSet.globals.type, this.#globals, identifier, value);
    this.#dataStart = 0;
  }

  /** Milliseconds after which a scan ends with what it has found; 0 for no bound, which is the default. */
  setTimeoutMs(timeoutMs: number): void {
    this.#timeoutMs = requireAmount("timeoutMs", timeoutMs);
  }

  /** Matches kept for one pattern; a pattern with more is told in `limits`. Default 1,000,000. */
  setMaxMatchesPerPattern(count: number): void {
    this.#maxMatchesPerPattern = Math.min(Math.trunc(requireAmount("count", count)), 0xffff_ffff);
  }

  /** Whether patterns may be searched no further than the rules need: results then lack some matches. Default false. */
  setFastScan(isFast: boolean): void {
    this.#isFastScan = isFast;
  }

  /** What is called with the messages of the `console` module; by default they are dropped. */
  onConsoleLog(log: (message: string) => void): void {
    this.#log = log;
  }

  /** Bytes of memory that the scanner holds: rules, what it had to hold of data at once so far, and what their matches took. */
  get memoryByteLength(): number {
    this.#memory.refresh();
    return this.#memory.bytes.length;
  }

  #hostFunctions(): HostFunctions {
    return {
      search: () => this.#search(),
      loadModule: (index) => this.#modules.load(index),
      call: (index) => {
        this.#modules.call(index);
        this.#deadline.check();
      },
      stringTest: (operator) => this.#stringTest(operator),
      fetch: (offset, byteLength) => this.#data.fetch(offset, byteLength),
      interrupt: () => this.#interrupt(),
    };
  }

  #moduleHost(modules: ReadonlyMap<string, Module>): ModuleHost {
    return new ModuleHost(this.#memory, this.#data, this.ruleSet, modules, {
      matches: (program, address, length) => this.#instance.matches(program, address, length) !== 0,
      log: (message) => this.#log(message),
      checkpoint: this.#checkpoint,
    });
  }

  /** Scans what nobody asked about. No tables are made for it. */
  #rehearse(modules: ReadonlyMap<string, Module>): void {
    const own = this.#modules;
    this.#modules = this.#moduleHost(modules);
    const selectAfter = this.#memory.get(MemoryMap.selectAfter);
    this.#memory.set(MemoryMap.selectAfter, NEVER_SELECT);
    const data = rehearsalData(this.#tables.bytes);
    for (let i = 0; i < rehearsalScans; i++) this.scan(data, { timeoutMs: rehearsalMs });
    this.#memory.set(MemoryMap.selectAfter, selectAfter);
    this.#modules = own;
  }

  /** Makes the memory ready for these data, or for so many that will be written there. */
  #begin(source: Uint8Array | undefined, length: number, options: ScanOptions): void {
    assert(!this.#isBusy, "a scanner runs one scan at a time");
    this.#deadline.start(requireAmount("timeoutMs", options.timeoutMs ?? this.#timeoutMs), options.signal);
    if (length > maxDataLength || !this.#place(source, length)) throw new DataTooLargeError(length);
    this.#reset(options);
  }

  #place(source: Uint8Array | undefined, length: number): boolean {
    if (this.#dataStart === 0) this.#dataStart = layOutGlobals(this.#memory, this.ruleSet, this.#globals);
    if (source === undefined) return this.#data.placeAll(this.#dataStart, length);
    return this.#data.place(this.#dataStart, source);
  }

  /** Forgets the last scan. */
  #reset(options: ScanOptions): void {
    const memory = this.#memory;
    const { ruleStates, patternStates } = this.ruleSet.layout;
    this.#searcher.clear();
    memory.bytes.fill(0, ruleStates, patternStates);
    memory.set(MemoryMap.fuel, this.#deadline.firstFuel);
    memory.set(MemoryMap.searchDone, 0);
    memory.set(MemoryMap.limitsMet, 0);
    memory.set(MemoryMap.maxMatchesPerPattern, this.#maxMatchesPerPattern);
    memory.set(MemoryMap.fastScan, this.#isFastScan ? 1 : 0);
    this.#modules.begin(options.moduleMetadata ?? noMetadata);
  }

  /** Lets `fill` write the data and the rules run; when either throws, the scanner is free for the next scan. */
  #run(fill: () => void): ScanStatus {
    this.#isBusy = true;
    try {
      this.#deadline.check();
      fill();
      this.#instance.main();
      return "complete";
    } catch (error) {
      if (error instanceof ScanStop) return error.reason;
      this.#data.release();
      throw error;
    } finally {
      this.#isBusy = false;
      this.#memory.refresh();
      this.#tables.review(this.#instance.memory);
    }
  }

  #finish(
    status: ScanStatus,
    isSizeLimited: boolean,
    options: ScanOptions,
    data: Uint8Array | undefined,
  ): ScanResult {
    const moduleOutputs = status === "complete" ? this.#outputs(options) : noOutputs;
    const moduleLimits = this.#modules.limitsMet();
    const report = new ScanReport({
      memory: this.#memory,
      ruleSet: this.ruleSet,
      rules: this.#rules,
      status,
      limits: limitsOf(this.#memory.get(MemoryMap.limitsMet), isSizeLimited, moduleLimits.length > 0),
      moduleLimits,
      unavailableModules: this.#unavailable,
      data: data ?? this.#data.bytes(),
      isDataKept: data !== undefined,
      maxMatchData: options.maxMatchData ?? defaultMaxMatchData,
      includePrivate: options.includePrivate ?? false,
      moduleOutputs,
    });
    this.#data.release();
    return report;
  }

  #outputs({ moduleOutputs, moduleMetadata = noMetadata }: ScanOptions): Record<string, StructValue> {
    if (moduleOutputs === undefined) return noOutputs;
    const outputs: Record<string, StructValue> = {};
    for (const name of moduleOutputs) {
      const value = this.#modules.output(name, moduleMetadata[name]);
      if (value !== undefined) outputs[name] = value;
    }
    return outputs;
  }

  #search(): void {
    try {
      this.#data.showBeginning();
      this.#searcher.search(this.#memory.get(MemoryMap.dataLength), this.#nextChunk, this.#needAll);
    } catch (error) {
      if (error instanceof ScanStop) this.#keepMatchesSoFar();
      throw error;
    } finally {
      this.#memory.refresh();
    }
  }

  /** Rules that matched before the search show what it found until it was stopped, if that is quickly put in order. */
  #keepMatchesSoFar(): void {
    this.#memory.refresh();
    if (hasMatchedRule(this.#memory, this.ruleSet)) {
      this.#deadline.extend(settlingMs);
      try {
        this.#searcher.stop();
        return;
      } catch (error) {
        if (!(error instanceof ScanStop)) throw error;
      }
    }
    this.#searcher.clear();
  }

  #stringTest(operator: number): number {
    this.#memory.refresh();
    const [left, right] = [this.#modules.stringArgument(0), this.#modules.stringArgument(1)];
    return testNocase(nocaseOperators[operator]!, left, right, this.#checkpoint) ? 1 : 0;
  }

  #interrupt(): void {
    this.#memory.refresh();
    this.#memory.set(MemoryMap.fuel, this.#deadline.nextFuel());
  }
}

const noMetadata: Readonly<Record<string, Uint8Array>> = {};
const noOutputs: Readonly<Record<string, StructValue>> = {};

function maxScanSizeOf({ maxScanSize }: ScanOptions): number {
  return maxScanSize === undefined
    ? Number.POSITIVE_INFINITY
    : Math.trunc(requireAmount("maxScanSize", maxScanSize));
}

/** Callers without types may give anything; a wrong amount must not look like a clean scan. */
function requireAmount(name: string, value: number): number {
  if (typeof value !== "number" || !(value >= 0))
    throw new RangeError(`${name} must be a number that is not negative`);
  return value;
}
