/**
 * The map of the one memory that rule code, kernels and the host share.
 *
 *     0        control block: the fields below, the argument slots
 *     0x1000   scratch of the kernels
 *     0x10000  constants of the rule set, loaded once: search tables, then string literals and regexp programs
 *     …        scan state, cleared before each scan: rule states, pattern states
 *     …        the scanned data, with {@link DATA_SLACK} readable bytes on both sides
 *     …        the heap: module values, matches; grows upward, forgotten at the next scan
 *
 * Addresses of constants and state are known when rules are compiled, so rule code holds them as immediates; those of
 * the data and the heap are fields of the control block. The kernels are given the same numbers by a generator.
 */
export const MemoryMap = {
  /** u32: the address of the first scanned byte. */
  dataAddress: 0,
  /** u32: how many bytes are scanned. */
  dataLength: 4,
  /** i64: what `filesize` gives; −1 where it is undefined. */
  filesize: 8,
  /** i32: loop iterations and kernel steps left until the host looks at the clock. */
  fuel: 16,
  /** i32: 1 once the pattern search of this scan has run. */
  searchDone: 20,
  /** u32: the next free byte of the heap, a multiple of 16. */
  heapNext: 24,
  /** u32: the first byte behind the heap; the kernels move it when they grow the memory. */
  heapEnd: 28,
  /** u32: matches kept for one pattern; the pattern is searched no further when it has so many. */
  maxMatchesPerPattern: 32,
  /** u32: bit set of `ScanLimit`, what cut this scan short. */
  limitsMet: 36,
  /** u32: the address of the pattern states. */
  patternStates: 40,
  /** u32: the address of the rule states. */
  ruleStates: 44,
  /** i32: 1 when one match a pattern is enough. */
  fastScan: 48,
  /** Where arguments and the result of a host function are passed: slots of {@link SLOT_SIZE} bytes, the result in the first. */
  argumentSlots: 0x100,
  /** How many argument slots there are. */
  argumentSlotCount: 32,
  /** Scratch of the kernels. */
  scratch: 0x1000,
  scratchEnd: 0x10000,
  /** Where the constants of a rule set begin. */
  constants: 0x10000,
} as const;

/** Bytes before and after the scanned data that kernels may read (never write). */
export const DATA_SLACK = 256;

/**
 * A value slot: 8 bytes of value, then a u32 that is 1 when the value is defined, then 4 unused bytes.
 *
 * - integer, bool: i64 · float: f64 · string: u32 address, u32 byte length
 * - structure: u32 address of its slots, one for each field laid out
 * - array: u32 address of its items' slots, u32 count
 * - map: u32 address of entries (a key slot and a value slot each, sorted by key), u32 count
 */
export const SLOT_SIZE = 16;

/** The state of one pattern in one scan: u32 match count, u32 address of its matches, u32 flags, u32 for the kernels. */
export const PatternState = { size: 16, count: 0, matches: 4, flags: 8, log: 12 } as const;

/** One match: u32 offset, u32 byte length, i32 xor key (−1: none), 4 unused bytes. A pattern's matches are sorted by offset, one an offset. */
export const MatchRecord = { size: 16, offset: 0, length: 4, xorKey: 8 } as const;

/** What may cut a scan short, as bits. */
export const ScanLimit = {
  timeout: 1,
  aborted: 2,
  matchesPerPattern: 4,
  memory: 8,
} as const;
