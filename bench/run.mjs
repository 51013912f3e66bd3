// Runs `bench/NAME.mjs`, which exports `description` and `run({ engines }) → { rows }`, prints its rows as a table and,
// with --record, appends them to bench/record/NAME.jsonl.
import { appendFileSync, existsSync, mkdirSync, readdirSync } from "node:fs";
import { cpus } from "node:os";
import { loadEngines } from "./engines/load.mjs";

const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".mjs") && name !== "run.mjs")
  .map((name) => name.slice(0, -4));
const [name, ...options] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.log("npm run bench -- NAME [--record]\n");
  for (const each of names)
    console.log(`  ${each.padEnd(12)} ${(await import(new URL(`${each}.mjs`, folder))).description}`);
  process.exit(name === undefined ? 0 : 1);
}
if (!existsSync(new URL("../packages/tyara/dist/index.js", folder))) {
  console.error("The engine is not built: run `npm run build` first.");
  process.exit(1);
}

const { run } = await import(new URL(`${name}.mjs`, folder));
const engines = await loadEngines();
const { rows } = await run({ engines, options });
console.table(rows);

if (options.includes("--record")) {
  const entry = {
    date: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
    node: process.version,
    engines: engines.map((engine) => `${engine.name} ${engine.version}`),
    rows,
  };
  mkdirSync(new URL("record/", folder), { recursive: true });
  appendFileSync(new URL(`record/${name}.jsonl`, folder), `${JSON.stringify(entry)}\n`);
}
process.exit(0);
