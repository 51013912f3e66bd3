/** What the command says to names that do not exist, and what help it gives. */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { nearest } from "../src/nearest.ts";
import { isBuilt, Workplace } from "./command.ts";

describe("the nearest name", () => {
  it.each([
    ["scn", "scan"],
    ["csan", "scan"],
    ["SCAN", "scan"],
    ["compil", "compile"],
    ["scan-all-files", undefined],
    ["x", undefined],
  ])("to %s is %s", (name, expected) => {
    expect(nearest(name, ["compile", "scan", "dump"])).toBe(expected);
  });

  it("is the first of several", () => {
    expect(nearest("abcd", ["abce", "abcf"])).toBe("abce");
  });
});

describe.skipIf(!isBuilt)("wrong names on the command line", () => {
  let place: Workplace;
  beforeAll(() => {
    place = new Workplace();
    place.write("rules/mail.yar", "rule mail { condition: true }");
  });
  afterAll(() => place.remove());

  it.each([
    ["scn rules x", "error: unknown command 'scn'\n(Did you mean scan?)"],
    ["debug serch", "error: unknown command 'serch'\n(Did you mean search?)"],
    ["help scn", "error: unknown command 'scn'\n(Did you mean scan?)"],
    ["scan --recursiv rules x", "error: unknown option '--recursiv'\n(Did you mean --recursive?)"],
    [
      "scan rules/mial.yar x",
      "error: cannot read rules from rules/mial.yar: no such file or directory; did you mean rules/mail.yar?\n",
    ],
    ["compile rule", "error: cannot read rules from rule: no such file or directory; did you mean rules?\n"],
    ["compile other/rules", "error: cannot read rules from other/rules: no such file or directory\n"],
  ])("%s", (line, message) => {
    const { status, out, err } = place.tyara(...line.split(" "));
    expect({ status, out }).toEqual({ status: 1, out: "" });
    expect(err).toContain(message);
  });

  it("help shows options and examples of a command, and of commands within one", () => {
    const { status, out, err } = place.tyara("help", "scan");
    expect({ status, err }).toEqual({ status: 0, err: "" });
    expect(out).toContain("Usage: tyara scan [options] [NAMESPACE:]RULES... TARGET");
    expect(out).toContain("\nExamples:\n  # scan a tree");
    expect(place.tyara("scan", "--help").out).toBe(out);
    expect(place.tyara("help", "debug", "search").out).toContain("Usage: tyara debug search");
  });
});
