// The builds of the kernels: WebAssembly with vectors, without them, and no WebAssembly at all (rules on the interpreter,
// kernels in JavaScript), on a collection and on patterns drawn from it, whose matches are all in the result. All builds
// must give the same results.
//
//   npm run bench -- without-wasm [--size=MB] [--rounds=N] [--record]
import { compile, Rules } from "../packages/tyara/dist/index.js";
import { Engine, HostBackend, InterpreterBackend } from "../packages/tyara/dist/runtime.js";
import { buildCorpora } from "./corpora/build.mjs";
import { drawPatterns, joinSources, readCollection } from "./corpora/rules.mjs";
import { median } from "./engines/measure.mjs";

export const description = "the search with vectors, without them, and without WebAssembly: MB/s";

const kernels = [
  { kernel: "simd", Backend: HostBackend },
  { kernel: "scalar", Backend: HostBackend },
  { kernel: "javascript", Backend: InterpreterBackend },
];

export async function run({ engines, options }) {
  const size = numberOption(options, "size", 8) * 1e6;
  const rounds = numberOption(options, "rounds", 7);
  const sources = readCollection("Neo23x0");
  if (sources === undefined) throw new Error("the collection Neo23x0 is not beside the checkout");
  const workloads = {
    Neo23x0: joinSources(sources, engines.slice(0, 1)),
    "3000 patterns": drawPatterns(sources, 3000),
  };
  const inputs = Object.entries(buildCorpora({ elf: size, text: size, random: size }));
  const rows = Object.entries(workloads).flatMap(([name, source]) => {
    const rules = compile(source).serialize();
    return inputs.flatMap(([input, data]) => measure(rules, `${name} × ${input}`, data, rounds));
  });
  return { rows };
}

/** The kernels interleaved; the first round of each warms up and is not counted. */
function measure(rules, workload, data, rounds) {
  const runs = kernels.map(({ kernel, Backend }) => {
    const engine = new Engine({ backend: new Backend() });
    return { kernel, scanner: Rules.deserialize(rules, { kernel, engine }).scanner(), times: [] };
  });
  const results = new Set(runs.map(({ scanner }) => allMatches(scanner.scan(data))));
  if (results.size > 1) throw new Error(`the kernels differ: ${workload}`);
  const matches = [...results][0].split("\n").length - 1;
  for (let round = 0; round < rounds; round++) {
    for (const { scanner, times } of runs) times.push(processorTime(() => scanner.scan(data)));
  }
  const speeds = runs.map(({ times }) => data.length / 1e3 / median(times));
  return runs.map(({ kernel }, at) => ({
    workload,
    matches,
    kernel,
    "MB/s": Math.round(speeds[at]),
    "× simd": Math.round((speeds[at] / speeds[0]) * 100) / 100,
  }));
}

/** A line for each match of each pattern. */
function allMatches(result) {
  const lines = result.matches.flatMap((rule) =>
    rule.patterns.flatMap((pattern) =>
      pattern.matches.map(
        ({ offset, length }) => `${rule.identifier} ${pattern.identifier} ${offset} ${length}\n`,
      ),
    ),
  );
  return lines.join("");
}

/** Milliseconds of processor time, because machines that measure are rarely idle. */
function processorTime(work) {
  const start = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
}

function numberOption(options, name, otherwise) {
  const found = options.find((option) => option.startsWith(`--${name}=`));
  return found === undefined ? otherwise : Number(found.slice(name.length + 3));
}
