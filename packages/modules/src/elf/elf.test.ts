/**
 * Expected values come from the System V gABI; `readelf` shows the same numbers and names of these files. That symbols are
 * found without sections was compared with the tables of 160 real files: see fuzz/RECORD.md.
 */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  DynamicTag,
  dynamicTable,
  type ElfParts,
  type ElfWriter,
  elfOf,
  gnuHashTable,
  hashTable,
  SectionKind,
  SegmentKind,
  symbolSections,
  symbolsOf,
  wholeFile,
} from "../../../tyara/test/corpus/elf.ts";
import { collectLimits } from "../kit/limits.ts";
import { elfModule } from "./index.ts";

interface Elf {
  readonly number_of_sections: number;
  readonly number_of_segments: number;
  readonly sections?: readonly { readonly name?: string; readonly type: number }[];
  readonly segments: readonly object[];
  readonly symtab?: readonly { readonly name?: string }[];
  readonly dynsym?: readonly { readonly name?: string }[];
  readonly dynamic: readonly { readonly type: number; readonly val: number | bigint }[];
}

const parse = (parts: ElfParts) => elfModule.parse!({ data: elfOf(parts) }) as unknown as Elf;

function importMd5(parts: ElfParts, wanted?: ReadonlySet<string>) {
  const data = elfOf(parts);
  const value = elfModule.parse!({ data, ...(wanted && { wanted }) });
  const context = { data, value, matches: () => false, log: () => {}, cache: new Map() };
  return elfModule.functions!.get("import_md5()")!(context);
}

const md5 = (text: string) => createHash("md5").update(text).digest("hex");
const kinds = [
  { is64: true, order: "little" },
  { is64: true, order: "big" },
  { is64: false, order: "little" },
  { is64: false, order: "big" },
] as const;
const names = (list: readonly { readonly name?: string }[] | undefined) => list?.map(({ name }) => name);

describe("names", () => {
  const long = "x".repeat(100_000);
  const symbols = [{ name: long }, { name: "y".repeat(1024) }, { name: "z" }];

  test.each(kinds)("of symbols have any length (%j)", (kind) => {
    const sections = (file: ElfWriter) => symbolSections(file, SectionKind.dynamicSymbols, 1, symbols);
    expect(names(parse({ ...kind, sections }).dynsym)).toEqual(["", long, "y".repeat(1024), "z"]);
    expect(importMd5({ ...kind, sections })).toBe(md5(`${long},${"y".repeat(1024)},z`));
  });

  test("of sections have any length", () => {
    expect(names(parse({ sections: () => [{ name: long, type: 1 }] }).sections)).toContain(long);
  });

  test("without an end are none", () => {
    const sectionNames = Uint8Array.from([0x61, 0x62]);
    // Nothing stands behind the names but the table of sections, which has no zero before its first name.
    const data = elfOf({ sections: () => [{ name: 0x7fff_ffff, type: 1 }], sectionNames });
    const value = elfModule.parse!({ data }) as unknown as Elf;
    expect(value.sections![1]!.name).toBeUndefined();
  });

  test("that are shared are bounded, and that is told", () => {
    const limits = new Set<string>();
    const data = elfOf({
      sections: () => new Array(2000).fill({ name: 0, type: 1 }),
      sectionNames: new Uint8Array(60_001).fill(0x61, 0, 60_000),
    });
    collectLimits(limits, () => elfModule.parse!({ data }));
    expect([...limits]).toEqual(["names that are many times as long as the data"]);
  });
});

test.each(kinds)("counts that do not fit the header stand in the first section (%j)", (kind) => {
  const parts: ElfParts = {
    ...kind,
    sections: () => [
      { name: "one", type: 1 },
      { name: "two", type: 1 },
    ],
    segments: () => [wholeFile, wholeFile],
  };
  const value = parse({ ...parts, hasExtendedCounts: true });
  expect(value).toMatchObject({ number_of_sections: 4, number_of_segments: 2 });
  expect(names(value.sections)).toEqual(["", "one", "two", ""]);
  expect(value.segments).toHaveLength(2);
  expect(value.sections!.slice(1)).toEqual(parse(parts).sections!.slice(1));
});

test("no sections are no sections", () => {
  expect(parse({}).sections).toEqual([]);
  expect(parse({}).number_of_sections).toBe(0);
});

describe("the dynamic table", () => {
  const table = (...entries: [tag: number | bigint, value: number | bigint][]): ElfParts => ({
    segments: (file) => {
      const bytes = dynamicTable(file, entries);
      return [{ type: SegmentKind.dynamic, offset: file.place(bytes), size: bytes.length }];
    },
  });

  test.each(kinds)("ends at the tag 0 (%j)", (kind) => {
    const { dynamic } = parse({ ...kind, ...table([1, 5], [0, 0], [2, 6]) });
    expect(dynamic.map(({ type, val }) => [type, Number(val)])).toEqual([[1, 5]]);
  });

  test.each(["little", "big"] as const)("does not end at a tag whose low half is 0 (%s)", (order) => {
    const { dynamic } = parse({ order, ...table([1, 5], [0x1_0000_0000n, 7], [2, 6], [0n, 0]) });
    expect(dynamic.map(({ type, val }) => [type, val])).toEqual([
      [1, 5n],
      [0, 7n],
      [2, 6n],
    ]);
  });

  test("has types of 32 bits", () => {
    expect(
      parse(table([0x6ffffef5, 1], [0xffff_ffff_ffff_fffen, 1])).dynamic.map(({ type }) => type),
    ).toEqual([0x6ffffef5, -2]);
  });
});

describe("symbols without sections", () => {
  type Hash = "hash" | "gnu" | "gnu without symbols" | "none" | "hash of too many";
  const linked = (kind: (typeof kinds)[number], hash: Hash): ElfParts => ({
    ...kind,
    segments: (file) => {
      const { table, names: strings } = symbolsOf(file, [{ name: "puts" }, { name: "own", section: 1 }]);
      const entries: [number, number][] = [
        [DynamicTag.symbols, file.place(table)],
        [DynamicTag.strings, file.place(strings)],
      ];
      const count = hash === "hash of too many" ? 1000 : 3;
      if (hash.startsWith("hash"))
        entries.push([DynamicTag.hash, file.place(hashTable(file, count).subarray(0, 24))]);
      if (hash === "gnu") entries.push([DynamicTag.gnuHash, file.place(gnuHashTable(file, 2, 3))]);
      if (hash === "gnu without symbols")
        entries.push([DynamicTag.gnuHash, file.place(gnuHashTable(file, 1, 1))]);
      const bytes = dynamicTable(file, [...entries, [0, 0]]);
      return [wholeFile, { type: SegmentKind.dynamic, offset: file.place(bytes), size: bytes.length }];
    },
  });

  describe.each(["hash", "gnu", "gnu without symbols", "none", "hash of too many"] as const)("%s", (hash) => {
    test.each(kinds)("are found through the dynamic table (%j)", (kind) => {
      const parts = linked(kind, hash);
      expect(names(parse(parts).dynsym)).toEqual(["", "puts", "own"]);
      expect(importMd5(parts)).toBe(md5("puts"));
      expect(importMd5(parts, new Set(["type"]))).toBe(md5("puts"));
    });
  });

  test("are not looked for where a section has them", () => {
    const parts: ElfParts = {
      ...linked(kinds[0], "hash"),
      sections: (file) => symbolSections(file, SectionKind.dynamicSymbols, 1, [{ name: "other" }]),
    };
    expect(names(parse(parts).dynsym)).toEqual(["", "other"]);
  });
});
