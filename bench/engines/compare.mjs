// Engines beside each other, on one rule and one input.
import { median } from "./measure.mjs";

/**
 * A row for each engine, of scans with one rule. Rounds of all engines alternate, so that the machine's moods meet all of
 * them; the first round warms up. `repeat`: scans a round; `atMost`: the ratio to the native engine that is aimed at.
 */
export function compare(workload, engines, source, data, { repeat = 1, atMost, rounds = 5 }) {
  const runs = engines.map((engine) => ({ engine, scanner: engine.compile(source), times: [] }));
  agree(workload, runs, data);
  const first = timeOf(runs[0].scanner, data, 1);
  for (let round = 0; round <= rounds; round++) {
    for (const { engine, scanner, times } of runs) {
      const count =
        typeof repeat === "number" ? repeat : engine.name === "official" ? repeat.official : repeat.other;
      const time = timeOf(scanner, data, count);
      if (round > 0) times.push(time);
    }
  }
  const native = runs.find(({ engine }) => engine.name === "native");
  for (const { scanner } of runs) scanner.free();
  return runs.map(({ engine, times }) => ({
    workload,
    engine: engine.name,
    ms: digits(median(times)),
    ...(engine.name === "tyara" ? { "first ms": digits(first) } : {}),
    ...(engine.name === "tyara" && atMost !== undefined ? { "aim × native": atMost } : {}),
    ...(native ? { "× native": digits(median(times) / median(native.times)) } : {}),
  }));
}

function timeOf(scanner, data, count) {
  const start = performance.now();
  for (let i = 0; i < count; i++) scanner.scan(data);
  return (performance.now() - start) / count;
}

function agree(workload, runs, data) {
  const answers = runs.map(({ scanner }) => {
    const result = scanner.scan(data);
    return (result.matches ?? result).length;
  });
  if (new Set(answers).size !== 1) throw new Error(`${workload}: the engines disagree: ${answers}`);
}

/** Three digits of a number. */
export const digits = (value) => Number(value.toPrecision(3));
