/**
 * Random rules on a corpus of real files: an index excludes no object that one of them matches. The rules are made of pieces of the
 * files, so that they match. `TYARA_CORPUS` names another folder, `TYARA_ROUNDS` makes more rules.
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Compiler, requirementsOf } from "tyara";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Random } from "../../tyara/test/differential/pattern-generator.ts";
import { firstSeed, rounds } from "../../tyara/test/rounds.ts";
import { IndexStore } from "../src/corpus/index-store.ts";
import { planHunt } from "../src/corpus/plan.ts";
import { openDatabase } from "../src/local/sqlite.ts";
import { openDirectory } from "../src/objects/directory.ts";

const corpus = process.env.TYARA_CORPUS ?? fileURLToPath(new URL("../../../node_modules", import.meta.url));
const maxObjects = process.env.TYARA_CORPUS === undefined ? 600 : Number.POSITIVE_INFINITY;
const rulesAtOnce = 100;
const hasSqlite = await openDatabase(":memory:").then(
  (database) => database.close() === undefined,
  () => false,
);
if (!hasSqlite && process.env.TYARA_REQUIRE) throw new Error("the index's tests need SQLite");

interface Sample {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const hex = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0"));

/** A pattern made of a piece of a file, with its modifiers; most match that file. */
function patternFrom(random: Random, { bytes }: Sample): string {
  const length = random.between(2, 24);
  const at = random.below(Math.max(1, bytes.length - length));
  const piece = bytes.subarray(at, at + length);
  const digits = hex(piece.length === 0 ? Uint8Array.of(0) : piece);
  const text = `"${digits.map((digit) => `\\x${digit}`).join("")}"`;
  switch (random.below(7)) {
    case 0:
      return `{ ${digits.join(" ")} }`;
    case 1:
      return `{ ${digits.map((digit, i) => (i > 0 && i < digits.length - 1 && random.isOneIn(4) ? "??" : digit)).join(" ")} }`;
    case 2:
      return `${text} nocase`;
    case 3:
      return `${text} xor(0-${random.below(256)})`;
    case 4:
      return `${text} wide ascii`;
    case 5:
      return `/${digits.map((digit) => `\\x${digit}`).join("")}.{0,${random.below(20)}}/s`;
    default:
      return text;
  }
}

const conditions = [
  "all of them",
  "any of them",
  "2 of them",
  "$a and ($b or $c)",
  "$a or filesize < 100 and $b",
  "#a > 2 or @b < 500 or $c",
];

function ruleFrom(random: Random, samples: readonly Sample[], name: string): string {
  const sample = random.pick(samples);
  const patterns = ["a", "b", "c"].map(
    (letter) => `$${letter} = ${patternFrom(random, random.isOneIn(3) ? random.pick(samples) : sample)}`,
  );
  return `rule ${name} { strings: ${patterns.join(" ")} condition: (${random.pick(conditions)}) or (filesize < 0 and any of them) }`;
}

describe.skipIf(!hasSqlite)("an index of real files", () => {
  const folder = mkdtempSync(join(tmpdir(), "hunt-real-index-"));
  const samples: Sample[] = [];
  let store: IndexStore;

  beforeAll(async () => {
    const source = await openDirectory(corpus);
    store = await IndexStore.open(folder, source.location, { create: true });
    for await (const object of source.list(() => {})) {
      if (object.size === 0 || object.size > 1 << 20) continue;
      const { bytes, version } = await source.read(object, { maxSize: 1 << 20 });
      store.add(object.name, version, bytes);
      samples.push({ name: object.name, bytes });
      if (samples.length === maxObjects) break;
    }
    store.flush();
  }, 600_000);

  afterAll(() => {
    store.close();
    rmSync(folder, { recursive: true });
  });

  it("loses no match of generated rules", { timeout: 3_600_000 }, () => {
    let matches = 0;
    let read = 0;
    let rules = 0;
    for (let seed = firstSeed; seed < firstSeed + rounds(3); seed++) {
      const random = new Random(seed);
      const source = Array.from({ length: rulesAtOnce }, (_, i) => ruleFrom(random, samples, `r${i}`)).join(
        "\n",
      );
      const compiler = new Compiler().addSource(source);
      const scanner = compiler.build({ ignoreErrors: true }).scanner();
      const selections = requirementsOf(compiler).map((one) => ({
        rule: one.identifier,
        excluded: store.select(planHunt([one]).query).excluded,
      }));
      rules += selections.length;
      for (const { excluded } of selections) read += samples.length - excluded.size;
      const excludedFor = new Map(selections.map(({ rule, excluded }) => [rule, excluded]));
      for (const { name, bytes } of samples) {
        for (const { identifier } of scanner.scan(bytes).matches) {
          matches++;
          expect(excludedFor.get(identifier)!.has(name), `seed ${seed}: ${identifier} matches ${name}`).toBe(
            false,
          );
        }
      }
    }
    console.log(
      `${rules} rules, ${matches} matches, ${((100 * read) / (rules * samples.length)).toFixed(2)} % of the objects read for each rule`,
    );
    expect(rules).toBeGreaterThan(50);
    expect(matches).toBeGreaterThan(rules / 4);
  });
});
