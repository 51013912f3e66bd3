/**
 * Hunts while things break: workers are killed and frozen, a server is killed, the runner on one machine is killed again and again. In
 * the end every object has exactly one record, and it says what a plain scan says. `TYARA_ROUNDS=10` hunts through 20,000 files.
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { compile } from "tyara";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { rounds } from "../../tyara/test/rounds.ts";
import { openCluster } from "../src/cluster/connection.ts";
import { readResults } from "../src/cluster/results.ts";
import { openDatabase } from "../src/local/sqlite.ts";
import { openDirectory } from "../src/objects/directory.ts";
import type { HuntRecord } from "../src/record.ts";
import { hasServer, NatsServers } from "./nats-servers.ts";
import { makeSamples, rules } from "./samples.ts";

const command = fileURLToPath(new URL("../bin/tyara-hunt.js", import.meta.url));
const count = rounds(2000);
const folder = mkdtempSync(join(tmpdir(), "hunt-chaos-"));
const rulesFile = join(folder, "rules.yar");
let samples: string;
let expected: Map<string, string>;

beforeAll(async () => {
  writeFileSync(rulesFile, rules);
  samples = makeSamples(count);
  expected = await scanHere();
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
  rmSync(samples, { recursive: true, force: true });
});

/** What one scanner in this process finds, by name of the object. */
async function scanHere(): Promise<Map<string, string>> {
  const source = await openDirectory(samples);
  const scanner = compile(rules).scanner();
  const found = new Map<string, string>();
  for await (const object of source.list(() => {})) {
    const { bytes } = await source.read(object, { maxSize: 1 << 20 });
    const matches = scanner.scan(bytes).matches;
    found.set(object.name, matches.map(({ identifier }) => identifier).join());
  }
  expect(found.size).toBe(count);
  return found;
}

function expectExactlyOnce(records: readonly HuntRecord[]): void {
  const found = new Map(
    records.map(({ object, matches }) => [object, matches.map(({ identifier }) => identifier).join()]),
  );
  expect(records).toHaveLength(count);
  expect(found).toEqual(expected);
  expect(records.filter(({ status }) => status !== "complete")).toEqual([]);
}

function start(...args: string[]): ChildProcess {
  return spawn(process.execPath, [command, ...args], { stdio: ["ignore", "ignore", "ignore"] });
}

const ended = (child: ChildProcess) =>
  new Promise<number | null>((resolve) => {
    if (child.exitCode !== null || child.signalCode !== null) resolve(child.exitCode);
    else child.once("exit", resolve);
  });

const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe.skipIf(!hasServer)("a cluster in which things break", () => {
  it("loses no object and doubles none", { timeout: 600_000 }, async () => {
    const servers = await NatsServers.start(3);
    const cluster = await openCluster({ servers: servers.urls, replicas: 3, silenceMs: 3000 });
    const nats = servers.urls.flatMap((url) => ["--nats", url]);
    const startWorker = () => start("worker", ...nats, "--threads", "1");
    const workers = Array.from({ length: 4 }, startWorker);
    const frozen = workers[3]!;
    let isOver = false;
    const breaking = (async () => {
      for (let turn = 0; !isOver; turn++) {
        await pause(1500);
        if (isOver) break;
        const victim = turn % 3;
        workers[victim]!.kill("SIGKILL");
        workers[victim] = startWorker();
        if (turn === 0) frozen.kill("SIGSTOP");
        if (turn === 1) servers.kill(1);
        if (turn === 3) servers.startOne(1);
        if (turn === 5) frozen.kill("SIGCONT");
      }
    })();
    try {
      const submitting = start("submit", ...nats, "--name", "chaos", "--tries", "50", rulesFile, samples);
      const records: HuntRecord[] = [];
      expect(await ended(submitting)).toBe(0);
      const never = new AbortController().signal;
      for await (const record of readResults(cluster, "chaos", { follow: true, signal: never }))
        records.push(record);
      expectExactlyOnce(records);
    } finally {
      isOver = true;
      await breaking;
      for (const worker of workers) worker.kill("SIGKILL");
      await cluster.close();
      servers.stop();
    }
  });
});

const hasSqlite = await openDatabase(":memory:").then(
  (database) => database.close() === undefined,
  () => false,
);

describe.skipIf(!hasSqlite)("a hunt on one machine that is killed", () => {
  it("continues each time, and has one record for each object in the end", { timeout: 300_000 }, async () => {
    const output = join(folder, "records");
    const args = [
      "run",
      rulesFile,
      samples,
      "--journal",
      join(folder, "journal"),
      "--output",
      output,
      "--threads",
      "1",
    ];
    for (let kill = 0; kill < 10; kill++) {
      const child = start(...args);
      await pause(400 + kill * 60);
      child.kill("SIGKILL");
      await ended(child);
    }
    expect(await ended(start(...args))).toBe(0);
    const lines = readFileSync(output, "utf8").trimEnd().split("\n");
    expectExactlyOnce(lines.map((line) => JSON.parse(line)));
  });
});
