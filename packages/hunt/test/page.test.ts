import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync, rmSync } from "node:fs";
import { get, type Server } from "node:http";
import { fileURLToPath } from "node:url";
import { compile } from "tyara";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type Cluster, openCluster } from "../src/cluster/connection.ts";
import { submitHunt } from "../src/cluster/submit.ts";
import { runWorker } from "../src/cluster/worker.ts";
import { openSource } from "../src/objects/open-source.ts";
import { portOf } from "../src/operations/server.ts";
import { idOf, openRuleSet } from "../src/rule-set.ts";
import { openPage } from "../src/ui/server.ts";
import { hasServer, NatsServers } from "./nats-servers.ts";
import { makeSamples, rules } from "./samples.ts";

describe.skipIf(!hasServer)("the page of hunts", () => {
  const never = new AbortController().signal;
  let servers: NatsServers;
  let cluster: Cluster;
  let page: Server;
  let folder: string;
  const at = (path: string) => `http://127.0.0.1:${portOf(page)}${path}`;

  beforeAll(async () => {
    servers = await NatsServers.start(1);
    cluster = await openCluster({ servers: servers.urls });
    page = await openPage(cluster, 0);
    folder = makeSamples(50);
    const bytes = compile(rules).serialize();
    const ruleSet = { id: idOf(bytes), bytes };
    await submitHunt(cluster, {
      name: "shown",
      ruleSet,
      source: await openSource(folder),
      signal: never,
      onProblem: () => {},
    });
    const stop = new AbortController();
    const scanner = openRuleSet(ruleSet).scanner();
    const working = runWorker(cluster, {
      openScan: async () => ({
        scan: async (data, options) => scanner.scan(data, options),
        close: async () => {},
      }),
      openSource,
      batches: 1,
      concurrency: 1,
      ruleSets: 1,
      onEvent: () => stop.abort(),
      stop: stop.signal,
      abandon: never,
    });
    await working;
  });

  afterAll(async () => {
    page.closeAllConnections();
    page.close();
    await cluster.close();
    servers.stop();
    rmSync(folder, { recursive: true });
  });

  it("is served with its script and its style, which run nothing that is not theirs", async () => {
    for (const [path, type] of [
      ["/", "text/html"],
      ["/page.js", "text/javascript"],
      ["/page.css", "text/css"],
    ]) {
      const response = await fetch(at(path!));
      expect(response.headers.get("content-type")).toContain(type);
      expect(response.headers.get("content-security-policy")).toContain("default-src 'none'");
      expect((await response.text()).length).toBeGreaterThan(500);
    }
  });

  it("lists hunts with their progress, and gives the records that found something", async () => {
    const hunts = await (await fetch(at("/api/hunts"))).json();
    expect(hunts).toMatchObject([
      { hunt: { name: "shown", objects: 50 }, isComplete: true, done: { objects: 50 } },
    ]);
    const lines = async (path: string) =>
      (await (await fetch(at(path))).text())
        .trimEnd()
        .split("\n")
        .map((line) => JSON.parse(line));
    const found = await lines("/api/hunts/shown/results");
    expect(found.length).toBe(hunts[0].done.matching);
    expect(found.every(({ matches }) => matches.length > 0)).toBe(true);
    expect(await lines("/api/hunts/shown/results?all=1")).toHaveLength(50);
  });

  it.each(["/api/hunts/none/results", "/nothing", "/../package.json", "/api/hunts/a%2fb/results"])(
    "has no %s",
    async (path) => {
      expect((await fetch(at(path))).status).toBe(404);
    },
  );

  it("answers nobody who asks for another name, and changes nothing", async () => {
    const status = await new Promise((resolve) =>
      get(at("/"), { headers: { host: "evil.example" } }, (response) => resolve(response.statusCode)),
    );
    expect(status).toBe(403);
    expect((await fetch(at("/api/hunts"), { method: "POST" })).status).toBe(405);
  });
});

describe("files for deployment", () => {
  const folder = fileURLToPath(new URL("../deploy/", import.meta.url));
  const command = fileURLToPath(new URL("../bin/tyara-hunt.js", import.meta.url));

  it("name only options that the worker has", () => {
    const help = execFileSync(process.execPath, [command, "worker", "--help"], { encoding: "utf8" });
    const known = new Set(help.match(/--[a-z0-9-]+/g));
    const lines = readdirSync(folder).flatMap((name) => readFileSync(`${folder}${name}`, "utf8").split("\n"));
    const used = lines
      .filter((line) => /"?worker"?[, ]+"?--/.test(line))
      .flatMap((line) => line.match(/--[a-z0-9-]+/g) ?? []);
    expect(used.length).toBeGreaterThan(10);
    expect(used.filter((option) => !known.has(option))).toEqual([]);
  });
});
