/**
 * The layout of the search tables in memory. The compiler writes them and the kernels read them; a generator copies these
 * numbers into the kernels. Addresses are absolute. Fields are u32 unless a comment says otherwise.
 */

/** The header, at `MemoryMap.constants`. */
export const Header = {
  size: 112,
  /** The address of the pair table, a u64 for each pair of bytes; 0 if the pair-table filter is not used. */
  pairTable: 0,
  /** The address of the hash slots: a u32 each, the index of the first entry of the slot. One more u32 marks the end. */
  slots: 4,
  /** The number of slots is 2^(32 − slotShift). */
  slotShift: 8,
  /** The address of a u32 for each bucket: the kinds of keys of its runs, as a set of {@link KeyKind}. */
  bucketKinds: 12,
  entries: 16,
  looseEntries: 20,
  looseCount: 24,
  subPatterns: 32,
  patternCount: 36,
  /** The states of chain pieces follow those of the rules' patterns. */
  realPatternCount: 40,
  regexpCount: 44,
  anchored: 48,
  anchoredCount: 52,
  chains: 56,
  chainCount: 60,
  rarePairs: 64,
  rarePairCount: 68,
  /** A bit for each value of the upper {@link PRESENCE_BITS} bits of a hash: whether an entry has such a hash. */
  presence: 72,
  /** The stride of the pair-table filter: 2, 4 or 8 bytes. */
  pairStride: 76,
  // The next fields are for searches of a selection of the patterns (`selection.ts` of the kernels).
  /** The address of the {@link Item} records, the same number for each run; 0 if there is no selection. */
  items: 80,
  itemsPerRun: 84,
  /** The number of runs with items. The indices of runs with a {@link RarePair} follow theirs. */
  runCount: 88,
  /** The address of a u32 for each pattern: the address of its first {@link Lead}. One more u32 marks the end. */
  patternLeads: 92,
  subPatternCount: 96,
  /** In the tables of a selection: the address of a bit for each sub-pattern, set if it is selected; 0: all are. */
  wantedSubPatterns: 100,
  /** The number of patterns that are searched for. */
  wantedPatternCount: 104,
} as const;

/** Two neighbouring bytes of a run, which the rare-pair filter searches for. */
export const RarePair = {
  size: 16,
  run: 0,
  firstOffset: 4,
  secondOffset: 8,
  /** The first in the low byte, the second above it. */
  bytes: 12,
} as const;

/** The bytes around a candidate at p that form the hash key of an entry, as bits. Letters are case-folded. */
export const KeyKind = {
  /** p … p + 3 */
  next: 1,
  /** p − 2 … p + 1 */
  around: 2,
  /** p … p + 2 */
  three: 4,
  /** p + 1 … p + 3 */
  threeLater: 8,
  /** p − 1 … p + 1 */
  threeEarlier: 16,
  /** p, p + 1 */
  pair: 32,
  /** p + 1, p + 2 */
  pairLater: 64,
  /** p − 1, p */
  pairEarlier: 128,
  /** The differences of neighbours in p … p + 3, which an xor key does not change. */
  difference: 256,
} as const;

/** The multiplier of the key hash, and a salt for each kind of key. */
export const KEY_MULTIPLIER = 0x9e3779b1;
export const KeySalt = {
  next: 0,
  around: 0x5bd1e995,
  three: 0x165667b1,
  threeLater: 0x27d4eb2f,
  threeEarlier: 0x85ebca6b,
  pair: 0xc2b2ae35,
  pairLater: 0x2545f491,
  pairEarlier: 0x9e3779f9,
  difference: 0x7feb352d,
} as const;

/** 32 KiB of presence bits stay in the L1 cache; the slots do not. */
export const PRESENCE_BITS = 18;

/** Buckets of the pair-table filter. */
export const BUCKET_COUNT = 21;
/** The bucket of runs without a key or with a key of differences. */
export const LOOSE_BUCKET = 20;

/** A run to verify if a candidate has its key. */
export const Entry = {
  size: 16,
  /** Four bytes at p + checkDelta, which are compared under a mask before the run is. */
  value: 0,
  mask: 4,
  run: 8,
  /** i16 */
  checkDelta: 12,
  /** i16: the start of the run, relative to p. */
  startDelta: 14,
} as const;

/** One centre of one run. The kernel builds the tables of a selection from these. */
export const Item = {
  size: 48,
  /** The sets of pairs of the three fields: one pair, {@link ANY_PAIR}, or the address of a u32 count and as many u16 pairs. */
  a: 0,
  b: 4,
  p: 8,
  /** The probability that a pair belongs to the set, as a fraction of {@link CERTAIN}. */
  aLikelihood: 12,
  bLikelihood: 16,
  pLikelihood: 20,
  /** u16: a {@link KeyKind}; 0: a loose entry. */
  kind: 24,
  /** u16 */
  keyCount: 26,
  /** The hash of the key, or the address of the hashes if there are several. */
  keys: 28,
  run: 32,
  value: 36,
  mask: 40,
  /** i16 */
  checkDelta: 44,
  /** i16 */
  startDelta: 46,
} as const;
/** Every pair. Neither a pair nor an address. */
export const ANY_PAIR = 0xffffffff;
/** A bit of a count: the members are bytes and stand for all pairs with this byte first or, plus {@link SECOND_BYTE}, second. */
export const HALF_PAIRS = 0x80000000;
export const SECOND_BYTE = 256;
/** The probability 1. */
export const CERTAIN = 0x1000000;

/** The index of a run, and a sub-pattern whose matches contain it. */
export const Lead = { size: 8, run: 0, subPattern: 4 } as const;

