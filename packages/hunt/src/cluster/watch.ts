/**
 * A hunt without end: objects are handed to the workers as they come, from a folder that is watched or from a subject. The rules of the hunt
 * can be changed while it goes on.
 */
import { createHash } from "node:crypto";
import { HuntError } from "../hunt-error.ts";
import type { ListedObject } from "../objects/source.ts";
import type { RuleSetFile } from "../rule-set.ts";
import type { ObjectLimits } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";
import { createHunt, findHunt, type Hunt, updateHunt } from "./hunts.ts";
import { findOutcome, publishWork } from "./messages.ts";
import { storeRuleSet } from "./submit.ts";

export interface WatchOptions {
  readonly name: string;
  readonly ruleSet: RuleSetFile;
  /** As workers see it. */
  readonly location: string;
  readonly limits: ObjectLimits;
  readonly maxTries: number;
  readonly signal: AbortSignal;
}

/** Begins a watch, or goes on with the one of this name. Throws {@link HuntError} when that hunt is something else. */
export async function openWatch(cluster: Cluster, options: WatchOptions): Promise<Hunt> {
  const { name, ruleSet, location, limits, maxTries, signal } = options;
  await storeRuleSet(cluster, ruleSet, signal);
  const known = await findHunt(cluster, name);
  if (known === undefined) {
    const created = new Date().toISOString();
    const hunt: Hunt = {
      name,
      state: "watching",
      ruleSet: ruleSet.id,
      source: location,
      limits,
      maxTries,
      created,
      batches: 0,
      objects: 0,
      bytes: 0,
    };
    await createHunt(cluster, hunt);
    return hunt;
  }
  if (known.state !== "watching") throw new HuntError(`the hunt ${name} is no watch: it is ${known.state}`);
  if (known.source !== location) throw new HuntError(`the watch ${name} is of ${known.source}`);
  return await changeRules(cluster, name, ruleSet, signal);
}

/** Objects that a worker takes from now on are scanned with these rules; each object with the old or the new ones, never both. */
export async function changeRules(
  cluster: Cluster,
  name: string,
  ruleSet: RuleSetFile,
  signal: AbortSignal,
): Promise<Hunt> {
  await storeRuleSet(cluster, ruleSet, signal);
  return await updateHunt(cluster, name, (hunt) => {
    if (hunt.state !== "watching") throw new HuntError(`the hunt ${name} is no watch: its rules stay`);
    return hunt.ruleSet === ruleSet.id ? hunt : { ...hunt, ruleSet: ruleSet.id };
  });
}

/** Hands out objects as they come, each as a batch of its own, and counts them in the hunt. */
export class WatchedObjects {
  readonly #cluster: Cluster;
  readonly #name: string;
  readonly #signal: AbortSignal;
  #uncounted = { objects: 0, bytes: 0 };
  #counting: ReturnType<typeof setTimeout> | undefined;

  constructor(cluster: Cluster, name: string, signal: AbortSignal) {
    this.#cluster = cluster;
    this.#name = name;
    this.#signal = signal;
  }

  /**
   * Resolves when the server has the object. An object that is told again in the same version keeps its one record.
   * @returns whether it is new.
   */
  async add(object: ListedObject): Promise<boolean> {
    const work = { hunt: this.#name, batch: batchName(object), objects: [object] };
    if ((await findOutcome(this.#cluster, work, this.#signal)) !== undefined) return false;
    if ((await publishWork(this.#cluster, work, this.#signal)).duplicate) return false;
    this.#uncounted.objects++;
    this.#uncounted.bytes += object.size;
    this.#counting ??= setTimeout(() => void this.count().catch(() => {}), countAfterMs);
    return true;
  }

  /** Adds what was handed out to the counts of the hunt. */
  async count(): Promise<void> {
    clearTimeout(this.#counting);
    this.#counting = undefined;
    const { objects, bytes } = this.#uncounted;
    if (objects === 0) return;
    this.#uncounted = { objects: 0, bytes: 0 };
    const counted = (hunt: Hunt): Hunt => ({
      ...hunt,
      batches: hunt.batches + objects,
      objects: hunt.objects + objects,
      bytes: hunt.bytes + bytes,
    });
    await updateHunt(this.#cluster, this.#name, counted);
  }
}

const countAfterMs = 1000;

function batchName({ name, version }: ListedObject): string {
  return createHash("sha256")
    .update(JSON.stringify([name, version]))
    .digest("hex")
    .slice(0, 32);
}
