/**
 * The layout of a regexp program in memory. The compiler writes programs, the kernels read them; a generator gives the kernels
 * these numbers. Fields are u32. Addresses are relative to the start of the program. The length is a multiple of 16 bytes.
 *
 * Edges that consume nothing lead from lower node numbers to higher ones. The accepting node is the last one. A set of nodes is
 * a bit set of 64-bit words.
 */

/** The header; the 256 bytes that follow it map each byte to its class. */
export const Program = {
  size: 64,
  nodeCount: 0,
  wordCount: 4,
  start: 8,
  flags: 12,
  /** For each class, the set of consuming nodes that take its bytes. */
  masks: 16,
  nodes: 20,
  /** For each node, the index of its first incoming edge in `edges`. One more entry marks the end. */
  edgeStarts: 24,
  /** Incoming edges: the source node shifted by {@link EDGE_SHIFT}, and an {@link EdgeKind}. */
  edges: 28,
  runs: 32,
  runCount: 36,
  /** The set of nodes that consume nothing. */
  passing: 40,
  /** The set of nodes with an incoming edge that consumes nothing. */
  passedTo: 44,
  /** The set of nodes with an incoming edge that consumes something. */
  reached: 48,
  byteLength: 52,
  /** The {@link Positions} form of the program; 0 if it has too many positions for one. */
  positions: 56,
  /** The most bytes that a match may have, or {@link UNBOUNDED_REACH}. */
  reach: 60,
} as const;
export const UNBOUNDED_REACH = 0xffffffff;
/** Where the map from bytes to classes begins. */
export const CLASS_MAP = 64;

export const ProgramFlag = {
  /** Assertions look at pairs of a byte and 00. */
  wide: 1,
  /** Matches begin at offset 0 only. */
  anchored: 2,
} as const;

/** The first field holds the successor, shifted by {@link NEXT_SHIFT}, and the {@link NodeKind}. */
export const Node = { size: 8, next: 0, other: 4 } as const;
export const NEXT_SHIFT = 3;
export const NodeKind = {
  /** Consumes one byte. */
  byte: 0,
  /** Consumes a run of bytes; `other` is the index of its {@link Repetition}. */
  run: 1,
  /** Leads to `next` and to `other`; `next` is preferred. */
  split: 2,
  /** Leads to `next` at places where the condition number `other` holds. */
  assertion: 3,
  accept: 4,
} as const;

/** `max` {@link UNBOUNDED_REPETITION}: no upper bound. `min` is at least 1. */
export const Repetition = { size: 16, node: 0, min: 4, max: 8, isGreedy: 12 } as const;
export const UNBOUNDED_REPETITION = 0xffffffff;

/**
 * The form of a program without nodes that consume nothing. Sets are rows of `wordCount` u64, whose very last bit is the
 * end of the match. Behind the header, by class: the positions that take its bytes.
 */
export const Positions = {
  size: 64,
  wordCount: 0,
  /** The set of positions that a match can begin with. */
  startSet: 4,
  /** The set of positions with conditions on what follows. */
  conditional: 8,
  /** The set of positions that are counted runs. */
  runSet: 12,
  /** By position: the set of those that may follow. */
  follows: 16,
  /** By position: the set of those that it may follow. */
  precedes: 20,
  /**
   * In one-word forms, by position, the end, and the start: where its {@link Follow} entries begin, relative to the lists;
   * one more. The entries follow.
   */
  lists: 24,
  /** The set of positions that may be the last of a match. */
  lastSet: 28,
  /** Whether conditions govern with what a match may begin. */
  isStartConditional: 32,
  /** How many classes of bytes there are. */
  classCount: 36,
} as const;
/** The end of the match in one-word forms. */
export const ONE_WORD_ACCEPT = 63;
/** In the lists of follows the start comes after the end. */
export const ONE_WORD_START = 64;
/** An entry of a list, in order of preference: the position, and the set of assertions (by number) as bits. */
export const Follow = { size: 8, target: 0, assertions: 4 } as const;

export const EDGE_SHIFT = 2;
export const EdgeKind = { byte: 0, run: 1, preferred: 2, alternative: 3 } as const;

/** Numbers of the assertions. */
export const AssertionCode = {
  start: 0,
  end: 1,
  lineStart: 2,
  lineEnd: 3,
  crlfLineStart: 4,
  crlfLineEnd: 5,
  wordBoundary: 6,
  notWordBoundary: 7,
  wordStart: 8,
  wordEnd: 9,
  wordStartHalf: 10,
  wordEndHalf: 11,
} as const;
