// Compilation, from source to a scanner that is ready: a real collection against the native engine, with the memory of a
// process that holds the scanner and its first scan, and rule sets that grow, whose time must grow with them and not faster.
//
//   npm run bench -- compile [--all-engines] [--rounds=N] [--record]
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Compiler, compile } from "../packages/tyara/dist/index.js";
import { joinSources, readCollection } from "./corpora/rules.mjs";
import { median } from "./engines/measure.mjs";

export const description = "compilation: a collection, 50,000 patterns, 20,000 rules, 5,000 alternatives";

/** The official build takes part in nothing here: it is the native engine, some ten times slower. */
const PEERS = new Set(["tyara", "native"]);

/** Sources by size; each is measured at half of its size and at its size. */
const GROWING = [
  ["patterns in one rule", 50_000, manyPatterns],
  ["regexps in one rule", 10_000, manyRegexps],
  ["rules", 20_000, manyRules],
  ["alternatives in a regexp", 5_000, manyAlternatives],
  ["operators in a condition", 50_000, manyOperators],
];

export async function run({ engines, options }) {
  const rounds = Number(options.find((option) => option.startsWith("--rounds="))?.slice(9) ?? 3);
  const taking = engines.filter(({ name }) => PEERS.has(name));
  const source = readSource(taking);
  const rows =
    source === undefined ? [] : [...collectionRows(taking, source, rounds), ...readyRows(taking, source)];
  // The native engine takes minutes for some of these, so it takes part only when asked to.
  const growing = options.includes("--all-engines") ? taking : taking.slice(0, 1);
  for (const [what, size, make] of GROWING) rows.push(...growthRows(growing, what, size, make, rounds));
  return { rows };
}

function readSource(engines) {
  const files = readCollection("Neo23x0");
  if (files === undefined) {
    console.log("left out: the collection is not beside the checkout");
    return undefined;
  }
  const peers = engines.filter(({ name }) => name !== "tyara");
  return joinSources(files, peers.length > 0 ? peers : engines);
}

/** The first compilation of a process is told by itself: it is what most users see, before the host has warmed up. */
function collectionRows(engines, source, rounds) {
  const times = engines.map((engine) => ({ engine, all: [], checked: [] }));
  for (let round = 0; round <= rounds; round++) {
    for (const { engine, all, checked } of times) {
      if (engine.name === "tyara") {
        const phases = compilePhases(source);
        all.push(phases.all);
        checked.push(phases.checked);
      } else all.push(timeOf(() => engine.compile(source)));
    }
  }
  const native = times.find(({ engine }) => engine.name === "native");
  return times.map(({ engine, all, checked }) => ({
    workload: `Neo23x0, ${(source.length / 1e6).toFixed(1)} MB`,
    engine: engine.name,
    "first ms": Math.round(all[0]),
    ms: Math.round(median(all.slice(1))),
    "of it to checked rules": checked.length > 0 ? Math.round(median(checked.slice(1))) : undefined,
    "× native": native && round(median(all.slice(1)) / median(native.all.slice(1))),
    "first × native": native && round(all[0] / native.all[0]),
  }));
}

function compilePhases(source) {
  const compiler = new Compiler();
  const checked = timeOf(() => compiler.addSource(source));
  return { checked, all: checked + timeOf(() => compiler.build().scanner()) };
}

const READY_SCANNER = fileURLToPath(new URL("engines/ready-scanner.mjs", import.meta.url));

/** Memory and the first scan, each in processes of their own. */
function readyRows(engines, source) {
  const folder = mkdtempSync(join(tmpdir(), "tyara-bench-"));
  try {
    const [text, serialised] = [join(folder, "rules.yar"), join(folder, "rules.bin")];
    writeFileSync(text, source, "latin1");
    writeFileSync(serialised, compile(source).serialize());
    return [
      ...engines.map(({ name }) => readyRow("compiled and ready", name, [text])),
      readyRow("read from its serialised form and ready", "tyara", [serialised, "serialised"]),
    ];
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The least of a few processes: what others on the machine do only adds. */
function readyRow(workload, engine, args, processes = 3) {
  const runs = Array.from({ length: processes }, () => {
    const output = execFileSync(process.execPath, ["--expose-gc", READY_SCANNER, engine, ...args], {
      encoding: "utf8",
    });
    return JSON.parse(output.trim().split("\n").at(-1));
  });
  const least = (field) => Math.min(...runs.map((run) => run[field]));
  return {
    workload: `Neo23x0 ${workload}`,
    engine,
    "ms to a ready scanner": Math.round(least("made")),
    "MB of the process": Math.round(least("ready") / 1e6),
    "MB without garbage": Math.round(least("collected") / 1e6),
    "first scan of 100 KB, ms": round(least("first")),
    "warmed, ms": round(least("warmed")),
    "first × warmed": round(least("first") / least("warmed")),
  };
}

function growthRows(engines, what, size, make, rounds) {
  const sources = [make(size / 2), make(size)];
  return engines.map((engine) => {
    const times = [[], []];
    for (let round = 0; round <= rounds; round++) {
      sources.forEach((source, i) => {
        times[i].push(timeOf(() => engine.compile(source)));
      });
    }
    const [half, whole] = times.map((list) => median(list.slice(1)));
    return {
      workload: `${size} ${what}`,
      engine: engine.name,
      "first ms": Math.round(times[1][0]),
      ms: Math.round(whole),
      "twice the size takes ×": round(whole / half),
    };
  });
}

function manyPatterns(count) {
  return oneRule(count, (i) => `"pattern number ${word(i)}"`);
}

function manyRegexps(count) {
  return oneRule(count, (i) => `/${word(i)}[0-9]{2,4}(x|yz)+/`);
}

function oneRule(count, pattern) {
  const lines = Array.from({ length: count }, (_, i) => `    $p${i} = ${pattern(i)}\n`);
  return `rule many {\n  strings:\n${lines.join("")}  condition:\n    any of them\n}\n`;
}

function manyRules(count) {
  return Array.from(
    { length: count },
    (_, i) => `rule rule_${i} {
  meta:
    author = "somebody"
  strings:
    $a = "${word(i)} in text"
    $b = { ${hex(i)} 6A [2-4] ${hex(i * 7)} }
  condition:
    uint16(0) == 0x5A4D and filesize < ${(i % 900) + 100}KB and ($a or #b > 2)
}
`,
  ).join("");
}

function manyAlternatives(count) {
  const branches = Array.from({ length: count }, (_, i) => word(i));
  return `rule alternatives { strings: $a = /${branches.join("|")}/ condition: $a }`;
}

function manyOperators(count) {
  const terms = Array.from({ length: count }, (_, i) => `uint8(${i}) == ${i % 256}`);
  return `rule operators { condition: ${terms.join(" or ")} }`;
}

/** Different words of the same length for different numbers, without an order that helps. */
function word(i) {
  return (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, "q") + i.toString(36);
}

function hex(i) {
  return (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(16).padStart(8, "0").replace(/../g, "$& ").trim();
}

function timeOf(action) {
  const start = performance.now();
  action();
  return performance.now() - start;
}

function round(value) {
  return Math.round(value * 100) / 100;
}
