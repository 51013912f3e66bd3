// Scans every hostile input of packages/tyara/test/hostile with a time-out of 100 ms, each in a process of its own: how far scans
// go beyond it, how they end, and how much memory the process has at most.
import { fork } from "node:child_process";
import { rmSync } from "node:fs";
import { availableParallelism, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { bundleWorker } from "../fuzz/worker-bundle.mjs";

export const description = "how far scans of hostile inputs overshoot a time-out of 100 ms, and their memory";

const TIMEOUT_MS = 100;
/** As many as make the 99th of 100 the second most, or the most of fewer. */
const RUNS = 40;
/** Runs that end by themselves tell nothing of time-outs: so many are enough. */
const COMPLETE_RUNS = 5;

/** What the machine adds by itself: nothing can be told to stop more exactly than this. */
const CONTROL = "control: JavaScript that does nothing but look at the clock";

/** `ONLY`, a regular expression, picks inputs by their names. */
const only = new RegExp(process.env.ONLY ?? "");

export async function run() {
  const file = await bundleWorker("hostile/inputs.ts", "deadlines");
  try {
    const { hostileInputs } = await import(file);
    const rows = only.test(CONTROL) ? [await measured(file, CONTROL)] : [];
    for (const { name } of hostileInputs) if (only.test(name)) rows.push(await measured(file, name));
    return { rows: [...rows.sort((a, b) => b["p99 ms"] - a["p99 ms"]), total(rows)] };
  } finally {
    rmSync(file);
  }
}

function measured(file, name) {
  return new Promise((resolve, reject) => {
    const child = fork(fileURLToPath(import.meta.url), [file, name]);
    child.on("message", ({ overshoots, statuses, megabytes, peak }) => {
      overshoots.sort((a, b) => a - b);
      const at = (share) => Number(overshoots[Math.ceil(share * overshoots.length) - 1].toFixed(1));
      const scan = {
        input: name,
        MB: Number(megabytes.toFixed(2)),
        ends: statuses.join(", "),
        runs: overshoots.length,
      };
      resolve({ ...scan, "p50 ms": at(0.5), "p99 ms": at(0.99), "peak MB": Math.round(peak) });
    });
    child.on("exit", (code) => reject(new Error(`${name}: the process ended with ${code}`)));
  });
}

function total(rows) {
  const stopped = rows.filter(({ ends }) => ends.includes("timeout"));
  const most = (of, column) => of.reduce((most, row) => Math.max(most, row[column]), 0);
  const load = `load ${loadavg()[0].toFixed(1)} on ${availableParallelism()} cores`;
  const name = `all: ${rows.length} inputs, ${stopped.length} of them stopped; ${load}`;
  return {
    input: name,
    "p50 ms": most(rows, "p50 ms"),
    "p99 ms": most(rows, "p99 ms"),
    "peak MB": most(rows, "peak MB"),
  };
}

/** The process of one input. Overshoots are the time beyond 100 ms, and 0 for scans that took less. */
async function measure(file, wanted) {
  const { hostileInputs } = await import(file);
  const { scan, byteLength } =
    wanted === CONTROL ? { scan: control, byteLength: 0 } : await scanning(hostileInputs, wanted);
  const overshoots = [];
  const statuses = new Set();
  for (let i = 0; i < RUNS && !(i >= COMPLETE_RUNS && !statuses.has("timeout")); i++) {
    const started = performance.now();
    const { status } = scan();
    overshoots.push(Math.max(0, performance.now() - started - TIMEOUT_MS));
    statuses.add(status);
  }
  const peak = process.resourceUsage().maxRSS / 1024;
  process.send({ overshoots, statuses: [...statuses], megabytes: byteLength / 2 ** 20, peak }, () =>
    process.exit(),
  );
}

function control() {
  const end = performance.now() + TIMEOUT_MS;
  while (performance.now() < end);
  return { status: "timeout" };
}

async function scanning(hostileInputs, wanted) {
  const { compile } = await import("../packages/tyara/dist/index.js");
  const { rules, data: make, module } = hostileInputs.find(({ name }) => name === wanted);
  const data = make();
  const scanner = compile(rules).scanner();
  const options = { timeoutMs: TIMEOUT_MS, ...(module && { moduleOutputs: [module] }) };
  return { scan: () => scanner.scan(data, options), byteLength: data.length };
}

if (process.send !== undefined && process.argv[1] === fileURLToPath(import.meta.url))
  await measure(process.argv[2], process.argv[3]);
