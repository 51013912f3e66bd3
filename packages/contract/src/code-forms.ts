/**
 * The numbers that the code meter of the kernels (kernel/assembly/meter.ts) needs. A generator gives them to it.
 */

/** The form of the bytes after an opcode, as far as it takes to find the next instruction. The commonest forms come first. */
export const Form = {
  /** An instruction that rule code must not contain. */
  refused: 0,
  plain: 1,
  number: 2,
  twoNumbers: 3,
  block: 4,
  loop: 5,
  end: 6,
  call: 7,
  callIndirect: 8,
  labels: 9,
  bits32: 10,
  bits64: 11,
  /** A prefix. Of the instructions that follow it, rule code uses the saturating conversions. */
  saturating: 12,
} as const;

export const LAST_SATURATING = 7;

/** Bytes of code for each unit of fuel. */
export const BYTES_A_UNIT = 16;

/**
 * The cost of a call of a function in the same module, in bytes of code. It pays for short functions: those that are no longer
 * than this, have no loop and call no function of the module spend no fuel themselves. Most rules of large sets are such.
 */
export const CALL_COST = 512;

/** Limit: the cost of all calls in one function. Units are numbers of 27 bits. */
export const MAX_CALL_COST: number = 1 << 30;

/** The cost of a local, in bytes of code: it is cleared on entry to its function. */
export const BYTES_A_LOCAL = 8;

/** Limit: locals of one function. Engines have the same limit. */
export const MAX_LOCALS = 50_000;

/** Limit: nested blocks of one function. */
export const MAX_DEPTH: number = 1 << 16;

/** The inserted instructions that spend fuel: their length, and the offset of the four bytes of their units. */
export const SPENDING_SIZE = 22;
export const UNITS_OFFSET = 3;

/** The meter's memory: a {@link Form} for each opcode, the instructions that spend fuel, 8 bytes for each open block, the code, its copy. */
export const MeterSpace = {
  forms: 0,
  spending: 256,
  blocks: 512,
  code: 524_800,
} as const;
