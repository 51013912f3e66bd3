/** Reads objects, scans them, and makes their records. */
import type { ScanResult } from "tyara";
import { type ListedObject, ObjectError, type ObjectSource, type OpenedObject } from "./objects/source.ts";
import { type HuntRecord, type Provenance, recordOfFailure, recordOfResult } from "./record.ts";

/** What a hunt allows one object. */
export interface ObjectLimits {
  /** Larger objects are not read. In bytes. */
  readonly maxSize: number;
  /** For the scan of one object. */
  readonly timeoutMs: number;
}

export const defaultObjectLimits: ObjectLimits = { maxSize: 512 << 20, timeoutMs: 60_000 };

/** Scans bytes, which it may take over. Any number of calls may wait for it. */
export type Scan = (
  bytes: Uint8Array,
  options: { timeoutMs: number; signal?: AbortSignal },
) => Promise<ScanResult>;

export interface ScanContext {
  readonly source: ObjectSource;
  readonly scan: Scan;
  readonly provenance: Provenance;
  readonly limits: ObjectLimits;
  /** Objects that are read or scanned at once. */
  readonly concurrency: number;
  /** How many times these objects were tried, this time included. */
  readonly tries: number;
  readonly signal: AbortSignal;
}

export interface ScannedObjects {
  readonly records: readonly HuntRecord[];
  /** Objects that the store did not give after some tries: they may be had later. */
  readonly unavailable: readonly { readonly object: ListedObject; readonly message: string }[];
}

/** Throws what `signal` gives when it is aborted; of one object nothing is thrown. */
export async function scanObjects(
  objects: readonly ListedObject[],
  context: ScanContext,
): Promise<ScannedObjects> {
  const records: (HuntRecord | undefined)[] = new Array(objects.length);
  const unavailable: { object: ListedObject; message: string }[] = [];
  let next = 0;
  const work = async () => {
    for (let index = next++; index < objects.length; index = next++) {
      const object = objects[index]!;
      try {
        records[index] = await scanObject(object, context);
      } catch (error) {
        if (!(error instanceof ObjectError && error.code === "unavailable")) throw error;
        unavailable.push({ object, message: error.message });
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(context.concurrency, objects.length) }, work));
  return { records: records.filter((record) => record !== undefined), unavailable };
}

async function scanObject(listed: ListedObject, context: ScanContext): Promise<HuntRecord> {
  const { provenance, limits, tries, signal } = context;
  const asListed = { object: listed.name, version: listed.version, size: listed.size, tries };
  let opened: OpenedObject;
  try {
    opened = await readPatiently(listed, context);
  } catch (error) {
    if (!(error instanceof ObjectError) || error.code === "unavailable") throw error;
    const status = error.code === "too-large" ? "too-large" : "error";
    return recordOfFailure(provenance, asListed, status, { code: error.code, message: error.message });
  }
  const scanned = { ...asListed, version: opened.version, size: opened.bytes.length };
  try {
    const result = await context.scan(opened.bytes, { timeoutMs: limits.timeoutMs, signal });
    signal.throwIfAborted();
    return recordOfResult(provenance, scanned, result);
  } catch (error) {
    signal.throwIfAborted();
    return recordOfFailure(provenance, scanned, "error", { code: "scan", message: (error as Error).message });
  }
}

/** Waits before the store is asked again, in milliseconds. */
const pauses = [100, 400, 1600];

async function readPatiently(
  object: ListedObject,
  { source, limits, signal }: ScanContext,
): Promise<OpenedObject> {
  for (let pause = 0; ; pause++) {
    signal.throwIfAborted();
    try {
      return await source.read(object, { maxSize: limits.maxSize, signal });
    } catch (error) {
      signal.throwIfAborted();
      const again = error instanceof ObjectError && error.code === "unavailable" && pause < pauses.length;
      if (!again) throw error;
      await sleep(pauses[pause]!, signal);
    }
  }
}

/** Ends early when the signal is aborted. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, milliseconds);
    function done() {
      clearTimeout(timer);
      signal?.removeEventListener("abort", done);
      resolve();
    }
    signal?.addEventListener("abort", done);
    if (signal?.aborted) done();
  });
}
