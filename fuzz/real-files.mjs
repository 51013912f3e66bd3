// What a module says of real files, compared with YARA-X field by field and call by call:
//
//   node fuzz/real-files.mjs MODULE [--debian NAME,NAME] [--npm NAME,NAME] [--folder PATH] [--most N] [--keep]
//
// Packages are downloaded into a temporary folder, unpacked, and deleted at the end. Nothing in them is run.
import { execFileSync, fork } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { bundleWorker } from "./worker-bundle.mjs";

/** Milliseconds for one file. */
const patience = 300_000;
const maxFileSize = 64 * 2 ** 20;
/** Differences shown of one file. */
const mostShown = 8;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    debian: { type: "string", default: "" },
    npm: { type: "string", default: "" },
    folder: { type: "string", multiple: true, default: [] },
    most: { type: "string", default: "Infinity" },
    keep: { type: "boolean", default: false },
  },
});
const [module] = positionals;
if (module === undefined) throw new Error("which module?");

const listOf = (text) => text.split(",").filter(Boolean);
const workspace = mkdtempSync(join(tmpdir(), "real-files-"));

function attempt(what, run) {
  try {
    run();
  } catch (error) {
    console.log(`${what}: ${String(error.message).split("\n")[0]}`);
  }
}

const silent = { stdio: ["ignore", "pipe", "ignore"], encoding: "utf8" };

function fetchDebian(name) {
  const folder = join(workspace, `debian-${name}`);
  mkdirSync(folder);
  execFileSync("apt-get", ["download", name], { ...silent, cwd: folder });
  for (const file of readdirSync(folder))
    execFileSync("dpkg-deb", ["-x", join(folder, file), folder], silent);
}

function fetchNpm(name) {
  const folder = join(workspace, `npm-${name.replace(/\W/g, "-")}`);
  mkdirSync(folder);
  execFileSync("npm", ["pack", "--ignore-scripts", "--pack-destination", folder, name], {
    ...silent,
    cwd: folder,
  });
  for (const file of readdirSync(folder))
    execFileSync("tar", ["-xzf", join(folder, file), "-C", folder], silent);
}

/** The regular files below a folder, in the order of their names. */
function* filesBelow(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) =>
    a.name < b.name ? -1 : 1,
  )) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

for (const name of listOf(values.debian)) attempt(`debian ${name}`, () => fetchDebian(name));
for (const name of listOf(values.npm)) attempt(`npm ${name}`, () => fetchNpm(name));
const folders = [workspace, ...values.folder];

const bundle = await bundleWorker("fuzz/file-worker.ts", `real-files-${module}`);
let worker;

/** The worker's report; or, when it came to an end, how. */
function compare(path) {
  worker ??= fork(bundle, [], { stdio: ["ignore", "inherit", "pipe", "ipc"] });
  const mine = worker;
  return new Promise((resolve) => {
    let errors = "";
    const finish = (report) => {
      clearTimeout(timer);
      mine.removeAllListeners();
      mine.stderr.removeAllListeners("data");
      resolve(report);
    };
    const timer = setTimeout(() => {
      mine.kill("SIGKILL");
      worker = undefined;
      finish({ end: `no answer for ${patience / 1000} s` });
    }, patience);
    mine.stderr.on("data", (text) => {
      errors += text;
    });
    mine.on("message", finish);
    mine.on("exit", (code, signal) => {
      worker = undefined;
      const last = errors.split("\n").find((line) => /Error|panicked/.test(line)) ?? "";
      finish({ end: `ended with ${signal ?? code} ${last}` });
    });
    mine.send({ module, path });
  });
}

const total = { files: 0, conditions: 0, explained: 0, cut: 0, different: 0, ended: 0 };
const seen = new Set();

function note(path, report) {
  if (report.end !== undefined) {
    total.ended++;
    console.log(`${path}: ${report.end}`);
    return;
  }
  if (!report.isKnown) return;
  total.files++;
  total.conditions += report.conditions;
  total.explained += report.explained > 0 ? 1 : 0;
  total.cut += report.limits.length > 0 ? 1 : 0;
  if (report.limits.length > 0) console.log(`${path}: ${report.limits.join("; ")}`);
  if (report.wrong.length === 0) return;
  total.different++;
  console.log(`${path}: ${report.wrong.length} of ${report.conditions} differ`);
  for (const text of report.wrong.slice(0, mostShown)) console.log(`    ${text}`);
}

try {
  for (const folder of folders)
    for (const path of statSync(folder).isFile() ? [folder] : filesBelow(folder)) {
      const { size } = statSync(path);
      const key = `${basename(path)} ${size}`;
      if (total.files >= Number(values.most) || size > maxFileSize || size === 0 || seen.has(key)) continue;
      seen.add(key);
      note(relative(workspace, path), await compare(path));
    }
} finally {
  worker?.kill();
  rmSync(bundle);
  if (values.keep) console.log(workspace);
  else rmSync(workspace, { recursive: true });
}
console.log(
  `${module}: ${total.files} files, ${total.conditions} fields and calls; ${total.different} files differ, ` +
    `${total.explained} in known ways, ${total.cut} meet limits, ${total.ended} ended the comparison`,
);
process.exitCode = total.different + total.ended === 0 ? 0 : 1;
