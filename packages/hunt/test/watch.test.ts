import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "tyara";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, openCluster } from "../src/cluster/connection.ts";
import { cancelHunt, readResults } from "../src/cluster/results.ts";
import { changeRules, openWatch, WatchedObjects } from "../src/cluster/watch.ts";
import { watchFolder } from "../src/cluster/watched-folder.ts";
import { followSubject, objectsIn } from "../src/cluster/watched-subject.ts";
import { runWorker } from "../src/cluster/worker.ts";
import { openSource } from "../src/objects/open-source.ts";
import type { HuntRecord } from "../src/record.ts";
import { idOf, openRuleSet, type RuleSetFile } from "../src/rule-set.ts";
import { defaultObjectLimits } from "../src/scan-objects.ts";
import { hasServer, NatsServers } from "./nats-servers.ts";

function ruleSetOf(source: string): RuleSetFile {
  const bytes = compile(source).serialize();
  return { id: idOf(bytes), bytes };
}

const old = ruleSetOf('rule old { strings: $a = "evil" condition: $a }');
const young = ruleSetOf('rule young { strings: $a = "evil" condition: $a }');

describe("messages that name objects", () => {
  const event = (key: string, eventName = "s3:ObjectCreated:Put") => ({
    eventName,
    s3: { object: { key, size: 3, eTag: "abc" } },
  });

  it.each([
    [{ name: "a", version: "1", size: 3 }, [{ name: "a", size: 3, version: "1" }]],
    [{ name: "a", version: "1" }, [{ name: "a", size: 0, version: "1" }]],
    [{ Records: [event("a+b%26")] }, [{ name: "a b&", size: 3, version: '"abc"' }]],
    [
      { Records: [event("a", "ObjectRemoved:Delete"), event("b")] },
      [{ name: "b", size: 3, version: '"abc"' }],
    ],
    [{ Records: [] }, []],
    [{ Records: [null] }, undefined],
    [{ Records: [event("%zz")] }, undefined],
    [{ Records: 5 }, undefined],
    [{ name: 5, version: "1" }, undefined],
    [[], undefined],
    [null, undefined],
  ])("%j", (message, expected) => {
    expect(objectsIn(Buffer.from(JSON.stringify(message)))).toEqual(expected);
  });

  it("need not be JSON, nor text", () => {
    expect(objectsIn(Buffer.from("{"))).toBeUndefined();
    expect(objectsIn(Uint8Array.of(0xff))).toBeUndefined();
  });
});

