/**
 * Scans with one set of rules: one memory, one instance, used for scan after scan. A scan clears the state of the scan
 * before, runs the rules on the data, which are in the memory as far as they are needed (scanned-data.ts), and reads the
 * result; nothing else is allocated.
 *
 * Whatever ends a scan (its time-out, its signal, an error of a host function), the next scan begins from the same
 * state: everything that a scan leaves behind is in the memory's state and heap, and `begin` clears it.
 */

import type { GlobalValue, StructValue } from "@tyara/base";
import { plainBytes, requireAmount, requireFunction, requireObject, requireWhole } from "@tyara/base";
import {
  MemoryMap,
  NEVER_SELECT,
  nocaseOperators,
  type RuleReader,
  type RuleSet,
  ruleSetWords,
} from "@tyara/contract";
import { Searcher } from "@tyara/kernel";
import type { Module } from "@tyara/language/modules";
import { damagedRules, withoutTraps } from "./damaged-rules.ts";
import { bytesRead, DataPages, type DataReader } from "./data-reader.ts";
import type { ByteSource } from "./data-source.ts";
import { DataTooLargeError, maxDataLength } from "./data-too-large.ts";
import { layOutGlobals, withGlobal } from "./globals.ts";
import type { MatchSource } from "./kept-matches.ts";
import type { HostFunctions, LinkedRules, RuleInstance } from "./linked-rules.ts";
import { ModuleHost } from "./module-host.ts";
import { nextTurn } from "./next-turn.ts";
import { testNocase } from "./nocase.ts";
import { rehearsalData, rehearsalMs, rehearsalScans, withoutCustom } from "./rehearsal.ts";
import { hasMatchedRule, limitsOf, noOutputs, readResult } from "./report.ts";
import type { ScanResult, ScanStatus } from "./result.ts";
import { type ChosenRules, chooseRules, type RuleSelection, requireSelection } from "./rule-selection.ts";
import { align, maxAddress, ScanMemory } from "./scan-memory.ts";
import {
  type AsyncScanOptions,
  checkOptions,
  defaultMaxMatchData,
  defaultMaxMatchesPerPattern,
  defaultMaxMatchMemory,
  defaultMaxSpoolSize,
  defaultMaxTotalMatchData,
  maxScanSizeOf,
  type ScanOptions,
  type SearchProgress,
} from "./scan-options.ts";
import { ScannedData } from "./scanned-data.ts";
import type { SharedTables } from "./shared-tables.ts";
import { type AsyncSource, spool } from "./spool.ts";
import { CallerFailure, Deadline, ScanStop, SearchDue } from "./stop.ts";

/** Milliseconds that putting in order what a stopped search found may take beyond the time-out. */
const settlingMs = 1;

/** Limit: bytes of heap for what kernels and modules need beside data and matches. */
const kernelRoom = 96 << 20;

/** Milliseconds that reading out the result may take beyond the time-out. */
const resultMs = 2;

/** Data that is read straight into the scanner's memory. */
export interface DataSource {
  readonly byteLength: number;
  /**
   * Fills `target`, which is `byteLength` bytes or, with `maxScanSize`, fewer; returns how many bytes there were, at once:
   * a scan does not wait for promises. Where that takes long, `checkpoint` should be called every few milliseconds: it
   * throws when the scan must end, and what it throws must be let through.
   */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Whether the data are no longer what was read; asked at the end of the scan. Default: they are. */
  readonly hasChanged?: () => boolean;
}

/** Data of which nobody knows how many there are before their end: a pipe, a device. */
export interface DataStream {
  /**
   * Writes what comes next to the start of `target` and returns how many bytes that were; 0 at the end. While it waits or where
   * it takes long, `checkpoint` should be called every few milliseconds, as in {@link DataSource.read}.
   */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Whether the end has been reached, answered without waiting: what is not known yet is no end. Asked behind the last byte that is scanned. */
  readonly isAtEnd: () => boolean;
}

