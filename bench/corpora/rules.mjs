// The rule sets of the search benchmarks: the two public collections beside the checkout, and patterns drawn from them.
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../shared/conformance/rules/", import.meta.url));

/** Rule files of a collection by name, or undefined where the collections are not beside the checkout. */
export function readCollection(name) {
  const archive = join(folder, `${name}.tar.xz`);
  if (!existsSync(archive)) return undefined;
  const target = mkdtempSync(join(tmpdir(), "tyara-bench-"));
  try {
    execFileSync("tar", ["xJf", archive, "-C", target]);
    return [...ruleFiles(target)].map((path) => readFileSync(path, "latin1"));
  } finally {
    rmSync(target, { recursive: true });
  }
}

function* ruleFiles(path) {
  for (const entry of readdirSync(path, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) yield* ruleFiles(child);
    else if (/\.yara?$/.test(entry.name)) yield child;
  }
}

/** One source of all files that every engine which must compiles, leaving out those that repeat a rule's name. */
export function joinSources(sources, engines) {
  const judges = engines.filter(({ isOptional }) => !isOptional);
  const names = new Set();
  const kept = [];
  for (const source of sources) {
    const own = [...source.matchAll(/^\s*(?:(?:private|global)\s+)*rule\s+(\w+)/gm)].map((match) => match[1]);
    if (own.length === 0 || own.some((name) => names.has(name))) continue;
    if (!judges.every((engine) => compiles(engine, source))) continue;
    for (const name of own) names.add(name);
    kept.push(source);
  }
  return kept.join("\n");
}

function compiles(engine, source) {
  try {
    engine.compile(source).free();
    return true;
  } catch {
    return false;
  }
}

/** A source with `count` of the collection's text and hex patterns, evenly spread, in one rule. */
export function drawPatterns(sources, count) {
  const text =
    /^\s*\$\w*\s*=\s*("(?:[^"\\\n]|\\.){4,}"(?:[ \t]+(?:ascii|wide|nocase|fullword))*)[ \t]*(?:\/\/.*)?$/gm;
  const all = [...new Set(sources.flatMap((source) => [...source.matchAll(text)].map((match) => match[1])))];
  const step = all.length / count;
  const lines = Array.from({ length: count }, (_, i) => `    $p${i} = ${all[Math.floor((i + 0.5) * step)]}`);
  return `rule drawn {\n  strings:\n${lines.join("\n")}\n  condition:\n    any of them\n}\n`;
}
