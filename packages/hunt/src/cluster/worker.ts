/** A worker: takes batches, scans their objects, stores the outcome, and only then acknowledges. */
import type { ConsumerMessages, JsMsg } from "@nats-io/jetstream";
import { HuntError } from "../hunt-error.ts";
import type { ListedObject, ObjectSource } from "../objects/source.ts";
import { type HuntRecord, recordOfFailure } from "../record.ts";
import { type Scan, scanObjects, sleep } from "../scan-objects.ts";
import { type Cluster, workConsumer, workStream } from "./connection.ts";
import { findHunt, type Hunt } from "./hunts.ts";
import {
  deadSubject,
  decodeWork,
  encodeWork,
  findOutcome,
  type Outcome,
  publishOutcome,
  publishWork,
  remainingWork,
  surely,
  type Work,
} from "./messages.ts";
import { RuleSetCache } from "./rule-set-cache.ts";

/** What a worker tells: for logs and metrics. */
export type WorkerEvent =
  | {
      readonly kind: "batch";
      readonly hunt: string;
      readonly batch: string;
      readonly outcome: Outcome;
      readonly seconds: number;
      readonly tries: number;
    }
  | {
      readonly kind: "returned" | "split" | "passed over" | "abandoned";
      readonly hunt: string;
      readonly batch: string;
      readonly reason: string;
    };

export interface WorkerOptions {
  /** Makes what scans with these rules. */
  readonly openScan: (bytes: Uint8Array, id: string) => Promise<{ scan: Scan; close(): Promise<void> }>;
  /** Batches that are in work at once. */
  readonly batches: number;
  /** Objects of one batch that are read or scanned at once. */
  readonly concurrency: number;
  /** Rule sets that are kept ready. */
  readonly ruleSets: number;
  readonly openSource: (location: string) => Promise<ObjectSource>;
  readonly onEvent: (event: WorkerEvent) => void;
  /** When it is aborted, no batch is taken any more; those in work are finished. */
  readonly stop: AbortSignal;
  /** When it is aborted, batches in work are given back. */
  readonly abandon: AbortSignal;
}

/** Works until `stop` is aborted. */
export async function runWorker(cluster: Cluster, options: WorkerOptions): Promise<void> {
  const worker = new Worker(cluster, options);
  try {
    await worker.run();
  } finally {
    await worker.close();
  }
}

class Worker {
  readonly #cluster: Cluster;
  readonly #options: WorkerOptions;
  readonly #ruleSets: RuleSetCache;
  readonly #sources = new Map<string, Promise<ObjectSource>>();

  constructor(cluster: Cluster, options: WorkerOptions) {
    this.#cluster = cluster;
    this.#options = options;
    this.#ruleSets = new RuleSetCache(cluster, options.openScan, options.ruleSets);
  }

