import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { type HuntRecord, recordOfFailure } from "../record.ts";
import { Journal } from "./journal.ts";
import { openDatabase } from "./sqlite.ts";

const folder = mkdtempSync(join(tmpdir(), "hunt-journal-"));
afterAll(() => rmSync(folder, { recursive: true }));

const identity = { ruleSet: "a".repeat(64), source: "/samples" };

function recordFor(object: string): HuntRecord {
  const provenance = { hunt: "hunt", ruleSet: identity.ruleSet };
  return recordOfFailure(provenance, { object, version: "1", size: 1, tries: 1 }, "error", {
    code: "x",
    message: "y",
  });
}

const hasSqlite = await openDatabase(":memory:").then(
  (database) => {
    database.close();
    return true;
  },
  () => false,
);
if (!hasSqlite && process.env.TYARA_REQUIRE) throw new Error("the journal's tests need SQLite");

describe.skipIf(!hasSqlite)("the journal", () => {
  it("continues where it ended, under the same name", async () => {
    const file = join(folder, "continued");
    const first = await Journal.open(file, "first", identity);
    expect(first.isContinued).toBe(false);
    first.add([recordFor("b"), recordFor("a")]);
    first.close();
    const second = await Journal.open(file, "second", identity);
    expect(second).toMatchObject({ hunt: "first", isContinued: true });
    expect([second.has("a"), second.has("c")]).toEqual([true, false]);
    expect([...second.lines()].map((line) => JSON.parse(line).object)).toEqual(["a", "b"]);
    second.close();
  });

  it("keeps the first record of an object", async () => {
    const journal = await Journal.open(join(folder, "first"), "hunt", identity);
    journal.add([recordFor("a")]);
    journal.add([{ ...recordFor("a"), tries: 2 }]);
    expect([...journal.lines()].map((line) => JSON.parse(line).tries)).toEqual([1]);
    journal.close();
  });

  it("goes through more records than it reads at once", async () => {
    const journal = await Journal.open(join(folder, "many"), "hunt", identity);
    const names = Array.from({ length: 2500 }, (_, index) => `object ${String(index).padStart(5, "0")}`);
    journal.add(names.map(recordFor));
    expect([...journal.lines()].map((line) => JSON.parse(line).object)).toEqual(names);
    journal.close();
  });

  it.each([
    [{ ...identity, ruleSet: "b".repeat(64) }, /other rules/],
    [{ ...identity, source: "/elsewhere" }, /through \/samples/],
  ])("refuses another hunt", async (other, message) => {
    const file = join(folder, "refuses");
    (await Journal.open(file, "hunt", identity)).close();
    await expect(Journal.open(file, "hunt", other)).rejects.toThrow(message);
  });

  it("says what is wrong with a file that is no journal, and with a folder that is not there", async () => {
    const file = join(folder, "text");
    await import("node:fs/promises").then(({ writeFile }) =>
      writeFile(file, "no database at all".repeat(100)),
    );
    await expect(Journal.open(file, "hunt", identity)).rejects.toMatchObject({ name: "HuntError" });
    await expect(Journal.open(join(folder, "no/where"), "hunt", identity)).rejects.toMatchObject({
      name: "HuntError",
    });
  });
});
