// What one scan of a small input costs: the fixed cost that a service pays for each of its many small files.
import { median } from "./engines/measure.mjs";

export const description = "one rule, 100 bytes: time a scan, and memory after 100,000 of them";

const RULE = `rule small { strings: $a = "needle" $b = { 6E 65 [2-4] 6C 65 } condition: $a and #b > 0 }`;
const INPUT = new TextEncoder().encode("hay ".repeat(20).concat("needle").padEnd(100, "."));
const ROUNDS = 7;
/** The official package needs milliseconds a scan, and breaks after some ten thousand. */
const SCANS = { tyara: 20_000, native: 20_000, official: 100 };
const LEAK_SCANS = 100_000;

export async function run({ engines }) {
  const scanners = engines.map((engine) => ({ engine, scanner: engine.compile(RULE), times: [] }));
  checkAgreement(scanners);
  for (let round = 0; round <= ROUNDS; round++) {
    for (const { engine, scanner, times } of scanners) {
      const microseconds = timeScans(scanner, SCANS[engine.name]);
      if (round > 0) times.push(microseconds);
    }
  }
  const native = scanners.find(({ engine }) => engine.name === "native");
  const rows = scanners.map(({ engine, times }) => ({
    engine: engine.name,
    "µs a scan": round(median(times)),
    "× native": native ? round(median(times) / median(native.times)) : undefined,
  }));
  const growth = memoryGrowth(scanners[0].scanner);
  rows.push({ engine: `tyara, ${LEAK_SCANS} scans more`, "MB grown": round(growth / 1e6) });
  return { rows };
}

function checkAgreement(scanners) {
  const answers = scanners.map(({ scanner }) => JSON.stringify(scanner.listMatches(scanner.scan(INPUT))));
  if (new Set(answers).size !== 1) throw new Error(`the engines disagree:\n${answers.join("\n")}`);
}

function timeScans(scanner, count) {
  const start = performance.now();
  for (let i = 0; i < count; i++) scanner.scan(INPUT);
  return ((performance.now() - start) * 1000) / count;
}

function memoryGrowth(scanner) {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  for (let i = 0; i < LEAK_SCANS; i++) scanner.scan(INPUT);
  globalThis.gc?.();
  return process.memoryUsage().rss - before;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
