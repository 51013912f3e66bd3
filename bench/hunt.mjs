// Hunts as processes, on one machine: what threads, workers and the index change. Needs `nats-server` for the rows of a cluster.
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { median } from "./engines/measure.mjs";

export const description = "hunts through a folder: threads, workers of a cluster, index";
export const engineNames = [];

const command = fileURLToPath(new URL("../packages/hunt/bin/tyara-hunt.js", import.meta.url));
const rounds = 3;
const port = 14222;
const nats = ["--nats", `nats://127.0.0.1:${port}`];

/** Rules that read every byte and find little. */
const rules = Array.from(
  { length: 200 },
  (_, index) =>
    `rule r${index} { strings: $a = "needle ${index} in" $b = { 6E 65 ${(index + 16).toString(16)} [2-4] 6C 65 } condition: any of them }`,
).join("\n");

const kinds = [
  { name: "4,000 files of 10 kB", count: 4000, size: 10_000 },
  { name: "800 files of 200 kB", count: 800, size: 200_000 },
  { name: "100 files of 2 MB", count: 100, size: 2_000_000 },
];

export async function run() {
  const folder = mkdtempSync(join(tmpdir(), "bench-hunt-"));
  const rulesFile = join(folder, "rules.yar");
  writeFileSync(rulesFile, rules);
  try {
    const rows = [];
    for (const kind of kinds) {
      const samples = join(folder, `samples ${kind.size}`);
      makeSamples(samples, kind);
      rows.push(...(await measure(kind, rulesFile, samples, folder)));
      rmSync(samples, { recursive: true });
    }
    return { rows };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function makeSamples(folder, { count, size }) {
  mkdirSync(folder);
  const bytes = Buffer.alloc(size);
  let state = 1;
  for (let index = 0; index < count; index++) {
    for (let i = 0; i < size; i += 4)
      bytes.writeUInt32LE((state = (Math.imul(state, 1664525) + 1013904223) >>> 0), i);
    writeFileSync(join(folder, `file ${index}`), bytes);
  }
}

async function measure(kind, rulesFile, samples, folder) {
  const ways = [
    { name: "one machine, 1 thread", run: () => local(rulesFile, samples, folder, ["--threads", "1"]) },
    { name: "one machine, 2 threads", run: () => local(rulesFile, samples, folder, ["--threads", "2"]) },
  ];
  const hasServer = spawnSync("nats-server", ["--version"]).status === 0;
  if (hasServer) {
    ways.push({ name: "cluster, 1 worker", run: () => cluster(rulesFile, samples, folder, 1) });
    ways.push({ name: "cluster, 2 workers", run: () => cluster(rulesFile, samples, folder, 2) });
  }
  const seconds = ways.map(() => []);
  for (let round = 0; round < rounds; round++)
    for (const [index, way] of ways.entries()) seconds[index].push(await way.run());
  const [alone] = seconds.map(median);
  return ways.map(({ name }, index) => {
    const took = median(seconds[index]);
    return {
      files: kind.name,
      way: name,
      seconds: Number(took.toFixed(2)),
      "objects/s": Math.round(kind.count / took),
      "MB/s": Math.round((kind.count * kind.size) / took / 1e6),
      "× one thread": Number((alone / took).toFixed(2)),
    };
  });
}

/** Seconds from the first record to the last, so that the start of the process does not count. */
async function local(rulesFile, samples, folder, options) {
  return await timeRecords(["run", rulesFile, samples, ...options], folder);
}

/** Workers are there and have the rules before the time begins, as in a cluster that works. */
async function cluster(rulesFile, samples, folder, workers) {
  const store = mkdtempSync(join(folder, "store-"));
  const children = [
    spawn("nats-server", ["-js", "-sd", store, "-p", String(port), "-a", "127.0.0.1"], { stdio: "ignore" }),
  ];
  await new Promise((resolve) => setTimeout(resolve, 500));
  for (let index = 0; index < workers; index++)
    children.push(
      spawn(process.execPath, [command, "worker", ...nats, "--threads", "1"], { stdio: "ignore" }),
    );
  try {
    const warm = join(folder, "warm");
    mkdirSync(warm, { recursive: true });
    for (let index = 0; index < 64; index++) writeFileSync(join(warm, `${index}`), "warm");
    await done(["submit", ...nats, "--name", "warm", rulesFile, warm]);
    await done(["results", ...nats, "warm", "--follow"]);
    await new Promise((resolve) => setTimeout(resolve, 1500));
    const submitting = done(["submit", ...nats, "--name", "hunt", rulesFile, samples]);
    const seconds = await timeRecords(["results", ...nats, "hunt", "--follow"], folder, submitting);
    return seconds;
  } finally {
    for (const child of children) child.kill("SIGKILL");
    await new Promise((resolve) => setTimeout(resolve, 200));
    rmSync(store, { recursive: true, force: true });
  }
}

/** From the time that the first record was made to that of the last, as they tell. */
async function timeRecords(args, folder, before = Promise.resolve()) {
  await before;
  const output = join(folder, "records");
  await done([...args, "--output", output]);
  const times = readFileSync(output, "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => Date.parse(JSON.parse(line).time));
  return Math.max(
    0.001,
    (times.reduce((most, time) => Math.max(most, time), 0) -
      times.reduce((least, time) => Math.min(least, time), Infinity)) /
      1000,
  );
}

function done(args) {
  const child = spawn(process.execPath, [command, ...args], { stdio: ["ignore", "ignore", "ignore"] });
  return new Promise((resolve, reject) => {
    child.once("exit", (code) =>
      code === 0 ? resolve() : reject(new Error(`tyara-hunt ${args[0]} ended with ${code}`)),
    );
  });
}
