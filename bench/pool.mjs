// How much faster two workers of a pool are than one, on files of several sizes, and what a pool costs beside the scan itself.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compile } from "../packages/tyara/dist/index.js";
import { scanFile } from "../packages/tyara/dist/node.js";
import { ScannerPool } from "../packages/tyara/dist/pool-node.js";
import { median } from "./engines/measure.mjs";

export const description = "a pool: one worker and two, by the size of the files";
export const engineNames = [];

const RULES = Array.from(
  { length: 300 },
  (_, id) =>
    `rule r${id} { strings: $a = "needle${id % 7 === 0 ? "" : id}" $b = /ab${id}[a-z]{3,9}x/ nocase condition: any of them }`,
).join("\n");

/** Files, and their size in bytes. */
const FOLDERS = [
  [20_000, 4_000],
  [2_000, 200_000],
  [50, 8_000_000],
];
const ROUNDS = 5;

export async function run() {
  const rules = compile(RULES);
  const scanner = rules.scanner();
  const pools = [1, 2].map((workers) => new ScannerPool(rules, { workers }));
  const rows = [];
  for (const [count, size] of FOLDERS) {
    const folder = mkdtempSync(join(tmpdir(), "tyara-bench-"));
    const paths = Array.from({ length: count }, (_, index) => writeInput(folder, index, size));
    const ways = [async () => paths.filter((path) => scanFile(scanner, path).matches.length > 0).length];
    for (const pool of pools) ways.push(() => scanWith(pool, paths));
    const times = ways.map(() => []);
    for (let round = 0; round <= ROUNDS; round++) {
      for (const [way, scan] of ways.entries()) {
        const start = performance.now();
        if ((await scan()) !== Math.ceil(count / 50)) throw new Error("a way finds something else");
        if (round > 0) times[way].push(performance.now() - start);
      }
    }
    const [plain, one, two] = times.map(median);
    rows.push({
      files: `${count} of ${size} bytes`,
      "two workers × one": round2(one / two),
      "two workers × no pool": round2(plain / two),
      "µs a file, two workers": round2((two * 1000) / count),
    });
    rmSync(folder, { recursive: true });
  }
  await Promise.all(pools.map((pool) => pool.close()));
  return { rows };
}

function writeInput(folder, index, size) {
  const path = join(folder, String(index));
  const bytes = Buffer.alloc(size, `lorem ipsum dolor ${index} `);
  if (index % 50 === 0) bytes.write("needle", 100);
  writeFileSync(path, bytes);
  return path;
}

async function scanWith(pool, paths) {
  let found = 0;
  for await (const { result } of pool.scanAll(paths, { ordered: false }))
    if (result.matches.length > 0) found++;
  return found;
}

function round2(value) {
  return Math.round(value * 100) / 100;
}