/** A run of bytes and its {@link User}s. Blocks of 16 value bytes and 16 mask bytes follow the record. */
export const Run = {
  size: 32,
  length: 0,
  flags: 4,
  users: 8,
  userCount: 12,
  /** {@link ClassCheck} records for places whose set of bytes cannot be a mask. */
  classes: 16,
  classCount: 20,
  /** Keys of an xor run: low byte first key, second byte last key. */
  xorKeys: 24,
  /** The address of the {@link Family} of runs that begin with this one; 0: none. */
  family: 28,
} as const;
export const RunFlag = { xor: 1 } as const;

/**
 * Runs with the same beginning, which are verified together (`families.ts`). Each member is a sequence of symbols. A binary
 * search over the lengths of the members finds those that match.
 */
export const Family = {
  size: 28,
  /** A {@link Symbols}. */
  symbols: 0,
  /** {@link FamilyLength} records, the shortest first. */
  lengths: 4,
  lengthCount: 8,
  /** A hash table of 2^(32 − shift) {@link Marker} records. A length of 0 marks a free one. */
  markers: 12,
  markerShift: 16,
  /** {@link Member} records. */
  members: 20,
  memberCount: 24,
} as const;
/** The kind of a symbol: a byte, a lower-cased byte, or the difference of a byte and the next one. */
export const Symbols = { bytes: 0, caseless: 1, differences: 2 } as const;
/** A length of members, and {@link HASH_BASE} raised to that power. */
export const FamilyLength = { size: 8, length: 0, power: 4 } as const;
/** A prefix of a member, of a length that the binary search tries. */
export const Marker = {
  size: 16,
  hash: 0,
  length: 4,
  /** A run with this prefix. */
  run: 8,
  /** The address of the longest member that is a prefix of it; 0: none. */
  member: 12,
} as const;
/** A run, and the address of the next shorter member that is a prefix of it (0: none). */
export const Member = { size: 8, run: 0, shorter: 4 } as const;
/** The base of the polynomial hash: hash = hash * base + symbol + 1. */
export const HASH_BASE = 0x2c1b3c6d;
/** The number of symbols that the hashes cover. Members that are equal up to here are compared one by one. */
export const MAX_FAMILY_LENGTH = 8192;

/** `set`: the address of 256 bits. */
export const ClassCheck = { size: 8, offset: 0, set: 4 } as const;

/** A sub-pattern that is the run, or a regexp whose matches contain it. */
export const User = {
  size: 32,
  subPattern: 0,
  /** The least and the greatest distance from the start of a match to the run. */
  prefixMin: 4,
  prefixMax: 8,
  /** The address of the set of bytes that may occur in between; 0: any. */
  prefixBytes: 12,
  /** The address of the set of positions of the regexp's automaton that may consume the first byte of the run; 0: unknown. */
  entry: 16,
  /** Two bytes that every match also contains: first | second << 8. {@link NO_COMPANION} if there are none. */
  companion: 20,
  /** i32: the least and the greatest distance from the start of the run to the first of the two bytes. */
  companionFrom: 24,
  companionTo: 28,
} as const;
/** A `prefixMax` or a `Gap.max` without a limit. */
export const UNBOUNDED_DISTANCE = 0xffffffff;

/** The value of `User.companion` if there is no companion. */
export const NO_COMPANION = 0xffffffff;

/** One form of a pattern. The sub-patterns of a pattern are neighbours. At equal offsets the first one wins. */
export const SubPattern = {
  size: 32,
  pattern: 0,
  flags: 4,
  /** Literals: the start of the match relative to the start of the run. Regexps with a reach: the origin of the reach. */
  startDelta: 8,
  /** Literals: the length of the match. Regexps: the greatest distance of a match from its run; 0: unlimited. */
  length: 12,
  /** Regexps: the address of the program. */
  program: 16,
  /** Regexps: the index of the list of start windows. */
  windowList: 20,
  /** Base64: the address of the 256-byte table from characters to values (255: none). */
  alphabet: 24,
  /** Base64: the number of characters before the run that belong to its first group of four. */
  groupDelta: 28,
} as const;

export const SubPatternFlag = {
  fullwordLeft: 1,
  fullwordRight: 2,
  wide: 4,
  base64: 8,
  regexp: 16,
  /** Matches may be long, so start windows are kept to the end of the data. */
  deferred: 32,
  /** Rules only ask whether there is a match. */
  existence: 64,
  /** Rules ask whether matches begin at or between offsets. */
  places: 128,
  /** Rules count matches. */
  counts: 1024,
} as const;

/** The match that wins among several at one offset, in bits 8 and 9 of the flags. */
export const Preference = { first: 0, longest: 0x100, shortest: 0x200, mask: 0x300 } as const;

/** A run or regexp that is searched for at one offset only. `run` is 0 for a regexp without a run. */
export const Anchored = { size: 16, run: 0, start: 4, subPattern: 8 } as const;

/** Pieces with gaps between them. Piece `i` has the pattern state `firstPiece + i`. */
export const Chain = { size: 16, subPattern: 0, firstPiece: 4, pieceCount: 8, gaps: 12 } as const;
/** The least and the greatest number of bytes between two pieces. A gap without an upper bound has {@link UNBOUNDED_DISTANCE} as its `max`. */
export const Gap = { size: 8, min: 0, max: 4 } as const;

/** Bits of a pattern state's flags. */
export const PatternFlag = {
  /** No longer searched for. */
  disabled: 1,
  /** In the list of found patterns. */
  found: 2,
  /** The records fill their space though none is there twice or too much. */
  tight: 4,
} as const;

/** The number of bytes that one call of the kernel searches. */
export const CHUNK_SIZE = 32768;
