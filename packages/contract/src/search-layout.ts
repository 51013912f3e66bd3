/**
 * How the search tables lie in memory. The compile side writes them, the kernels read them; a generator gives the
 * kernels these numbers. Every address is absolute, every field a u32 unless said otherwise.
 */

/** The header, at `MemoryMap.constants`. */
export const Header = {
  size: 112,
  /** u64 for each pair of bytes; 0 when the pair-table filter is not used. */
  pairTable: 0,
  /** Where the entries of each hash slot begin; one more than there are slots. */
  slots: 4,
  /** The number of slots is 2^(32 − slotShift). */
  slotShift: 8,
  /** By bucket, a u32: which kinds of keys lead to its runs, as bits of {@link KeyKind}. */
  bucketKinds: 12,
  entries: 16,
  looseEntries: 20,
  looseCount: 24,
  subPatterns: 32,
  patternCount: 36,
  /** Pattern states behind the rules' patterns are those of chain pieces. */
  realPatternCount: 40,
  regexpCount: 44,
  anchored: 48,
  anchoredCount: 52,
  chains: 56,
  chainCount: 60,
  rarePairs: 64,
  rarePairCount: 68,
  /** A bit for each value of the first {@link PRESENCE_BITS} bits of a key's hash: whether there are such entries. */
  presence: 72,
  /** At every how many bytes the pair-table filter looks: 2, 4 or 8. */
  pairStride: 76,
  // What follows is for searches that look for some of the patterns only (selection.ts of the kernels).
  /** {@link Item} records: of each run as many, run after run; 0 when the search always looks for everything. */
  items: 80,
  itemsPerRun: 84,
  /** Runs with items; those that have rare pairs are counted on from them. */
  runCount: 88,
  /** For each pattern and one more a u32: the address of its first {@link Lead}. */
  patternLeads: 92,
  subPatternCount: 96,
  /** In tables for some of the patterns: a bit for each sub-pattern that is looked for; 0: all are. */
  wantedSubPatterns: 100,
  /** How many patterns are looked for. */
  wantedPatternCount: 104,
} as const;

/** Two bytes of a run, looked for side by side when there are only few runs. */
export const RarePair = {
  size: 16,
  run: 0,
  firstOffset: 4,
  secondOffset: 8,
  /** The first in the low byte, the second above it. */
  bytes: 12,
} as const;

/** Which bytes around a candidate at p make the hash key of an entry, as bits. Letters are folded. */
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
  /** The differences of neighbours among p … p + 3: what an xor key leaves alone. */
  difference: 256,
} as const;

/** What a hash key is multiplied by, and what is mixed in so that the kinds fall into different slots. */
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

/** 32 KiB of presence bits stay in the nearest cache, which the slots do not. */
export const PRESENCE_BITS = 18;

/** Buckets of the pair-table filter. */
export const BUCKET_COUNT = 21;
/** The bucket of runs that no key finds, or only one made of differences. */
export const LOOSE_BUCKET = 20;

/** A place to verify when a candidate has the right key. */
export const Entry = {
  size: 16,
  /** Four bytes at p + checkDelta, compared under a mask before the run is looked at. */
  value: 0,
  mask: 4,
  run: 8,
  /** i16 */
  checkDelta: 12,
  /** i16: where the run starts, relative to p. */
  startDelta: 14,
} as const;

/** One centre of one run: what the pair table, the slots and the entries of tables for some of the patterns are made of. */
export const Item = {
  size: 48,
  /** Sets of pairs for the three fields: one pair, {@link ANY_PAIR}, or the address of a u32 count and so many u16, the pairs. */
  a: 0,
  b: 4,
  p: 8,
  /** That a pair belongs to the set; {@link CERTAIN} means always. */
  aLikelihood: 12,
  bLikelihood: 16,
  pLikelihood: 20,
  /** u16: a {@link KeyKind}; 0: a loose entry. */
  kind: 24,
  /** u16 */
  keyCount: 26,
  /** The hash of the only key, or the address of the hashes of several. */
  keys: 28,
  run: 32,
  value: 36,
  mask: 40,
  /** i16 */
  checkDelta: 44,
  /** i16 */
  startDelta: 46,
} as const;
/** Not a pair, and no address either. */
export const ANY_PAIR = 0xffffffff;
/** In a count: what is counted are not pairs but all pairs with a byte, as the first one or, {@link SECOND_BYTE} added, the second. */
export const HALF_PAIRS = 0x80000000;
export const SECOND_BYTE = 256;
/** A likelihood of 1. */
export const CERTAIN = 0x1000000;

/** A run (its index) that leads to a sub-pattern of a pattern. */
export const Lead = { size: 8, run: 0, subPattern: 4 } as const;

/** A run of bytes and who wants to know of it. Its blocks of 16 value bytes and 16 mask bytes follow the record. */
export const Run = {
  size: 32,
  length: 0,
  flags: 4,
  users: 8,
  userCount: 12,
  /** {@link ClassCheck} records for places whose set of bytes is no mask. */
  classes: 16,
  classCount: 20,
  /** Keys of an xor run: low byte first key, second byte last key. */
  xorKeys: 24,
  /** The address of the {@link Family} of runs that begin with this one; 0: there is none. */
  family: 28,
} as const;
export const RunFlag = { xor: 1 } as const;

