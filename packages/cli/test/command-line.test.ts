import { Command, Option } from "commander";
import { describe, expect, it } from "vitest";
import { plainArguments } from "../src/command-line.ts";

const program = new Command("program");
program
  .command("scan")
  .addOption(new Option("-r, --recursive [=DEPTH]").preset("1000"))
  .addOption(new Option("-s, --print-strings [=N]").preset("120"))
  .option("-m, --print-meta")
  .option("-o, --output-format <FORMAT>")
  .option("-t, --tag <TAG>")
  .option("-d, --define <NAME=VALUE>");
program.command("debug").command("search").option("-o, --other");

const cases: readonly (readonly [given: string, expected: string])[] = [
  ["-s rules target", "--print-strings=120 rules target"],
  ["-s=40 rules", "--print-strings=40 rules"],
  ["--print-strings=40", "--print-strings=40"],
  ["--print-strings 40", "--print-strings=120 40"],
  ["--recursive dir", "--recursive=1000 dir"],
  ["-rs", "--recursive=1000 --print-strings=120"],
  ["-mrs=5", "--print-meta --recursive=1000 --print-strings=5"],
  ["-m -o json", "--print-meta --output-format=json"],
  ["-ojson", "--output-format=json"],
  ["-o=json", "--output-format=json"],
  ["-tmalware -t=malware", "--tag=malware --tag=malware"],
  ["-drisk=5 -d=risk=5 -d risk=5", "--define=risk=5 --define=risk=5 --define=risk=5"],
  ["-rmsojson", "--recursive=1000 --print-meta --print-strings=120 --output-format=json"],
  ["-t -s -s", "--tag=-s --print-strings=120"],
  ["--tag -s --tag=-r", "--tag=-s --tag=-r"],
  ["-t", "--tag"],
  ["-X -mX", "-X --print-meta -X"],
  ["- -- -s", "- -- -s"],
  ["--unknown -s", "--unknown --print-strings=120"],
];

describe("arguments in their plain form", () => {
  it.each(cases)("scan %s", (given, expected) => {
    expect(plainArguments(["scan", ...given.split(" ")], program).join(" ")).toBe(`scan ${expected}`);
  });

  it("are those of the command that is named", () => {
    expect(plainArguments(["debug", "search", "-o", "-s"], program)).toEqual([
      "debug",
      "search",
      "--other",
      "-s",
    ]);
    expect(plainArguments(["--help"], program)).toEqual(["--help"]);
    expect(plainArguments([], program)).toEqual([]);
  });
});
