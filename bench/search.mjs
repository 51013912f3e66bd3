// Pattern search: the public rule collections, patterns drawn from them, and inputs that are hard for matchers.
// Engines run interleaved; the first round of each warms up and is not counted.
//
//   npm run bench -- search [--size=MB] [--rounds=N] [--only=WORDS OF A WORKLOAD] [--record]
import { buildCorpora, randomBytes } from "./corpora/build.mjs";
import { drawPatterns, joinSources, readCollection } from "./corpora/rules.mjs";
import { median } from "./engines/measure.mjs";

export const description =
  "pattern search: MB/s and ratios on rule collections, drawn patterns and hard inputs";

export async function run({ engines, options }) {
  const size = numberOption(options, "size", 8) * 1e6;
  const rounds = numberOption(options, "rounds", 5);
  const corpora = buildCorpora(size);
  const rows = [];
  for (const { name, makeSource, inputs } of workloads(engines, corpora)) {
    if (!name.includes(textOption(options, "only"))) continue;
    const source = makeSource();
    const compiled = engines.map((engine) => compile(engine, source));
    for (const [input, data] of Object.entries(inputs)) {
      const row = measure(`${name} × ${input}`, compiled, data, rounds);
      console.log(JSON.stringify(row));
      rows.push(row);
    }
    for (const { scanner } of compiled) scanner.free();
  }
  return { rows };
}

function* workloads(engines, corpora) {
  yield* hardInputs();
  for (const name of ["Neo23x0", "reversinglabs"]) {
    const sources = readCollection(name);
    if (sources === undefined) {
      console.log(`left out: the collection ${name} is not beside the checkout`);
      continue;
    }
    if (name === "Neo23x0") {
      for (const count of [1, 10, 100, 1000]) {
        yield { name: `${count} patterns`, makeSource: () => drawPatterns(sources, count), inputs: corpora };
      }
    }
    yield { name, makeSource: () => joinSources(sources, engines), inputs: corpora };
  }
}

function* hardInputs() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const words = randomBytes(1e6, 7).map((byte) => letters.charCodeAt(byte % letters.length));
  yield {
    name: "count of AAAA",
    makeSource: () => `rule count { strings: $a = "AAAA" condition: #a > 10 }`,
    inputs: { "16 MiB of A": Buffer.alloc(16 << 20, "A") },
  };
  yield {
    name: "counted class",
    makeSource: () => "rule counted { strings: $a = /[A-Za-z0-9+\\/]{64,512}\\x00/ condition: $a }",
    inputs: { "1 MB of letters": words },
  };
  yield {
    name: "a million matches",
    makeSource: () => `rule many { strings: $a = "abc" condition: $a }`,
    inputs: { "4 MB of abc.": Buffer.alloc(4e6, "abc.") },
  };
}

function compile(engine, source) {
  const start = performance.now();
  const scanner = engine.compile(source);
  return { engine, scanner, compileTime: performance.now() - start };
}

function measure(name, compiled, data, rounds) {
  const times = new Map(compiled.map(({ engine }) => [engine.name, []]));
  for (let round = 0; round <= rounds; round++) {
    for (const { engine, scanner } of compiled) {
      const start = performance.now();
      scanner.scan(data);
      if (round > 0) times.get(engine.name).push(performance.now() - start);
    }
  }
  const row = { workload: name, ...agreement(compiled, data) };
  const own = times.get("tyara");
  for (const { engine, compileTime } of compiled) {
    const milliseconds = median(times.get(engine.name));
    row[`${engine.name} MB/s`] = Math.round(data.length / 1e3 / milliseconds);
    row[`${engine.name} compile ms`] = Math.round(compileTime);
    if (engine.name !== "tyara") {
      row[`× ${engine.name}`] = round(median(times.get(engine.name).map((time, i) => time / own[i])));
    }
  }
  return row;
}

// Matches are compared as text; differences are counted, for some are known (docs/known-differences.md).
function agreement(compiled, data) {
  const [own, ...others] = compiled.map(({ scanner }) => matchSet(scanner, data));
  const differences = others.map(
    (other) => [...own].filter((m) => !other.has(m)).length + [...other].filter((m) => !own.has(m)).length,
  );
  return { matches: own.size, "differing matches": differences.join(" / ") };
}

function matchSet(scanner, data) {
  const matches = scanner.listMatches(scanner.scan(data));
  return new Set(
    matches.map(({ rule, pattern, offset, length }) => `${rule} ${pattern} ${offset} ${length}`),
  );
}

function numberOption(options, name, otherwise) {
  const found = options.find((option) => option.startsWith(`--${name}=`));
  return found === undefined ? otherwise : Number(found.slice(name.length + 3));
}

function textOption(options, name) {
  return options.find((option) => option.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";
}

function round(value) {
  return Math.round(value * 100) / 100;
}
