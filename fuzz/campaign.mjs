// Long runs of seeded cases, in a worker process that may crash or hang without ending the run:
//
//   node fuzz/campaign.mjs TASK [--cases N] [--first-seed N] [--seconds N]
//
// A task is a module (damaged files for its parser), `MODULE-reference` (what it says of damaged files, field by field
// and function by function, against YARA-X), `conditions` (generated conditions against YARA-X, its native
// build; `conditions-official` for the slow official one), `meaning` (against the interpreter of the IR), or `artefacts`
// (forged compiled rules, most of them on the host's WebAssembly; `artefacts-javascript` runs all with the kernels in JavaScript,
// `artefacts-interpreter` all without WebAssembly). A run goes on where the last one with this first seed
// ended; its state and the inputs it found wanting are in fuzz/found/. Ends with what belongs into fuzz/RECORD.md.
import { fork } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { bundleWorker } from "./worker-bundle.mjs";

const found = fileURLToPath(new URL("found/", import.meta.url));

/** Seeds a batch; a batch takes some seconds. */
const batchSizes = {
  conditions: 20,
  "conditions-official": 2,
  meaning: 20,
  artefacts: 200,
  "artefacts-javascript": 100,
  "artefacts-interpreter": 100,
};
const moduleBatchSize = 1000;
const referenceBatchSize = 50;
/** Milliseconds after which a batch, and in careful runs a single seed, counts as hanging. */
const batchPatience = 600_000;
const seedPatience = 60_000;
/** Megabytes of JavaScript values that a worker may hold. */
const maxHeap = 512;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    cases: { type: "string", default: "1000000" },
    "first-seed": { type: "string", default: "1" },
    seconds: { type: "string", default: "Infinity" },
  },
});
const task = positionals[0];
if (task === undefined) throw new Error("which task?");
const firstSeed = Number(values["first-seed"]);
const wanted = Number(values.cases);
const end = performance.now() + Number(values.seconds) * 1000;

mkdirSync(found, { recursive: true });
const stateFile = `${found}${task}-${firstSeed}.json`;
const state = existsSync(stateFile)
  ? JSON.parse(readFileSync(stateFile, "utf8"))
  : { nextSeed: firstSeed, cases: 0, seconds: 0, dearest: { cost: 0 }, peakMemory: 0, failures: [] };

class Worker {
  #child;

  constructor(file) {
    this.#child = fork(file, [], {
      execArgv: [`--max-old-space-size=${maxHeap}`, "--stack-size=900"],
      stdio: ["ignore", "inherit", "ignore", "ipc"],
    });
  }

  /** The report of a batch; or, when the worker came to an end, how, and at which seed if it was careful. */
  run(batch) {
    return new Promise((resolve) => {
      let next = batch.first;
      let timer;
      const finish = (outcome) => {
        clearTimeout(timer);
        this.#child.removeAllListeners();
        resolve(outcome);
      };
      const wait = (ms) => {
        clearTimeout(timer);
        timer = setTimeout(() => {
          this.stop();
          finish({ end: `no answer for ${ms / 1000} s`, next });
        }, ms);
      };
      wait(batch.isCareful ? seedPatience : batchPatience);
      this.#child.on("message", (message) => {
        if (message.next === undefined) return finish(message);
        next = message.next;
        return wait(seedPatience);
      });
      this.#child.on("exit", (code, signal) => finish({ end: `ended with ${signal ?? code}`, next }));
      this.#child.send(batch);
    });
  }

  stop() {
    this.#child.kill("SIGKILL");
  }
}

function note(report, batch) {
  state.cases += report.cases;
  state.nextSeed = batch.first + batch.count;
  state.failures.push(...report.failures);
  if (report.dearest.cost > state.dearest.cost) state.dearest = report.dearest;
  state.peakMemory = Math.max(state.peakMemory, report.peakMemory);
  for (const { seed, text } of report.failures) console.log(`seed ${seed}: ${text}`);
}

const file = await bundleWorker("fuzz/worker.ts", task);
let worker = new Worker(file);

/** Runs a batch; a seed that ends the worker is noted and passed over. */
async function runBatch(batch) {
  const outcome = await worker.run(batch);
  if (outcome.end === undefined) return note(outcome, batch);
  worker = new Worker(file);
  if (!batch.isCareful) return runBatch({ ...batch, isCareful: true });
  const { next } = outcome;
  note(
    { cases: 0, failures: [{ seed: next, text: outcome.end }], dearest: { cost: 0 }, peakMemory: 0 },
    batch,
  );
  const before = { ...batch, count: next - batch.first };
  const after = { ...batch, first: next + 1, count: batch.first + batch.count - next - 1 };
  if (before.count > 0) await runBatch(before);
  return runBatch(after);
}

while (state.cases < wanted && performance.now() < end) {
  const started = performance.now();
  const count = batchSizes[task] ?? (task.endsWith("-reference") ? referenceBatchSize : moduleBatchSize);
  await runBatch({ task, first: state.nextSeed, count, isCareful: false, folder: found });
  state.seconds += (performance.now() - started) / 1000;
  writeFileSync(stateFile, JSON.stringify(state));
}
worker.stop();
rmSync(file);

const { cases, nextSeed, seconds, dearest, peakMemory, failures } = state;
const unit = task in batchSizes || task.endsWith("-reference") ? "ms" : "units of work";
console.log(
  `${task}: ${cases} cases, seeds ${firstSeed} to ${nextSeed - 1}, in ${seconds.toFixed(0)} s; dearest seed ` +
    `${dearest.seed} (${dearest.what}): ${Math.round(dearest.cost)} ${unit}; peak memory ${(peakMemory / 2 ** 20).toFixed(0)} MB; ` +
    `${failures.length} failures`,
);
process.exitCode = failures.length === 0 ? 0 : 1;