describe.skipIf(!hasServer)("a watch", () => {
  let servers: NatsServers;
  let cluster: Cluster;
  const folder = mkdtempSync(join(tmpdir(), "hunt-watch-"));
  const stop = new AbortController();
  const never = new AbortController().signal;
  let workers: Promise<unknown>;

  beforeAll(async () => {
    servers = await NatsServers.start(1);
    cluster = await openCluster({ servers: servers.urls });
    workers = Promise.all(
      [1, 2].map(() =>
        runWorker(cluster, {
          openScan: async (bytes, id) => {
            const scanner = openRuleSet({ id, bytes }).scanner();
            return { scan: async (data, options) => scanner.scan(data, options), close: async () => {} };
          },
          openSource,
          batches: 2,
          concurrency: 2,
          ruleSets: 2,
          onEvent: () => {},
          stop: stop.signal,
          abandon: never,
        }),
      ),
    );
  });

  afterAll(async () => {
    stop.abort();
    await workers;
    await cluster?.close();
    servers?.stop();
    rmSync(folder, { recursive: true });
  });

  const options = (name: string, ruleSet: RuleSetFile) => ({
    name,
    ruleSet,
    location: folder,
    limits: defaultObjectLimits,
    maxTries: 3,
    signal: never,
  });

  async function records(name: string): Promise<HuntRecord[]> {
    const all: HuntRecord[] = [];
    for await (const record of readResults(cluster, name, { follow: false, signal: never })) all.push(record);
    return all;
  }

  it("scans the files that are there and those that come, each version once, and changes its rules on the way", async () => {
    writeFileSync(join(folder, "there before"), "evil");
    await openWatch(cluster, options("folder", old));
    const objects = new WatchedObjects(cluster, "folder", never);
    const adding: Promise<boolean>[] = [];
    const watched = watchFolder(
      folder,
      (object) => void adding.push(objects.add(object)),
      (problem) => expect(problem).toBe(""),
    );
    await watched.ready;
    for (let index = 0; index < 20; index++) writeFileSync(join(folder, `first ${index}`), `evil ${index}`);
    await expect.poll(async () => (await records("folder")).length, { timeout: 20_000 }).toBe(21);
    await changeRules(cluster, "folder", young, never);
    for (let index = 0; index < 20; index++) writeFileSync(join(folder, `second ${index}`), `evil ${index}`);
    writeFileSync(join(folder, "there before"), "evil again");
    await expect.poll(async () => (await records("folder")).length, { timeout: 20_000 }).toBe(42);
    await watched.close();
    expect(await Promise.all(adding)).not.toContain(false);
    const found = (await records("folder")).map(
      ({ object, matches }) => `${object}: ${matches.map(({ identifier }) => identifier)}`,
    );
    const expected = ["first", "second"].flatMap((word) =>
      Array.from({ length: 20 }, (_, index) => `${word} ${index}: ${word === "first" ? "old" : "young"}`),
    );
    expect(found.sort()).toEqual([...expected, "there before: old", "there before: young"].sort());
    await objects.count();
    expect((await openWatch(cluster, options("folder", young))).objects).toBe(42);
    // A watch that begins again is told of all files again.
    const again = new WatchedObjects(cluster, "folder", never);
    const told: Promise<boolean>[] = [];
    const second = watchFolder(
      folder,
      (object) => void told.push(again.add(object)),
      () => {},
    );
    await second.ready;
    await second.close();
    expect(await Promise.all(told)).toEqual(Array(41).fill(false));
  });

  it("takes objects from a subject, told once or twice", async () => {
    await cluster.manager.streams.add({ name: "NEW", subjects: ["objects.new"] });
    await openWatch(cluster, options("subject", old));
    const objects = new WatchedObjects(cluster, "subject", never);
    const problems: string[] = [];
    const ending = new AbortController();
    const following = followSubject(cluster, {
      subject: "objects.new",
      consumer: "test",
      onObject: async (object) => void (await objects.add(object)),
      onProblem: (problem) => problems.push(problem),
      signal: ending.signal,
    });
    const message = JSON.stringify({ name: "first 3", version: "x", size: 6 });
    for (const text of [message, "nonsense", message, JSON.stringify({ name: "first 4", version: "x" })])
      await cluster.streams.publish("objects.new", text);
    await expect.poll(async () => (await records("subject")).length, { timeout: 20_000 }).toBe(2);
    ending.abort();
    await following;
    expect((await records("subject")).map(({ object, status }) => `${object} ${status}`).sort()).toEqual([
      "first 3 complete",
      "first 4 complete",
    ]);
    expect(problems).toEqual(["a message names no object"]);
  });

  it("refuses what is no watch, another source, and a subject that no stream keeps", async () => {
    await expect(openWatch(cluster, { ...options("folder", old), location: "/elsewhere" })).rejects.toThrow(
      `the watch folder is of ${folder}`,
    );
    await cancelHunt(cluster, "folder");
    await expect(openWatch(cluster, options("folder", old))).rejects.toThrow(
      "the hunt folder is no watch: it is cancelled",
    );
    const unknown = {
      subject: "nobody",
      consumer: "x",
      onObject: async () => {},
      onProblem: () => {},
      signal: never,
    };
    await expect(followSubject(cluster, unknown)).rejects.toThrow(
      "no stream keeps messages of the subject nobody",
    );
  });
});
