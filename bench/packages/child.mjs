// One workload on one namespace, in a process of its own: prints its output's digest and times as a line of JSON.
//
//   node child.mjs FOLDER MODE WORKLOAD
import { createHash } from "node:crypto";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import { BareEngine, HostBackend } from "tyara-runtime";
import * as namespace from "tyara-runtime/webassembly";
import { workloads } from "./workloads.mjs";

const [folder, mode, name] = process.argv.slice(2);
const require = createRequire(`${folder}/package.json`);
const resolve = (specifier) => require.resolve(specifier);
const load = (specifier) => {
  const script = `${folder}/load.mjs`;
  return import(pathToFileURL(script).href).then((loader) => loader.default(specifier));
};

if (mode === "host" || mode === "instrumented") {
  const epochInterruption = mode === "instrumented";
  namespace.useEngine(new BareEngine({ backend: new HostBackend(), epochInterruption }));
}
if (mode === "polywasm") globalThis.WebAssembly = (await load("polywasm")).WebAssembly;
else if (mode !== "plain") namespace.installWebAssembly({ force: true });

/** Milliseconds of repetitions, at least two: hosts take seconds to optimise the interpreter's main loop. */
const budgetMs = 4000;

const started = performance.now();
const run = await workloads[name]({ require, resolve, load });
const output = String(await run());
const firstMs = performance.now() - started;
const times = [];
while (times.length < 2 || (performance.now() - started - firstMs < budgetMs && times.length < 2000)) {
  const before = performance.now();
  await run();
  times.push(performance.now() - before);
}
times.sort((a, b) => a - b);
const digest = createHash("sha256").update(output).digest("hex").slice(0, 16);
console.log(
  `\n${JSON.stringify({ digest, length: output.length, firstMs, ms: times[Math.floor(times.length / 10)] })}`,
);
process.exit(0);
