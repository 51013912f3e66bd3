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
  labels: 8,
  bits32: 9,
  bits64: 10,
  /** A prefix; of what may follow it, rules use the conversions that saturate. */
  saturating: 11,
} as const;

export const LAST_SATURATING = 7;

/** Bytes of code that a unit of fuel stands for. */
export const BYTES_A_UNIT = 16;

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
