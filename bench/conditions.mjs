// What conditions cost: loops, module fields, and the fixed cost of a small scan with one rule and with thousands.
// The official package is asked only where it needs less than some seconds; the other figures are in docs.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { compare, digits } from "./engines/compare.mjs";
import { median } from "./engines/measure.mjs";

export const description = "conditions: loops, readers, module fields, thousands of rules on small inputs";

const ROUNDS = 5;
const MB = 1 << 20;

/** `atMost`: the ratio to the native engine that is aimed at. */
const LOOPS = [
  {
    name: "uint8(i) over 2,000,001 offsets",
    condition: "for all i in (0..2000000) : (uint8(i) >= 0)",
    length: 3 * MB,
    atMost: 0.5,
  },
  {
    name: "arithmetic, 3,000,001 turns",
    condition: "for all i in (0..3000000) : ((i * 7 + 3) % 11 != 100)",
    length: 1,
    atMost: 1.5,
    official: true,
  },
  {
    name: "uint32(i) over 1 MiB",
    condition: "for any i in (0..filesize-1) : (uint32(i) == 0x12345678)",
    length: MB,
    atMost: 0.5,
  },
  {
    name: "a module's field, 200,001 turns",
    condition: "for all i in (0..200000) : (test_proto2.int64_one + i > 0)",
    length: 1,
    atMost: 0.5,
  },
];

export async function run({ engines }) {
  const rows = [];
  for (const loop of LOOPS) {
    const source = `import "test_proto2" rule r { condition: ${loop.condition} }`;
    const chosen = engines.filter(({ name }) => name !== "official" || loop.official);
    rows.push(
      ...compare(loop.name, chosen, source, new Uint8Array(loop.length), { repeat: 1, atMost: loop.atMost }),
    );
  }
  const small = new TextEncoder().encode("a".repeat(100));
  const oneRule = `rule r { strings: $a = "needle" condition: $a and filesize > 10 }`;
  rows.push(
    ...compare("100 bytes, one rule", engines, oneRule, small, { repeat: { official: 50, other: 20_000 } }),
  );
  rows.push(...(await manyRules()));
  return { rows };
}

// ── Thousands of rules ──────────────────────────────────────────────────────

const COLLECTION = new URL("../../shared/conformance/rules/Neo23x0.tar.xz", import.meta.url);
const GLOBALS = ["filename", "filepath", "extension", "filetype", "owner"];

/** The collection's rules that need no module which a peer lacks, under one namespace, names made unique. */
async function manyRules() {
  if (!existsSync(COLLECTION))
    return [{ workload: "thousands of rules", note: "the collection is not here" }];
  const source = collectionSource();
  const inputs = [
    ["100 bytes", new Uint8Array(100).map((_, i) => i), 500, 0.2],
    ["4 KiB of text", text(4096), 200, 0.5],
    ["64 KiB of text", text(65536), 40, 0.5],
  ];
  const runs = [await tyara(source), native(source)].filter((one) => one !== undefined);
  return inputs.flatMap(([name, data, count, atMost]) => {
    agreeOnRules(name, runs, data);
    const times = runs.map(() => []);
    for (let round = 0; round <= ROUNDS; round++) {
      runs.forEach(({ scan }, index) => {
        const start = performance.now();
        for (let i = 0; i < count; i++) scan(data);
        if (round > 0) times[index].push((performance.now() - start) / count);
      });
    }
    return runs.map(({ engine }, index) => ({
      workload: `${runs[0].ruleCount} rules, ${name}`,
      engine,
      ms: digits(median(times[index])),
      ...(engine === "tyara" ? { "aim × native": atMost } : {}),
      ...(times[1] ? { "× native": digits(median(times[index]) / median(times[1])) } : {}),
    }));
  });
}

function agreeOnRules(workload, runs, data) {
  const answers = runs.map(({ scan, names }) => names(scan(data)).sort().join(" "));
  if (new Set(answers).size !== 1)
    throw new Error(`${workload}: the engines disagree:\n${answers.join("\n")}`);
}

function collectionSource() {
  const folder = mkdtempSync(join(tmpdir(), "tyara-bench-"));
  try {
    spawnSync("tar", ["-xJf", COLLECTION.pathname, "-C", folder]);
    const names = readdirSync(folder, { recursive: true }).filter((name) => /\.yara?$/.test(name));
    const seen = new Set();
    return names
      .sort()
      .map((name) => readFileSync(join(folder, name), "utf8"))
      .filter((source) => {
        const rules = [...source.matchAll(/^\s*(?:private\s+|global\s+)*rule\s+(\w+)/gm)].map(
          (match) => match[1],
        );
        const isNew = rules.every((rule) => !seen.has(rule)) && new Set(rules).size === rules.length;
        if (isNew) for (const rule of rules) seen.add(rule);
        return isNew && !/^\s*global\s/m.test(source);
      })
      .join("\n");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tyara(source) {
  const { Compiler } = await import("../packages/tyara/dist/index.js");
  const compiler = new Compiler();
  for (const name of GLOBALS) compiler.defineGlobal(name, "");
  compiler.addSource(source);
  const rules = compiler.build({ ignoreErrors: true });
  const scanner = rules.scanner();
  const names = (result) => result.matches.map(({ identifier }) => identifier);
  return {
    engine: "tyara",
    ruleCount: rules.ruleSet.rules.length,
    names,
    scan: (data) => scanner.scan(data),
  };
}

function native(source) {
  try {
    const addon = createRequire(import.meta.url)("@litko/yara-x-linux-x64-gnu");
    const variables = Object.fromEntries(GLOBALS.map((name) => [name, ""]));
    const rules = addon.compile(source, { defineVariables: variables });
    const names = (result) => result.map(({ ruleIdentifier }) => ruleIdentifier);
    return { engine: "native", names, scan: (data) => rules.scan(Buffer.from(data)) };
  } catch (error) {
    console.log(`left out: native with thousands of rules (${error.message.slice(0, 200)})`);
    return undefined;
  }
}

const WORDS =
  "the quick brown fox jumps over the lazy dog and configures windows kernel32.dll with cmd.exe ".split(" ");

function text(length) {
  let state = 1;
  const words = [];
  for (let size = 0; size < length; size += words.at(-1).length + 1) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    words.push(WORDS[(state >>> 16) % WORDS.length]);
  }
  return new TextEncoder().encode(words.join(" ")).subarray(0, length);
}