  /** Each of several loops asks for one batch when it has none, so that no batch waits in this process. */
  async run(): Promise<void> {
    await Promise.all(Array.from({ length: this.#options.batches }, () => this.#loop()));
  }

  async close(): Promise<void> {
    await this.#ruleSets.close();
    for (const source of this.#sources.values()) await source.then((one) => one.close()).catch(() => {});
  }

  async #loop(): Promise<void> {
    const { stop, abandon } = this.#options;
    const consumer = await surely(() => this.#cluster.streams.consumers.get(workStream, workConsumer), stop);
    while (!stop.aborted) {
      let messages: ConsumerMessages | undefined;
      try {
        messages = await consumer.fetch({ max_messages: 1, expires: 1000 });
        for await (const message of messages) await this.#handle(message, abandon);
      } catch (error) {
        if (stop.aborted) return;
        this.#tell("returned", { hunt: "-", batch: "-" }, (error as Error).message);
        await sleep(500, stop);
      }
    }
  }

  #tell(
    kind: "returned" | "split" | "passed over" | "abandoned",
    { hunt, batch }: Pick<Work, "hunt" | "batch">,
    reason: string,
  ): void {
    this.#options.onEvent({ kind, hunt, batch, reason });
  }

  async #handle(message: JsMsg, abandon: AbortSignal): Promise<void> {
    let work: Work;
    try {
      work = decodeWork(message.subject, message.data);
    } catch (error) {
      this.#tell("passed over", { hunt: "-", batch: message.subject }, (error as Error).message);
      message.term("no batch");
      return;
    }
    const heartbeat = setInterval(() => message.working(), this.#cluster.silenceMs / 3);
    try {
      await this.#work(work, message, abandon);
    } catch (error) {
      const reason = abandon.aborted ? "the worker stops" : (error as Error).message;
      this.#tell("returned", work, reason);
      message.nak(abandon.aborted ? 0 : 2000);
    } finally {
      clearInterval(heartbeat);
    }
  }

  async #work(work: Work, message: JsMsg, signal: AbortSignal): Promise<void> {
    const hunt = await surely(() => findHunt(this.#cluster, work.hunt), signal);
    const tries = message.info.deliveryCount;
    if (hunt === undefined || hunt.state === "cancelled") {
      this.#tell("passed over", work, hunt === undefined ? "the hunt is gone" : "the hunt is cancelled");
      await message.ackAck();
      return;
    }
    const began = performance.now();
    const outcome = await this.#outcomeOf(work, hunt, tries, signal);
    if (outcome === "later") {
      message.nak(Math.min(1000 * 2 ** tries, 60_000));
      return;
    }
    const isFirst = await publishOutcome(this.#cluster, work, outcome, signal);
    const stored = isFirst ? outcome : await findOutcome(this.#cluster, work, signal);
    // Who stored the outcome may have died before what remains was published: publishing it twice does no harm.
    for (const rest of stored === undefined ? [] : remainingWork(work, stored))
      await publishWork(this.#cluster, rest, signal);
    await message.ackAck();
    if (isFirst)
      this.#options.onEvent({
        kind: "batch",
        hunt: work.hunt,
        batch: work.batch,
        outcome,
        seconds: (performance.now() - began) / 1000,
        tries,
      });
  }

  async #outcomeOf(work: Work, hunt: Hunt, tries: number, signal: AbortSignal): Promise<Outcome | "later"> {
    const { objects } = work;
    if (tries > 1 && objects.length > 1) {
      // A worker may have died of one of them: which one shows when each is a batch of its own.
      this.#tell("split", work, `delivered ${tries} times`);
      return { records: [], remaining: objects };
    }
    if (tries > hunt.maxTries)
      return await this.#abandoned(
        work,
        hunt,
        tries,
        "every worker that took it died or gave it back",
        signal,
      );
    let scanned: Awaited<ReturnType<typeof scanObjects>>;
    try {
      scanned = await this.#scan(objects, hunt, tries, signal);
    } catch (error) {
      // Rules that cannot be loaded and sources that cannot be opened fail for every object alike.
      if (!(error instanceof HuntError)) throw error;
      if (tries < hunt.maxTries) return objects.length > 1 ? { records: [], remaining: objects } : "later";
      return await this.#abandoned(work, hunt, tries, error.message, signal);
    }
    const { records, unavailable } = scanned;
    if (unavailable.length === 0) return { records, remaining: [] };
    if (objects.length > 1) return { records, remaining: unavailable.map(({ object }) => object) };
    if (tries < hunt.maxTries) return "later";
    return await this.#abandoned(work, hunt, tries, unavailable[0]!.message, signal);
  }

  async #scan(objects: readonly ListedObject[], hunt: Hunt, tries: number, signal: AbortSignal) {
    const [source, ruleSet] = await Promise.all([
      this.#sourceAt(hunt.source),
      this.#ruleSets.take(hunt.ruleSet, signal),
    ]);
    try {
      return await scanObjects(objects, {
        source,
        scan: ruleSet.scan,
        provenance: { hunt: hunt.name, ruleSet: hunt.ruleSet },
        limits: hunt.limits,
        concurrency: this.#options.concurrency,
        tries,
        signal,
      });
    } finally {
      ruleSet.release();
    }
  }

  async #sourceAt(location: string): Promise<ObjectSource> {
    const known = this.#sources.get(location) ?? this.#options.openSource(location);
    this.#sources.set(location, known);
    try {
      return await known;
    } catch (error) {
      this.#sources.delete(location);
      throw error instanceof HuntError
        ? error
        : new HuntError(`cannot open ${location}: ${(error as Error).message}`);
    }
  }

  /** Gives objects up: a record each, and a dead letter with which they can be tried again. */
  async #abandoned(
    work: Work,
    hunt: Hunt,
    tries: number,
    message: string,
    signal: AbortSignal,
  ): Promise<Outcome> {
    this.#tell("abandoned", work, message);
    await surely(
      () =>
        this.#cluster.streams.publish(deadSubject(work.hunt, work.batch), encodeWork(work), {
          msgID: deadSubject(work.hunt, work.batch),
        }),
      signal,
    );
    const records: HuntRecord[] = work.objects.map(({ name, version, size }) =>
      recordOfFailure(
        { hunt: hunt.name, ruleSet: hunt.ruleSet },
        { object: name, version, size, tries },
        "abandoned",
        { code: "abandoned", message },
      ),
    );
    return { records, remaining: [] };
  }
}
