// Compares the search with YARA-X on random patterns and data, pair by pair:
//
//   node fuzz/search.mjs [pairs] [first seed] [most seconds] [--xor-keys] [--small-windows]
//
// Patterns of one seed are compiled together. A difference is judged by a third engine (search/judge.mjs); those that are known are
// counted by kind, one of each is shown; what is left is shrunk, shown with its seed, and counted as unexplained. With --xor-keys the
// official package is asked, which tells the keys; with --small-windows we look through windows that are as small as can be, at larger
// data. RECORD.md keeps the counts.
//
// Seeds run in processes of their own, a few at a time: the reference aborts on some patterns, and one of its builds leaks.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

const SEEDS_A_PROCESS = 8;
const worker = fileURLToPath(new URL("search/worker.mjs", import.meta.url));
const [wanted = 100_000, firstSeed = 1, mostSeconds = Number.POSITIVE_INFINITY] = process.argv
  .slice(2)
  .filter((argument) => !argument.startsWith("--"))
  .map(Number);
const flags = process.argv.filter((argument) => argument.startsWith("--"));

const start = performance.now();
const counts = {};
let pairs = 0;
let matchCount = 0;
let seed = firstSeed;
while (pairs < wanted && performance.now() - start < mostSeconds * 1000) {
  const end = seed + SEEDS_A_PROCESS;
  if ((await runSeeds(seed, end)) !== 0 && seed < end) {
    console.log(`seed ${seed}: the process was aborted`);
    counts.aborted = (counts.aborted ?? 0) + 1;
    seed++;
  }
  console.log(`… ${pairs} pairs, seed ${seed}: ${JSON.stringify(counts)}`);
}
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(
  `${pairs} pairs with ${matchCount} matches from seeds ${firstSeed} to ${seed - 1} in ${seconds} s`,
);
console.log(counts);
process.exit(counts.unexplained ? 1 : 0);

/** Runs the seeds below `end`, moving on `seed`; the exit code of the process that did. */
async function runSeeds(from, end) {
  const child = spawn(process.execPath, [worker, from, end, ...flags], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const ended = new Promise((resolve) => child.on("close", resolve));
  for await (const line of createInterface(child.stdout)) {
    if (line.startsWith("@")) add(JSON.parse(line.slice(1)));
    else console.log(line);
  }
  return ended;
}

function add(result) {
  seed = result.seed + 1;
  pairs += result.pairs;
  matchCount += result.matchCount;
  for (const [kind, count] of Object.entries(result.counts)) counts[kind] = (counts[kind] ?? 0) + count;
}
