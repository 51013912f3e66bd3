// Written by scripts/api-report.mjs; do not edit. Review the difference before you commit it.
/** A limit that was met: the result may lack something, although the scan went to its end. */
type LimitMet = "matches-per-pattern" | "memory" | "scan-size" | "module" | "steps" | "data-changed" | "match-data";
/** The result of a scan, a plain object. */
interface ScanResult {
  readonly valid: true;
  readonly errors: string[];
  readonly warnings: string[];
  readonly matches: MatchingRule[];
  /** The limits that the scan met; absent when there are none. The package does not tell them. */
  readonly limits?: LimitMet[];
}
interface MatchingRule {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: string[];
  readonly metadata: {
    readonly identifier: string;
    readonly value: MetadataValue;
  }[];
  readonly patterns: MatchingPattern[];
}
/** Bytes become an array of numbers. */
type MetadataValue = number | boolean | string | number[];
interface MatchingPattern {
  readonly identifier: string;
  readonly kind: "text" | "hex" | "regexp";
  readonly isPrivate: boolean;
  readonly matches: {
    readonly offset: number;
    readonly length: number;
    readonly xorKey: number | undefined;
  }[];
}
/** What `init` resolves to; nothing in it is needed. */
type InitOutput = Readonly<Record<string, unknown>>;
/** Does nothing; here because programs call it. */
declare function init(_module?: unknown): Promise<InitOutput>;
/** Does nothing; here because programs call it. */
declare function initSync(_module?: unknown): InitOutput;
/** Collects sources of rules. Spent once it has built rules. */
declare class Compiler {
  #private;
  /** Throws the first error of the source, rendered; the compiler goes on without the rule. */
  addSource(source: string): void;
  /** Throws all errors so far, rendered; else the compiler is spent. */
  build(): Rules;
  defineGlobal(identifier: string, value: unknown): void;
  newNamespace(namespace: string): void;
  get errors(): string[];
  get warnings(): string[];
  /** Does nothing. */
  free(): void;
  [Symbol.dispose](): void;
}
/** Compiled rules; made by `Compiler.build`. */
declare class Rules {
  #private;
  scan(payload: Uint8Array): ScanResult;
  scanner(): Scanner;
  get warnings(): string[];
  /** Does nothing. */
  free(): void;
  [Symbol.dispose](): void;
}
/** Scans with its own settings and its own values of external variables. */
declare class Scanner {
  #private;
  constructor(rules: Rules);
  /** Throws `timeout` when the time-out is over, and for an integer in metadata that a number cannot hold. */
  scan(payload: Uint8Array): ScanResult;
  setGlobal(identifier: string, value: unknown): void;
  /** At least one match is kept. */
  setMaxMatchesPerPattern(n: number): void;
  setTimeoutMs(timeout_ms: number): void;
  /** Does nothing. */
  free(): void;
  [Symbol.dispose](): void;
}
export { Compiler, InitOutput, MatchingPattern, MatchingRule, MetadataValue, Rules, ScanResult, Scanner, init as default, initSync };