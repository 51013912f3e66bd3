/** Files of Dalvik, ELF, Mach-O and .NET with something of everything, as seeds of fuzzers and of comparisons. */
import type { WrittenSample } from "../fuzz/written-samples.ts";
import { dexOf } from "./dex.ts";
import { compressed, DotnetBuilder, DotnetTable, Element, TypeTag, typeIndex } from "./dotnet.ts";
import {
  DynamicTag,
  dynamicTable,
  type ElfParts,
  elfOf,
  hashTable,
  SectionKind,
  SegmentKind,
  symbolSections,
  wholeFile,
} from "./elf.ts";
import {
  bindInstructions,
  blobMagic,
  chainedFixups,
  codeSignature,
  dyldInfo,
  dylib,
  exportsTrie,
  fatOf,
  fixupsOf,
  lazyInstructions,
  linkerOption,
  type MachoParts,
  machoOf,
  propertyList,
  rpath,
  segment,
  signatureOf,
  symbolTable,
  trieOf,
} from "./macho.ts";

export const dexSamples: readonly WrittenSample[] = [35, 40].map((version) => ({
  name: `version ${version}`,
  bytes: dexOf({
    version,
    strings: ["<init>", "I", "LA;", "LB;", "V", "VI", "field", "A.java"],
    types: [1, 2, 3, 4],
    protos: [
      { shorty: 4, returnType: 3 },
      { shorty: 5, returnType: 3, parameters: [0, 1] },
    ],
    fields: [[1, 0, 6]],
    methods: [
      [1, 0, 0],
      [2, 1, 6],
    ],
    classes: [{ type: 1, superclass: 2, sourceFile: 7 }, { type: 2 }],
    map: [
      [0, 1, 0],
      [1, 8, 0x70],
    ],
  }),
}));

function elfSample(parts: ElfParts): Uint8Array {
  return elfOf({
    entry: 0x40,
    ...parts,
    segments: (file) => {
      const table = dynamicTable(file, [
        [1, 1],
        [DynamicTag.hash, file.place(hashTable(file, 4))],
        [0, 0],
      ]);
      const dynamic = { type: SegmentKind.dynamic, offset: file.place(table), size: table.length };
      return [{ ...wholeFile, size: 0x400 }, dynamic];
    },
    sections: (file) => [
      { name: ".text", type: SectionKind.bits, offset: 0x40, size: 64 },
      ...symbolSections(file, SectionKind.dynamicSymbols, 2, [
        { name: "printf" },
        { name: "own_function", section: 1 },
        { name: "object", type: 1, bind: 2, visibility: 2 },
      ]),
      ...symbolSections(file, SectionKind.symbols, 4, [{ name: "local", bind: 0, section: 1 }]),
    ],
  });
}

export const elfSamples: readonly WrittenSample[] = [true, false].flatMap((is64) =>
  (["little", "big"] as const).map((order) => ({
    name: `${is64 ? 64 : 32} bits, ${order}-endian`,
    bytes: elfSample({ is64, order, type: is64 ? 3 : 2 }),
  })),
);

const entitlements = propertyList(
  "<key>com.example.a</key><true/><key>list</key><array> <string>a</string><string>b</string></array>",
);
const machoParts = (is64: boolean): MachoParts => ({
  is64,
  fileType: 2,
  cpuType: is64 ? 0x0100000c : 7,
  commands: [
    segment(
      { name: "__TEXT", address: 0x1000, size: 0x1000, sections: [{ name: "__text", segment: "__TEXT" }] },
      is64,
    ),
    dylib("/usr/lib/libSystem.B.dylib"),
    dylib("@rpath/own.dylib", 0xd),
    rpath("@loader_path"),
    linkerOption(["-framework", "Example"]),
    symbolTable([{ name: "_printf" }, { name: "_main", type: 0x0f }, { name: "_hidden", type: 0x1f }]),
    dyldInfo({
      bind: bindInstructions(["_printf", "_malloc"]),
      lazyBind: lazyInstructions(["_free"]),
      weakBind: bindInstructions(["__Znwm", "_malloc"]),
      exports: trieOf([{ branches: [["_ma", 1]] }, { branches: [["in", 2]] }, { isName: true }]),
    }),
    codeSignature(signatureOf([{ magic: blobMagic.entitlements, content: entitlements }])),
  ],
});
const newMacho: MachoParts = {
  commands: [
    exportsTrie(trieOf([{ branches: [["_a", 1]] }, { isName: true }])),
    chainedFixups(fixupsOf(["_printf", "_free"])),
  ],
};

export const machoSamples: readonly WrittenSample[] = [
  { name: "64 bits", bytes: machoOf(machoParts(true)) },
  { name: "32 bits", bytes: machoOf(machoParts(false)) },
  { name: "chained fixups", bytes: machoOf(newMacho) },
  {
    name: "fat",
    bytes: fatOf([
      { cpuType: 7, image: machoOf(machoParts(false)) },
      { cpuType: 0x0100000c, image: machoOf(newMacho) },
    ]),
  },
];

function dotnetSample(): Uint8Array {
  const file = new DotnetBuilder();
  const list = typeIndex(TypeTag.reference, file.reference("List`1", "System.Collections.Generic"));
  const base = file.typeSpecification([
    ...[Element.generic, Element.class, ...compressed(list), 1],
    ...[Element.typeParameter, 0],
  ]);
  const outer = file.class("Outer`1", { namespace: "N", base: typeIndex(TypeTag.specification, base) });
  file.typeParameter("T", outer);
  file.method("Run", [0x20, 2, Element.void, Element.int, Element.array, Element.string, 2, 0, 0]);
  file.add(DotnetTable.Param, 0, 1, file.string("count"));
  const generic = file.method("Make", [0x30, 1, 1, Element.methodParameter, 0, Element.vector, Element.int]);
  file.typeParameter("M", generic, true);
  file.add(DotnetTable.InterfaceImpl, outer, list);
  file.add(DotnetTable.NestedClass, file.class("Inner", { flags: 2 }), outer);
  file.add(DotnetTable.Constant, 0x0e, 0, 4, file.blob([0x41, 0]));
  file.add(DotnetTable.ModuleRef, file.string("kernel32"));
  file.add(DotnetTable.Assembly, 0x8004, 1, 2, 3, 4, 0, 0, file.string("Sample"), 0);
  file.add(
    DotnetTable.AssemblyRef,
    4,
    0,
    0,
    0,
    0,
    file.blob([1, 2, 3, 4, 5, 6, 7, 8]),
    file.string("mscorlib"),
    0,
    0,
  );
  file.resources.u32(5).text("hello");
  file.hasResources = true;
  file.add(DotnetTable.ManifestResource, 0, 1, file.string("r"), 0);
  file.userString([0x41, 0, 0x42, 0, 0]).userString([0x43, 0, 0]);
  return file.build();
}

export const dotnetSamples: readonly WrittenSample[] = [{ name: "assembly", bytes: dotnetSample() }];
