import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Compiler, requirementsOf } from "tyara";
import { afterAll, describe, expect, it } from "vitest";
import { openDatabase } from "../local/sqlite.ts";
import { bitOf, folded, signatureOf, signatureSize } from "./grams.ts";
import { IndexStore } from "./index-store.ts";
import { planHunt } from "./plan.ts";

const folder = mkdtempSync(join(tmpdir(), "hunt-index-"));
afterAll(() => rmSync(folder, { recursive: true }));

const hasSqlite = await openDatabase(":memory:").then(
  (database) => database.close() === undefined,
  () => false,
);

describe("signatures", () => {
  it("have the bit of every gram of their object, and take less than 15 % of it", () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 300, maxLength: 3000 }), (bytes) => {
        const { bits, signature } = signatureOf(bytes);
        expect(signature.length * 8).toBe(bits);
        expect(signature.length).toBeLessThanOrEqual(Math.max(34, bytes.length * 0.15));
        for (let i = 0; i + 4 <= bytes.length; i++) {
          const gram = [0, 1, 2, 3].reduce((value, k) => (value << 8) | folded[bytes[i + k]!]!, 0);
          const bit = bitOf(gram, bits);
          expect((signature[bit >> 3]! >> (bit & 7)) & 1).toBe(1);
        }
      }),
      { numRuns: 30 },
    );
  });

  it("are smaller for data that repeats itself", () => {
    expect(signatureOf(new Uint8Array(1 << 20)).bits).toBe(signatureSize(256));
  });
});

describe("the plan of a hunt", () => {
  const planOf = (source: string) => planHunt(requirementsOf(new Compiler().addSource(source)));

  it("names the rules that read everything", () => {
    const { query, wide } = planOf(`
      rule narrow { strings: $a = "something" condition: $a }
      rule size { condition: filesize > 10 }
      rule magic { condition: uint16(0) == 0x5a4d }
      rule short { strings: $a = "abc" condition: $a }
      private rule hidden { condition: true }`);
    expect(wide).toEqual([
      { rule: "default:size", reason: "its condition can be true without any of its patterns" },
      { rule: "default:short", reason: "its patterns have no four bytes in a row that are known" },
    ]);
    expect(query).toBe(true);
  });

  it("of rules that never match reads nothing", () => {
    expect(planOf("rule never { condition: filesize < 0 }").query).toBe(false);
  });
});

describe.skipIf(!hasSqlite)("an index", () => {
  const names = (excluded: ReadonlyMap<string, string>) => [...excluded.keys()].sort();
  const queryOf = (source: string) => planHunt(requirementsOf(new Compiler().addSource(source))).query;

  it("excludes what cannot match, whatever the case, and nothing else", async () => {
    const store = await IndexStore.open(join(folder, "some"), "/source", { create: true });
    const texts = ["the quick brown fox", "THE QUICK BROWN FOX", "jumps over the dog", "MZ and more", ""];
    for (const [index, text] of texts.entries()) store.add(`object ${index}`, "1", Buffer.from(text));
    store.flush();
    const excluded = (source: string) =>
      names(store.select(queryOf(source)).excluded).map((name) => Number(name.slice(7)));
    expect(excluded('rule r { strings: $a = "quick brown" condition: $a }')).toEqual([2, 3, 4]);
    expect(
      excluded('rule r { strings: $a = "quick brown" $b = "jumps" $c = "over the" condition: 2 of them }'),
    ).toEqual([0, 1, 3, 4]);
    expect(excluded("rule r { condition: uint16(0) == 0x5a4d }")).toEqual([0, 1, 2, 4]);
    expect(excluded("rule r { condition: filesize == 0 }")).toEqual([0, 1, 2, 3]);
    expect(excluded('rule r { strings: $a = "quick" xor(0-1) condition: $a }')).toEqual([2, 3, 4]);
    expect(excluded("rule r { condition: true }")).toEqual([]);
    store.close();
  });

  it("takes what is new and what has changed when it is opened again", async () => {
    const open = () => IndexStore.open(join(folder, "again"), "/source", { create: true });
    const first = await open();
    first.add("a", "1", Buffer.from("nothing here"));
    first.flush();
    first.close();
    const second = await open();
    expect(second.has({ name: "a", size: 12, version: "1" })).toBe(true);
    expect(second.has({ name: "a", size: 12, version: "2" })).toBe(false);
    second.add("a", "2", Buffer.from("something here"));
    second.add("b", "1", Buffer.from("something there"));
    second.flush();
    const { excluded, objects } = second.select(
      queryOf('rule r { strings: $a = "something here" condition: $a }'),
    );
    expect(objects).toBe(2);
    expect([...excluded]).toEqual([["b", "1"]]);
    second.close();
  });

  it("refuses another source, and is not made by asking", async () => {
    await expect(IndexStore.open(join(folder, "again"), "/other", { create: false })).rejects.toThrow(
      "the index belongs to /source",
    );
    await expect(IndexStore.open(join(folder, "none"), "/source", { create: false })).rejects.toThrow(
      "there is no index",
    );
  });
});
