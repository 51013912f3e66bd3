// What a module says of real files, compared with YARA-X field by field and call by call:
//
//   node fuzz/real-files.mjs MODULE [--debian NAME,NAME] [--source NAME,NAME] [--npm NAME,NAME] [--folder PATH]
//                            [--most N] [--keep]
//
// Without packages and folders it takes those that are known to have such files (`real-file-sources.mjs`). Packages
// (`--source`: Debian's source packages, for the files of their tests) are downloaded into a temporary folder, unpacked,
// with what is in zip archives, and deleted at the end. Nothing in them is run.
import { execFileSync, fork } from "node:child_process";
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { parseArgs } from "node:util";
import { unzipSync } from "fflate";
import { sources } from "./real-file-sources.mjs";
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
    source: { type: "string", default: "" },
    npm: { type: "string", default: "" },
    folder: { type: "string", multiple: true, default: [] },
    most: { type: "string", default: "Infinity" },
    keep: { type: "boolean", default: false },
  },
});
const [module] = positionals;
if (module === undefined) throw new Error("which module?");

const listOf = (text) => text.split(",").filter(Boolean);
const isNothingNamed = values.folder.length === 0 && !values.debian && !values.source && !values.npm;
const named = isNothingNamed
  ? { debian: [], source: [], npm: [], ...sources[module] }
  : { debian: listOf(values.debian), source: listOf(values.source), npm: listOf(values.npm) };
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

/** Options that make apt look for sources where the machine's own lists look for packages. */
function sourceOptions() {
  const parts = join(workspace, "apt");
  const lists = join(workspace, "apt-lists");
  mkdirSync(parts);
  mkdirSync(lists);
  const own = readFileSync("/etc/apt/sources.list.d/debian.sources", "utf8");
  writeFileSync(join(parts, "sources.sources"), own.replaceAll(/^Types:.*$/gm, "Types: deb-src"));
  const settings = { "Etc::SourceList": "/dev/null", "Etc::SourceParts": parts, "State::Lists": lists };
  const options = Object.entries(settings).flatMap(([name, value]) => ["-o", `Dir::${name}=${value}`]);
  execFileSync("apt-get", [...options, "update"], silent);
  return options;
}

let aptOptions;

function fetchSource(name) {
  aptOptions ??= sourceOptions();
  const folder = join(workspace, `source-${name}`);
  mkdirSync(folder);
  // The archive with Debian's own changes may be missing: what was downloaded is used.
  attempt(`source ${name}`, () =>
    execFileSync("apt-get", [...aptOptions, "source", "--download-only", name], { ...silent, cwd: folder }),
  );
  for (const file of readdirSync(folder).filter((one) => /\.tar\.\w+$/.test(one)))
    execFileSync("tar", ["-xf", join(folder, file), "-C", folder], silent);
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

/** Archives within archives. */
const nestedArchives = 2;
const ZIP_SIGNATURE = 0x04034b50;
const unzipped = new Set();

/** Writes what is in an archive beside it, under names of our own. */
function unzip(path) {
  if (unzipped.has(path) || statSync(path).size > maxFileSize || !isZip(path)) return;
  unzipped.add(path);
  const entries = unzipSync(readFileSync(path), {
    filter: ({ originalSize }) => originalSize <= maxFileSize,
  });
  const folder = `${path}.unzipped`;
  mkdirSync(folder);
  Object.values(entries).forEach((bytes, i) => {
    if (bytes.length > 0) writeFileSync(join(folder, String(i)), bytes);
  });
}

function isZip(path) {
  const start = Buffer.alloc(4);
  const file = openSync(path);
  try {
    return readSync(file, start) === 4 && start.readUInt32LE() === ZIP_SIGNATURE;
  } finally {
    closeSync(file);
  }
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

for (const name of named.debian) attempt(`debian ${name}`, () => fetchDebian(name));
for (const name of named.source) fetchSource(name);
for (const name of named.npm) attempt(`npm ${name}`, () => fetchNpm(name));
for (let depth = 0; depth < nestedArchives; depth++)
  for (const path of [...filesBelow(workspace)]) attempt(path, () => unzip(path));
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
      const key = `${basename(path)} ${size} ${dirname(path).endsWith(".unzipped") ? path : ""}`;
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
