/** Begins a hunt: stores the rules, lists the source, publishes batches. */
import { type BatchLimits, batchesOf, defaultBatchLimits } from "../batches.ts";
import type { ListedObject, ObjectSource } from "../objects/source.ts";
import { recordFromIndex } from "../record.ts";
import type { RuleSetFile } from "../rule-set.ts";
import { defaultObjectLimits, type ObjectLimits } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";
import { createHunt, type Hunt, updateHunt } from "./hunts.ts";
import { publishOutcome, publishWork, surely } from "./messages.ts";

export interface SubmitOptions {
  readonly name: string;
  readonly ruleSet: RuleSetFile;
  readonly source: ObjectSource;
  /** Objects that no rule can match, with the version of which that is known: they get their records without being read. */
  readonly excluded?: ReadonlyMap<string, string>;
  readonly limits?: ObjectLimits;
  readonly batchLimits?: BatchLimits;
  /** Deliveries of a batch before it is given up. Default 4. */
  readonly maxTries?: number;
  readonly signal: AbortSignal;
  readonly onProblem: (message: string) => void;
  readonly onProgress?: (hunt: Hunt) => void;
}

/** How often the counts of a hunt that is being listed are stored, in batches. */
const countEvery = 50;

/** @returns the hunt when all is listed; workers may be far from done. Throws when it was cancelled meanwhile, or cannot go on. */
export async function submitHunt(cluster: Cluster, options: SubmitOptions): Promise<Hunt> {
  const { name, ruleSet, source, signal } = options;
  await storeRuleSet(cluster, ruleSet, signal);
  await createHunt(cluster, {
    name,
    state: "listing",
    ruleSet: ruleSet.id,
    source: source.location,
    limits: options.limits ?? defaultObjectLimits,
    maxTries: options.maxTries ?? 4,
    created: new Date().toISOString(),
    batches: 0,
    objects: 0,
    bytes: 0,
  });
  try {
    return await publishAll(cluster, options);
  } catch (error) {
    const reason = signal.aborted ? "the listing was stopped" : (error as Error).message;
    const fail = (hunt: Hunt): Hunt =>
      hunt.state === "listing" ? { ...hunt, state: "failed", reason } : hunt;
    await updateHunt(cluster, name, fail).catch(() => {});
    throw error;
  }
}

/** Rules travel once: what is there under their name is the same. */
export async function storeRuleSet(
  cluster: Cluster,
  { id, bytes }: RuleSetFile,
  signal: AbortSignal,
): Promise<void> {
  if ((await surely(() => cluster.rules.info(id), signal)) !== null) return;
  await surely(() => cluster.rules.putBlob({ name: id }, bytes), signal);
}

async function publishAll(cluster: Cluster, options: SubmitOptions): Promise<Hunt> {
  const { name, source, signal, onProblem, onProgress } = options;
  let batches = 0;
  let objects = 0;
  let bytes = 0;
  const keepCounts = async (state: "listing" | "listed") => {
    const change = (hunt: Hunt): Hunt =>
      hunt.state === "listing" ? { ...hunt, state, batches, objects, bytes } : hunt;
    const hunt = await surely(() => updateHunt(cluster, name, change), signal);
    onProgress?.(hunt);
    return hunt;
  };
  const { excluded } = options;
  const isExcluded = ({ name: object, version }: ListedObject) => excluded?.get(object) === version;
  for await (const batch of batchesOf(source.list(onProblem), options.batchLimits ?? defaultBatchLimits)) {
    const work = batch.filter((object) => !isExcluded(object));
    if (work.length > 0)
      await publishWork(cluster, { hunt: name, batch: String(batches), objects: work }, signal);
    if (work.length < batch.length) await recordExcluded(cluster, options, batches, batch.filter(isExcluded));
    batches++;
    objects += batch.length;
    bytes += batch.reduce((sum, { size }) => sum + size, 0);
    if (batches % countEvery === 0 && (await keepCounts("listing")).state === "cancelled") break;
  }
  return await keepCounts("listed");
}

/** Beside the batch of the same number, which has the objects that are read. */
async function recordExcluded(
  cluster: Cluster,
  { name, ruleSet, signal }: SubmitOptions,
  batch: number,
  objects: readonly ListedObject[],
): Promise<void> {
  const records = objects.map(({ name: object, version, size }) =>
    recordFromIndex({ hunt: name, ruleSet: ruleSet.id }, { object, version, size, tries: 0 }),
  );
  await publishOutcome(cluster, { hunt: name, batch: `${batch}x` }, { records, remaining: [] }, signal);
}
