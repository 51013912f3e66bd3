/** A hunt on one machine: lists, scans in worker threads, keeps a journal when asked. */
import { type BatchLimits, batchesOf, defaultBatchLimits } from "../batches.ts";
import type { ListedObject, ObjectSource } from "../objects/source.ts";
import { type HuntRecord, recordFromIndex, recordOfFailure } from "../record.ts";
import { defaultObjectLimits, type ObjectLimits, type Scan, scanObjects } from "../scan-objects.ts";
import type { Journal } from "./journal.ts";

export interface LocalHunt {
  readonly hunt: string;
  readonly ruleSet: string;
  readonly source: ObjectSource;
  readonly scan: Scan;
  readonly journal?: Journal;
  /** Objects that no rule can match, with the version of which that is known. */
  readonly excluded?: ReadonlyMap<string, string>;
  readonly limits?: ObjectLimits;
  readonly batchLimits?: BatchLimits;
  /** Objects that are read or scanned at once. */
  readonly concurrency: number;
  readonly signal: AbortSignal;
  /** Is given the records of each batch when they are safe; the next batches wait for it when it is slow. */
  readonly onRecords: (records: readonly HuntRecord[]) => Promise<void> | void;
  readonly onProblem: (message: string) => void;
}

export interface HuntTotals {
  /** Objects with a record of this run. */
  objects: number;
  /** Of them, objects that were not read because an index excludes them. */
  fromIndex: number;
  /** Objects that an earlier run had done. */
  continued: number;
  bytes: number;
  matching: number;
  failed: number;
  listingProblems: number;
}

/** Batches that are in work at once: while one waits for its last object, another begins. */
const batchesAtOnce = 2;

/** Scans what the source has and the journal lacks. Throws what `signal` gives when it is aborted; what is done stays done. */
export async function runLocally(hunt: LocalHunt): Promise<HuntTotals> {
  const totals: HuntTotals = {
    objects: 0,
    fromIndex: 0,
    continued: 0,
    bytes: 0,
    matching: 0,
    failed: 0,
    listingProblems: 0,
  };
  const onProblem = (message: string) => {
    totals.listingProblems++;
    hunt.onProblem(message);
  };
  const batches = batchesOf(notDone(hunt, totals, onProblem), hunt.batchLimits ?? defaultBatchLimits);
  const work = async () => {
    for (let next = await batches.next(); !next.done; next = await batches.next()) {
      await keep(await scanBatch(next.value, hunt), hunt, totals);
    }
  };
  await Promise.all(Array.from({ length: batchesAtOnce }, work));
  return totals;
}

async function keep(records: readonly HuntRecord[], hunt: LocalHunt, totals: HuntTotals): Promise<void> {
  hunt.journal?.add(records);
  count(records, totals);
  await hunt.onRecords(records);
}

/** Records of objects that are not read, kept together. */
const excludedAtOnce = 1000;

/** What must be read. Objects that cannot match get their records on the way. */
async function* notDone(
  hunt: LocalHunt,
  totals: HuntTotals,
  onProblem: (message: string) => void,
): AsyncGenerator<ListedObject> {
  const { source, journal, signal, excluded } = hunt;
  let passed: HuntRecord[] = [];
  for await (const object of source.list(onProblem)) {
    signal.throwIfAborted();
    const { name, version, size } = object;
    if (journal?.has(name)) totals.continued++;
    else if (excluded?.get(name) !== version) yield object;
    else if (
      passed.push(recordFromIndex(hunt, { object: name, version, size, tries: 1 })) === excludedAtOnce
    ) {
      await keep(passed, hunt, totals);
      passed = [];
    }
  }
  if (passed.length > 0) await keep(passed, hunt, totals);
}

async function scanBatch(objects: readonly ListedObject[], hunt: LocalHunt): Promise<HuntRecord[]> {
  const { source, scan, limits = defaultObjectLimits, signal } = hunt;
  const provenance = { hunt: hunt.hunt, ruleSet: hunt.ruleSet };
  const concurrency = Math.max(1, Math.ceil(hunt.concurrency / batchesAtOnce));
  const scanned = await scanObjects(objects, {
    source,
    scan,
    provenance,
    limits,
    concurrency,
    tries: 1,
    signal,
  });
  const failures = scanned.unavailable.map(({ object, message }) =>
    recordOfFailure(
      provenance,
      { object: object.name, version: object.version, size: object.size, tries: 1 },
      "error",
      { code: "unavailable", message },
    ),
  );
  return [...scanned.records, ...failures];
}

function count(records: readonly HuntRecord[], totals: HuntTotals): void {
  for (const { size, status, matches, isFromIndex } of records) {
    totals.objects++;
    if (isFromIndex) totals.fromIndex++;
    else if (status === "complete" || status === "timeout") totals.bytes += size;
    if (status !== "complete") totals.failed++;
    if (matches.length > 0) totals.matching++;
  }
}
