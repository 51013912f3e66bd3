/**
 * Real rules on real bytes: both public collections, compiled file by file with the verdicts of YARA-X, then all files that
 * compile scanned together, on `tyara/compat` and on the official package, with the same results to the last offset and key.
 *
 * The official package needs about half a second a scan here, so a run takes a few of the samples; `TYARA_FULL=1` takes all.
 */
import { readdirSync, readFileSync, statSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as compat from "../../src/compat.ts";
import { EXPECTED_GLOBALS, type RuleFile, readCollections } from "../collections.ts";
import { loadOfficial, native, reportPlaces } from "../peers.ts";
import { samplesOf } from "../samples.ts";

const isFull = process.env.TYARA_FULL === "1";
const collections = readCollections();
const official = await loadOfficial();

/** What stands for a file with many samples in a short run. */
const SHORT_RUN_SAMPLES = 6;

interface Input {
  readonly name: string;
  readonly bytes: Uint8Array;
}

// Without collections there would be no test at all, which counts as a failure.
if (collections.length === 0) it.skip("the rule collections are not beside the checkout", () => {});

describe.skipIf(native === undefined).each(collections)("collection $name", ({ files }) => {
  it("gets the reference's verdict for every file", () => {
    const differences = files.flatMap(({ path, source }) => {
      const expected = reportPlaces(native!.validate(source).errors);
      const found = places(source);
      return expected.join() === found.join() ? [] : [{ path, expected, found }];
    });
    expect(differences).toEqual([]);
  });

  it.skipIf(official === undefined)("finds what the reference finds", { timeout: 1_800_000 }, () => {
    const accepted = files.filter(
      ({ source }) => native!.validate(source, globalsOption()).errors.length === 0,
    );
    const ours = compileAll(compat as unknown as Engine, accepted);
    const theirs = compileAll(official as unknown as Engine, accepted);
    const differences = inputs().flatMap(({ name, bytes }) => {
      const found = comparable(ours.scan(bytes));
      const expected = comparable(theirs.scan(bytes));
      const missing = without(expected, found);
      const extra = without(found, expected);
      const files = new Set([...missing, ...extra].map(fileOf));
      const suspects = accepted.filter(({ path }) => files.has(path));
      const unexplained = suspects.filter((file) => !agreesAlone(file, bytes, found));
      return unexplained.length === 0 ? [] : [{ name, missing, extra }];
    });
    expect(differences).toEqual([]);
  });
});

/** The classes that both packages have. */
interface Engine {
  readonly Compiler: new () => {
    newNamespace(name: string): void;
    addSource(source: string): void;
    defineGlobal(name: string, value: unknown): void;
    build(): { scanner(): { scan(bytes: Uint8Array): ScanResult } };
    readonly errors: readonly string[];
  };
}

interface ScanResult {
  readonly matches: readonly {
    readonly namespace: string;
    readonly identifier: string;
    readonly patterns: readonly {
      readonly identifier: string;
      readonly matches: readonly {
        readonly offset: number;
        readonly length: number;
        readonly xorKey?: number | null;
      }[];
    }[];
  }[];
}

function compileAll(engine: Engine, files: readonly RuleFile[]): { scan(bytes: Uint8Array): ScanResult } {
  const compiler = new engine.Compiler();
  for (const [name, value] of Object.entries(EXPECTED_GLOBALS)) compiler.defineGlobal(name, value);
  for (const { path, source } of files) {
    compiler.newNamespace(path);
    compiler.addSource(source);
  }
  return compiler.build().scanner();
}

/** One line a match, so that a difference reads as what is missing and what is too much. */
function comparable(result: ScanResult): string[] {
  return result.matches.flatMap((rule) => [
    `${rule.namespace}:${rule.identifier}`,
    ...rule.patterns.flatMap((pattern) =>
      pattern.matches.map(
        ({ offset, length, xorKey }) =>
          `${rule.namespace}:${rule.identifier} ${pattern.identifier} ${offset}+${length}${typeof xorKey === "number" ? ` xor ${xorKey}` : ""}`,
      ),
    ),
  ]);
}

function without(lines: readonly string[], others: readonly string[]): string[] {
  const known = new Set(others);
  return lines.filter((line) => !known.has(line));
}

function fileOf(line: string): string {
  return line.slice(0, line.lastIndexOf(":", line.includes(" ") ? line.indexOf(" ") : undefined));
}

/**
 * Compat: in a large rule set the reference loses matches of a pattern that another rule has too, together with a
 * condition on the file's header. The file's rules alone show what it means to find.
 */
function agreesAlone(file: RuleFile, bytes: Uint8Array, found: readonly string[]): boolean {
  const ours = found.filter((line) => fileOf(line) === file.path);
  const theirs = comparable(compileAll(official as unknown as Engine, [file]).scan(bytes));
  return ours.join("\n") === theirs.join("\n");
}

function places(source: string): string[] {
  const compiler = new compat.Compiler();
  try {
    compiler.addSource(source);
  } catch {
    // What is wrong is in `errors`.
  }
  return reportPlaces(
    compiler.errors.map((message) => ({ code: /^error\[(\w+)\]/.exec(message)?.[1] ?? "?", message })),
  );
}

function globalsOption(): object {
  return { defineVariables: EXPECTED_GLOBALS };
}

function inputs(): Input[] {
  const modules = ["pe", "elf", "macho", "dotnet", "lnk", "dex", "crx", "olecf", "vba", "zip", "msi"];
  const samples = modules.flatMap((module) =>
    samplesOf(module).map(({ name, read }) => ({ name: `${module}/${name}`, bytes: read() })),
  );
  const chosen = isFull
    ? samples
    : samples.filter((_, i) => i % Math.ceil(samples.length / SHORT_RUN_SAMPLES) === 0);
  return [...chosen, ...machineFiles()];
}

/** Executables and text that every machine has. */
function machineFiles(): Input[] {
  const files = [process.execPath, "/bin/ls", "/bin/bash", "/etc/passwd", "/etc/services"].concat(
    isFull ? textFiles() : [],
  );
  return files.filter(isSmallFile).map((path) => ({ name: path, bytes: readFileSync(path) }));
}

function textFiles(): string[] {
  return readdirSync("/usr/share/perl", { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".pm"))
    .slice(0, 60)
    .map((name) => `/usr/share/perl/${name}`);
}

function isSmallFile(path: string): boolean {
  const status = statSync(path, { throwIfNoEntry: false });
  return status?.isFile() === true && status.size < 4_000_000;
}
