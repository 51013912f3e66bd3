/** Projects that are out of the ordinary. Expected values follow from what is built, by [MS-OVBA] and [MS-CFB]. */

import { meterWork, WorkMeter } from "@tyara/base";
import { describe, expect, test } from "vitest";
import type { Amplifier } from "../../../tyara/test/corpus/amplifier.ts";
import { buildOle } from "../../../tyara/test/corpus/ole.ts";
import {
  buildVbaDocument,
  compress,
  type VbaModuleOptions,
  type VbaProjectOptions,
  vbaAmplifiers,
  vbaEntries,
} from "../../../tyara/test/corpus/vba.ts";
import { buildZip, type ZipFile, zipAmplifiers } from "../../../tyara/test/corpus/zip.ts";
import { collectLimits } from "../kit/limits.ts";
import { vbaModule } from "./index.ts";

interface Value {
  readonly has_macros: boolean;
  readonly modules?: readonly { readonly name: string; readonly type: number; readonly code?: string }[];
  readonly project_info?: { readonly name?: string; readonly module_count?: number };
}

const parse = (data: Uint8Array) => vbaModule.parse!({ data }) as unknown as Value;
const codesOf = (data: Uint8Array) => parse(data).modules?.map(({ code }) => code);
const latin1 = (text: string) => Uint8Array.from(text, (character) => character.charCodeAt(0));

const code = 'Attribute VB_Name = "M"\r\nSub AutoOpen()\r\nEnd Sub\r\n';
const other = "Sub Other()\r\nEnd Sub\r\n";
const one = (module: Partial<VbaModuleOptions>): VbaProjectOptions => ({
  modules: [{ name: "M", code, ...module }],
});
/** Compiled code, with bytes that look like beginnings of sources. */
const prefix = Uint8Array.from([
  0x16,
  1,
  1,
  0,
  0xb0,
  1,
  2,
  0x30,
  0x41,
  1,
  0xff,
  0xbf,
  ...latin1("xAttribut"),
  7,
]);
const long = `${code}${"Rem a long line of a long module\r\n".repeat(300)}`;

describe("the source of a module is found", () => {
  const cases: readonly (readonly [name: string, module: Partial<VbaModuleOptions>, expected: string])[] = [
    ["at its offset", { prefix }, code],
    ["with an offset of 0", { prefix, offset: 0 }, code],
    ["with an offset too small", { prefix, offset: 3 }, code],
    ["with an offset too large", { prefix, offset: 100 }, code],
    ["with an offset outside", { prefix, offset: 0xffffffff }, code],
    ["in several chunks, with a wrong offset", { prefix, offset: 1, code: long }, long],
    ["without attributes, with a wrong offset", { prefix, offset: 2, code: other }, other],
    [
      "without attributes, in front of zeros",
      { prefix, offset: 2, code: other, suffix: new Uint8Array(9) },
      other,
    ],
    ["in front of zeros", { suffix: new Uint8Array(100) }, code],
    ["in chunks marked 4", { compression: { mark: 4 }, code: long }, long],
    ["in chunks marked 4, with a wrong offset", { prefix, offset: 2, compression: { mark: 4 } }, code],
    ["in chunks that are not compressed", { compression: { isCompressed: false } }, code],
    [
      "not compressed, with a wrong offset",
      { prefix, offset: 2, compression: { isCompressed: false } },
      code,
    ],
    ["under another case", { stream: "m", declaredStream: "M" }, code],
    ["under a name with a zero", { declaredStream: "M\0" }, code],
    ["with a name with a zero", { name: "M\0", stream: "M", declaredStream: "M" }, code],
    ["under the module's name when the stream's is wrong", { stream: "M", declaredStream: "X" }, code],
  ];
  test.each(cases)("%s", (_name, module, expected) => {
    const value = parse(buildVbaDocument(one(module)));
    expect(value.modules).toEqual([{ name: "M", type: 1, code: expected }]);
  });

  test("unless there is none", () => {
    expect(codesOf(buildVbaDocument(one({ content: latin1("nothing of that kind") })))).toEqual([undefined]);
    expect(codesOf(buildVbaDocument(one({ hasStream: false })))).toEqual([undefined]);
    expect(codesOf(buildVbaDocument(one({ content: Uint8Array.of(1) })))).toEqual([""]);
  });
});

