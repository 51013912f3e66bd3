// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** Data that can be read at any place, at once: a scan does not wait for promises. */
interface DataReader {
  /** Bytes in all. */
  readonly byteLength: number;
  /** Fills `target` with the bytes from `offset` on and returns how many those were: fewer than wanted only where the data ended. */
  readonly readAt: (offset: number, target: Uint8Array) => number;
  /** Whether the data are no longer what they were when the scan began; asked at its end. Default: they are. */
  readonly hasChanged?: () => boolean;
}
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
/** A float, whole or not; made by {@link float}. */
declare class Float {
  readonly value: number;
  /** Throws a TypeError for what is no number. */
  constructor(value: number);
}
/** The value of an external variable: anything that rules have a type for. Whole numbers are integers, see {@link float}. */
type GlobalValue = ScalarValue | Float | readonly (GlobalValue | undefined)[] | ReadonlyMap<bigint | number | string, GlobalValue> | {
  readonly [field: string]: GlobalValue | undefined;
};
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
/** Rules in order of declaration. The rules of a namespace are neighbours. A {@link RuleReader} reads them. */
interface RuleTable {
  /** How many rules there are. */
  readonly length: number;
  readonly bytes: Uint8Array;
}
/** The output of the compiler's search room: one block of bytes for the scanner's memory, and descriptions for people. */
/** The bytes that the search reads outside of the chunk that it searches. All distances are in bytes. */
interface Sight {
  /** The first bytes of the data, which the search reads before the first chunk. `Infinity`: it needs all data at once. */
  readonly head: number;
  /** Before the start of a chunk. */
  readonly behind: number;
  /** After the end of a chunk. */
  readonly ahead: number;
}
/** The search tables of a rule set: plain data, serialised with the rules and loaded without a check of their contents. */
interface SearchTables {
  /** The scanner copies these to `MemoryMap.constants` (addresses inside are absolute). The length is a multiple of 16. */
  readonly bytes: Uint8Array;
  /** The number of pattern states. */
  readonly patternCount: number;
  /** The size of the largest tables for a selection of the patterns, in bytes; 0: no selection. */
  readonly selectionSize: number;
  /** The bytes that must be in memory during the search. */
  readonly sight: Sight;
  /** The prefilter and the reason for it. */
  readonly decision: SearchDecision;
}
/** The number is the stride of the pair table; without one it is 2. */
declare const prefilters: readonly ["rare-pairs", "pair-table", "pair-table-4", "pair-table-8"];
type Prefilter = (typeof prefilters)[number];
interface SearchDecision {
  readonly prefilter: "none" | Prefilter;
  /** A sentence for `debug`. */
  readonly reason: string;
  /** The number of different byte runs that the prefilter searches for. */
  readonly runCount: number;
  /** The number of candidates that the frequency model expects in a megabyte of ordinary data. */
  readonly expectedCandidatesPerMegabyte: number;
}
interface RuleSet {
  readonly namespaces: readonly string[];
  /** The modules that sources import, used or not, each once. */
  readonly imports: readonly string[];
  /** What results tell of the rules. */
  readonly rules: RuleTable;
  /** The rule module. Its imports and exports are in `linkage.ts`. */
  readonly code: Uint8Array;
  /** Search tables, loaded at `MemoryMap.constants`; they hold as many patterns as there are distinct ones. */
  readonly search: SearchTables;
  /** String literals, regexp programs, and room for the root structures of modules; loaded at `layout.constants`. */
  readonly constants: Uint8Array;
  /** The layout of the memory after the search tables. */
  readonly layout: StateLayout;
  /** Modules that rules use, with the parts of their values that the code reads. */
  readonly modules: readonly ModuleUse[];
  readonly globals: GlobalsInfo;
  /** Functions that the code calls through `host.call(index)`. */
  readonly functions: readonly FunctionUse[];
  /** Addresses of the packed programs of regexps, by the index that function arguments carry; 0 for those never passed. */
  readonly regexps: readonly number[];
  /** How many of the first bytes of the data conditions may read at fixed offsets. */
  readonly headLength: number;
  /** Whether conditions also read data at offsets that they compute. */
  readonly readsAnywhere: boolean;
}
/** Addresses in the one memory. All but `selection` and `constants` is cleared before each scan. */
interface StateLayout {
  /** One byte a rule: 1 when it matched. */
  readonly ruleStates: number;
  /** The set of rules still to be evaluated (`GuardTable`). */
  readonly candidates: number;
  /** Shared results of subexpressions (`SharedSlot`), cleared with the rule states, which they follow. */
  readonly sharedSlots: number;
  readonly sharedSlotCount: number;
  /** `PatternState` records. */
  readonly patternStates: number;
  /** Where the tables for some of the patterns are kept; nothing when it is the same as `constants`. */
  readonly selection: number;
  readonly constants: number;
  /** The first byte that is free for the scanned data and its slack. */
  readonly end: number;
}
interface ModuleUse {
  readonly name: string;
  /**
  * The address of the slots of the root structure. A {@link RootHeader} lies before them. Until its flag is set, rule
  * code calls `host.loadModule` first.
  */
  readonly root: number;
  readonly layout: StructLayout;
}
interface GlobalsInfo {
  readonly type: StructType;
  readonly values: StructValue;
  /** The address of the slots; 0 when no rule reads an external variable. */
  readonly root: number;
  readonly layout: StructLayout;
}
/** Which fields of a structure are laid out, slot by slot; fields that no rule reads have no slot. */
interface StructLayout {
  readonly slots: readonly SlotLayout[];
}
interface SlotLayout {
  readonly field: string;
  readonly type: Type;
  /** For structures, and for arrays and maps of them: what of the item is laid out. */
  readonly item?: StructLayout;
  /** Whether an absent value is the type's zero (proto3) instead of undefined. */
  readonly isZeroWhenAbsent: boolean;
}
interface FunctionUse {
  readonly module: string;
  /** The signature's id inside its module. */
  readonly id: string;
  /** Regexp arguments are given as indices into {@link RuleSet.regexps}. */
  readonly parameters: readonly Type[];
  readonly result: Type;
  /** What is laid out of a structure that the function returns. */
  readonly resultLayout?: StructLayout;
  /** The `KernelFunction` that gives the same where the data are in the memory; 0: there is none. */
  readonly kernelFunction: number;
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
/** How far an asynchronous scan is. */
interface SearchProgress {
  /** Bytes that were searched; it may begin anew for patterns that are looked for later. */
  readonly searched: number;
  /** Bytes of data. */
  readonly byteLength: number;
}
/** Options of an asynchronous scan. */
interface AsyncScanOptions extends ScanOptions {
  /** Bytes that are collected of a stream or a Blob; of more only the beginning is scanned, which `limits` tells as "scan-size". Default 256 MiB. */
  readonly maxSpoolSize?: number;
  /** Is told now and then how far the search is. What it throws ends the scan and rejects its promise. */
  readonly onProgress?: (progress: SearchProgress) => void;
}
/** A `Blob` or `File` of any host, as far as it is read. */
interface BlobSource {
  readonly size: number;
  readonly slice: (start: number, end: number) => {
    readonly arrayBuffer: () => Promise<ArrayBuffer>;
  };
}
/** A `ReadableStream` of any host, as far as it is read. */
interface StreamSource {
  readonly getReader: () => {
    readonly read: () => Promise<{
      readonly done: boolean;
      readonly value?: unknown;
    }>;
    readonly cancel: () => Promise<void>;
  };
}
/**
* What is scanned asynchronously: bytes, which must stay as they are until the scan is over; a reader; a `Blob` or `File`; a stream or an
* async iterable of `Uint8Array`s, such as the body of a response or a `Readable` of Node.
*/
type AsyncSource = Uint8Array | ArrayBufferLike | DataReader | BlobSource | StreamSource | AsyncIterable<Uint8Array>;
/** Data that is read straight into the scanner's memory. */
interface DataSource {
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
interface DataStream {
  /**
  * Writes what comes next to the start of `target` and returns how many bytes that were; 0 at the end. While it waits or where
  * it takes long, `checkpoint` should be called every few milliseconds, as in {@link DataSource.read}.
  */
  readonly read: (target: Uint8Array, checkpoint: () => void) => number;
  /** Whether the end has been reached, answered without waiting: what is not known yet is no end. Asked behind the last byte that is scanned. */
  readonly isAtEnd: () => boolean;
}
declare class Scanner {
  #private;
  readonly ruleSet: RuleSet;
  /**
  * Scans bytes; only what is looked at is copied, and modules are given `data` itself. The result holds nothing of `data`. Throws a
  * TypeError when the buffer of `data` is transferred or shrinks meanwhile.
  */
  scan(data: Uint8Array, options?: ScanOptions): ScanResult;
  /**
  * Scans what a source writes into the memory, without a copy in between. Throws what the source throws, and
  * {@link DataTooLargeError} when the memory cannot hold so much.
  */
  scanSource(source: DataSource, options?: ScanOptions): ScanResult;
  /**
  * Scans what a reader gives, in bounded memory however much that is: the search reads everything once, piece by piece, conditions
  * and results read where they look. All of large data are held only for modules that read more than their beginning, and for the few
  * patterns whose verification needs them. Throws what the reader throws, {@link DataChangedError} where it ends early, and
  * {@link DataTooLargeError}.
  */
  scanReader(reader: DataReader, options?: ScanOptions): ScanResult;
  /**
  * Scans what a stream gives, read straight into the memory, to its end or to `maxScanSize`; the time of reading is the scan's.
  * Throws what the stream throws, and {@link DataTooLargeError} when the memory cannot hold so much.
  */
  scanStream(stream: DataStream, options?: ScanOptions): ScanResult;
  /**
  * Scans what may come while the program goes on. Streams and Blobs are collected first, up to `maxSpoolSize`; a {@link DataReader} is read in
  * parts as by {@link scanReader}. The search pauses every few milliseconds, so that signals work and pages stay alive; reading
  * a module's value and evaluating a condition do not, which `timeoutMs` bounds (`tyara/pool` scans in another thread). Time-out and
  * signal hold for the reading too. Until the promise is settled the scanner takes no other scan. Rejects with what the source throws.
  */
  scanAsync(source: AsyncSource, options?: AsyncScanOptions): Promise<ScanResult>;
  /** Gives an external variable another value, of its declared type, for the scans to come. Throws VariableError. */
  setGlobal(identifier: string, value: GlobalValue): void;
  /** Milliseconds after which a scan ends with what it has found; 0 for no bound, which is the default. */
  setTimeoutMs(timeoutMs: number): void;
  /** What {@link setTimeoutMs} set. */
  get timeoutMs(): number;
  /** Matches kept for one pattern, at least 1, the leftmost; a pattern with more is told in `limits`. Default 1,000,000. */
  setMaxMatchesPerPattern(count: number): void;
  /**
  * Bytes that the matches of a scan may take, sixteen a match and more while they are put in order; at least 1 MiB. Where
  * they do not suffice, the patterns with the most matches keep fewer, the leftmost, which `limits` tells as "memory".
  * Default 128 MiB.
  */
  setMaxMatchMemory(byteLength: number): void;
  /** Which rules the scans to come evaluate and tell of, see `ScanOptions.select`; undefined: all, which is the default. */
  select(selection: RuleSelection | undefined): void;
  /** Whether patterns may be searched no further than the rules need: results then lack some matches. Default false. */
  setFastScan(isFast: boolean): void;
  /**
  * What is called with the messages of the `console` module; by default they are dropped. What it throws ends the scan and
  * is thrown by it.
  */
  onConsoleLog(log: (message: string) => void): void;
  /** Lets go of the memory; scanning is an error from then on. Not needed: a scanner that nobody holds is collected. */
  [Symbol.dispose](): void;
  /** Bytes of memory that the scanner holds: rules, what it had to hold of data at once so far, and what their matches took. */
  get memoryByteLength(): number;
}
/** A path as text, or as bytes for names that are not text. */
type Path = string | Uint8Array | UrlLike;
/** A descriptor that is open, or what has one: a `FileHandle`. */
type OpenDescriptor = number | {
  readonly fd: number;
};
/** A path's file is more than may be read, or not of the kind that may be. */
declare class FileRefusedError extends Error {
  override readonly name = "FileRefusedError";
}
interface ReadLimits {
  readonly maxBytes: number;
  /** For what has no end of its own; 0 or absent: no bound. */
  readonly timeoutMs?: number;
  /** Whether pipes and devices are refused. */
  readonly onlyRegular?: boolean;
}
/** All bytes of a file, a pipe or a device. Throws what the system says, and {@link FileRefusedError} when a limit is met. */
declare function readFileWithin(path: Path, limits: ReadLimits): Uint8Array;
/** All bytes that come from the standard input; like {@link readFileWithin}. */
declare function readStandardInputWithin({
  maxBytes,
  timeoutMs
}: ReadLimits): Uint8Array;
interface FileIncludesOptions {
  /** Directories below which included files may lie, beside those that the compiler names: the first file's and its include directories. */
  readonly below?: readonly string[];
  /** Whether included files may lie anywhere. Default false. */
  readonly anywhere?: boolean;
}
/** Reads what rules include; what a compiler's `includeReader` must be. */
interface FileIncludes {
  read(path: string, directories: readonly string[]): Uint8Array | undefined;
}
/**
* Reads what rules include from files: from regular ones of at most 64 MiB, and from those only that lie in one of the allowed directories
* or below it, symbolic links followed. For a compiler's `includeReader`.
*/
declare function includesFromFiles(options?: FileIncludesOptions): FileIncludes;
/** Reads what rules include from files of the including file's directory and the include directories. */
declare const fileIncludes: FileIncludes;
/** Options of {@link scanFile}. */
interface ScanFileOptions extends ScanOptions {
  /**
  * Whether of what has no size (a pipe, a device, a file of /proc) only what is there at once is scanned, and at most 16 MiB. Default
  * false: its end is waited for, or the time-out.
  */
  readonly endWhenIdle?: boolean;
}
/**
* Scans a file: a small one is read into the scanner's memory, of a large one what the scan looks at (`Scanner.scanReader`). Throws what the
* system says when it cannot be read, `DataChangedError` when it is cut meanwhile, and `DataTooLargeError` beyond 3.875 GiB;
* `maxScanSize` helps then. A file that somebody writes to meanwhile is told in `limits` as "data-changed". A path may be
* given as bytes, for names that are not text.
*
* Pipes, devices and what has no size of its own are read to their end, to `maxScanSize` or until the time-out, whichever is first.
* An open descriptor or a `FileHandle` stays open; of a file with a size the whole is scanned, wherever it stands.
* A named pipe waits for its writer: until the time-out, or where there is none, in a way that no signal ends.
*/
declare function scanFile(scanner: Scanner, path: Path | OpenDescriptor, options?: ScanFileOptions): ScanResult;
/** Scans what comes from the standard input, to its end, to `maxScanSize` or until the time-out, whichever is first. */
declare function scanStandardInput(scanner: Scanner, options?: ScanOptions): ScanResult;
export { type FileIncludesOptions, FileRefusedError, type OpenDescriptor, type Path, type ReadLimits, ScanFileOptions, fileIncludes, includesFromFiles, readFileWithin, readStandardInputWithin, scanFile, scanStandardInput };