/**
 * Runs with the same beginning, which are looked for together (families.ts). Each is a row of symbols; which ones may be
 * there is found by a binary search among their lengths.
 */
export const Family = {
  size: 28,
  /** A {@link Symbols}. */
  symbols: 0,
  /** {@link FamilyLength} records, the shortest first. */
  lengths: 4,
  lengthCount: 8,
  /** A hash table of {@link Marker} records: 2^(32 − shift) of them, those with length 0 are free. */
  markers: 12,
  markerShift: 16,
  /** {@link Member} records. */
  members: 20,
  memberCount: 24,
} as const;
/** What a symbol is: a byte, a byte with letters in lower case, the difference of a byte and the next. */
export const Symbols = { bytes: 0, caseless: 1, differences: 2 } as const;
/** A length of members, and {@link HASH_BASE} to the power of it. */
export const FamilyLength = { size: 8, length: 0, power: 4 } as const;
/** The beginning of a member at a length where the binary search for it looks. */
export const Marker = {
  size: 16,
  hash: 0,
  length: 4,
  /** A run that begins so. */
  run: 8,
  /** The longest member that is a beginning of it: the address of its record; 0: there is none. */
  member: 12,
} as const;
/** A run, and the next shorter member that is a beginning of it (an address; 0: there is none). */
export const Member = { size: 8, run: 0, shorter: 4 } as const;
/** The hash of a row: each symbol + 1 is added after what there is has been multiplied by this. */
export const HASH_BASE = 0x2c1b3c6d;
/** Members are told apart by so many symbols; what is equal as far as that is compared one by one. */
export const MAX_FAMILY_LENGTH = 8192;

/** `set`: the address of 256 bits. */
export const ClassCheck = { size: 8, offset: 0, set: 4 } as const;

/** Somebody who wants to know of a run: a sub-pattern that is the run, or a regexp that holds it. */
export const User = {
  size: 32,
  subPattern: 0,
  /** The least and the greatest distance from the start of a match to the run. */
  prefixMin: 4,
  prefixMax: 8,
  /** The address of the set of bytes that may lie between; 0: any. */
  prefixBytes: 12,
  /** The address of the set of positions of the regexp's automaton at which one may be when the run begins; 0: not known. */
  entry: 16,
  /** Two bytes that are in every match too (the second above the first), or {@link UNBOUNDED}: none. */
  companion: 20,
  /** i32: between which distances from the run's start the first of them lies, both ends included. */
  companionFrom: 24,
  companionTo: 28,
} as const;
/** `prefixMax` of a run that may lie arbitrarily far behind the match's start. */
export const UNBOUNDED = 0xffffffff;

/** One form of a pattern. Sub-patterns of one pattern are neighbours, the one that wins at equal offsets first. */
export const SubPattern = {
  size: 32,
  pattern: 0,
  flags: 4,
  /** Literals: how far behind the run's start the reported match starts. Regexps with a reach: from where it is measured. */
  startDelta: 8,
  /** Literals: the length of the reported match. Regexps: how far from its run a match may reach; 0: any distance. */
  length: 12,
  /** Regexps: the address of the program. */
  program: 16,
  /** Regexps: which window list is theirs. */
  windowList: 20,
  /** Base64: the address of the 256-byte table from characters to values (255: none). */
  alphabet: 24,
  /** Base64: characters before the run's start that belong to the same group of four. */
  groupDelta: 28,
} as const;

export const SubPatternFlag = {
  fullwordLeft: 1,
  fullwordRight: 2,
  wide: 4,
  base64: 8,
  regexp: 16,
  /** Windows are kept until the whole input has been seen: the matches may be long. */
  deferred: 32,
  /** One match is all that the rules can tell. */
  existence: 64,
  /** Rules ask whether matches begin at or between offsets. */
  places: 128,
  /** Rules count matches. */
  counts: 1024,
} as const;

/** Which of several matches at one offset counts; stored in bits 8 and 9 of the sub-pattern's flags. */
export const Preference = { first: 0, longest: 0x100, shortest: 0x200, mask: 0x300 } as const;

/** A run or regexp that is looked for at one offset only. `run` 0: a regexp without one. */
export const Anchored = { size: 16, run: 0, start: 4, subPattern: 8 } as const;

/** Pieces across gaps: piece `i` is the chain's virtual pattern `firstPiece + i`; the gaps follow the record. */
export const Chain = { size: 16, subPattern: 0, firstPiece: 4, pieceCount: 8, gaps: 12 } as const;
/** `max` {@link UNBOUNDED}: no upper bound. */
export const Gap = { size: 8, min: 0, max: 4 } as const;

/** Bits of a pattern state's flags. */
export const PatternFlag = {
  /** Not searched any more. */
  disabled: 1,
  /** In the list of the patterns that were found. */
  found: 2,
  /** The records fill their space though none is there twice or too much. */
  tight: 4,
} as const;

/** Bytes that one call of the kernel searches. */
export const CHUNK_SIZE = 32768;
