// Pattern search: the public rule collections, patterns drawn from them, many small files, and inputs that are hard for matchers.
// Engines run interleaved; the first round of each warms up and is not counted, unless it alone takes longer than a cell may.
//
//   npm run bench -- search [--full] [--size=MB] [--rounds=N] [--only=WORDS OF A WORKLOAD] [--json=FILE] [--record]
import { buildCorpora, randomBytes, slicesOf } from "./corpora/build.mjs";
import { drawPatterns, joinSources, readCollection } from "./corpora/rules.mjs";
import { geometricMean } from "./engines/measure.mjs";
import { compareMatches } from "./search/agreement.mjs";
import { measureScans } from "./search/measure-scans.mjs";
import { patternsOnly, plantSamples } from "./search/pattern-samples.mjs";

export const description =
  "pattern search: MB/s and ratios on rule collections, drawn patterns, small files and hard inputs";
export const engineNames = ["tyara", "native", "official", "yara", "libyara-wasm"];

const COLLECTIONS = ["Neo23x0", "reversinglabs"];
const QUICK = { sizes: { elf: 8e6, text: 8e6, random: 8e6 }, rounds: 5, agreement: 1e6 };
const FULL = { sizes: { elf: 100e6, text: 50e6, random: 50e6 }, rounds: 5, agreement: 8e6 };
/** The last names a workload of how many files of how many bytes. */
const SMALL_FILES = [
  ["0.1 KiB files", 102, 1000],
  ["4 KiB files", 4096, 500],
  ["64 KiB files", 65536, 60],
];

export async function run({ engines, options }) {
  const { sizes, rounds, agreement } = settings(options);
  const corpora = buildCorpora(sizes);
  const rows = [];
  const add = (row) => {
    console.log(JSON.stringify(row));
    rows.push(row);
  };
  for (const workload of workloads(engines, corpora)) {
    if (workload.name.includes(textOption(options, "only")))
      runWorkload(workload, engines, rounds, agreement, add);
  }
  for (const row of means(rows, engines)) add(row);
  return { rows };
}

function settings(options) {
  const chosen = options.includes("--full") ? FULL : QUICK;
  const size = Number(textOption(options, "size")) * 1e6;
  const sizes = size > 0 ? { elf: size, text: size, random: size } : chosen.sizes;
  return { ...chosen, sizes, rounds: Number(textOption(options, "rounds")) || chosen.rounds };
}

function runWorkload({ name, makeSource, inputs, isCollection }, engines, rounds, agreement, add) {
  const source = makeSource();
  const compiled = compileAll(engines, source);
  for (const [input, files] of Object.entries(inputs)) {
    const kind = isCollection && files.length === 1 ? { collection: true } : {};
    add({ workload: `${name} × ${input}`, ...kind, ...measureScans(compiled, files, rounds) });
  }
  freeAll(compiled);
  if (isCollection) {
    const patterns = compileAll(engines, patternsOnly(source));
    for (const [input, [data]] of Object.entries(inputs).filter(([, files]) => files.length === 1)) {
      add({ workload: `all patterns of ${name} × ${input}`, ...compareMatches(patterns, data, agreement) });
    }
    const planted = plantSamples(source, Object.values(inputs)[0][0]);
    add({
      workload: `all patterns of ${name} × a sample of each`,
      ...compareMatches(patterns, planted, planted.length),
    });
    freeAll(patterns);
  }
}

function* workloads(engines, corpora) {
  yield* hardInputs();
  const whole = Object.fromEntries(Object.entries(corpora).map(([input, data]) => [input, [data]]));
  const small = Object.fromEntries(
    SMALL_FILES.map(([input, size, count]) => [input, slicesOf(Object.values(corpora), size, count)]),
  );
  for (const name of COLLECTIONS) {
    const sources = readCollection(name);
    if (sources === undefined) {
      console.log(`left out: the collection ${name} is not beside the checkout`);
      continue;
    }
    if (name === "Neo23x0") {
      for (const count of [1, 10, 100, 1000]) {
        yield { name: `${count} patterns`, makeSource: () => drawPatterns(sources, count), inputs: whole };
      }
    }
    const makeSource = () => joinSources(sources, engines);
    yield { name, makeSource, inputs: { ...whole, ...small }, isCollection: true };
  }
}

function* hardInputs() {
  const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  const words = randomBytes(1e6, 7).map((byte) => letters.charCodeAt(byte % letters.length));
  yield {
    name: "count of AAAA",
    makeSource: () => `rule count { strings: $a = "AAAA" condition: #a > 10 }`,
    inputs: { "16 MiB of A": [Buffer.alloc(16 << 20, "A")] },
  };
  yield {
    name: "counted class",
    makeSource: () => "rule counted { strings: $a = /[A-Za-z0-9+\\/]{64,512}\\x00/ condition: $a }",
    inputs: { "1 MB of letters": [words] },
  };
  yield {
    name: "a million matches",
    makeSource: () => `rule many { strings: $a = "abc" condition: $a }`,
    inputs: { "4 MB of abc.": [Buffer.alloc(4e6, "abc.")] },
  };
}

function compileAll(engines, source) {
  return engines.flatMap((engine) => {
    const start = performance.now();
    try {
      const scanner = engine.compile(source);
      return [{ engine, scanner, compileTime: performance.now() - start }];
    } catch (error) {
      // Tyara and the reference must compile everything; older engines may not know all of the language.
      if (!engine.isOptional) throw error;
      console.log(`left out here: ${engine.name} (${error.message.split("\n")[0]})`);
      return [];
    }
  });
}

function freeAll(compiled) {
  for (const { scanner } of compiled) scanner.free();
}

/** The ratios to each peer over all cells of a collection and a corpus. */
function means(rows, engines) {
  const cells = rows.filter(({ collection }) => collection);
  if (cells.length === 0) return [];
  const row = { workload: `geometric mean of ${cells.length} collection cells` };
  for (const { name } of engines) {
    const ratios = cells.flatMap((cell) => cell[`× ${name}`] ?? []);
    if (ratios.length === cells.length) row[`× ${name}`] = Math.round(geometricMean(ratios) * 100) / 100;
  }
  return [row];
}

function textOption(options, name) {
  return options.find((option) => option.startsWith(`--${name}=`))?.slice(name.length + 3) ?? "";
}
