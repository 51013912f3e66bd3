/** What a pool and its workers say to each other. Everything here survives a structured clone. */

import type { Value } from "@tyara/base";
import type { ScanOptions, ScanResult } from "@tyara/scanner";

/** What every scanner of a pool is told once. */
export interface ScannerSettings {
  readonly timeoutMs?: number;
  readonly maxMatchesPerPattern?: number;
  readonly maxMatchMemory?: number;
  readonly fastScan?: boolean;
  readonly globals?: Globals;
}

/** Values of external variables, by name. */
export type Globals = Readonly<Record<string, Value>>;

export type JobSource =
  /** A part of the message's `packed`. */
  | { readonly kind: "packed"; readonly start: number; readonly end: number }
  | { readonly kind: "bytes"; readonly bytes: Uint8Array }
  | { readonly kind: "blob"; readonly blob: BlobLike }
  | { readonly kind: "file"; readonly path: FileName };

/** A name of a file; `href` of a `file:` URL. */
export type FileName = string | Uint8Array | { readonly href: string };

/** A `Blob` or `File` of any host, as far as it is read. */
export interface BlobLike {
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
}

export interface JobOptions {
  readonly scan: Omit<ScanOptions, "signal">;
  readonly globals?: Globals;
  readonly endWhenIdle?: boolean;
  readonly wantsConsole: boolean;
}

export interface Job {
  readonly id: number;
  /** Where the job's state is among the shared ones. */
  readonly slot: number;
  readonly source: JobSource;
  readonly options: JobOptions;
}

export type ToWorker =
  | {
      readonly kind: "start";
      /** Serialised. */
      readonly rules: Uint8Array;
      readonly settings: ScannerSettings;
      /** A {@link JobState} for each slot, in shared memory, where the host allows it. */
      readonly states: Int32Array | undefined;
    }
  | {
      readonly kind: "jobs";
      readonly jobs: readonly Job[];
      /** The bytes of the small inputs, behind one another. */
      readonly packed: Uint8Array | undefined;
    }
  /** For hosts without shared memory; heard between two jobs. */
  | { readonly kind: "cancel"; readonly id: number };

/** What an error says, without the class that only its own thread has. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code?: string | undefined;
  readonly byteLength?: number | undefined;
}

export interface Answer {
  readonly id: number;
  /** Absent where the scan is complete and there is nothing to tell, which is most often. */
  readonly result?: ScanResult;
  readonly error?: ErrorData;
  /** Messages of the `console` module. */
  readonly messages?: readonly string[];
  /** The job was withdrawn before it began. */
  readonly isSkipped?: true;
}

export type FromWorker =
  | { readonly kind: "ready" }
  /** The rules cannot be used. */
  | { readonly kind: "unusable"; readonly error: ErrorData }
  | { readonly kind: "answers"; readonly answers: readonly Answer[] };

/** How far a job is, told in shared memory: a thread that scans hears no messages. */
export const JobState = {
  /** The worker has not begun it. */
  waiting: 0,
  running: 1,
  /** The pool wants it to end. */
  cancelled: 2,
  /** The pool has taken it back before it began; the worker passes over it. */
  withdrawn: 3,
  /** Its answer is on its way. */
  done: 4,
  /** It is complete and there is nothing to tell; the answer that says so may be kept back. */
  clean: 5,
} as const;

/** Jobs that one worker has at most. */
export const maxJobs = 256;
