/** What `requirementsOf` demands of data: necessary for every match, and as much as it should be. */
import { describe, expect, it } from "vitest";
import { Compiler, type RequiredBytes, type Requirement, requirementsOf } from "../src/index.ts";
import { dataWith, hexPattern, literalPattern, Random } from "./differential/pattern-generator.ts";
import { firstSeed, rounds } from "./rounds.ts";

function requirementOf(strings: string, condition: string): Requirement {
  const section = strings === "" ? "" : `strings: ${strings}`;
  const compiler = new Compiler().addSource(`import "pe" rule r { ${section} condition: ${condition} }`);
  expect(compiler.errors.map(({ title }) => title)).toEqual([]);
  return requirementsOf(compiler)[0]!.requirement;
}

/** As a short text: `"abc"` for a run, `&` and `|` for all and any. */
function shown(requirement: Requirement): string {
  switch (requirement.kind) {
    case "all":
      return `(${requirement.parts.map(shown).join(" & ")})`;
    case "some":
      return `${requirement.count === 1 ? "" : requirement.count}(${requirement.parts.map(shown).join(" | ")})`;
    case "size":
      return `${requirement.minimum}..${requirement.maximum === 0xffff_ffff ? "" : requirement.maximum}`;
    case "bytes":
      return `${requirement.values.map((value) => value.toString(16))}@${requirement.offset}`;
    case "runs":
      return requirement.runs.map(runText).join("/");
    default:
      return requirement.kind;
  }
}

const runText = ({ values, masks, xor }: RequiredBytes) =>
  Array.from(values, (value, i) =>
    masks[i] === 0xff ? String.fromCharCode(value) : masks[i] === 0 ? "?" : "~",
  ).join("") + (xor === undefined ? "" : `^${xor.start}-${xor.end}`);

const strings = '$a = "alpha" $b = "bravo" $c = "charlie"';

describe("requirements", () => {
  it.each([
    [strings, "$a and $b or $c", "((alpha & bravo) | charlie)"],
    [strings, "all of them", "(alpha & bravo & charlie)"],
    [strings, "2 of them", "2(alpha | bravo | charlie)"],
    [strings, "any of ($a, $b) and #c > 2", "((alpha | bravo) & charlie)"],
    [strings, "for any of them : ($ at 5 or # > 3)", "nothing"],
    [strings, "for all of them : ($ at 5 and # > 3)", "(alpha & bravo & charlie)"],
    [strings, "for 2 of them : ($ in (0..100))", "2(alpha | bravo | charlie)"],
    [strings, "@a < 10 and not $b and $c", "(alpha & charlie)"],
    [strings, "none of them", "nothing"],
    [strings, "50% of them", "(alpha | bravo | charlie)"],
    ['$a = "wide" wide ascii', "$a", "wide/w\0i\0d\0e\0"],
    ['$a = "xored" xor(1-3)', "$a", "xored^1-3"],
    ["$a = { 41 42 43 [1000-2000] 64 65 66 67 68 }", "$a", "defgh"],
    ["$a = /(fire|water)works?/", "$a", "work"],
    ['$a = "zero"', "$a at 0 and filesize < 100", "(zero & 0..99)"],
    ["", "uint16(0) == 0x5a4d and filesize > 10", "(5a4d@0 & 11..)"],
    ["", "pe.is_pe and filesize < 0", "never"],
    ["", "pe.number_of_sections == 3", "5a4d@0"],
  ])("%s %s", (declarations, condition, expected) => {
    expect(shown(requirementOf(declarations, condition))).toBe(expected);
  });

  it("of rules that others refer to are part of theirs", () => {
    const compiler = new Compiler().addSource(
      `private rule first { strings: $a = "alpha" condition: $a } rule second { strings: $b = "bravo" condition: first and $b }`,
    );
    const [first, second] = requirementsOf(compiler);
    expect([first!.isPrivate, second!.identifier]).toEqual([true, "second"]);
    expect(shown(second!.requirement)).toBe("(alpha & bravo)");
  });
});

/** Whether data meets a requirement, in the plainest way. */
function isMet(requirement: Requirement, data: Uint8Array): boolean {
  switch (requirement.kind) {
    case "nothing":
      return true;
    case "never":
      return false;
    case "all":
      return requirement.parts.every((part) => isMet(part, data));
    case "some":
      return requirement.parts.filter((part) => isMet(part, data)).length >= requirement.count;
    case "size":
      return data.length >= requirement.minimum && data.length <= requirement.maximum;
    case "bytes": {
      const { offset, byteLength, values } = requirement;
      if (offset + byteLength > data.length) return false;
      const read = Buffer.from(data).readUIntLE(offset, byteLength);
      return values.includes(read);
    }
    case "runs":
      return requirement.runs.some((run) => holds(run, data));
  }
}

function holds({ values, masks, xor = { start: 0, end: 0 } }: RequiredBytes, data: Uint8Array): boolean {
  for (let at = 0; at + values.length <= data.length; at++) {
    for (let key = xor.start; key <= xor.end; key++)
      if (values.every((value, i) => ((data[at + i]! ^ key) & masks[i]!) === value)) return true;
  }
  return false;
}

const conditions = [
  "$a",
  "all of them",
  "any of them",
  "2 of them",
  "$a and ($b or $c)",
  "($a or filesize > 200) and $b",
  "for any of them : (# > 1)",
  "for all of them : ($ in (0..150))",
  "for 2 of them : (@ < 90)",
  "#a > 1 or @b < 20",
  "$a at 3 or ($b in (10..90) and filesize < 250)",
  "2 of ($a, $b) or !c > 4",
  "uint8(0) == 0x61 or $c",
  "uint16be(1) == 0x6162 and not $a",
];

describe("generated rules", () => {
  it("match no data that does not meet their requirements", () => {
    const alphabet = [0x61, 0x62, 0x63, 0x41, 0];
    let matches = 0;
    for (let seed = firstSeed; seed < firstSeed + rounds(150); seed++) {
      const random = new Random(seed);
      const rules = Array.from({ length: 8 }, (_, index) => {
        const patterns = ["a", "b", "c"].map((name) => {
          const pattern = random.isOneIn(2)
            ? hexPattern(random, alphabet, 6)
            : literalPattern(random, alphabet, 6);
          return { name, pattern };
        });
        const declared = patterns.map(({ name, pattern }) => `$${name} = ${pattern.text}`).join(" ");
        const condition = `(${random.pick(conditions)}) or (filesize < 0 and any of them)`;
        return { patterns, text: `rule r${index} { strings: ${declared} condition: ${condition} }` };
      });
      const compiler = new Compiler().addSource(rules.map(({ text }) => text).join("\n"));
      const requirements = requirementsOf(compiler);
      const scanner = compiler.build({ ignoreErrors: true }).scanner();
      for (let round = 0; round < 4; round++) {
        const planted = rules.flatMap(({ patterns }) => patterns.map(({ pattern }) => pattern));
        const data = dataWith(
          random,
          alphabet,
          random.between(0, 300),
          planted.slice(round * 3, round * 3 + 9),
        );
        for (const { identifier } of scanner.scan(data).matches) {
          matches++;
          const { requirement } = requirements.find((one) => one.identifier === identifier)!;
          expect(isMet(requirement, data), `seed ${seed}: ${rules[Number(identifier.slice(1))]!.text}`).toBe(
            true,
          );
        }
      }
    }
    expect(matches).toBeGreaterThan(100);
  });
});
