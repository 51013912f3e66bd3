/** The worked example in docs/search.md is what the code computes. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { BUCKET_COUNT } from "@tyara/contract";
import { expect, test } from "vitest";
import { exactRun } from "./byte-run.ts";
import { findCentres, type PairItem, type PairSet, pairItems } from "./pair-items.ts";
import { buildPairTable } from "./pair-table.ts";

const page = readFileSync(fileURLToPath(new URL("../../../../docs/search.md", import.meta.url)), "utf8");
const bytesOf = (text: string) => new TextEncoder().encode(text);
const stride = 2;
/** The first bit of each field in a word. */
const fields = { P: 0, A: BUCKET_COUNT, B: 2 * BUCKET_COUNT } as const;

/** The buckets that allow a pair in a field: a set bit for each. In the table a 0 means "allowed". */
function bucketsOf(pair: number, field: keyof typeof fields): number {
  const { words } = table;
  const word = (BigInt(words[2 * pair + 1]!) << 32n) | BigInt(words[2 * pair]!);
  return Number(BigInt.asUintN(BUCKET_COUNT, ~word >> BigInt(fields[field])));
}

function namesOf(buckets: number): string {
  const names = Array.from({ length: BUCKET_COUNT }, (_, bucket) => bucket).filter(
    (bucket) => (buckets >> bucket) & 1,
  );
  return names.length === 0 ? "–" : names.length === BUCKET_COUNT ? "all" : names.join(", ");
}

const characters = (pair: number) => String.fromCharCode(pair & 0xff, pair >> 8);
const named = (set: PairSet) => (typeof set === "number" ? `\`${characters(set)}\`` : "other pairs");

const patterns = ["cipher", "malice"];
const items = patterns.flatMap((pattern) => {
  const run = exactRun(bytesOf(pattern));
  return pairItems(run, findCentres(run, stride)).map((item) => ({ pattern, item }));
});
const table = buildPairTable(items.map(({ item }) => item));

function itemTable(): string {
  const rows = items.map(({ pattern, item }) => {
    const pairs = [named(item.p), named(item.a), named(item.b)];
    return `| ${[`\`${pattern}\``, item.centre, ...pairs, namesOf(bucketsOfItem(item))].join(" | ")} |`;
  });
  return ["| pattern | centre | P | A | B | bucket |", "|---|---|---|---|---|---|", ...rows].join("\n");
}

/** What the filter finds at offset 4 of eight bytes. */
function lookUpTable(...data: readonly string[]): string {
  const rows = data.map((text) => {
    const bytes = bytesOf(text);
    const found = (["P", "A", "B"] as const).map((field, i) => {
      const offset = (i + 1) * stride;
      const pair = bytes[offset]! | (bytes[offset + 1]! << 8);
      return { pair, buckets: bucketsOf(pair, field) };
    });
    const all = found.reduce((rest, { buckets }) => rest & buckets, -1);
    const cells = found.map(({ pair, buckets }) => `\`${characters(pair)}\`: ${namesOf(buckets)}`);
    return `| \`${text}\` | ${cells.join(" | ")} | ${all === 0 ? "no" : "yes"} |`;
  });
  return ["| data | P at 2 | A at 4 | B at 6 | candidate |", "|---|---|---|---|---|", ...rows].join("\n");
}

function bucketsOfItem({ p, a, b }: PairItem): number {
  const sets = [
    [p, "P"],
    [a, "A"],
    [b, "B"],
  ] as const;
  return sets.reduce(
    (rest, [set, field]) => (typeof set === "number" ? rest & bucketsOf(set, field) : rest),
    (1 << BUCKET_COUNT) - 1,
  );
}

test("the worked example of the pair table is true", () => {
  expect(page).toContain(itemTable());
  expect(page).toContain(lookUpTable("x-cipher", "x-cinder", "x-maphce"));
});
