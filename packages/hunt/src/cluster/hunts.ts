/** The hunts of a cluster and their states, in a key-value bucket. */
import { HuntError } from "../hunt-error.ts";
import type { ObjectLimits } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";

export type HuntState =
  /** Objects are being listed; some are scanned already. */
  | "listing"
  /** All are listed. */
  | "listed"
  /** New objects are listed as they come, until somebody ends it. */
  | "watching"
  | "cancelled"
  /** Whoever listed the objects could not go on. */
  | "failed";

export interface Hunt {
  readonly name: string;
  readonly state: HuntState;
  readonly ruleSet: string;
  /** The location of the source: no secret is in it. */
  readonly source: string;
  readonly limits: ObjectLimits;
  /** Deliveries of a batch before it is given up. */
  readonly maxTries: number;
  /** ISO 8601. */
  readonly created: string;
  /** What is listed so far. */
  readonly batches: number;
  readonly objects: number;
  readonly bytes: number;
  /** Why it failed. */
  readonly reason?: string;
}

const namePattern = /^[A-Za-z0-9_-]{1,64}$/;

/** Begins a hunt. Throws {@link HuntError} when there is one of this name, or it is no name. */
export async function createHunt(cluster: Cluster, hunt: Hunt): Promise<void> {
  if (!namePattern.test(hunt.name))
    throw new HuntError(`"${hunt.name}" cannot name a hunt: letters, digits, - and _ can, at most 64`);
  try {
    await cluster.hunts.create(hunt.name, JSON.stringify(hunt));
  } catch (error) {
    if ((await findHunt(cluster, hunt.name)) !== undefined)
      throw new HuntError(`there is a hunt ${hunt.name} already`);
    throw error;
  }
}

export async function findHunt(cluster: Cluster, name: string): Promise<Hunt | undefined> {
  if (!namePattern.test(name)) return undefined;
  const entry = await cluster.hunts.get(name);
  return entry === null || entry.operation !== "PUT" ? undefined : entry.json<Hunt>();
}

/** Throws {@link HuntError} when there is none. */
export async function requireHunt(cluster: Cluster, name: string): Promise<Hunt> {
  const hunt = await findHunt(cluster, name);
  if (hunt === undefined) throw new HuntError(`there is no hunt ${name}`);
  return hunt;
}

/** Changes a hunt as `change` says of its newest state; again when somebody else changed it meanwhile. */
export async function updateHunt(
  cluster: Cluster,
  name: string,
  change: (hunt: Hunt) => Hunt,
): Promise<Hunt> {
  for (let attempt = 0; ; attempt++) {
    const entry = await cluster.hunts.get(name);
    if (entry === null || entry.operation !== "PUT") throw new HuntError(`there is no hunt ${name}`);
    const before = entry.json<Hunt>();
    const after = change(before);
    if (after === before) return before;
    try {
      await cluster.hunts.update(name, JSON.stringify(after), entry.revision);
      return after;
    } catch (error) {
      if (attempt === 20) throw error;
    }
  }
}

/** All hunts, the oldest first. */
export async function listHunts(cluster: Cluster): Promise<Hunt[]> {
  const names: string[] = [];
  for await (const name of await cluster.hunts.keys()) names.push(name);
  const hunts = await Promise.all(names.map((name) => findHunt(cluster, name)));
  return hunts
    .filter((hunt) => hunt !== undefined)
    .sort((a, b) => (a.created < b.created ? -1 : a.created > b.created ? 1 : 0));
}
