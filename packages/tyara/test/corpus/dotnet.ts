/** Assemblies of .NET (ECMA-335, partition II): tables and heaps in an executable of one section. */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

/** Numbers of the tables that can be written. */
export const DotnetTable = {
  Module: 0x00,
  TypeRef: 0x01,
  TypeDef: 0x02,
  Field: 0x04,
  MethodDef: 0x06,
  Param: 0x08,
  InterfaceImpl: 0x09,
  MemberRef: 0x0a,
  Constant: 0x0b,
  CustomAttribute: 0x0c,
  ModuleRef: 0x1a,
  TypeSpec: 0x1b,
  FieldRva: 0x1d,
  Assembly: 0x20,
  AssemblyRef: 0x23,
  File: 0x26,
  ManifestResource: 0x28,
  NestedClass: 0x29,
  GenericParam: 0x2a,
} as const;
export type DotnetTable = (typeof DotnetTable)[keyof typeof DotnetTable];

/** A number of so many bytes, an offset in a heap (4 bytes), or a row of one of several tables behind so many bits. */
type Column = 1 | 2 | 4 | { readonly tagBits: number; readonly tables: readonly number[] };

const row = (table: number): Column => ({ tagBits: 0, tables: [table] });
const coded = (tagBits: number, ...tables: number[]): Column => ({ tagBits, tables });
const TypeDefOrRef = coded(2, 0x02, 0x01, 0x1b);

/** Spec: II.22. All heaps are large, so that offsets in them take 4 bytes. */
const columnsOf: Readonly<Record<DotnetTable, readonly Column[]>> = {
  0: [2, 4, 4, 4, 4],
  1: [coded(2, 0x00, 0x1a, 0x23, 0x01), 4, 4],
  2: [4, 4, 4, TypeDefOrRef, row(0x04), row(0x06)],
  4: [2, 4, 4],
  6: [4, 2, 2, 4, 4, row(0x08)],
  8: [2, 2, 4],
  9: [row(0x02), TypeDefOrRef],
  10: [coded(3, 0x02, 0x01, 0x1a, 0x06, 0x1b), 4, 4],
  11: [1, 1, coded(2, 0x04, 0x08, 0x17), 4],
  12: [coded(5, 0x06, 0x04, 0x01, 0x02, 0x08, 0x09, 0x0a, 0x00, 0x20), coded(3, 0x06, 0x0a), 4],
  26: [4],
  27: [4],
  29: [4, row(0x04)],
  32: [4, 2, 2, 2, 2, 4, 4, 4, 4],
  35: [2, 2, 2, 2, 4, 4, 4, 4, 4],
  38: [4, 4, 4],
  40: [4, 4, 4, coded(2, 0x26, 0x23, 0x27)],
  41: [row(0x02), row(0x02)],
  42: [2, 2, coded(1, 0x02, 0x06), 4],
};

const SECTION_ADDRESS = 0x2000;
const SECTION_OFFSET = 0x200;

/** Bits in coded indices of types. */
export const TypeTag = { definition: 0, reference: 1, specification: 2 } as const;
export const typeIndex = (tag: number, rowNumber: number): number => (rowNumber << 2) | tag;

/** Elements of signatures: II.23.1.16. */
export const Element = {
  void: 0x01,
  int: 0x08,
  string: 0x0e,
  pointer: 0x0f,
  class: 0x12,
  typeParameter: 0x13,
  array: 0x14,
  generic: 0x15,
  functionPointer: 0x1b,
  vector: 0x1d,
  methodParameter: 0x1e,
} as const;

/** Spec: II.23.2, an unsigned number in one, two or four bytes. */
export function compressed(value: number): number[] {
  if (value < 0x80) return [value];
  if (value < 0x4000) return [0x80 | (value >> 8), value & 0xff];
  return [0xc0 | (value >> 24), (value >> 16) & 0xff, (value >> 8) & 0xff, value & 0xff];
}

export class DotnetBuilder {
  readonly #rows = new Map<DotnetTable, number[][]>();
  readonly #strings = new ByteBuilder().u8(0);
  readonly #blobs = new ByteBuilder().u8(0);
  readonly #userStrings = new ByteBuilder().u8(0);
  readonly #known = new Map<string, number>();
  /** The heap of GUIDs. */
  guids: Uint8Array = new Uint8Array(16);
  /** Bytes of resources, each behind its length. */
  readonly resources: ByteBuilder = new ByteBuilder();
  /** Whether the header says where resources are. */
  hasResources = false;
  /** Lets a table have more rows by its count than there are. */
  readonly rowCounts: Map<DotnetTable, number> = new Map();

