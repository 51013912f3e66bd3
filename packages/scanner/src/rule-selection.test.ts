/** Some of the rules of a set, chosen for a scan: as if the others were not there. */
import { Compiler, compile, type RuleSelection, Rules } from "tyara";
import { describe, expect, it } from "vitest";
import { bytes } from "../../tyara/test/bytes.ts";
import { randomFrom } from "../../tyara/test/mutate.ts";
import { firstSeed, rounds } from "../../tyara/test/rounds.ts";
import type { Scanner } from "./scanner.ts";

const rules = new Compiler()
  .addSource(`
    rule one : red { strings: $a = "needle" condition: $a }
    rule two : red blue { strings: $a = "hay" condition: #a > 1 }
    private rule base { strings: $a = "base" condition: $a }
    rule three : blue { condition: base and two }`)
  .newNamespace("guarded")
  .addSource(`
    rule four : red { condition: true }
    global rule large { condition: filesize > 5 }`)
  .build();

const data = bytes("hay needle hay base");

const names = (scanner: Scanner, select?: RuleSelection, scanned = data) =>
  scanner.scan(scanned, select && { select }).matches.map(({ identifier }) => identifier);

describe("rules are chosen", () => {
  const scanner = rules.scanner();
  const cases: readonly (readonly [string, RuleSelection, string[]])[] = [
    ["by tag", { tags: ["red"] }, ["one", "two", "four"]],
    ["by tags", { tags: ["blue", "none"] }, ["two", "three"]],
    ["by namespace", { namespaces: ["guarded"] }, ["four", "large"]],
    ["by name, with rules that these name", { identifiers: ["three"] }, ["three"]],
    ["by all of these", { tags: ["red"], namespaces: ["default"], identifiers: ["one", "four"] }, ["one"]],
    ["by nothing, all of them", {}, ["one", "two", "three", "four", "large"]],
    ["by a function", ({ patterns }) => patterns.length > 0, ["one", "two"]],
    ["by one that wants none", () => false, []],
  ];

  it.each(cases)("%s", (_, select, expected) => {
    expect(names(scanner, select)).toEqual(expected);
    expect(names(rules.scanner(), select)).toEqual(expected);
  });

  it("and global rules of their namespaces still hold", () => {
    expect(names(scanner, { identifiers: ["four"] })).toEqual(["four"]);
    expect(names(scanner, { identifiers: ["four"] }, bytes("short"))).toEqual([]);
    expect(names(scanner, { identifiers: ["one"] }, bytes("short"))).toEqual([]);
  });

  it("for the scans to come, until others are", () => {
    const one = rules.scanner();
    one.select({ tags: ["blue"] });
    expect(names(one)).toEqual(["two", "three"]);
    expect(names(one, { tags: ["red"] })).toEqual(["one", "two", "four"]);
    expect(names(one)).toEqual(["two", "three"]);
    one.select(undefined);
    expect(names(one)).toEqual(["one", "two", "three", "four", "large"]);
  });

  it("from rules that were read from bytes", () => {
    expect(names(Rules.deserialize(rules.serialize()).scanner(), { identifiers: ["three"] })).toEqual([
      "three",
    ]);
  });

  it("when external variables change their place", () => {
    const compiler = new Compiler({ globals: { text: "x" } });
    const one = compiler
      .addSource(`rule a { condition: text == "yes" } rule b { condition: true }`)
      .build()
      .scanner();
    const select = { identifiers: ["a"] };
    expect(names(one, select)).toEqual([]);
    one.setGlobal("text", "yes");
    expect(names(one, select)).toEqual(["a"]);
    one.setGlobal("text", "longer than it was before");
    expect(names(one)).toEqual(["b"]);
  });

  it("and the others are not among those that did not match", () => {
    const { nonMatches } = scanner.scan(bytes("nothing"), {
      select: { tags: ["blue"] },
      includeNonMatches: true,
    });
    expect(nonMatches!.map(({ identifier }) => identifier)).toEqual(["two", "three"]);
  });

  it.each([
    ["a name that there is not", { tag: ["red"] }, /no option `tag`/],
    ["text instead of a list", { tags: "red" }, /select.tags must be an array/],
    ["a list of numbers", { tags: [5] }, /select.tags\[0\] must be a string/],
    ["nothing", null, /must be an object/],
  ])("and %s is an error", (_, select, message) => {
    expect(() => scanner.scan(data, { select: select as never })).toThrow(message);
  });

  it("which costs neither the evaluation nor the search of the others", () => {
    const many = Array.from(
      { length: 3000 },
      (_, id) =>
        `rule r${id} : t${id % 100} { strings: $a = "marker ${id} of many" $b = /x${id}y+z/ condition: any of them }`,
    ).join("\n");
    const slow = `rule slow { condition: for all i in (0..100000000000) : (i >= 0) }`;
    const one = compile(`${slow}\n${many}`).scanner();
    const text = bytes(Array.from({ length: 3000 }, (_, id) => `marker ${id} of many x${id}y`).join(" "));
    const select: RuleSelection = { tags: ["t7"] };
    expect(names(one, select, text)).toHaveLength(30);
    // A step stands for 16 bytes searched; candidates of three thousand patterns would take many more.
    const steps = (choice: RuleSelection) => {
      let low = 1000;
      while (one.scan(text, { select: choice, maxSteps: low }).status !== "complete") low *= 2;
      return low;
    };
    expect(steps(select)).toBeLessThan(steps((rule) => rule.identifier !== "slow") / 3);
  });
});

describe("any choice of rules", () => {
  it("matches what these rules match alone, on data of any size", () => {
    const next = randomFrom(firstSeed);
    const count = 400;
    const source = (id: number) =>
      `rule r${id} { strings: $a = "t${id}t" $b = { 6${id % 10} 7? ${(id % 90) + 10} } condition: ${id % 3 === 0 ? "filesize > 100 and" : ""} any of them${
        id % 7 === 6 ? ` or r${id - 1}` : ""
      } }`;
    const all = compile(Array.from({ length: count }, (_, id) => source(id)).join("\n"));
    const scanners = [all.scanner(), new Rules(all.ruleSet, { selectAfter: 0 }).scanner()];
    for (let round = 0; round < rounds(60); round++) {
      const length = [50, 5000, 100_000][next(3)]!;
      const scanned = Uint8Array.from({ length }, () => [0x74, 0x30 + next(10), 0x60 + next(32)][next(3)]!);
      const [step, rest] = [1 + next(9), next(9)];
      const select: RuleSelection = ({ identifier }) => Number(identifier.slice(1)) % step === rest % step;
      const isFirst = next(4) === 0;
      for (const scanner of scanners) {
        const told = scanner.scan(scanned);
        const chosen = isFirst ? [] : scanner.scan(scanned, { select }).matches;
        if (isFirst) continue;
        const expected = told.matches.filter(
          ({ identifier }) => Number(identifier.slice(1)) % step === rest % step,
        );
        expect(chosen).toEqual(expected);
      }
    }
  });
});