/** Milliseconds that an asynchronous scan searches in one go. */
const turnMs = 8;

/** The result of a scan that was stopped before its data were there. */
const nothingKnown = {
  limits: [],
  moduleLimits: [],
  matches: [],
  unavailableModules: [],
  moduleOutputs: noOutputs,
} as const;

/** Bytes for which room is made before a stream is read; it is doubled whenever it is full. */
const firstRoom = 1 << 16;

export class Scanner {
  readonly ruleSet: RuleSet;
  readonly #rules: RuleReader;
  readonly #tables: SharedTables;
  #instance: RuleInstance;
  #memory: ScanMemory;
  #data: ScannedData;
  #searcher: Searcher;
  #modules: ModuleHost;
  readonly #deadline = new Deadline();
  readonly #unavailable: readonly string[];
  #globals: StructValue;
  /** The first byte behind constants and external variables; 0 when these are to be laid out before the next scan. */
  #dataStart = 0;
  /** Where the set of chosen rules lies, before that. */
  #choiceAddress = 0;
  #timeoutMs = 0;
  #maxMatchesPerPattern = defaultMaxMatchesPerPattern;
  #maxMatchMemory = defaultMaxMatchMemory;
  #isFastScan = false;
  #selection: RuleSelection | undefined;
  /** The rules chosen for the scan, those that the memory holds, and those of selections that were used before. */
  #chosen: ChosenRules | undefined;
  #writtenChoice: ChosenRules | undefined;
  readonly #knownChoices = new WeakMap<RuleSelection, ChosenRules>();
  #log: (message: string) => void = () => {};
  #isBusy = false;
  /** Whether an asynchronous scan has not searched yet; then what it logs is held back. */
  #isSearchDue = false;
  #heldMessages: string[] | undefined;
  readonly #checkpoint = () => this.#deadline.check();
  /** How much is searched from an offset on; what that looks at is in the memory then. */
  readonly #nextChunk = (from: number): number => this.#data.showChunk(from, this.#deadline.nextChunk());
  readonly #main = (): void => this.#instance.main(this.#deadline.firstFuel);
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
    this.#unavailable = Object.freeze([...this.#modules.unavailable]);
  }

  /**
   * Scans bytes; only what is looked at is copied, and modules are given `data` itself. The result holds nothing of `data`. Throws a
   * TypeError when the buffer of `data` is transferred or shrinks meanwhile.
   */
  scan(data: Uint8Array, options: ScanOptions = {}): ScanResult {
    const bytes = plainBytes("the data to scan", data);
    const length = Math.min(bytes.length, maxScanSizeOf(options));
    const source = length === bytes.length ? bytes : bytes.subarray(0, length);
    this.#begin(source, length, options);
    const fill = () => this.#data.showHead();
    return this.#perform({ fill, isSizeLimited: () => length < bytes.length, data: bytes }, options);
  }

  /**
   * Scans what a source writes into the memory, without a copy in between. Throws what the source throws, and
   * {@link DataTooLargeError} when the memory cannot hold so much.
   */
  scanSource(source: DataSource, options: ScanOptions = {}): ScanResult {
    const { byteLength } = source;
    requireWhole("byteLength", byteLength, 0);
    requireFunction("read", source.read);
    const length = Math.min(byteLength, maxScanSizeOf(options));
    this.#begin(undefined, length, options);
    const fill = () => {
      const read = bytesRead("read", source.read(this.#data.bytes(), this.#checkpoint), length);
      if (read < length) this.#data.shorten(read);
    };
    const hasChanged = () => source.hasChanged?.() ?? false;
    return this.#perform({ fill, isSizeLimited: () => length < byteLength, hasChanged }, options);
  }

  /**
   * Scans what a reader gives, in bounded memory however much that is: the search reads everything once, piece by piece, conditions
   * and results read where they look. All of large data are held only for modules that read more than their beginning, and for the few
   * patterns whose verification needs them. Throws what the reader throws, {@link DataChangedError} where it ends early, and
   * {@link DataTooLargeError}.
   */
  scanReader(reader: DataReader, options: ScanOptions = {}): ScanResult {
    const { byteLength } = reader;
    requireWhole("byteLength", byteLength, 0);
    requireFunction("readAt", reader.readAt);
    const length = Math.min(byteLength, maxScanSizeOf(options));
    const pages = new DataPages(reader, length, this.#checkpoint);
    this.#begin(pages, length, options);
    const fill = () => this.#data.showHead();
    const data = (start: number, end: number) => this.#data.part(start, end);
    const hasChanged = () => pages.hasChanged();
    return this.#perform({ fill, isSizeLimited: () => length < byteLength, hasChanged, data }, options);
  }

  /**
   * Scans what a stream gives, read straight into the memory, to its end or to `maxScanSize`; the time of reading is the scan's.
   * Throws what the stream throws, and {@link DataTooLargeError} when the memory cannot hold so much.
   */
  scanStream(stream: DataStream, options: ScanOptions = {}): ScanResult {
    requireFunction("read", stream.read);
    requireFunction("isAtEnd", stream.isAtEnd);
    const most = Math.min(maxScanSizeOf(options), maxDataLength);
    let isAtEnd = true;
    this.#begin(undefined, 0, options);
    const fill = () => {
      const length = this.#takeIn(stream, most);
      isAtEnd = length < most || stream.isAtEnd();
      if (!isAtEnd && most === maxDataLength) throw new DataTooLargeError(maxDataLength + 1);
    };
    return this.#perform({ fill, isSizeLimited: () => !isAtEnd }, options);
  }

  /**
   * Scans what may come while the program goes on. Streams and Blobs are collected first, up to `maxSpoolSize`; a {@link DataReader} is read in
   * parts as by {@link scanReader}. The search pauses every few milliseconds, so that signals work and pages stay alive; reading
   * a module's value and evaluating a condition do not, which `timeoutMs` bounds (`tyara/pool` scans in another thread). Time-out and
   * signal hold for the reading too. Until the promise is settled the scanner takes no other scan. Rejects with what the source throws.
   */
  async scanAsync(source: AsyncSource, options: AsyncScanOptions = {}): Promise<ScanResult> {
    const { maxSpoolSize = defaultMaxSpoolSize, onProgress, ...scan } = requireObject("options", options);
    if (onProgress !== undefined) requireFunction("onProgress", onProgress);
    const most = Math.min(maxScanSizeOf(scan), Math.trunc(requireAmount("maxSpoolSize", maxSpoolSize)));
    checkOptions(scan);
    const timeoutMs = requireAmount("timeoutMs", scan.timeoutMs ?? this.#timeoutMs);
    this.#requireIdle();
    const start = performance.now();
    const spooled = await spool(source, { most, timeoutMs, signal: scan.signal });
    if ("stopped" in spooled) return { ...nothingKnown, status: spooled.stopped };
    const left = timeoutMs > 0 ? Math.max(timeoutMs - (performance.now() - start), Number.MIN_VALUE) : 0;
    const input = this.#beginAsync(spooled.data, spooled.hasMore, { ...scan, timeoutMs: left });
    this.#isBusy = true;
    try {
      const status = await this.#runAsync(input.fill, scan, onProgress);
      this.#data.checkSource();
      return this.#result(status, input, scan);
    } catch (error) {
      throw error instanceof CallerFailure ? error.error : withoutTraps(error);
    } finally {
      this.#isBusy = false;
      if (this.#data.release()) this.#modules.forget();
    }
  }

  /** Gives an external variable another value, of its declared type, for the scans to come. Throws VariableError. */
  setGlobal(identifier: string, value: GlobalValue): void {
    this.#globals = withGlobal(this.ruleSet.globals.type, this.#globals, identifier, value);
    this.#dataStart = 0;
  }

  /** Milliseconds after which a scan ends with what it has found; 0 for no bound, which is the default. */
  setTimeoutMs(timeoutMs: number): void {
    this.#timeoutMs = requireAmount("timeoutMs", timeoutMs);
  }

  /** What {@link setTimeoutMs} set. */
  get timeoutMs(): number {
    return this.#timeoutMs;
  }

  /** Matches kept for one pattern, at least 1, the leftmost; a pattern with more is told in `limits`. Default 1,000,000. */
  setMaxMatchesPerPattern(count: number): void {
    this.#maxMatchesPerPattern = Math.min(Math.trunc(requireAmount("count", count, 1)), 0xffff_ffff);
  }

  /**
   * Bytes that the matches of a scan may take, sixteen a match and more while they are put in order; at least 1 MiB. Where
   * they do not suffice, the patterns with the most matches keep fewer, the leftmost, which `limits` tells as "memory".
   * Default 128 MiB.
   */
  setMaxMatchMemory(byteLength: number): void {
    this.#maxMatchMemory = Math.min(
      Math.trunc(requireAmount("byteLength", byteLength, 1 << 20)),
      0xffff_ffff,
    );
  }

  /** Which rules the scans to come evaluate and tell of, see `ScanOptions.select`; undefined: all, which is the default. */
  select(selection: RuleSelection | undefined): void {
    if (selection !== undefined) requireSelection("selection", selection);
    this.#selection = selection;
  }

  /** Whether patterns may be searched no further than the rules need: results then lack some matches. Default false. */
  setFastScan(isFast: boolean): void {
    this.#isFastScan = isFast;
  }

  /**
   * What is called with the messages of the `console` module; by default they are dropped. What it throws ends the scan and
   * is thrown by it.
   */
  onConsoleLog(log: (message: string) => void): void {
    this.#log = requireFunction("log", log);
  }

  /** Lets go of the memory; scanning is an error from then on. Not needed: a scanner that nobody holds is collected. */
  [Symbol.dispose](): void {
    if (this.#memory !== undefined) this.#requireIdle();
    const gone = undefined as never;
    this.#instance = gone;
    this.#memory = gone;
    this.#data = gone;
    this.#searcher = gone;
    this.#modules = gone;
  }

  /** Bytes of memory that the scanner holds: rules, what it had to hold of data at once so far, and what their matches took. */
  get memoryByteLength(): number {
    if (this.#memory === undefined) return 0;
    this.#memory.refresh();
    return this.#memory.bytes.length;
  }

  #hostFunctions(): HostFunctions {
    return {
      search: () => this.#search(),
      loadModule: (index) => this.#modules.load(index),
      call: (index) => {
        this.#modules.call(index);
      },
      stringTest: (operator) => this.#stringTest(operator),
      fetch: (offset, byteLength) => this.#data.fetch(offset, byteLength),
      showData: (offset, byteLength) => this.#data.show(offset, byteLength),
      interrupt: () => this.#interrupt(),
    };
  }

  #moduleHost(modules: ReadonlyMap<string, Module>): ModuleHost {
    return new ModuleHost(this.#memory, this.#data, this.ruleSet, modules, {
      matches: (program, address, length) => this.#instance.matches(program, address, length) !== 0,
      log: (message) => this.#logMessage(message),
      checkpoint: this.#checkpoint,
      spend: (steps) => this.#deadline.spend(steps),
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
  #begin(source: ByteSource | undefined, length: number, options: ScanOptions): void {
    this.#requireIdle();
    checkOptions(options);
    const timeoutMs = requireAmount("timeoutMs", options.timeoutMs ?? this.#timeoutMs);
    this.#deadline.start(timeoutMs, options.signal, options.maxSteps);
    if (length > maxDataLength || !this.#place(source, length)) throw new DataTooLargeError(length);
    try {
      this.#reset(options);
    } catch (error) {
      throw withoutTraps(error);
    }
  }

  #requireIdle(): void {
    if (this.#isBusy)
      throw new Error("this scanner is scanning: what a scan calls must use another scanner to scan");
    if (this.#memory === undefined) throw new Error("this scanner was disposed of");
  }

  #place(source: ByteSource | undefined, length: number): boolean {
    if (this.#dataStart === 0) {
      this.#choiceAddress = layOutGlobals(this.#memory, this.ruleSet, this.#globals);
      this.#dataStart = align(this.#choiceAddress + ruleSetWords(this.#rules.length) * 8);
      this.#writtenChoice = undefined;
      this.#memory.set(MemoryMap.chosenRules, 0);
      this.#memory.set(MemoryMap.isNewChoice, 1);
    }
    if (source === undefined) return this.#data.placeAll(this.#dataStart, length);
    return this.#data.place(this.#dataStart, source);
  }

  /** Writes a stream to the memory, as far as is wanted; returns how many bytes that were. */
  #takeIn(stream: DataStream, most: number): number {
    let length = 0;
    for (let room = 0; length < most; ) {
      if (length === room) {
        room = Math.min(Math.max(firstRoom, room * 2), most);
        if (!this.#data.placeAll(this.#dataStart, room)) throw new DataTooLargeError(room);
      }
      const target = this.#data.bytes().subarray(length);
      const count = bytesRead("read", stream.read(target, this.#checkpoint), target.length);
      if (count === 0) break;
      length += count;
      this.#deadline.spendBytes(count);
    }
    this.#data.shorten(length);
    // Only now it is known where the heap begins.
    this.#searcher.begin(this.#deadline.firstFuel, this.#heapLimit());
    return length;
  }

  /** Forgets the last scan. */
  #reset(options: ScanOptions): void {
    const memory = this.#memory;
    const { ruleStates, patternStates } = this.ruleSet.layout;
    this.#choose(options.select ?? this.#selection);
    this.#searcher.begin(this.#deadline.firstFuel, this.#heapLimit());
    memory.bytes.fill(0, ruleStates, patternStates);
    memory.set(MemoryMap.searchDone, 0);
    memory.set(MemoryMap.limitsMet, 0);
    memory.set(MemoryMap.maxMatchesPerPattern, this.#maxMatchesPerPattern);
    memory.set(MemoryMap.maxMatchMemory, this.#maxMatchMemory);
    memory.set(MemoryMap.fastScan, this.#isFastScan ? 1 : 0);
    this.#modules.begin(options.moduleMetadata ?? noMetadata);
  }

  /** Tells the kernels which rules the scan evaluates. */
  #choose(selection: RuleSelection | undefined): void {
    const before = this.#writtenChoice;
    this.#chosen = selection && this.#choiceOf(selection);
    if (this.#chosen === before) return;
    this.#writtenChoice = this.#chosen;
    this.#memory.set(MemoryMap.chosenRules, this.#chosen === undefined ? 0 : this.#choiceAddress);
    this.#memory.set(MemoryMap.isNewChoice, 1);
    if (this.#chosen !== undefined) this.#memory.bytes.set(this.#chosen.evaluated, this.#choiceAddress);
  }

  #choiceOf(selection: RuleSelection): ChosenRules {
    let chosen = this.#knownChoices.get(selection);
    if (chosen === undefined) {
      chosen = chooseRules(this.#rules, this.ruleSet.namespaces, selection);
      this.#knownChoices.set(selection, chosen);
    }
    return chosen;
  }

  /** How far the kernels may let the heap grow: matches, and room to put them in order, beside data and module values. */
  #heapLimit(): number {
    const room = this.#maxMatchMemory + (this.#maxMatchMemory >>> 1) + kernelRoom;
    return Math.min(this.#data.end + room, maxAddress) & -0x10000;
  }

  /** A scan from its data to its result; whatever throws, the scanner is free for the next scan. */
  #perform(input: ScanInput, options: ScanOptions): ScanResult {
    this.#isBusy = true;
    try {
      const status = this.#run(input.fill);
      this.#data.checkSource();
      return this.#result(status, input, options);
    } catch (error) {
      throw error instanceof CallerFailure ? error.error : withoutTraps(error);
    } finally {
      this.#isBusy = false;
      if (this.#data.release()) this.#modules.forget();
    }
  }

  #beginAsync(data: Uint8Array | DataReader, hasMore: boolean, options: ScanOptions): ScanInput {
    const most = maxScanSizeOf(options);
    const fill = () => this.#data.showHead();
    if (data instanceof Uint8Array) {
      const bytes = plainBytes("source", data);
      const length = Math.min(bytes.length, most);
      this.#begin(length === bytes.length ? bytes : bytes.subarray(0, length), length, options);
      return { fill, isSizeLimited: () => hasMore || length < bytes.length, data: bytes };
    }
    const length = Math.min(requireWhole("byteLength", data.byteLength, 0), most);
    const pages = new DataPages(data, length, this.#checkpoint);
    this.#begin(pages, length, options);
    return {
      fill,
      isSizeLimited: () => length < data.byteLength,
      hasChanged: () => pages.hasChanged(),
      data: (from, to) => this.#data.part(from, to),
    };
  }

  /**
   * Lets the rules run until they ask for the search, leaves them, searches with pauses, and lets them run from the beginning. What they
   * log before is forgotten: they log it again.
   */
  async #runAsync(
    fill: () => void,
    options: ScanOptions,
    onProgress: AsyncScanOptions["onProgress"],
  ): Promise<ScanStatus> {
    const byteLength = this.#memory.get(MemoryMap.dataLength);
    const run = () => this.#modules.meter(byteLength, this.#main);
    this.#heldMessages = [];
    this.#isSearchDue = true;
    try {
      this.#deadline.check();
      fill();
      try {
        run();
      } catch (error) {
        if (!(error instanceof SearchDue)) throw error;
        await this.#searchAsync(onProgress);
        this.#heldMessages = undefined;
        this.#memory.refresh();
        this.#memory.bytes.fill(0, this.ruleSet.layout.ruleStates, this.ruleSet.layout.patternStates);
        this.#modules.begin(options.moduleMetadata ?? noMetadata);
        run();
      }
      return "complete";
    } catch (error) {
      return reasonOf(error);
    } finally {
      this.#isSearchDue = false;
      this.#memory.refresh();
      this.#tables.review(this.#instance.memory);
      const held = this.#heldMessages ?? [];
      this.#heldMessages = undefined;
      for (const message of held) this.#logMessage(message);
    }
  }

  async #searchAsync(onProgress: AsyncScanOptions["onProgress"]): Promise<void> {
    const { byteLength } = this.#data;
    try {
      this.#data.showBeginning();
      const steps = this.#searcher.searchInSteps(byteLength, this.#nextChunk, this.#needAll);
      let resumed = performance.now();
      for (const searched of steps) {
        if (performance.now() - resumed < turnMs) continue;
        this.#tell(onProgress, { searched, byteLength });
        await nextTurn();
        resumed = performance.now();
      }
    } catch (error) {
      if (error instanceof ScanStop) this.#keepMatchesSoFar();
      throw error;
    } finally {
      this.#memory.refresh();
    }
    this.#tell(onProgress, { searched: byteLength, byteLength });
  }

  #tell(onProgress: AsyncScanOptions["onProgress"], progress: SearchProgress): void {
    try {
      onProgress?.(progress);
    } catch (error) {
      throw new CallerFailure(error);
    }
  }

  /** Lets `fill` write the data and the rules run. */
  #run(fill: () => void): ScanStatus {
    try {
      this.#deadline.check();
      fill();
      this.#modules.meter(this.#memory.get(MemoryMap.dataLength), this.#main);
      return "complete";
    } catch (error) {
      return reasonOf(error);
    } finally {
      this.#memory.refresh();
      this.#tables.review(this.#instance.memory);
    }
  }

  #result(evaluated: ScanStatus, input: ScanInput, options: ScanOptions): ScanResult {
    const { status, moduleOutputs } = this.#outputs(evaluated, options);
    const moduleLimits = this.#modules.limitsMet();
    this.#deadline.prolong(resultMs);
    return readResult({
      memory: this.#memory,
      ruleSet: this.ruleSet,
      rules: this.#rules,
      status,
      limits: limitsOf(this.#memory.get(MemoryMap.limitsMet), {
        "scan-size": input.isSizeLimited(),
        module: moduleLimits.length > 0,
        steps: this.#deadline.hasNoSteps,
        "data-changed": input.hasChanged?.() ?? false,
      }),
      moduleLimits,
      unavailableModules: this.#unavailable,
      data: input.data ?? this.#data.bytes(),
      checkpoint: this.#checkpoint,
      maxMatchData: Math.trunc(options.maxMatchData ?? defaultMaxMatchData),
      maxTotalMatchData: Math.trunc(options.maxTotalMatchData ?? defaultMaxTotalMatchData),
      wanted: this.#chosen?.wanted,
      includePrivate: options.includePrivate ?? false,
      includeNonMatches: options.includeNonMatches ?? false,
      moduleOutputs,
    });
  }

  /** What is asked of modules beside the rules, if there is time for all of it. */
  #outputs(status: ScanStatus, { moduleOutputs: names, moduleMetadata }: ScanOptions): ScanOutputs {
    if (names === undefined || status !== "complete") return { status, moduleOutputs: noOutputs };
    const moduleOutputs: Record<string, StructValue> = Object.create(null);
    try {
      for (const name of names) {
        const value = this.#modules.output(name, moduleMetadata ?? noMetadata);
        if (value !== undefined) moduleOutputs[name] = value;
      }
      return { status, moduleOutputs };
    } catch (error) {
      return { status: reasonOf(error), moduleOutputs: noOutputs };
    }
  }

  #logMessage(message: string): void {
    if (this.#heldMessages !== undefined) {
      this.#heldMessages.push(message);
      return;
    }
    try {
      this.#log(message);
    } catch (error) {
      throw new CallerFailure(error);
    }
  }

  #search(): void {
    if (this.#isSearchDue) {
      this.#isSearchDue = false;
      throw new SearchDue();
    }
    try {
      this.#data.showBeginning();
      this.#searcher.search(this.#data.byteLength, this.#nextChunk, this.#needAll);
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
    const name = nocaseOperators[operator];
    if (name === undefined) throw damagedRules(`there is no test ${operator}`);
    this.#deadline.spendBytes(left.length + right.length);
    return testNocase(name, left, right, this.#checkpoint) ? 1 : 0;
  }

  #interrupt(): number {
    return this.#deadline.nextFuel();
  }
}

/** One scan's data, from its beginning to its result. */
interface ScanInput {
  /** Writes what conditions read first, or all. */
  readonly fill: () => void;
  /** Whether there are more data than are scanned. */
  readonly isSizeLimited: () => boolean;
  readonly hasChanged?: () => boolean;
  /** Where the bytes of matches are read; absent: in the memory. */
  readonly data?: MatchSource["data"];
}

/** What modules gave, and how the scan has ended if making it took too long. */
interface ScanOutputs {
  readonly status: ScanStatus;
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}

const noMetadata: Readonly<Record<string, Uint8Array>> = {};

/** Why a scan was stopped. Throws what did not stop it, but failed. */
function reasonOf(error: unknown): ScanStatus {
  if (error instanceof ScanStop) return error.reason;
  throw error;
}
