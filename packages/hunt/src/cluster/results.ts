/** What a hunt has found so far, and how far it is. */
import { HuntError } from "../hunt-error.ts";
import type { HuntRecord } from "../record.ts";
import { sleep } from "../scan-objects.ts";
import { type Cluster, deadStream, resultStream, workStream } from "./connection.ts";
import { type Hunt, requireHunt, updateHunt } from "./hunts.ts";
import {
  decodeWork,
  encodeWork,
  type Outcome,
  type OutcomeCounts,
  readCounts,
  readOutcome,
  surely,
  workSubject,
} from "./messages.ts";

export interface ResultOptions {
  /** Waits for more until the hunt is done or cancelled. */
  readonly follow: boolean;
  readonly signal: AbortSignal;
}

/** The records of a hunt in the order in which they were stored, one for each object. */
export async function* readResults(
  cluster: Cluster,
  name: string,
  { follow, signal }: ResultOptions,
): AsyncGenerator<HuntRecord> {
  await requireHunt(cluster, name);
  const seen = new Set<string>();
  let objects = 0;
  for await (const message of outcomesFrom(cluster, name, {
    signal,
    headersOnly: false,
    isDone: async () => !follow || isDone(await requireHunt(cluster, name), objects),
  })) {
    if (seen.has(message.subject)) continue;
    seen.add(message.subject);
    const { records }: Outcome = await readOutcome(cluster, message, signal);
    objects += records.length;
    yield* records;
  }
}

function isDone({ state, objects }: Hunt, have: number): boolean {
  return state === "cancelled" || state === "failed" || (state === "listed" && have >= objects);
}

interface OutcomeOptions {
  readonly signal: AbortSignal;
  readonly headersOnly: boolean;
  /** Asked when all that is stored has been read. */
  readonly isDone: () => Promise<boolean>;
}

async function* outcomesFrom(
  cluster: Cluster,
  name: string,
  { signal, headersOnly, isDone }: OutcomeOptions,
) {
  let next = 1;
  while (!signal.aborted) {
    // Asked before it is read: what is stored until then is complete when the hunt is.
    const done = await surely(isDone, signal);
    const consumer = await surely(
      () =>
        cluster.streams.consumers.get(resultStream, {
          filter_subjects: `tyara.results.${name}.*`,
          opt_start_seq: next,
          deliver_policy: "by_start_sequence",
          headers_only: headersOnly,
        }),
      signal,
    );
    let waiting = (await surely(() => consumer.info(true), signal)).num_pending;
    while (waiting > 0) {
      signal.throwIfAborted();
      const messages = await consumer.fetch({ max_messages: Math.min(waiting, 256), expires: 5000 });
      let arrived = 0;
      for await (const message of messages) {
        arrived++;
        waiting--;
        next = message.seq + 1;
        yield message;
      }
      if (arrived === 0) break;
    }
    await consumer.delete().catch(() => {});
    if (waiting > 0) continue;
    if (done) return;
    await sleep(300, signal);
  }
}

export interface HuntStatus {
  readonly hunt: Hunt;
  readonly done: OutcomeCounts;
  /** Whether every object has its record. */
  readonly isComplete: boolean;
  /** Dead letters that can be tried again. */
  readonly dead: number;
}

export async function readStatus(cluster: Cluster, name: string, signal: AbortSignal): Promise<HuntStatus> {
  const hunt = await requireHunt(cluster, name);
  const done = { objects: 0, bytes: 0, matching: 0, failed: 0 };
  const options = { signal, headersOnly: true, isDone: async () => true };
  for await (const { headers } of outcomesFrom(cluster, name, options)) {
    const counts = readCounts(headers);
    done.objects += counts.objects;
    done.bytes += counts.bytes;
    done.matching += counts.matching;
    done.failed += counts.failed;
  }
  const dead = await countSubjects(cluster, deadStream, `tyara.dead.${name}.*`);
  return { hunt, done, isComplete: hunt.state === "listed" && done.objects >= hunt.objects, dead };
}

async function countSubjects(cluster: Cluster, stream: string, filter: string): Promise<number> {
  const { state } = await cluster.manager.streams.info(stream, { subjects_filter: filter });
  return Object.values(state.subjects ?? {}).reduce((sum, count) => sum + count, 0);
}

/** Ends a hunt: batches that wait are dropped, those in work finish. */
export async function cancelHunt(cluster: Cluster, name: string): Promise<Hunt> {
  const hunt = await updateHunt(cluster, name, (old) => {
    if (old.state === "cancelled") throw new HuntError(`the hunt ${name} is cancelled already`);
    return { ...old, state: "cancelled" };
  });
  await cluster.manager.streams.purge(workStream, { filter: `tyara.work.${name}.>` });
  return hunt;
}

/** Gives abandoned objects to the workers again: their records give way to new ones. @returns how many objects. */
export async function retryAbandoned(cluster: Cluster, name: string, signal: AbortSignal): Promise<number> {
  const hunt = await requireHunt(cluster, name);
  if (hunt.state === "cancelled") throw new HuntError(`the hunt ${name} is cancelled`);
  let objects = 0;
  for await (const { seq, subject, data } of deadLetters(cluster, name, signal)) {
    const work = { ...decodeWork(subject, data) };
    await cluster.manager.streams.purge(resultStream, { filter: `tyara.results.${name}.${work.batch}` });
    // Not the usual identifier, by which the server would drop what it saw minutes ago.
    await surely(
      () =>
        cluster.streams.publish(workSubject(name, work.batch), encodeWork(work), { msgID: `retry-${seq}` }),
      signal,
    );
    await cluster.manager.streams.deleteMessage(deadStream, seq);
    objects += work.objects.length;
  }
  return objects;
}

async function* deadLetters(cluster: Cluster, name: string, signal: AbortSignal) {
  const consumer = await cluster.streams.consumers.get(deadStream, {
    filter_subjects: `tyara.dead.${name}.*`,
  });
  let { num_pending: waiting } = await consumer.info(true);
  while (waiting > 0) {
    signal.throwIfAborted();
    for await (const message of await consumer.fetch({ max_messages: waiting, expires: 5000 })) {
      waiting--;
      yield message;
    }
  }
}
