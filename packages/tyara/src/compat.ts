/// <reference lib="esnext.disposable" preserve="true" />
/**
 * The classes of `@virustotal/yara-x` 1.20, with its results and its messages: code written for that package runs on
 * Tyara when its import is changed. Nothing needs initialising or freeing here; `init` and `free` do nothing.
 *
 * What differs: time-outs work (a scan that is stopped throws `timeout`, which there never happens), and objects can be
 * used after `free`.
 *
 * @packageDocumentation
 */

import type { RuleMeta } from "@tyara/base";
import { isSameShape, type Type, typeName, typeOfValue, type Value, VariableError } from "@tyara/base";
import type { LimitMet, RuleMatch, Scanner as TyaraScanner } from "@tyara/scanner";
import { Compiler as TyaraCompiler } from "./compile.ts";
import { renderDiagnostic } from "./render.ts";
import type { Rules as TyaraRules } from "./rules.ts";

/** The result of a scan, a plain object. */
export interface ScanResult {
  readonly valid: true;
  readonly errors: string[];
  readonly warnings: string[];
  readonly matches: MatchingRule[];
  /** The limits that the scan met; absent when there are none. The package does not tell them. */
  readonly limits?: LimitMet[];
}

export interface MatchingRule {
  readonly identifier: string;
  readonly namespace: string;
  readonly isGlobal: boolean;
  readonly isPrivate: boolean;
  readonly tags: string[];
  readonly metadata: { readonly identifier: string; readonly value: MetadataValue }[];
  readonly patterns: MatchingPattern[];
}

/** Bytes become an array of numbers. */
export type MetadataValue = number | boolean | string | number[];

export interface MatchingPattern {
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
export type InitOutput = Readonly<Record<string, unknown>>;

/** Does nothing; here because programs call it. */
export default async function init(_module?: unknown): Promise<InitOutput> {
  return {};
}

/** Does nothing; here because programs call it. */
export function initSync(_module?: unknown): InitOutput {
  return {};
}

/** Collects sources of rules. Spent once it has built rules. */
export class Compiler {
  #compiler: TyaraCompiler | undefined = new TyaraCompiler({ includeReader: noFiles, compat: "yara-x" });

  /** Throws the first error of the source, rendered; the compiler goes on without the rule. */
  addSource(source: string): void {
    const compiler = this.#alive();
    const before = compiler.errors.length;
    compiler.addSource(source);
    const first = compiler.errors[before];
    if (first !== undefined) throw new Error(renderDiagnostic(first));
  }

  /** Throws all errors so far, rendered; else the compiler is spent. */
  build(): Rules {
    const compiler = this.#alive();
    if (compiler.errors.length > 0) throw new Error(this.errors.join("\n\n"));
    const rules = new Rules(compiler.build(), this.warnings);
    this.#compiler = undefined;
    return rules;
  }

  defineGlobal(identifier: string, value: unknown): void {
    const compiler = this.#alive();
    const converted = toVariable(value);
    rethrowing(identifier, () => compiler.defineGlobal(identifier, converted));
  }

  newNamespace(namespace: string): void {
    this.#alive().newNamespace(namespace);
  }

  get errors(): string[] {
    return this.#alive().errors.map((error) => renderDiagnostic(error));
  }

  get warnings(): string[] {
    return this.#alive().warnings.map((warning) => renderDiagnostic(warning));
  }

  /** Does nothing. */
  free(): void {}

  [Symbol.dispose](): void {}

  #alive(): TyaraCompiler {
    if (this.#compiler === undefined) throw new Error("compiler has already been consumed");
    return this.#compiler;
  }
}

/** Compiled rules; made by `Compiler.build`. */
export class Rules {
  readonly #rules: TyaraRules;
  readonly #warnings: readonly string[];
  #scanner: Scanner | undefined;

  /** @internal */
  constructor(rules: TyaraRules, warnings: readonly string[]) {
    this.#rules = rules;
    this.#warnings = warnings;
  }

  scan(payload: Uint8Array): ScanResult {
    this.#scanner ??= this.scanner();
    return this.#scanner.scan(payload);
  }

  scanner(): Scanner {
    return new Scanner(this);
  }

  get warnings(): string[] {
    return [...this.#warnings];
  }

  /** Does nothing. */
  free(): void {}

  [Symbol.dispose](): void {}

  /** @internal */
  createScanner(): TyaraScanner {
    return this.#rules.scanner();
  }
}

/** Scans with its own settings and its own values of external variables. */
export class Scanner {
  readonly #scanner: TyaraScanner;
  readonly #rules: Rules;

  constructor(rules: Rules) {
    if (!(rules instanceof Rules)) throw new Error("expected instance of Rules");
    this.#rules = rules;
    this.#scanner = rules.createScanner();
    // The package writes messages of the console module to the console.
    this.#scanner.onConsoleLog((message) => console.log(message));
  }

  /** Throws `timeout` when the time-out is over, and for an integer in metadata that a number cannot hold. */
  scan(payload: Uint8Array): ScanResult {
    const result = this.#scanner.scan(toBytes(payload), { includePrivate: true });
    if (result.status !== "complete") throw new Error(result.status);
    return {
      valid: true,
      errors: [],
      warnings: this.#rules.warnings,
      matches: result.matches.map(matchingRule),
      ...(result.limits.length > 0 && { limits: [...result.limits] }),
    };
  }

