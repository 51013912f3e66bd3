/** What a hunt tells of one object: one line of its results. */
import type { RuleMatch, ScanResult } from "tyara";
import { version } from "tyara";

/** How the scan of an object ended. Only `complete` means that every rule was evaluated on every byte. */
export type RecordStatus =
  | "complete"
  /** The time for one object was up. */
  | "timeout"
  /** Larger than the hunt reads; nothing was scanned. */
  | "too-large"
  /** The object was listed and could not be read, or its scan failed; `error` says why. */
  | "error"
  /** Every worker that took the object died or gave it back; `error` says why. */
  | "abandoned";

/** The parts of a record that are the same for all objects of a batch. */
export interface Provenance {
  readonly hunt: string;
  /** SHA-256 of the compiled rules, in hexadecimal. */
  readonly ruleSet: string;
}

export interface FoundPattern {
  readonly identifier: string;
  readonly matches: readonly {
    readonly offset: number;
    readonly length: number;
    /** The matched bytes in hexadecimal, at most {@link maxShownBytes} of them. */
    readonly data: string;
    readonly xorKey?: number;
  }[];
  /** How many matches there are when not all are listed. */
  readonly total?: number;
}

export interface FoundRule {
  readonly identifier: string;
  readonly namespace: string;
  readonly tags: readonly string[];
  /** In the order of the rule. Integers that a JSON number cannot hold exactly are strings of digits. */
  readonly metadata: readonly (readonly [identifier: string, value: string | number | boolean])[];
  readonly patterns: readonly FoundPattern[];
}

/** One line of the results: plain JSON. There is exactly one for an object and a rule set. */
export interface HuntRecord extends Provenance {
  /** The name of the object in its source. */
  readonly object: string;
  /** What the source calls the state of the object that was scanned: changes when its bytes change. */
  readonly version: string;
  /** In bytes, when it was scanned; when it could not be read, as it was listed. */
  readonly size: number;
  readonly engine: string;
  readonly status: RecordStatus;
  readonly error?: { readonly code: string; readonly message: string };
  /** The limits that were met: the rules may have missed something. */
  /** Present when the object was not read, because the index of its source says that no rule can match it. */
  readonly isFromIndex?: true;
  readonly limits: readonly string[];
  readonly matches: readonly FoundRule[];
  /** When the scan ended, ISO 8601. */
  readonly time: string;
  /** How many times the object was tried. */
  readonly tries: number;
}

/** Limit: matched bytes that a record shows of one match. */
export const maxShownBytes = 64;

/** Limit: matches that a record lists of one pattern. */
export const maxShownMatches = 100;

const engine = `tyara ${version}`;

export interface ScannedObject {
  readonly object: string;
  readonly version: string;
  readonly size: number;
  readonly tries: number;
}

export function recordOfResult(
  provenance: Provenance,
  scanned: ScannedObject,
  result: ScanResult,
): HuntRecord {
  return {
    ...head(provenance, scanned),
    status: result.status === "aborted" ? "timeout" : result.status,
    limits: [...result.limits],
    matches: result.matches.map(foundRule),
    time: new Date().toISOString(),
    tries: scanned.tries,
  };
}

/** The record of an object that no rule can match, as an index says of this version of it. */
export function recordFromIndex(provenance: Provenance, scanned: ScannedObject): HuntRecord {
  return {
    ...head(provenance, scanned),
    status: "complete",
    isFromIndex: true,
    limits: [],
    matches: [],
    time: new Date().toISOString(),
    tries: scanned.tries,
  };
}

/** The record of an object that was not scanned. */
export function recordOfFailure(
  provenance: Provenance,
  scanned: ScannedObject,
  status: "too-large" | "error" | "abandoned",
  error: { code: string; message: string },
): HuntRecord {
  return {
    ...head(provenance, scanned),
    status,
    error,
    limits: [],
    matches: [],
    time: new Date().toISOString(),
    tries: scanned.tries,
  };
}

function head({ hunt, ruleSet }: Provenance, { object, version: state, size }: ScannedObject) {
  return { hunt, object, version: state, size, ruleSet, engine };
}

function foundRule(rule: RuleMatch): FoundRule {
  return {
    identifier: rule.identifier,
    namespace: rule.namespace,
    tags: [...rule.tags],
    metadata: rule.metadata.map(({ identifier, value }) => [identifier, plain(value)] as const),
    patterns: rule.patterns
      .filter(({ matches }) => matches.length > 0)
      .map(({ identifier, matches }) => ({
        identifier,
        matches: matches.slice(0, maxShownMatches).map(({ offset, length, data, xorKey }) => ({
          offset,
          length,
          data: Buffer.from(data.subarray(0, maxShownBytes)).toString("hex"),
          ...(xorKey !== undefined && { xorKey }),
        })),
        ...(matches.length > maxShownMatches && { total: matches.length }),
      })),
  };
}

function plain(value: bigint | number | boolean | string | Uint8Array): string | number | boolean {
  if (typeof value === "bigint") return Number.isSafeInteger(Number(value)) ? Number(value) : String(value);
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}
