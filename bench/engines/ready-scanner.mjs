// A process of its own that makes one scanner ready and tells what that took:
//   node --expose-gc ready-scanner.mjs ENGINE RULES [serialised]
// RULES is a file with a source of rules, or with serialised rules. Prints a line of JSON: how many milliseconds making the
// scanner took; the process's memory in bytes, as the scanner is ready, and once its garbage is collected; and in
// milliseconds the first scan of 100 KB and a warmed one.
import { readFileSync } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { buildCorpora } from "../corpora/build.mjs";
import { loadEngines } from "./load.mjs";
import { median } from "./measure.mjs";

const INPUT_SIZE = 100_000;
const WARM_SCANS = 300;

const [name, path, form] = process.argv.slice(2);
const engine = (await loadEngines([name])).find((each) => each.name === name);
const input = buildCorpora({ elf: INPUT_SIZE, text: 0, random: 0 }).elf;
const start = performance.now();
const scanner = makeReady();
const made = performance.now() - start;
const ready = process.memoryUsage.rss();
const first = timeScan();
const times = Array.from({ length: WARM_SCANS }, timeScan);
globalThis.gc?.();
globalThis.gc?.();
// Threads of the host give back what was collected.
await setTimeout(300);
const collected = process.memoryUsage.rss();
console.log(JSON.stringify({ made, ready, collected, first, warmed: median(times.slice(WARM_SCANS / 2)) }));
process.exit(0);

/** What was read is garbage behind this. */
function makeReady() {
  if (form === "serialised") return engine.deserialise(readFileSync(path));
  return engine.compile(readFileSync(path, "latin1"));
}

function timeScan() {
  const start = performance.now();
  scanner.scan(input);
  return performance.now() - start;
}
