/**
 * Files that try to make a parser do more than its share of work: one count, length or reference of a format, doubled
 * at a time. `test/amplification` parses them and compares what the work and the memory grow by.
 */
export interface Amplifier {
  /** The module that parses the file. */
  readonly module: string;
  /** What is doubled, for messages: `certificates that share one key`. */
  readonly name: string;
  /** The file with so many of it. */
  readonly make: (count: number) => Uint8Array;
  /** The count to begin with; small enough that the file with eight times as many is still quick to make. */
  readonly start: number;
}