describe("the project is found", () => {
  const storage = (name: string, project: VbaProjectOptions) => ({ name, children: vbaEntries(project) });

  test.each(["dir", "DIR", "Dir"])("in a stream called %s", (directoryName) => {
    expect(codesOf(buildVbaDocument({ ...one({}), directoryName }))).toEqual([code]);
  });

  test("in chunks marked 4", () => {
    expect(codesOf(buildVbaDocument({ ...one({}), compression: { mark: 4 } }))).toEqual([code]);
  });

  test.each([
    ["before", (own: object, foreign: object) => [foreign, own]],
    ["behind", (own: object, foreign: object) => [own, foreign]],
  ] as const)("with its own streams, others of their name %s it", (_name, order) => {
    const foreign = { name: "Other", children: [{ name: "M", content: compress(latin1(other)) }] };
    expect(codesOf(buildOle(order(storage("VBA", one({})), foreign) as never))).toEqual([code]);
  });

  test("with several: the modules of all, the facts of the first", () => {
    const value = parse(
      buildOle([
        storage("A", { name: "First", ...one({}) }),
        {
          name: "B",
          children: [storage("VBA", { name: "Second", ...one({ name: "N", code: other, isClass: true }) })],
        },
      ]),
    );
    expect(value.modules).toEqual([
      { name: "M", type: 1, code },
      { name: "N", type: 2, code: other },
    ]);
    expect(value.project_info).toMatchObject({ name: "First", module_count: 1 });
  });

  test("without modules, when another has some", () => {
    const file = buildOle([storage("A", { name: "Empty" }), storage("B", { name: "Full", ...one({}) })]);
    expect(parse(file).project_info?.name).toBe("Full");
  });

  test("when no storage holds it", () => {
    const file = buildOle([{ ...storage("VBA", one({})), child: 0xffffffff }]);
    expect(codesOf(file)).toEqual([code]);
  });

  test("when storages go round", () => {
    const [directory, ...streams] = vbaEntries(one({}));
    const file = buildOle([
      { name: "VBA", children: [{ ...directory!, left: 1, child: 1 }, ...streams], right: 1 },
    ]);
    expect(codesOf(file)).toEqual([code]);
  });
});

describe("in an archive", () => {
  const content = buildOle([{ name: "VBA", children: vbaEntries(one({})) }]);
  const types: ZipFile = { path: "[Content_Types].xml", content: "<Types/>" };
  const text: ZipFile = { path: "word/document.xml", content: "x".repeat(2000), method: 8 };

  const found: readonly (readonly [string, readonly ZipFile[]])[] = [
    ["of Word", [types, { path: "word/vbaProject.bin", content, method: 8 }]],
    ["of Excel", [types, { path: "xl/vbaProject.bin", content, method: 8 }]],
    ["at the root", [{ path: "vbaProject.bin", content }]],
    ["in another folder", [{ path: "customXml/macros/vbaProject.bin", content, method: 8 }]],
    ["in another case", [{ path: "WORD\\VBAPROJECT.BIN", content, method: 8 }]],
    ["under another name in a document", [types, text, { path: "word/picture.png", content, method: 8 }]],
    ["with a wrong checksum", [{ path: "vbaProject.bin", content, method: 8, checksum: 5 }]],
    ["with a wrong size", [{ path: "vbaProject.bin", content, method: 8, uncompressedSize: 0 }]],
    ["with a descriptor", [{ path: "vbaProject.bin", content, method: 8, hasDescriptor: true }]],
  ];
  test.each(found)("%s", (_name, files) => {
    expect(codesOf(buildZip(files))).toEqual([code]);
  });

  test("several are read", () => {
    const files = ["a/vbaProject.bin", "b/vbaProject.bin"].map((path) => ({ path, content, method: 8 }));
    expect(codesOf(buildZip(files))).toEqual([code, code]);
  });

  test.each([
    ["under another name in another archive", [{ path: "a.bin", content }]],
    ["that is none", [types, { path: "word/vbaProject.bin", content: "x".repeat(2000) }]],
    ["with a name that only ends so", [{ path: "novbaProject.bin", content }]],
  ] as const)("none is found %s", (_name, files) => {
    expect(parse(buildZip(files)).has_macros).toBe(false);
  });
});

describe("what is doubled costs no more than twice as much", () => {
  const amplifiers: readonly Amplifier[] = [...vbaAmplifiers, ...zipAmplifiers].filter(
    ({ module }) => module === "vba",
  );
  test.each(amplifiers.map((amplifier) => [amplifier.name, amplifier] as const))(
    "%s",
    (_name, { make, start }) => {
      const costs = [1, 2, 4, 8].map((factor) => {
        const data = make(start * factor);
        const meter = new WorkMeter();
        collectLimits(new Set(), () => meterWork(meter, () => parse(data)));
        return meter;
      });
      for (const [i, { units, bytes }] of costs.slice(1).entries()) {
        expect(units).toBeLessThan(costs[i]!.units * 2.5 + 1000);
        expect(bytes).toBeLessThan(costs[i]!.bytes * 2.2 + 100_000);
      }
    },
  );
});
