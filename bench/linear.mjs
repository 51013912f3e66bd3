// Patterns that make matchers take quadratic or exponential time, each on 1 MB and 4 MB of the same hard data: the time
// must grow with the data and not faster.
//
//   npm run bench -- linear [--all-engines] [--rounds=N] [--record]
import { median } from "./engines/measure.mjs";

export const description = "twenty pathological regular expressions at 1 MB and 4 MB: MB/s and growth";

const PATTERNS = [
  "(a+)+b",
  "(a|aa)+b",
  "(a+a+)+b",
  "(a*)*b",
  "(aa|aaa|aaaaa)+b",
  "a{1,1000}b",
  "(a?){50}a{50}b",
  "([a-c]{1,20}){1,20}b",
  "(.*)(.*)(.*)b",
  ".*a.*b",
  "a.{0,200}a.{0,200}a.{0,200}b",
  "(a[^b]{0,500}){3}b",
  "a[^b]*b",
  "([^x]*a){10}b",
  "(a|b)*a(a|b){20}b",
  "a+b?a+b?a+",
  "aaaa[0-9]?",
  "\\ba+b",
  "a{4,}",
  "[a-z]{64,512}b",
];

// The count is asked for, so that no engine may stop at the first match; matches are capped alike in all engines.
const source = (pattern) => `rule r { strings: $a = /${pattern}/ condition: #a >= 0 }`;

/** Runs of the letter that all patterns are about, with something to end on now and then. */
function longRuns(length) {
  const data = Buffer.alloc(length, "a");
  for (let i = 99_999; i < length; i += 100_000) data[i] = 0x62;
  return data;
}

function words(length) {
  const text = "the quick brown fox jumps over lazy dogs aab abba ";
  return Uint8Array.from({ length }, (_, i) => text.charCodeAt((i * 7 + (i >> 5)) % text.length));
}

export async function run({ engines, options }) {
  const rounds = Number(options.find((option) => option.startsWith("--rounds="))?.slice(9) ?? 5);
  // Some of these take the reference minutes, so it takes part only when asked to.
  const chosen = options.includes("--all-engines") ? engines : engines.slice(0, 1);
  const rows = [];
  for (const [input, make] of [
    ["runs", longRuns],
    ["words", words],
  ]) {
    const small = make(1e6);
    const large = make(4e6);
    for (const pattern of PATTERNS) {
      for (const engine of chosen) rows.push(measure(engine, pattern, input, small, large, rounds));
    }
  }
  return { rows };
}

// Scans of easy pairs take microseconds: they are repeated until a clock can tell their time.
const LEAST_MILLISECONDS = 5;

function measure(engine, pattern, input, small, large, rounds) {
  const scanner = engine.compile(source(pattern));
  const time = (data) => {
    const start = performance.now();
    for (let count = 1; ; count++) {
      scanner.scan(data);
      const elapsed = performance.now() - start;
      if (elapsed >= LEAST_MILLISECONDS) return elapsed / count;
    }
  };
  for (const data of [small, large]) time(data);
  // By turns: what disturbs the machine for a while disturbs both alike.
  const times = Array.from({ length: rounds }, () => [time(small), time(large)]);
  const [smallTime, largeTime] = [0, 1].map((size) => median(times.map((round) => round[size])));
  scanner.free();
  return {
    pattern: `/${pattern}/`,
    input,
    engine: engine.name,
    "MB/s": Math.round(4000 / largeTime),
    "growth for 4 times the data": Number((largeTime / smallTime).toFixed(1)),
  };
}
