/**
 * The messages of a hunt. A batch of work is published on `tyara.work.HUNT.BATCH`, its outcome on `tyara.results.HUNT.BATCH`. The first
 * outcome that arrives on a subject is the only one: a second is refused by the server. So each object gets exactly one record, however
 * often its batch is delivered.
 */
import { gunzipSync, gzipSync } from "node:zlib";
import { JetStreamApiError, type PubAck } from "@nats-io/jetstream";
import { headers, type MsgHdrs } from "@nats-io/transport-node";
import type { ListedObject } from "../objects/source.ts";
import type { HuntRecord } from "../record.ts";
import { sleep } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";

export interface Work {
  readonly hunt: string;
  /** Digits; of a batch that came from another, with `-` and a number after the other's. */
  readonly batch: string;
  readonly objects: readonly ListedObject[];
}

/** What became of a batch. */
export interface Outcome {
  readonly records: readonly HuntRecord[];
  /** Objects that are tried again, each as a batch of its own. */
  readonly remaining: readonly ListedObject[];
}

export const workSubject = (hunt: string, batch: string): string => `tyara.work.${hunt}.${batch}`;
export const resultSubject = (hunt: string, batch: string): string => `tyara.results.${hunt}.${batch}`;
export const deadSubject = (hunt: string, batch: string): string => `tyara.dead.${hunt}.${batch}`;

export function encodeWork({ objects }: Work): Uint8Array {
  return gzipSync(JSON.stringify(objects));
}

/** Throws when the bytes are no work: somebody else publishes on our subjects. */
export function decodeWork(subject: string, data: Uint8Array): Work {
  const [, , hunt, batch, ...more] = subject.split(".");
  const objects: unknown = JSON.parse(gunzipSync(data, { maxOutputLength: maxMessage }).toString("utf8"));
  const isListed = (one: Partial<ListedObject> | null) =>
    typeof one?.name === "string" && typeof one.size === "number" && typeof one.version === "string";
  if (hunt === undefined || batch === undefined || more.length > 0) throw new Error(`no batch: ${subject}`);
  if (!Array.isArray(objects) || !objects.every(isListed)) throw new Error("no list of objects");
  return { hunt, batch, objects };
}

/** Limit: bytes of a message when it is unpacked. */
const maxMessage = 512 << 20;

/** Counts that status and metrics read without the records. */
export interface OutcomeCounts {
  readonly objects: number;
  readonly bytes: number;
  readonly matching: number;
  readonly failed: number;
}

export function countsOf({ records }: Outcome): OutcomeCounts {
  return {
    objects: records.length,
    bytes: records.reduce((sum, { size }) => sum + size, 0),
    matching: records.filter(({ matches }) => matches.length > 0).length,
    failed: records.filter(({ status }) => status !== "complete").length,
  };
}

export function readCounts(head: MsgHdrs | undefined): OutcomeCounts {
  const number = (name: string) => Number(head?.get(`Tyara-${name}`) || 0);
  return {
    objects: number("Objects"),
    bytes: number("Bytes"),
    matching: number("Matching"),
    failed: number("Failed"),
  };
}

/** Stores the outcome of a batch. @returns whether it is the first one; if not, nothing was stored. */
export async function publishOutcome(
  cluster: Cluster,
  { hunt, batch }: Pick<Work, "hunt" | "batch">,
  outcome: Outcome,
  signal: AbortSignal,
): Promise<boolean> {
  const packed = gzipSync(JSON.stringify(outcome));
  const head = headers();
  for (const [name, value] of Object.entries(countsOf(outcome)))
    head.set(`Tyara-${name[0]!.toUpperCase()}${name.slice(1)}`, String(value));
  const largest = (cluster.connection.info?.max_payload ?? 1 << 20) - 4096;
  const isLarge = packed.length > largest;
  const name = `${hunt}/${batch}/${crypto.randomUUID()}`;
  if (isLarge) {
    await surely(() => cluster.large.putBlob({ name }, packed), signal);
    head.set("Tyara-Large", name);
  }
  const stored = await publishFirst(
    cluster,
    resultSubject(hunt, batch),
    isLarge ? new Uint8Array() : packed,
    head,
    signal,
  );
  if (isLarge && !stored) await cluster.large.delete(name).catch(() => {});
  return stored;
}

/** The outcome in a message of the result stream. */
export async function readOutcome(
  cluster: Cluster,
  message: { readonly headers?: MsgHdrs | undefined; readonly data: Uint8Array },
  signal: AbortSignal,
): Promise<Outcome> {
  const name = message.headers?.get("Tyara-Large");
  let packed: Uint8Array | null = message.data;
  if (name) packed = await surely(() => cluster.large.getBlob(name), signal);
  if (packed === null) throw new Error(`the large result ${name} is gone`);
  return JSON.parse(gunzipSync(packed, { maxOutputLength: maxMessage }).toString("utf8")) as Outcome;
}

/** The outcome that was stored for a batch before. */
export async function findOutcome(
  cluster: Cluster,
  { hunt, batch }: Pick<Work, "hunt" | "batch">,
  signal: AbortSignal,
): Promise<Outcome | undefined> {
  const message = await surely(async () => {
    try {
      return await cluster.manager.streams.getMessage("TYARA_RESULTS", {
        last_by_subj: resultSubject(hunt, batch),
      });
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === noMessage) return null;
      throw error;
    }
  }, signal);
  return message === null
    ? undefined
    : await readOutcome(cluster, { headers: message.header, data: message.data }, signal);
}

/** Error codes of JetStream. */
const noMessage = 10037;
const wrongLastSequence = 10071;
const streamIsFull = 10077;

/** @returns whether the subject was empty. Tries again until the server answers. */
async function publishFirst(
  cluster: Cluster,
  subject: string,
  data: Uint8Array,
  head: MsgHdrs,
  signal: AbortSignal,
): Promise<boolean> {
  return await surely(async () => {
    try {
      const expect = { lastSubjectSequence: 0 };
      return !(await cluster.streams.publish(subject, data, { headers: head, expect })).duplicate;
    } catch (error) {
      if (error instanceof JetStreamApiError && error.code === wrongLastSequence) return false;
      throw error;
    }
  }, signal);
}

/** Publishes a batch of work. Waits while too many wait for workers. */
export async function publishWork(cluster: Cluster, work: Work, signal: AbortSignal): Promise<PubAck> {
  const subject = workSubject(work.hunt, work.batch);
  const data = encodeWork(work);
  return await surely(() => cluster.streams.publish(subject, data, { msgID: subject }), signal);
}

/** The batches that `remaining` of an outcome become. */
export function remainingWork({ hunt, batch }: Pick<Work, "hunt" | "batch">, { remaining }: Outcome): Work[] {
  return remaining.map((object, index) => ({ hunt, batch: `${batch}-${index}`, objects: [object] }));
}

/**
 * Does what the server must do at last: again after a pause while it does not answer, elects a leader or is full. Throws what `signal`
 * gives when it is aborted, and what the server refuses for good.
 */
export async function surely<T>(action: () => Promise<T>, signal: AbortSignal): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    signal.throwIfAborted();
    try {
      return await action();
    } catch (error) {
      if (error instanceof JetStreamApiError && isFinal(error)) throw error;
      await sleep(Math.min(100 * 2 ** attempt, 2000), signal);
    }
  }
}

function isFinal({ code, status }: JetStreamApiError): boolean {
  return status >= 400 && status < 500 && code !== streamIsFull;
}