  constructor() {
    this.add(DotnetTable.Module, 0, this.string("module.dll"), 0, 0, 0);
    this.add(DotnetTable.TypeDef, 0, this.string("<Module>"), 0, 0, 1, 1);
  }

  /** The offset of a name in its heap; the same text stands there once. */
  string(text: string): number {
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const offset = this.#strings.length;
    this.#strings.text(`${text}\0`);
    this.#known.set(text, offset);
    return offset;
  }

  /** The offset of bytes in their heap. @param declared their length in place of the true one. */
  blob(bytes: readonly number[], declared: number = bytes.length): number {
    const offset = this.#blobs.length;
    this.#blobs.bytes(compressed(declared)).bytes(bytes);
    return offset;
  }

  /** Bytes as they stand in the heap of string literals, without their length. */
  userString(bytes: readonly number[]): this {
    this.#userStrings.bytes(compressed(bytes.length)).bytes(bytes);
    return this;
  }

  /** The number of the new row. */
  add(table: DotnetTable, ...values: number[]): number {
    const rows = this.#rows.get(table) ?? [];
    this.#rows.set(table, rows);
    return rows.push(values);
  }

  /** A class; its methods are those added until the next class. */
  class(
    name: string,
    { namespace = "", flags = 1, base = 0 }: { namespace?: string; flags?: number; base?: number } = {},
  ): number {
    const methods = (this.#rows.get(DotnetTable.MethodDef)?.length ?? 0) + 1;
    return this.add(
      DotnetTable.TypeDef,
      flags,
      this.string(name),
      namespace === "" ? 0 : this.string(namespace),
      base,
      1,
      methods,
    );
  }

  reference(name: string, namespace = ""): number {
    return this.add(DotnetTable.TypeRef, 0, this.string(name), namespace === "" ? 0 : this.string(namespace));
  }

  /** A method of the last class. */
  method(name: string, signature: readonly number[] | number, flags = 6): number {
    const parameters = (this.#rows.get(DotnetTable.Param)?.length ?? 0) + 1;
    const blob = typeof signature === "number" ? signature : this.blob(signature);
    return this.add(DotnetTable.MethodDef, 0, 0, flags, this.string(name), blob, parameters);
  }

  /** A type parameter of a class, or of a method. */
  typeParameter(name: string, owner: number, isOfMethod = false, index = 0): number {
    return this.add(
      DotnetTable.GenericParam,
      index,
      0,
      (owner << 1) | (isOfMethod ? 1 : 0),
      this.string(name),
    );
  }

  typeSpecification(signature: readonly number[] | number): number {
    return this.add(DotnetTable.TypeSpec, typeof signature === "number" ? signature : this.blob(signature));
  }

  build(): Uint8Array<ArrayBuffer> {
    const metadata = this.#metadata();
    const out = new ByteBuilder();
    const resources = this.resources.build();
    const bodySize = 72 + metadata.length + resources.length;
    out.text("MZ").padTo(0x3c).u32(0x80).padTo(0x80);
    out.text("PE\0\0").u16(0x14c, 1).u32(0, 0, 0).u16(224, 0x2102);
    out
      .u16(0x10b)
      .padTo(0x98 + 28)
      .u32(0x400000, 0x2000, 0x200)
      .padTo(0x98 + 56);
    out
      .u32(SECTION_ADDRESS + bodySize, SECTION_OFFSET)
      .padTo(0x98 + 92)
      .u32(16);
    out
      .padTo(0x98 + 96 + 8 * 14)
      .u32(SECTION_ADDRESS, 72)
      .padTo(0x98 + 224);
    out.text(".text\0\0\0").u32(bodySize, SECTION_ADDRESS, bodySize, SECTION_OFFSET, 0, 0, 0, 0x60000020);
    out.padTo(SECTION_OFFSET);
    out
      .u32(72)
      .u16(2, 5)
      .u32(SECTION_ADDRESS + 72, metadata.length, 1, 0);
    out.u32(this.hasResources ? SECTION_ADDRESS + 72 + metadata.length : 0, resources.length);
    return out
      .padTo(SECTION_OFFSET + 72)
      .bytes(metadata)
      .bytes(resources)
      .build();
  }

  #metadata(): Uint8Array {
    const streams: readonly (readonly [name: string, bytes: Uint8Array])[] = [
      ["#~", this.#tables()],
      ["#Strings", this.#strings.build()],
      ["#US", this.#userStrings.build()],
      ["#GUID", this.guids],
      ["#Blob", this.#blobs.build()],
    ];
    const out = new ByteBuilder()
      .u32(0x424a5342)
      .u16(1, 1)
      .u32(0, 12)
      .text("v4.0.30319\0\0")
      .u16(0, streams.length);
    const places = streams.map(([name, bytes]) => {
      const place = out.length;
      out.u32(0, bytes.length).text(`${name}\0`).align(4);
      return place;
    });
    for (const [i, [, bytes]] of streams.entries()) {
      out.align(4).patch(places[i]!, out.length);
      out.bytes(bytes);
    }
    return out.build();
  }

  #tables(): Uint8Array {
    const count = (table: number) =>
      this.rowCounts.get(table as DotnetTable) ?? this.#rows.get(table as DotnetTable)?.length ?? 0;
    const numbers = [...this.#rows.keys()].sort((a, b) => a - b);
    const valid = numbers.reduce((bits, number) => bits | (1n << BigInt(number)), 0n);
    const out = new ByteBuilder()
      .u32(0)
      .u8(2, 0, 7, 1)
      .u64(valid, 0)
      .u32(...numbers.map(count));
    for (const number of numbers) {
      for (const values of this.#rows.get(number)!) {
        for (const [i, column] of columnsOf[number].entries()) {
          const value = values[i] ?? 0;
          const size = typeof column === "number" ? column : this.#indexSize(column, count);
          if (size === 1) out.u8(value);
          else if (size === 2) out.u16(value);
          else out.u32(value);
        }
      }
    }
    return out.build();
  }

  #indexSize({ tagBits, tables }: Exclude<Column, number>, count: (table: number) => number): number {
    return tables.some((table) => count(table) > 0xffff >> tagBits) ? 4 : 2;
  }
}

const amplifier = (
  name: string,
  start: number,
  fill: (file: DotnetBuilder, count: number) => void,
): Amplifier => ({
  module: "dotnet",
  name,
  start,
  make: (count) => {
    const file = new DotnetBuilder();
    fill(file, count);
    return file.build();
  },
});
const repeat = (count: number, run: (index: number) => void): void => {
  for (let i = 0; i < count; i++) run(i);
};
const longName = "N".repeat(1000);
const listOf = (tag: number, reference: number, ...types: readonly number[][]): number[] => [
  Element.generic,
  Element.class,
  ...compressed(typeIndex(tag, reference)),
  ...compressed(types.length),
  ...types.flat(),
];
const classOf = (tag: number, rowNumber: number): number[] => [
  Element.class,
  ...compressed(typeIndex(tag, rowNumber)),
];

export const dotnetAmplifiers: readonly Amplifier[] = [
  amplifier("classes", 500, (file, count) => repeat(count, (i) => file.class(`C${i}`))),
  amplifier("classes that share one long name", 500, (file, count) =>
    repeat(count, () => file.class(longName)),
  ),
  amplifier("classes inside each other with long names", 500, (file, count) =>
    repeat(count, () => {
      const inner = file.class(longName, { flags: 2 });
      if (inner > 2) file.add(DotnetTable.NestedClass, inner, inner - 1);
    }),
  ),
  amplifier("classes that claim the same methods", 200, (file, count) => {
    repeat(count, (i) => file.add(DotnetTable.TypeDef, 1, file.string(`C${i}`), 0, 0, 1, 1));
    const signature = file.blob([0, 0, Element.void]);
    repeat(count, (i) => file.method(`m${i}`, signature));
    file.class("last");
  }),
  amplifier("methods that share one long signature", 200, (file, count) => {
    file.class("C");
    const types = new Array<number>(Math.min(count, 1000)).fill(Element.int);
    const signature = file.blob([0, ...compressed(types.length), Element.void, ...types]);
    repeat(count, () => file.method("m", signature));
  }),
  amplifier("methods that share a signature of long names, which is unsound", 200, (file, count) => {
    const reference = file.reference(longName);
    file.class("C");
    const types = new Array(60).fill(classOf(TypeTag.reference, reference)).flat();
    const signature = file.blob([0, 61, Element.void, ...types, 0xff]);
    repeat(count, () => file.method("m", signature));
  }),
  amplifier("signatures that declare more than they need", 500, (file, count) => {
    file.class("C");
    const signature = file.blob([0, 0, Element.void, ...new Array<number>(4 * count).fill(0)]);
    repeat(count, () => file.method("m", signature));
  }),
  amplifier("base types that are one long specification", 500, (file, count) => {
    const reference = file.reference(longName);
    const types = new Array(50).fill(classOf(TypeTag.reference, reference));
    const specification = file.typeSpecification(listOf(TypeTag.reference, reference, ...types));
    const owner = file.class("C");
    repeat(count, () =>
      file.add(DotnetTable.InterfaceImpl, owner, typeIndex(TypeTag.specification, specification)),
    );
  }),
  amplifier("generic classes that share a long open base type", 200, (file, count) => {
    const reference = file.reference("L", "S");
    const types = new Array(60).fill([Element.typeParameter, 0]);
    const specification = file.typeSpecification(listOf(TypeTag.reference, reference, ...types));
    repeat(count, () => {
      const owner = file.class("C`1", { base: typeIndex(TypeTag.specification, specification) });
      file.typeParameter(longName, owner);
    });
  }),
  amplifier("specifications that each name the one before many times", 8, (file, count) => {
    let specification = file.typeSpecification(classOf(TypeTag.reference, file.reference("R", "S")));
    repeat(count, () => {
      const inner = classOf(TypeTag.specification, specification);
      specification = file.typeSpecification(listOf(TypeTag.reference, 1, ...new Array(100).fill(inner)));
    });
    file.class("C", { base: typeIndex(TypeTag.specification, specification) });
  }),
  amplifier("open specifications that each name many others", 20, (file, count) => {
    const reference = file.reference("R", "S");
    const all = Array.from({ length: count }, (_, i) => classOf(TypeTag.specification, i + 1));
    repeat(count, () =>
      file.typeSpecification(listOf(TypeTag.reference, reference, ...all, [Element.typeParameter, 0])),
    );
    repeat(count, () => {
      const owner = file.class("C`1", { base: typeIndex(TypeTag.specification, 1) });
      file.typeParameter("T", owner);
    });
  }),
  amplifier("methods that share their type parameters", 200, (file, count) => {
    repeat(count, (i) => file.add(DotnetTable.TypeDef, 1, file.string(`C${i}`), 0, 0, 1, 1));
    const method = file.method("m", [0x10, 1, 0, Element.void]);
    repeat(count, () => file.typeParameter(longName, method, true));
  }),
  amplifier("constants that share their bytes", 500, (file, count) => {
    const bytes = file.blob(new Array<number>(20 * count).fill(0x41));
    repeat(count, () => file.add(DotnetTable.Constant, 0x0e, 0, 4, bytes));
  }),
  amplifier("references to assemblies that share name and key", 500, (file, count) => {
    const key = file.blob(new Array<number>(10 * count).fill(0x41));
    repeat(count, () => file.add(DotnetTable.AssemblyRef, 1, 0, 0, 0, 0, key, file.string(longName), 0, 0));
  }),
  amplifier("resources and modules that share one long name", 500, (file, count) =>
    repeat(count, () => {
      file.add(DotnetTable.ManifestResource, 0, 1, file.string(longName), 0);
      file.add(DotnetTable.ModuleRef, file.string(longName));
    }),
  ),
  amplifier("attributes of the assembly", 1000, (file, count) => {
    file.add(DotnetTable.Assembly, 0, 1, 0, 0, 0, 0, 0, file.string("A"), 0);
    const type = file.reference(longName);
    const member = file.add(DotnetTable.MemberRef, (type << 3) | 1, file.string(".ctor"), 0);
    repeat(count, () => file.add(DotnetTable.CustomAttribute, (1 << 5) | 14, (member << 3) | 3, 0));
  }),
  amplifier("string literals", 2000, (file, count) => repeat(count, () => file.userString([0x41, 0, 0]))),
  amplifier("rows that the header promises and the file lacks", 500, (file, count) => {
    repeat(count, () => file.class("C"));
    file.rowCounts.set(DotnetTable.TypeDef, count ** 2);
  }),
];
