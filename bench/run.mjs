// Runs `bench/NAME.mjs`, which exports `description` and `run({ engines }) → { rows }`, prints its rows as a table and,
// with --record, appends them to bench/record/NAME.jsonl; with --json=FILE, writes them to a file.
import { appendFileSync, existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { loadEngines } from "./engines/load.mjs";

const folder = new URL("./", import.meta.url);
const names = readdirSync(folder)
  .filter((name) => name.endsWith(".mjs") && name !== "run.mjs")
  .map((name) => name.slice(0, -4));
const [name, ...options] = process.argv.slice(2);

if (name === undefined || !names.includes(name)) {
  console.log("npm run bench -- NAME [--record] [--json=FILE]\n");
  for (const each of names)
    console.log(`  ${each.padEnd(12)} ${(await import(new URL(`${each}.mjs`, folder))).description}`);
  process.exit(name === undefined ? 0 : 1);
}
if (!existsSync(new URL("../packages/tyara/dist/index.js", folder))) {
  console.error("The engine is not built: run `npm run build` first.");
  process.exit(1);
}

const { run, engineNames } = await import(new URL(`${name}.mjs`, folder));
const engines = await loadEngines(engineNames);
const { rows } = await run({ engines, options });
console.table(rows);

const entry = {
  date: new Date().toISOString(),
  machine: `${cpus().length} × ${cpus()[0]?.model.trim()}`,
  node: process.version,
  engines: engines.map((engine) => `${engine.name} ${engine.version}`),
  ...(options.length > 0 && { options: options.filter((option) => !/^--(record|json=.*)$/.test(option)) }),
  rows,
};
const file = options.find((option) => option.startsWith("--json="))?.slice(7);
if (file !== undefined) writeFileSync(file, `${JSON.stringify(entry, undefined, 2)}\n`);
if (options.includes("--record")) {
  mkdirSync(new URL("record/", folder), { recursive: true });
  appendFileSync(new URL(`record/${name}.jsonl`, folder), `${JSON.stringify(entry)}\n`);
}
process.exit(0);
