/** Imports, resources and debug records of images that are built here. Expected values: PE format specification, and pefile where it says so. */
import { describe, expect, test } from "vitest";
import {
  codeView,
  type DebugRecord,
  type DelayOptions,
  PeBuilder,
  type PeOptions,
  type ResourceTree,
  writeDebug,
  writeDelayedImports,
  writeImports,
  writeResources,
} from "../../../tyara/test/corpus/pe.ts";
import { readPdbPath } from "./debug.ts";
import { PeImage } from "./image.ts";
import { type Import, readDelayedImports, readImports } from "./imports.ts";
import { readResources } from "./resources.ts";

const LIBRARIES = ["a.dll", "b.dll", "c.dll"].map((name) => ({ name, functions: [`F_${name[0]}`, 7] }));
const ALL = ["a.dll: F_a ord7", "b.dll: F_b ord7", "c.dll: F_c ord7"];

const imageOf = (pe: PeBuilder) => PeImage.read(pe.build())!;
const shown = (imports: readonly Import[]) =>
  imports.map(
    ({ library_name, functions }) => `${library_name}: ${functions.map(({ name }) => name).join(" ")}`,
  );

function delayed(options: DelayOptions, image: PeOptions = {}, edit: (pe: PeBuilder) => void = () => {}) {
  const pe = new PeBuilder(image);
  writeDelayedImports(pe, LIBRARIES, options);
  edit(pe);
  return shown(readDelayedImports(imageOf(pe)));
}

describe.each([{ is64: false }, { is64: true }])("delayed imports (64 bits: $is64)", ({ is64 }) => {
  test.each([0, 1, 2, 3])("attributes %i: addresses without bit 0, thunks too (pefile)", (attributes) => {
    expect(delayed({ attributes }, { is64, imageBase: 0x10000000 })).toEqual(ALL);
  });

  test("an address in front of the image base leads to no name", () => {
    expect(delayed({ attributes: 0, hasAddressThunks: false }, { is64 })).toEqual(
      LIBRARIES.map(({ name }) => `${name}: ord7`),
    );
  });

  test.each([
    [0, 0],
    [31, 0],
    [32, 1],
    [63, 1],
    [64, 2],
    [1000, 3],
  ])("a directory of %i bytes has %i descriptors", (directorySize, count) => {
    expect(delayed({ directorySize }, { is64 })).toEqual(ALL.slice(0, count));
  });

  test.each([0, 1])("a descriptor without tables ends the list (attributes %i)", (attributes) => {
    const without = (pe: PeBuilder) => {
      const second = pe.body.length - 3 * 32;
      pe.body.patch(second + 12, 0).patch(second + 16, 0);
    };
    expect(delayed({ attributes }, { is64 }, without)).toEqual(ALL.slice(0, 1));
  });
});

describe("imports", () => {
  const mapped = { rawSize: 0x100000, virtualSize: 0x100000 };

  test.each([0x1400, 0x8000, 0x900000])(
    "names past the end of the file are read from the slots (%i)",
    (lookup) => {
      const pe = new PeBuilder(mapped);
      writeImports(pe, LIBRARIES, { lookup });
      expect(shown(readImports(imageOf(pe)))).toEqual(ALL);
    },
  );

  test("a descriptor without tables ends the list", () => {
    const pe = new PeBuilder();
    writeImports(pe, LIBRARIES);
    const second = pe.body.length - 3 * 20;
    pe.body.patch(second, 0).patch(second + 16, 0);
    expect(shown(readImports(imageOf(pe)))).toEqual(ALL.slice(0, 1));
  });
});

describe("debug records", () => {
  const pathOf = (records: readonly DebugRecord[]) => {
    const pe = new PeBuilder();
    writeDebug(pe, records);
    return new TextDecoder().decode(readPdbPath(imageOf(pe)));
  };

  test.each(["RSDS", "NB10", "MTOC"] as const)("%s", (signature) => {
    expect(pathOf([{ data: codeView(signature, "/a/b.pdb") }])).toBe("/a/b.pdb");
  });

  test.each([259, 260, 5000])("a path of %i bytes", (length) => {
    const path = "x".repeat(length);
    expect(pathOf([{ data: codeView("RSDS", path) }])).toBe(path);
  });

  test.each([16, 17, 300])("behind %i others", (count) => {
    const others = Array.from({ length: count }, () => ({ type: 12, data: new Uint8Array(4) }));
    expect(pathOf([...others, { data: codeView("RSDS", "a.pdb") }])).toBe("a.pdb");
  });
});

describe("resources", () => {
  const content = Uint8Array.of(1, 2, 3, 4);
  const idsOf = (tree: ResourceTree, edit: (pe: PeBuilder) => void) => {
    const pe = new PeBuilder();
    writeResources(pe, tree);
    edit(pe);
    return readResources(imageOf(pe))!.resources.map(({ type, id, language }) => [type, id, language]);
  };
  const tree: ResourceTree = [
    [3, [[1, [[9, content]]]]],
    [5, [[2, [[7, content]]]]],
  ];
  /** Where the first entries of the directories of type, name and language are in the body, and the data's entry. */
  const entries = [16, 32 + 16, 56 + 16] as const;
  const dataEntry = 80;

  test("a tree", () => {
    expect(idsOf(tree, () => {})).toEqual([
      [3, 1, 9],
      [5, 2, 7],
    ]);
  });

  test.each([
    [0, [3, undefined, undefined]],
    [1, [3, 1, undefined]],
    [2, [3, 1, 9]],
  ])("what claims to be a directory and is none is data (level %i)", (level, expected) => {
    const found = idsOf(tree, (pe) => pe.body.patch(entries[level]! + 4, 0x80000000 + dataEntry));
    expect(found).toContainEqual(expected);
    expect(found).toHaveLength(2);
  });

  test.each([0, 0x80000000])("nothing is at the offset where the tree begins (%i)", (offset) => {
    const flat: ResourceTree = [3, 5, 6].map((type) => [type, content]);
    expect(idsOf(flat, (pe) => pe.body.patch(20, offset))).toEqual([
      [5, undefined, undefined],
      [6, undefined, undefined],
    ]);
  });
});
