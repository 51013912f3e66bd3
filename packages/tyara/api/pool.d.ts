// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** An `AbortSignal`, for those whose types have none. */
interface AbortSignalLike {
  readonly aborted: boolean;
  addEventListener?(type: "abort", listener: () => void): void;
  removeEventListener?(type: "abort", listener: () => void): void;
}
/** A `URL`, for those whose types have none. */
interface UrlLike {
  readonly href: string;
  readonly protocol: string;
}
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
/** How a scan ended. Clean, cut short and stopped never look alike. */
type ScanStatus = "complete" | "timeout" | "aborted";
/** A limit that was met: the result may lack something, although the scan went to its end. */
type LimitMet = "matches-per-pattern" | "memory" | "scan-size" | "module" | "steps" | "data-changed" | "match-data";
/** What a limit of a module cut off. */
interface ModuleLimit {
  readonly module: string;
  /** In words that follow the module's name: `more than 96 sections`. */
  readonly what: string;
}
interface ScanResult {
  readonly status: ScanStatus;
  /** The limits that were met, each once. */
  readonly limits: readonly LimitMet[];
  /** What modules left out of the values that rules, or this result, asked for; each once. */
  readonly moduleLimits: readonly ModuleLimit[];
  /** Matching rules by namespace and order of declaration; private ones are left out unless asked for. */
  readonly matches: readonly RuleMatch[];
  /** Rules that did not match, in the same order, their patterns without matches; absent without `includeNonMatches`. */
  readonly nonMatches?: readonly RuleMatch[];
  /** Modules that rules import but that cannot be evaluated here: their fields were undefined. */
  readonly unavailableModules: readonly string[];
  /** What the modules named in `moduleOutputs` say of the data, by name; those that say nothing are absent. */
  readonly moduleOutputs: Readonly<Record<string, StructValue>>;
}
interface RuleMatch {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** All patterns of the rule in order of declaration; those that were not found have no matches. */
  readonly patterns: readonly RulePatternMatches[];
}
interface RuleMetadata {
  readonly identifier: string;
  readonly kind: "integer" | "float" | "bool" | "string" | "bytes";
  /** Integers are numbers, and `bigint` beyond 2^53; `kind` tells them from floats. */
  readonly value: bigint | number | boolean | string | Uint8Array;
}
interface RulePatternMatches {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  /** Sorted by offset, one for each. */
  readonly matches: readonly PatternMatch[];
}
interface PatternMatch {
  /** Bytes from the start of the scanned data. */
  readonly offset: number;
  /** In bytes. */
  readonly length: number;
  /** The key of a pattern with `xor`; 0 is a key. */
  readonly xorKey: number | undefined;
  /**
  * The matched bytes, a copy; long matches are cut at `maxMatchData` bytes. Matches of one pattern with the same bytes may
  * share it.
  */
  readonly data: Uint8Array;
}
/** A compiled rule. */
interface RuleDescription {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: readonly string[];
  readonly metadata: readonly RuleMetadata[];
  /** In order of declaration. */
  readonly patterns: readonly PatternDescription[];
}
/** A pattern of a compiled rule. */
interface PatternDescription {
  /** With its `$`. */
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
}
/** A choice of rules: a function that says of each whether it is wanted, or what all wanted rules have. */
type RuleSelection = ((rule: RuleDescription) => boolean) | RuleCriteria;
/** What wanted rules have; what is absent does not matter. */
interface RuleCriteria {
  /** They have one of these tags. */
  readonly tags?: readonly string[];
  /** They are in one of these namespaces. */
  readonly namespaces?: readonly string[];
  /** They have one of these names. */
  readonly identifiers?: readonly string[];
}
/** Options of one scan; what is absent is as set on the scanner. */
interface ScanOptions {
  /** Milliseconds after which the scan ends with what it has found; 0 for no bound, which is the default. */
  readonly timeoutMs?: number;
  /**
  * Steps after which the scan ends with what it has found: turns of loops, bytes searched, work of modules, some nanoseconds each.
  * The same scan ends at the same place on every machine, and where the clock stands still. Default: no bound.
  */
  readonly maxSteps?: number;
  /**
  * Ends the scan when it is aborted; looked at between steps of the work. A scan runs without pause, so only what it
  * calls itself (a console callback, a module) or another thread can abort it; `timeoutMs` bounds it in any case.
  */
  readonly signal?: AbortSignalLike;
  /** Only so many bytes from the start are scanned. Default: all. */
  readonly maxScanSize?: number;
  /** Whether private rules and patterns are in the result. Default false. */
  readonly includePrivate?: boolean;
  /** Whether rules that did not match are in the result, which costs time for each of them. Default false. */
  readonly includeNonMatches?: boolean;
  /**
  * Which rules are evaluated and in the result. The others cost nothing, and their patterns are not searched; what chosen rules need
  * (rules that they name, global rules of their namespaces) is evaluated but not in the result. Looking for the same rules again is
  * cheapest with the same object. Default: what `Scanner.select` set, or all.
  */
  readonly select?: RuleSelection;
  /** What modules are told beside the data, by name of the module. */
  readonly moduleMetadata?: Readonly<Record<string, Uint8Array>>;
  /** Modules whose whole values the result gives, whether rules use them or not; a scan that is stopped gives none. Default none. */
  readonly moduleOutputs?: readonly string[];
  /** Bytes of one match that the result gives at most. Default 4096. */
  readonly maxMatchData?: number;
  /**
  * Bytes of all matches that the result gives at most; each match whose bytes are not those of the match before it counts for
  * 64 at least. What is left out is told in `limits`. Default 16 MiB.
  */
  readonly maxTotalMatchData?: number;
}
/** What every scanner of a pool is told once. */
interface ScannerSettings {
  readonly timeoutMs?: number;
  readonly maxMatchesPerPattern?: number;
  readonly maxMatchMemory?: number;
  readonly fastScan?: boolean;
  readonly globals?: Globals;
}
/** Values of external variables, by name. */
type Globals = Readonly<Record<string, Value>>;
/** A `Blob` or `File` of any host, as far as it is read. */
interface BlobLike {
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}
/** A worker ended while it scanned this input, which is therefore not known to be clean. */
declare class WorkerLostError extends Error {
  override readonly name = "WorkerLostError";
  constructor(reason: unknown);
}
/** The pool does not take inputs any more: it was closed, or its workers cannot start. */
declare class PoolClosedError extends Error {
  override readonly name = "PoolClosedError";
}
/**
* What a pool scans.
*
* - Bytes: they must stay as they are until the scan is over. Bytes in shared memory are not copied, others once.
* - A `Blob` or `File`, which the worker reads.
* - In Node, Bun and Deno a file: its path as a string, a `file:` URL, or `{ path }`, which also takes names as bytes. The worker
*   opens it, so that no bytes travel.
*/
type PoolSource = Uint8Array | ArrayBufferLike | BlobLike | string | UrlLike | FilePath;
/** A file by its name. */
interface FilePath {
  readonly path: string | Uint8Array | UrlLike;
}
/** Options of one scan in a pool; what is absent is as set on the pool. */
interface PoolScanOptions extends ScanOptions {
  /**
  * Ends the scan when it is aborted: its result has the status `aborted`. An input that no worker has begun yet is not scanned at all; a
  * worker that does not end its scan within `graceMs` is replaced.
  */
  readonly signal?: AbortSignalLike;
  /** Values of external variables for this scan only. */
  readonly globals?: Globals;
  /** Whether the buffer of the bytes is moved to the worker instead of copied: the caller loses it. Default false. */
  readonly transfer?: boolean;
  /** Of a pipe or device only what is there at once is scanned; see `scanFile` of `tyara/node`. Default false. */
  readonly endWhenIdle?: boolean;
  /** Is given the messages of the `console` module, all of them just before the scan's promise is settled; 10,000 at most. */
  readonly onConsoleLog?: (message: string) => void;
}
interface ScanAllOptions<S> extends PoolScanOptions {
  /** Whether outcomes come in the order of the inputs. Default true; false gives them as they come. */
  readonly ordered?: boolean;
  /** Options of single inputs, which go before the others: values of variables, a callback for their messages. */
  readonly optionsOf?: (source: S, index: number) => PoolScanOptions;
  /** Is told with each outcome how far the work is. */
  readonly onProgress?: (progress: ScanProgress) => void;
}
interface ScanProgress {
  /** Inputs that were scanned or failed. */
  readonly done: number;
  /** Those of them that failed. */
  readonly failed: number;
  /** Inputs that were taken and are not done. */
  readonly inFlight: number;
}
/** What became of one input: a result or an error. */
type ScanOutcome<S> = {
  readonly source: S;
  readonly index: number;
  readonly result: ScanResult;
  readonly error?: undefined;
} | {
  readonly source: S;
  readonly index: number;
  readonly result?: undefined;
  readonly error: unknown;
};
/** A `Worker` of the web or of `node:worker_threads`. */
interface WorkerLike {
  postMessage(message: unknown, transfer?: readonly ArrayBuffer[]): void;
  terminate(): unknown;
}
/** Rules as a pool takes them: those of `tyara` or `tyara/scan`. */
interface SerializableRules {
  serialize(): Uint8Array;
}
interface PoolOptions extends ScannerSettings {
  /** How many workers. Default: as many as the host has processors. */
  readonly workers?: number;
  /** Inputs that may be on their way at once, before {@link ScannerPool.room} waits. Default: 512 for each worker. */
  readonly maxInFlight?: number;
  /** Bytes of inputs that may be on their way at once, one input more or less. Default 256 MiB. */
  readonly maxInFlightBytes?: number;
  /**
  * Milliseconds that a worker has to answer beyond its time-out, or after a scan was aborted, before it is replaced: scans look at
  * clock and signal themselves, but a read of a file may hang. Default 1,000.
  */
  readonly graceMs?: number;
  /**
  * Makes a worker, for bundlers that do not find it and for modules of one's own: its script is `tyara/pool/worker`, or calls
  * `servePool` of it.
  */
  readonly createWorker?: () => WorkerLike;
}
declare class ScannerPool$1 {
  #private;
  /** How many workers there are. */
  get workers(): number;
  /** How many inputs wait or are being scanned. */
  get inFlight(): number;
  /**
  * Scans one input. Rejects with what the scan throws: a TypeError or RangeError for wrong arguments, what the system says of a file
  * that cannot be read, {@link WorkerLostError} when the worker ended over this input, {@link PoolClosedError}.
  */
  scan(source: PoolSource, options?: PoolScanOptions): Promise<ScanResult>;
  /**
  * Scans many inputs, taking them from `sources` only as fast as they are scanned. What one input does wrong is told in its outcome
  * and stops nothing. Leaving the loop aborts what is on its way.
  */
  scanAll<S extends PoolSource>(sources: Iterable<S> | AsyncIterable<S>, options?: ScanAllOptions<S>): AsyncIterableIterator<ScanOutcome<S>>;
  /** Resolves when all workers have started. Rejects when they cannot, or the rules cannot be used. */
  ready(): Promise<void>;
  /** Resolves when there is room for another input; at once, most often. Callers that do not wait fill the queue without bound. */
  room(): Promise<void>;
  /** Whether {@link room} would resolve at once. */
  get hasRoom(): boolean;
  /** Takes no inputs any more, waits for those on their way, and ends the workers. */
  close(): Promise<void>;
  /** Ends the workers at once. The results of inputs on their way have the status `aborted`. */
  terminate(): Promise<void>;
  /** Does what {@link close} does. */
  [Symbol.asyncDispose](): Promise<void>;
}
/**
* Scans inputs in worker threads. The rules are sent once; an input is sent as bytes, which are copied once, or, in Node, Bun and Deno, as a
* path, which the worker opens. Workers start at once and stay until the pool is closed; a program ends although idle ones are there.
*/
declare class ScannerPool extends ScannerPool$1 {
  /**
  * `rules` are compiled rules or what their `serialize` gave; modules of one's own need a worker of one's own (`createWorker`). Throws a
  * TypeError or RangeError that names what is wrong, and what the host throws that has no workers.
  */
  constructor(rules: SerializableRules | Uint8Array, options?: PoolOptions);
}
export { type BlobLike, type FilePath, type Globals, type LimitMet, type ModuleLimit, type PatternMatch, PoolClosedError, type PoolOptions, type PoolScanOptions, type PoolSource, type RuleMatch, type RuleMetadata, type RulePatternMatches, type ScanAllOptions, type ScanOptions, type ScanOutcome, type ScanProgress, type ScanResult, type ScanStatus, ScannerPool, type ScannerSettings, type SerializableRules, type WorkerLike, WorkerLostError };