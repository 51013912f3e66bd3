/** The page about the options of other commands says of ours what the definitions say. */
import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import type { CommandDefinition } from "../src/command-definition.ts";
import { commands } from "../src/commands/index.ts";
import { flagsOf } from "../src/option-flags.ts";

const page = readFileSync(new URL("../../../docs/command-line.md", import.meta.url), "utf8");
const [, ofYr = "", ofYara = "", ours = ""] = page.split(/^## .*$/m);

/** Rows of a table: what the other command has, and ours in its words. */
function rowsOf(section: string): { readonly theirs: string; readonly tyara: readonly string[] }[] {
  return [...section.matchAll(/^\| `(.+?)` \| (.+?) \|/gm)].slice(1).map(([, theirs, cell]) => ({
    theirs: theirs!,
    tyara: [...cell!.matchAll(/`([^`]+)`/g)].map(([, text]) => text!),
  }));
}

function find(path: readonly string[], among: readonly CommandDefinition[] = commands): CommandDefinition {
  const [name, ...rest] = path;
  const command = among.find((one) => one.name === name);
  if (command === undefined) throw new Error(`there is no command ${name}`);
  return rest.length === 0 ? command : find(rest, command.commands);
}

/** `scan -r, --recursive`, or `--recursive` where the command is known, as the definitions have it. */
function isDefined(text: string, command?: string): boolean {
  const [, path = "", short, long] = /^([a-z ]*?) ?(?:(-\w), )?(--[\w-]+)$/.exec(text) ?? [];
  const { options = [] } = find((path || command || "").split(" "));
  return options
    .map(flagsOf)
    .some((flags) => flags.long === long && (short === undefined || flags.short === short));
}

describe("the table of yr", () => {
  const rows = rowsOf(ofYr);

  it("has every option of the reference", () => {
    const longNames = rows.map(({ theirs }) => /--[\w-]+/.exec(theirs)![0]);
    expect(longNames.slice(1, 22).sort()).toEqual(
      [
        ...["--compiled-rules", "--count", "--cpu-limit", "--disable-console-logs", "--fast-scan"],
        ...["--max-matches-per-pattern", "--module-data", "--negate", "--no-mmap", "--output-format"],
        ...["--print-meta", "--print-namespace", "--print-strings", "--print-tags", "--profiling"],
        ...["--recursive", "--scan-list", "--skip-larger", "--tag", "--threads", "--timeout"],
      ].sort(),
    );
    expect(rows).toHaveLength(44);
  });

  it.each(rows.flatMap(({ tyara }) => tyara))("%s is there", (option) => {
    expect(isDefined(option)).toBe(true);
  });
});

describe("the table of yara 4", () => {
  const rows = rowsOf(ofYara);

  it("has every option of its help", () => {
    expect(rows).toHaveLength(33);
  });

  it.each(rows.flatMap(({ tyara }) => tyara))("%s is there", (option) => {
    expect(isDefined(option, "scan")).toBe(true);
  });
});

it("every option of scan is in one of the tables, or among ours", () => {
  const named = new Set(page.match(/--[\w-]+/g));
  const missing = find(["scan"])
    .options!.map(flagsOf)
    .filter(({ long }) => !named.has(long));
  expect(missing).toEqual([]);
  for (const option of ours.match(/--[\w-]+/g)!)
    expect([option, isDefined(option, "scan")]).toEqual([option, true]);
});
