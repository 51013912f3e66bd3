import { rmSync } from "node:fs";
import { compile } from "tyara";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, openCluster } from "../src/cluster/connection.ts";
import { publishOutcome, publishWork } from "../src/cluster/messages.ts";
import { cancelHunt, readResults, readStatus, retryAbandoned } from "../src/cluster/results.ts";
import { submitHunt } from "../src/cluster/submit.ts";
import { runWorker, type WorkerEvent, type WorkerOptions } from "../src/cluster/worker.ts";
import { openSource } from "../src/objects/open-source.ts";
import { ObjectError, type ObjectSource } from "../src/objects/source.ts";
import type { HuntRecord } from "../src/record.ts";
import { idOf, openRuleSet, type RuleSetFile } from "../src/rule-set.ts";
import { hasServer, NatsServers } from "./nats-servers.ts";
import { makeSamples, rules } from "./samples.ts";

const count = 300;
const never = new AbortController().signal;
const bytes = compile(rules).serialize();
const ruleSet: RuleSetFile = { id: idOf(bytes), bytes };

describe.skipIf(!hasServer)("a cluster", () => {
  let servers: NatsServers;
  let cluster: Cluster;
  let folder: string;
  let source: ObjectSource;
  const events: WorkerEvent[] = [];

  beforeAll(async () => {
    servers = await NatsServers.start(1);
    cluster = await openCluster({ servers: servers.urls });
    folder = makeSamples(count);
    source = await openSource(folder);
  });

  afterAll(async () => {
    await cluster?.close();
    servers?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  const submit = (name: string, more: Partial<Parameters<typeof submitHunt>[1]> = {}) =>
    submitHunt(cluster, {
      name,
      ruleSet,
      source,
      batchLimits: { maxObjects: 16, maxBytes: 1 << 20 },
      signal: never,
      onProblem: (problem) => expect(problem).toBe(""),
      ...more,
    });

  /** Works until `act` has ended. */
  async function withWorkers<T>(
    workers: number,
    act: () => Promise<T>,
    more: Partial<WorkerOptions> = {},
  ): Promise<T> {
    const stop = new AbortController();
    const running = Array.from({ length: workers }, () =>
      runWorker(cluster, {
        openScan: async (file, id) => {
          const scanner = openRuleSet({ id, bytes: file }).scanner();
          return { scan: async (data, options) => scanner.scan(data, options), close: async () => {} };
        },
        batches: 2,
        concurrency: 4,
        ruleSets: 2,
        openSource,
        onEvent: (event) => events.push(event),
        stop: stop.signal,
        abandon: never,
        ...more,
      }),
    );
    try {
      return await act();
    } finally {
      stop.abort();
      await Promise.all(running);
    }
  }

  async function follow(name: string): Promise<HuntRecord[]> {
    const records: HuntRecord[] = [];
    for await (const record of readResults(cluster, name, { follow: true, signal: never }))
      records.push(record);
    return records;
  }

  const names = (records: readonly HuntRecord[]) => records.map(({ object }) => object).sort();

  it("gives each object one record, as a scan here gives it", async () => {
    const hunt = await submit("whole");
    expect(hunt).toMatchObject({ state: "listed", objects: count, ruleSet: ruleSet.id });
    const records = await withWorkers(3, () => follow("whole"));
    expect(records).toHaveLength(count);
    expect(new Set(names(records)).size).toBe(count);
    for (const record of records) {
      const index = Number(record.object.split(" ").at(-1));
      const expected = [index % 7 === 0 && "seventh", record.size > 900 && "large"].filter(
        (name) => name !== false,
      );
      if (expected.length === 2) expected.push("both");
      expect(record).toMatchObject({ hunt: "whole", ruleSet: ruleSet.id, status: "complete", tries: 1 });
      expect(record.matches.map(({ identifier }) => identifier)).toEqual(expected);
    }
    const status = await readStatus(cluster, "whole", never);
    expect(status).toMatchObject({
      isComplete: true,
      dead: 0,
      done: { objects: count, matching: records.filter(({ matches }) => matches.length > 0).length },
    });
  });

  it("keeps the first outcome of a batch, and no second one", async () => {
    const outcome = (tries: number) => ({
      records: [{ object: "x", size: 1, matches: [], tries } as unknown as HuntRecord],
      remaining: [],
    });
    const batch = { hunt: "first", batch: "0" };
    const stored = await Promise.all(
      [1, 2, 3, 4].map((tries) => publishOutcome(cluster, batch, outcome(tries), never)),
    );
    expect(stored.filter((isFirst) => isFirst)).toHaveLength(1);
    expect(await publishOutcome(cluster, batch, outcome(5), never)).toBe(false);
  });

  it("results that are larger than a message take the same way", async () => {
    await submit("heavy", { batchLimits: { maxObjects: count, maxBytes: 1 << 30 } });
    const noisy = "x".repeat(100);
    const records = await withWorkers(1, () => follow("heavy"), {
      openScan: async () => ({
        close: async () => {},
        scan: async () => {
          const tags = Array.from({ length: 100 }, () => `${noisy}${crypto.randomUUID()}`);
          const rule = {
            identifier: "r",
            namespace: "n",
            isGlobal: false,
            isPrivate: false,
            tags,
            metadata: [],
            patterns: [],
          };
          return {
            status: "complete",
            limits: [],
            moduleLimits: [],
            matches: [rule],
            nonMatches: [],
            unavailableModules: [],
            moduleOutputs: {},
          } as never;
        },
      }),
    });
    expect(new Set(names(records)).size).toBe(count);
  });

  it("an object that the store does not give is tried again by itself, and abandoned in the end", async () => {
    const broken = new Map([
      ["folder 1/file 107", 2],
      ["folder 2/file 207", Number.POSITIVE_INFINITY],
    ]);
    const failing: ObjectSource["read"] = async (object, limits) => {
      const left = broken.get(object.name) ?? 0;
      broken.set(object.name, left - 1);
      if (left > 0) throw new ObjectError("unavailable", "the store is slow");
      return source.read(object, limits);
    };
    await submit("unavailable", { maxTries: 2 });
    const records = await withWorkers(2, () => follow("unavailable"), {
      openSource: async () => ({ ...source, read: failing }),
    });
    expect(new Set(names(records)).size).toBe(count);
    expect(records).toHaveLength(count);
    expect(records.filter(({ status }) => status !== "complete")).toMatchObject([
      { object: "folder 2/file 207", status: "abandoned", error: { message: "the store is slow" } },
    ]);
  });

  it("a batch that kills its worker is split until the object that does it is alone", async () => {
    await submit("poisoned", { maxTries: 2 });
    const poison = "folder 0/file 77";
    // A worker that dies says nothing; here it gives the batch back at once, which the server counts in the same way.
    const dying: ObjectSource["read"] = async (object, limits) => {
      if (object.name === poison) throw new Error("the worker died");
      return source.read(object, limits);
    };
    const poisoned = { ...source, read: dying };
    const records = await withWorkers(2, () => follow("poisoned"), { openSource: async () => poisoned });
    expect(new Set(names(records)).size).toBe(count);
    expect(records).toHaveLength(count);
    const dead = records.filter(({ status }) => status === "abandoned");
    expect(dead).toMatchObject([{ object: poison, error: { code: "abandoned" }, tries: 3 }]);
    expect(await readStatus(cluster, "poisoned", never)).toMatchObject({
      isComplete: true,
      dead: 1,
      done: { failed: 1 },
    });
    expect(await retryAbandoned(cluster, "poisoned", never)).toBe(1);
    const again = await withWorkers(1, () => follow("poisoned"));
    expect(again.find(({ object }) => object === poison)).toMatchObject({ status: "complete" });
    expect(again).toHaveLength(count);
    expect(await readStatus(cluster, "poisoned", never)).toMatchObject({
      isComplete: true,
      dead: 0,
      done: { failed: 0 },
    });
  });

  it("rules that are not what their name says are refused, and their objects abandoned", async () => {
    await submit("forged", { maxTries: 2, ruleSet: { id: "0".repeat(64), bytes } });
    const records = await withWorkers(2, () => follow("forged"));
    expect(records).toHaveLength(count);
    expect(new Set(records.map(({ status, error }) => `${status}: ${error?.message}`))).toEqual(
      new Set([`abandoned: the rule set ${"0".repeat(64)} does not have the content that its name says`]),
    );
  });

  it("objects that an index excludes get their records, and are not read", async () => {
    const excluded = new Map<string, string>();
    for await (const { name, version } of source.list(() => {}))
      if (name.endsWith("7")) excluded.set(name, version);
    excluded.set("folder 0/file 17", "another version");
    await submit("excluded", { excluded });
    const records = await withWorkers(2, () => follow("excluded"));
    expect(records).toHaveLength(count);
    expect(new Set(names(records)).size).toBe(count);
    const fromIndex = records.filter(({ isFromIndex }) => isFromIndex).map(({ object }) => object);
    expect(new Set([...fromIndex, "folder 0/file 17"])).toEqual(new Set(excluded.keys()));
  });

  it("a cancelled hunt ends, and its batches are not scanned", async () => {
    await submit("cancelled");
    await cancelHunt(cluster, "cancelled");
    expect(await follow("cancelled")).toEqual([]);
    await expect(cancelHunt(cluster, "cancelled")).rejects.toThrow("is cancelled already");
    await expect(submit("cancelled")).rejects.toThrow("there is a hunt cancelled already");
    await expect(submit("no name")).rejects.toThrow('"no name" cannot name a hunt');
  });

  it("passes over messages that are no batches", async () => {
    await cluster.streams.publish("tyara.work.nonsense.0", "nonsense");
    await publishWork(cluster, { hunt: "nobody", batch: "0", objects: [] }, never);
    await submit("after");
    expect(await withWorkers(1, () => follow("after"))).toHaveLength(count);
    expect(events.filter(({ kind }) => kind === "passed over")).toHaveLength(2);
  });
});

describe.skipIf(!hasServer)("a cluster that cannot be used", () => {
  it("says so for a server that is not there, and keeps passwords to itself", async () => {
    const opening = openCluster({ servers: ["nats://user:secret@127.0.0.1:1"] });
    await expect(opening).rejects.toThrow(/^cannot connect to nats:\/\/127\.0\.0\.1:1: /);
  });

  it("says so for wrong credentials", async () => {
    const servers = await NatsServers.start(1, 'authorization { user: "u", password: "p" }');
    try {
      await expect
        .poll(
          () =>
            openCluster({ servers: servers.urls, user: "u", password: "wrong" }).catch(
              (error: Error) => error.message,
            ),
          { timeout: 10_000 },
        )
        .toMatch(/authorization/i);
      const cluster = await openCluster({ servers: servers.urls, user: "u", password: "p" });
      await cluster.close();
    } finally {
      servers.stop();
    }
  });
});
