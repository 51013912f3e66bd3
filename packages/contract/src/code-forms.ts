/**
 * What the code meter of the kernels (kernel/assembly/meter.ts) goes by. A generator gives it these numbers.
 */

/** How an instruction goes on behind its opcode, as far as finding the next one needs it; the commoner first. */
export const Form = {
  /** No instruction of rules. */
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
  /** A prefix; of what may follow it, rules use the conversions that saturate. */
  saturating: 12,
} as const;

export const LAST_SATURATING = 7;

/** Bytes of code that a unit of fuel stands for. */
export const BYTES_A_UNIT = 16;

/**
 * What a call of a function of the module costs, in bytes of code. So functions that are no longer, call nothing of the module
 * and have no loop are paid by those who call them: most rules of large sets are such, and each runs once.
 */
export const CALL_COST = 512;

/** Limit: what the calls that one function makes cost together; units are numbers of 27 bits. */
export const MAX_CALL_COST: number = 1 << 30;

/** What a local costs on entry to its function, where it is cleared, in bytes of code. */
export const BYTES_A_LOCAL = 8;

/** Limit: locals of one function, as engines bound them. */
export const MAX_LOCALS = 50_000;

/** Limit: blocks open inside each other in one function. */
export const MAX_DEPTH: number = 1 << 16;

/** What spends fuel: its length, and where in it the four bytes of its units are. */
export const SPENDING_SIZE = 22;
export const UNITS_OFFSET = 3;

/** The meter's memory: a {@link Form} for each opcode, what spends fuel, 8 bytes for each open block, then the code and its copy. */
export const MeterSpace = {
  forms: 0,
  spending: 256,
  blocks: 512,
  code: 524_800,
} as const;
