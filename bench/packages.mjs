// Published packages that hold WebAssembly, on the host's own and on this layer: does every one give the same output, and how
// much slower is it? They are installed outside of the repository when the benchmark runs first.
import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { workloads } from "./packages/workloads.mjs";

export const description =
  "published WebAssembly packages on every backend of tyara-runtime, against the host and polywasm";
export const engineNames = [];

const modes = ["plain", "host", "instrumented", "interpreter", "polywasm"];
const child = fileURLToPath(new URL("packages/child.mjs", import.meta.url));

/** Options: `--only=NAME`, a part of the names of packages; `--folder=PATH`, where they are installed. */
export async function run({ options }) {
  const only = options.find((option) => option.startsWith("--only="))?.slice(7) ?? "";
  const folder =
    options.find((option) => option.startsWith("--folder="))?.slice(9) ??
    join(tmpdir(), "tyara-bench-packages");
  install(folder);
  const rows = [];
  for (const name of Object.keys(workloads).filter((each) => each.includes(only))) {
    const results = Object.fromEntries(modes.map((mode) => [mode, runChild(folder, mode, name)]));
    rows.push(rowOf(name, results));
  }
  return { rows };
}

function install(folder) {
  const dependencies = JSON.parse(readFileSync(new URL("packages/list.json", import.meta.url), "utf8"));
  const manifest = JSON.stringify({ private: true, dependencies });
  const file = join(folder, "package.json");
  if (existsSync(join(folder, "node_modules")) && existsSync(file) && readFileSync(file, "utf8") === manifest)
    return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(file, manifest);
  // Modules are looked for from where they are asked for.
  writeFileSync(join(folder, "load.mjs"), "export default (specifier) => import(specifier);\n");
  execFileSync("npm", ["install", "--ignore-scripts", "--no-audit", "--no-fund"], {
    cwd: folder,
    stdio: "inherit",
  });
}

function runChild(folder, mode, name) {
  const { stdout, stderr, signal } = spawnSync(process.execPath, [child, folder, mode, name], {
    encoding: "utf8",
    timeout: 120_000,
  });
  const line = stdout.trim().split("\n").at(-1) ?? "";
  try {
    return JSON.parse(line);
  } catch {
    const reason = /^(?:\w*Error|\w+\[\w+\]).*$/m.exec(stderr)?.[0] ?? stderr.trim().split("\n").at(-1) ?? "";
    return { error: signal ? "no end within two minutes" : reason.slice(0, 100) };
  }
}

function rowOf(name, results) {
  const { plain } = results;
  const row = { package: name, plainMs: plain.ms === undefined ? plain.error : round(plain.ms) };
  for (const mode of modes.slice(1)) {
    const result = results[mode];
    if (result.error !== undefined) row[mode] = result.error;
    else if (result.digest !== plain.digest) row[mode] = "OTHER OUTPUT";
    else row[mode] = round(result.ms / plain.ms);
  }
  return row;
}

const round = (number) => Number(number.toPrecision(3));
