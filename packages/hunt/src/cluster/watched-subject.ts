/**
 * Tells of objects that a stream's messages name: `{ "name", "size", "version" }`, or the events that S3 and stores like it send. A
 * message is acknowledged when its objects have been handed out.
 */
import type { JsMsg } from "@nats-io/jetstream";
import { HuntError } from "../hunt-error.ts";
import type { ListedObject } from "../objects/source.ts";
import { sleep } from "../scan-objects.ts";
import type { Cluster } from "./connection.ts";
import { surely } from "./messages.ts";

export interface SubjectOptions {
  readonly subject: string;
  /** Names the consumer: where one ended, one of the same name goes on. */
  readonly consumer: string;
  readonly onObject: (object: ListedObject) => Promise<void>;
  readonly onProblem: (message: string) => void;
  readonly signal: AbortSignal;
}

/** Runs until the signal is aborted. Throws {@link HuntError} when no stream has the subject. */
export async function followSubject(cluster: Cluster, options: SubjectOptions): Promise<void> {
  const { subject, consumer: name, signal } = options;
  const stream = await cluster.manager.streams.find(subject).catch(() => {
    throw new HuntError(`no stream keeps messages of the subject ${subject}`);
  });
  await cluster.manager.consumers.add(stream, {
    durable_name: name,
    filter_subject: subject,
    ack_policy: "explicit",
  });
  const consumer = await surely(() => cluster.streams.consumers.get(stream, name), signal);
  while (!signal.aborted) {
    try {
      for await (const message of await consumer.fetch({ max_messages: 64, expires: 1000 }))
        await take(message, options);
    } catch (error) {
      if (signal.aborted) return;
      options.onProblem((error as Error).message);
      await sleep(500, signal);
    }
  }
}

async function take(message: JsMsg, { onObject, onProblem }: SubjectOptions): Promise<void> {
  const objects = objectsIn(message.data);
  if (objects === undefined) {
    onProblem("a message names no object");
    message.term("names no object");
    return;
  }
  for (const object of objects) await onObject(object);
  await message.ackAck();
}

/** The objects that a message names; undefined when it is none of ours. */
export function objectsIn(data: Uint8Array): ListedObject[] | undefined {
  let message: unknown;
  try {
    message = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(data));
  } catch {
    return undefined;
  }
  if (typeof message !== "object" || message === null) return undefined;
  if ("Records" in message) return Array.isArray(message.Records) ? s3Objects(message.Records) : undefined;
  const { name, size = 0, version } = message as Partial<ListedObject>;
  if (typeof name !== "string" || typeof version !== "string" || typeof size !== "number") return undefined;
  return [{ name, size, version }];
}

/** Of S3 events those that tell of a new object; its key comes as in a form. */
function s3Objects(records: readonly unknown[]): ListedObject[] | undefined {
  const objects: ListedObject[] = [];
  for (const record of records) {
    const { eventName, s3 } = (record ?? {}) as {
      eventName?: unknown;
      s3?: { object?: Record<string, unknown> };
    };
    const { key, size, eTag } = s3?.object ?? {};
    if (typeof key !== "string") return undefined;
    if (typeof eventName === "string" && !eventName.replace(/^s3:/, "").startsWith("ObjectCreated")) continue;
    try {
      const name = decodeURIComponent(key.replaceAll("+", " "));
      const tag = typeof eTag === "string" ? eTag.replace(/^"?(.*?)"?$/, '"$1"') : "";
      objects.push({ name, size: typeof size === "number" ? size : 0, version: tag });
    } catch {
      return undefined;
    }
  }
  return objects;
}