  setGlobal(identifier: string, value: unknown): void {
    const converted = toVariable(value);
    const declared = this.#scanner.ruleSet.globals.type.fields.get(identifier);
    if (declared === undefined) throw new Error(`variable \`${identifier}\` not defined`);
    rethrowing(identifier, () => {
      requireType(identifier, declared.type, typeOfValue(converted, identifier));
      this.#scanner.setGlobal(identifier, converted);
    });
  }

  /** At least one match is kept. */
  setMaxMatchesPerPattern(n: number): void {
    this.#scanner.setMaxMatchesPerPattern(Math.max(1, n >>> 0));
  }

  setTimeoutMs(timeout_ms: number): void {
    this.#scanner.setTimeoutMs(timeout_ms >>> 0);
  }

  /** Does nothing. */
  free(): void {}

  [Symbol.dispose](): void {}
}

const noFiles = {
  read: (): string => {
    throw new Error("operation not supported on this platform");
  },
};

/** Anything with a length and numbers at its indices, as that package takes it. */
function toBytes(payload: ArrayLike<number>): Uint8Array {
  if (payload instanceof Uint8Array) return payload;
  const bytes = new Uint8Array(payload.length ?? 0);
  bytes.set(payload.length === undefined ? [] : payload);
  return bytes;
}

function matchingRule(rule: RuleMatch): MatchingRule {
  return {
    identifier: rule.identifier,
    namespace: rule.namespace,
    isGlobal: rule.isGlobal,
    isPrivate: rule.isPrivate,
    tags: [...rule.tags],
    metadata: rule.metadata.map((meta) => ({ identifier: meta.identifier, value: metadataValue(meta) })),
    patterns: rule.patterns
      .filter((pattern) => pattern.matches.length > 0)
      .map(({ identifier, kind, isPrivate, matches }) => ({
        identifier,
        kind,
        isPrivate,
        matches: matches.map(({ offset, length, xorKey }) => ({ offset, length, xorKey })),
      })),
  };
}

function metadataValue({ value }: RuleMeta): MetadataValue {
  if (value instanceof Uint8Array) return [...value];
  if (typeof value !== "bigint") return value;
  if (Number.isSafeInteger(Number(value))) return Number(value);
  throw new Error(`failed to serialize result: Error: ${value} can't be represented as a JavaScript number`);
}

// ── External variables ──────────────────────────────────────────────────────

const noNulls = "null values are not accepted";
const uniformArrays = "arrays can't be empty and all items must be non-null and the same type";
const notJson = (what: string) => `global value must be JSON-compatible: Error: ${what}`;

/** A JavaScript value as that package reads it: as JSON, with integers beyond doubles as `bigint`. */
function toVariable(value: unknown): Value {
  if (value === null || value === undefined) throw new Error(noNulls);
  switch (typeof value) {
    case "number":
      if (!Number.isFinite(value)) throw new Error(noNulls);
      return value;
    case "bigint":
      return toInteger(value);
    case "object":
      return toCollection(value);
    case "function":
      throw new Error(notJson(`invalid type: ${functionName(value)}, expected any valid JSON value`));
    case "symbol":
      throw new Error(notJson(`invalid type: JsValue(${String(value)}), expected any valid JSON value`));
    default:
      return value as string | boolean;
  }
}

const functionName = ({ name }: { readonly name: string }) =>
  name === "" ? "JsValue(Function)" : `JsValue(Function(${name}))`;

function toInteger(value: bigint): bigint {
  if (value < -(2n ** 63n) || value >= 2n ** 64n) {
    throw new Error(
      notJson("Couldn't deserialize i64 or u64 from a BigInt outside i64::MIN..u64::MAX bounds"),
    );
  }
  if (value >= 2n ** 63n) throw new Error("integer value is out of range");
  return value;
}

function toCollection(value: object): Value {
  if (value instanceof Uint8Array) {
    throw new Error(notJson("invalid type: byte array, expected any valid JSON value"));
  }
  if (value instanceof Set) {
    throw new Error(notJson("invalid type: JsValue(Set), expected any valid JSON value"));
  }
  if (Array.isArray(value)) return value.map(toItem);
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  return Object.fromEntries(entries.map(([name, member]) => [name, toVariable(member)]));
}

function toItem(item: unknown): Value {
  if (item === null || item === undefined || Number.isNaN(item)) throw new Error(uniformArrays);
  return toVariable(item);
}

/** The message of that package for an unfit type lacks its last quote. */
function requireType(identifier: string, wanted: Type, given: Type): void {
  if (isSameShape(wanted, given)) return;
  throw new Error(
    `invalid type for \`${identifier}\`, expecting \`${typeName(wanted)}\`, got \`${typeName(given)}`,
  );
}

/** Runs `work` and says what went wrong in the words of that package. */
function rethrowing(identifier: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw error instanceof VariableError ? new Error(variableMessage(identifier, error)) : error;
  }
}

function variableMessage(identifier: string, { problem, message }: VariableError): string {
  switch (problem) {
    case "already-exists":
      return `variable \`${identifier}\` already exists`;
    case "invalid-identifier":
      return `invalid identifier \`${identifier}\``;
    case "invalid-array":
      return uniformArrays;
    case "integer-out-of-range":
      return "integer value is out of range";
    case "unexpected-null":
      return noNulls;
    default:
      return message;
  }
}
