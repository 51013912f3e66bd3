/** Compiled rules as users hold them: immutable, shared by any number of scanners. */

import { type KnownOptions, requireOptions } from "@tyara/base";
import { deserialiseRuleSet, RuleReader, type RuleSet, serialiseRuleSet } from "@tyara/contract";
import type { KernelVariant } from "@tyara/kernel";
import type { Diagnostic } from "@tyara/language/diagnostics";
import type { Module } from "@tyara/language/modules";
import type { Engine } from "@tyara/runtime";
import { LinkedRules } from "./linked-rules.ts";
import type { ScanResult } from "./result.ts";
import { describeRule, type RuleDescription } from "./rule-description.ts";
import type { ScanOptions } from "./scan-options.ts";
import { Scanner } from "./scanner.ts";

/** How rules are run. */
export interface RulesOptions {
  /** What executes WebAssembly. Default: chosen by trying. */
  readonly engine?: Engine;
  /** Which build of the search kernels runs; all give the same results. Default: the fastest that the host allows. */
  readonly kernel?: KernelVariant;
  /**
   * @internal Bytes of data after which the search makes tables for those rules that may match, instead of looking for the
   * patterns of all; `NEVER_SELECT`: never. Results are the same; for tests.
   */
  readonly selectAfter?: number;
  /** @internal Bytes that windows over data slide on by, a multiple of 64. Results are the same; for tests. */
  readonly windowStep?: number;
  /** The modules by name: those that the rules were compiled with. Default: none, so that their fields are undefined. */
  readonly modules?: ReadonlyMap<string, Module>;
  /** @internal What the compiler found doubtful. */
  readonly warnings?: readonly Diagnostic[];
}

/** How compiled rules are read from bytes, and then run. */
export interface DeserializeOptions extends RulesOptions {
  /**
   * Whether the bytes are left to the rules: nobody may write to them any more, and the largest part of them is not copied
   * until the first scanner is made. Default false: everything is copied at once.
   */
  readonly keepBytes?: boolean;
}

const knownOptions: KnownOptions<RulesOptions> = {
  engine: true,
  kernel: true,
  selectAfter: true,
  windowStep: true,
  modules: true,
  warnings: true,
};

/** How rules are run that are read so. Throws a TypeError that names an option that there is not. */
export function rulesOptionsOf({ keepBytes: _, ...options }: DeserializeOptions): RulesOptions {
  return requireOptions(options, knownOptions);
}

const noModules: ReadonlyMap<string, Module> = new Map();

/** Limit: memory never shrinks, so the scanner behind `Rules.scan` is let go when large data has made it larger than this. */
const maxKeptMemory = 1 << 28;

/** Compiled rules: immutable, usable from any number of scanners. Iterating over them gives a description of each. */
export class Rules implements Iterable<RuleDescription> {
  #ruleSet: RuleSet;
  readonly #options: RulesOptions;
  #linked: LinkedRules | undefined;
  #scanner: Scanner | undefined;
  #reader: RuleReader | undefined;

  constructor(ruleSet: RuleSet, options: RulesOptions = {}) {
    this.#ruleSet = ruleSet;
    this.#options = requireOptions(options, knownOptions);
  }

  /** What was compiled, as plain data. Once there is a scanner, reading its search tables copies them. */
  get ruleSet(): RuleSet {
    return this.#ruleSet;
  }

  /** How many rules there are, private ones included. */
  get length(): number {
    return this.#ruleSet.rules.length;
  }

  /** The modules that the rules' sources import, used or not. */
  get imports(): readonly string[] {
    return this.#ruleSet.imports;
  }

  /**
   * What the compiler found doubtful in the sources. These diagnostics hold the text of their sources; serialised rules have none.
   */
  get warnings(): readonly Diagnostic[] {
    return this.#options.warnings ?? [];
  }

  /** The rules by namespace and order of declaration, private ones included. Throws RuleFormatError when one is damaged. */
  *[Symbol.iterator](): IterableIterator<RuleDescription> {
    const { namespaces } = this.#ruleSet;
    const reader = this.#linked?.rules ?? (this.#reader ??= RuleReader.of(this.#ruleSet));
    for (let id = 0; id < reader.length; id++) yield describeRule(reader, namespaces, id);
  }

  /**
   * The rules of {@link serialize}. Throws RuleFormatError for other bytes and for rules of another version; damage of
   * some kinds shows when the first scanner is made, or in a scan, which throw it then. The modules must be those that the
   * rules were compiled with. What is promised of bytes from strangers is told in docs/limits.md, "Compiled rules".
   */
  static deserialize(bytes: Uint8Array, options: DeserializeOptions = {}): Rules {
    const rulesOptions = rulesOptionsOf(options);
    return new Rules(deserialiseRuleSet(bytes, options), rulesOptions);
  }

  /** The rules as bytes, to be kept or sent; compiling is not needed again. */
  serialize(): Uint8Array {
    return serialiseRuleSet(this.ruleSet);
  }

  /** Scans bytes with default settings, on one scanner that the rules keep. */
  scan(data: Uint8Array, options: ScanOptions = {}): ScanResult {
    const scanner = (this.#scanner ??= this.scanner());
    const result = scanner.scan(data, options);
    if (scanner.memoryByteLength > maxKeptMemory) this.#scanner = undefined;
    return result;
  }

  /**
   * Compiles the rules for this host without blocking it. Browsers refuse to compile more than some megabytes of code
   * at once on their main thread: there, large rule sets must be prepared before the first scan.
   */
  async prepare(): Promise<this> {
    if (this.#linked !== undefined) return this;
    const linked = await LinkedRules.link(this.#ruleSet, this.#options);
    // Meanwhile another call may have been first.
    if (this.#linked === undefined) this.#keep(linked);
    return this;
  }

  /**
   * A new scanner. Making one costs some hundred microseconds and a few megabytes; of thousands of rules some milliseconds,
   * the first one some more, and the tables of the rules anew. Scanning with it costs little.
   */
  scanner(): Scanner {
    const linked = this.#linked ?? this.#keep(LinkedRules.linkSync(this.#ruleSet, this.#options));
    return new Scanner(linked, this.#options.modules ?? noModules);
  }

  /** Lets go of the code and the memory that scans have made; the next scan makes them anew. */
  [Symbol.dispose](): void {
    this.#linked = undefined;
    this.#scanner = undefined;
  }

  /** From here on the tables are where the linked rules have them. */
  #keep(linked: LinkedRules): LinkedRules {
    this.#linked = linked;
    this.#ruleSet = linked.ruleSet;
    return linked;
  }
}
