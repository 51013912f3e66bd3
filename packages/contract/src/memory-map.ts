/**
 * The map of the one memory that rule code, kernels and the host share.
 *
 *     0        control block: the fields below, the argument slots
 *     0x1000   scratch of the kernels
 *     0x10000  constants of the rule set, loaded once: search tables, then string literals and regexp programs
 *     …        scan state, cleared before each scan: rule states, pattern states
 *     …        the scanned data, with {@link DATA_SLACK} readable bytes on both sides; or their first bytes as far as
 *              conditions read them, and behind these a window that slides over all of them
 *     …        the heap: module values, matches; grows upward, forgotten at the next scan
 *
 * Addresses of constants and state are known when rules are compiled, so rule code holds them as immediates; those of
 * the data and the heap are fields of the control block. The kernels are given the same numbers by a generator.
 */
export const MemoryMap = {
  /** u32: the address of the first scanned byte, as rule code sees it: what conditions read at fixed places lies there. */
  dataAddress: 0,
  /** u32: how many bytes are scanned. */
  dataLength: 4,
  /** i64: what `filesize` gives; −1 where it is undefined. */
  filesize: 8,
  /** i32: 1 once the pattern search of this scan has run. */
  searchDone: 20,
  /** u32: the next free byte of the heap, a multiple of 16. */
  heapNext: 24,
  /** u32: the end of the heap. The kernels move it when they grow the memory. */
  heapEnd: 28,
  /** u32: matches kept for one pattern, the leftmost. */
  maxMatchesPerPattern: 32,
  /** u32: the {@link ScanLimit}s that this scan has met, as a bit set. */
  limitsMet: 36,
  /** u32: the address of the pattern states. */
  patternStates: 40,
  /** u32: the address of the rule states. */
  ruleStates: 44,
  /** i32: 1 when one match a pattern is enough. */
  fastScan: 48,
  /**
   * u32: after so many bytes of data for which the tables at hand hold too much, tables for the rules that may match
   * are made ({@link NEVER_SELECT}: never); data shorter than a 64th of it is always searched for everything.
   */
  selectAfter: 52,
  /**
   * u32: to the search, the address of the first scanned byte. Where a window slides over the data it is what makes
   * offsets of bytes in the window addresses, modulo 2^32.
   */
  searchAddress: 56,
  /** u32: at offsets below this there are 8 bytes of data, and they lie at `dataAddress` and behind; for others conditions ask the host. */
  nearLength: 60,
  /** What the host was asked for last. */
  fetched: 64,
  /** u32: bytes that the matches of a scan may take. */
  maxMatchMemory: 72,
  /** u32: the address and the length of the bytes that `byteCounts` is of; length 0: it is of none. */
  countedFrom: 76,
  countedLength: 80,
  /** u32: the address of the set of rules that may be evaluated; 0: all may. */
  chosenRules: 84,
  /** i32: 1 when that set is another one than that of the last scan, so that tables made for it are of no use. */
  isNewChoice: 88,
  /** Where arguments and the result of a host function are passed: an array of {@link Slot}s, the result in the first. */
  argumentSlots: 0x100,
  /** How many argument slots there are. */
  argumentSlotCount: 32,
  /** Two sets of 256 bits, for looks around the hits of regexps. */
  probeSets: 0x400,
  /** For each power of two a u32: the first block of that size that is free for matches. */
  freeBlocks: 0x480,
  /** Scratch of the kernels. */
  scratch: 0x1000,
  scratchEnd: 0xd000,
  /** What functions of modules count and keep (`kernel/assembly/functions/functions.ts`): a u32 for each byte, an f64 for each small count. */
  byteCounts: 0xd000,
  entropyTerms: 0xd400,
  /** Eight tables of CRC-32, which stay from scan to scan. */
  crcTables: 0xe000,
  /** Where the constants of a rule set begin. */
  constants: 0x10000,
} as const;

/** See `MemoryMap.selectAfter`. */
export const NEVER_SELECT = 0xffff_ffff;

/** Bytes before and after the scanned data that kernels may read (never write). */
export const DATA_SLACK = 256;

/** How many bytes kernels may read after a window over the data. Their values do not matter. No look ahead goes farther. */
export const PROBE_SLACK = 4096;

/**
 * A slot holds one value. Its last 4 bytes are unused.
 *
 * - integer, bool: i64 at `value`
 * - float: f64 at `value`
 * - string: u32 address at `value`, u32 byte length at `length`
 * - structure: u32 address at `value`; its slots lie there, one for each field that is laid out
 * - array: u32 address of the slots of its items at `value`, u32 count at `length`
 * - map: u32 address of its entries ({@link MapEntry}) at `value`, u32 count at `length`
 *
 * The u32 at `defined` is 1 if the value is defined, else 0.
 */
export const Slot = { size: 16, value: 0, length: 4, defined: 8 } as const;

/** An entry of a map: the slot of the key, then the slot of the value. Entries are sorted by key. */
export const MapEntry = { size: 32, key: 0, value: 16 } as const;

/** Lies directly before the slots of a module's root structure. The u32 at `isWritten` is 1 once this scan has written them. */
export const RootHeader = { size: 16, isWritten: 0 } as const;

/** The state of one pattern in one scan, all zero where nothing was found. Each field is a u32. */
export const PatternState = {
  size: 32,
  /** How many matches there are, up to the limit of a pattern; while the search runs, 1 as soon as there is one. */
  count: 0,
  /** The address of its match records. */
  matches: 4,
  flags: 8,
  /** The next pattern that was found: its number + 1, 0 at the end. */
  nextFound: 12,
  /** How many matches have records: fewer than `count` where memory was short. */
  kept: 16,
  /** How many records fit, a power of two. */
  capacity: 20,
  /** Where matches have no records any more, as 2^32 − 1 minus the offset from which on they have none. */
  cut: 24,
  /** The address of the bits that say where matches begin that have no records; 0: there are none. */
  far: 28,
} as const;

/** One match: u32 offset, u32 byte length, i32 xor key (−1: none), 4 unused bytes. A pattern's matches are sorted by offset, one an offset. */
export const MatchRecord = { size: 16, offset: 0, length: 4, xorKey: 8 } as const;

/** Limits that may drop matches of a scan, as bits of `MemoryMap.limitsMet`. A timeout or an abort throws instead. */
export const ScanLimit = { matchesPerPattern: 1, memory: 2 } as const;

/**
 * Which rules can match, by facts that are cheap to test: a header, then the parts it points at. Sets of rules are bit
 * sets of 64-bit words, rule 0 in the lowest bit of the first.
 */
export const GuardTable = {
  /** u32: address of the set of rules to be evaluated, part of the state of a scan. */
  candidates: 0,
  /** u32: how many words a set of rules has. */
  wordCount: 4,
  /** u32: address of the set of rules without facts to test. */
  always: 8,
  /** u32: address of the classes of facts about the first bytes. */
  classes: 12,
  classCount: 16,
  /** u32: address of the set of rules that match only if one of certain patterns does. */
  needy: 20,
  /** u32: address of a u32 for each pattern and one more: where its rules begin in the list behind. */
  patternRules: 24,
  /** u32: how many patterns have rules listed. */
  patternCount: 28,
  /**
   * u32: address of two u32 for each rule and one more: where in the list behind the patterns of which it demands one
   * begin (all of its patterns when it demands none), and where the others do.
   */
  rulePatterns: 32,
  /** u32: address of the tables that are kept for some of the patterns, behind a set of rules; 0: none are made. */
  selection: 36,
  /** u32: how many bytes there are. */
  selectionSize: 40,
  ruleCount: 44,
  size: 48,
} as const;

/** Rules that ask for the same bytes: u32 offset, u32 byte length (0: they ask for none), u32 address of values, u32 count. */
export const GuardClass = { size: 16, offset: 0, byteLength: 4, values: 8, valueCount: 12 } as const;

/** One value of a class, sorted: u64 value, u32 address of entries, u32 count. */
export const GuardValue = { size: 16, value: 0, entries: 8, entryCount: 12 } as const;

/** A rule with the sizes of data it may match: u32 least, u32 greatest, u32 rule. */
export const GuardEntry = { size: 12, minimum: 0, maximum: 4, rule: 8 } as const;
