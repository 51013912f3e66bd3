/**
 * Builds portable executables: headers, one section that holds all tables, and what is asked of imports, exports,
 * resources, version information, debug records and certificates. What an option does not reach can be written into
 * {@link PeBuilder.body} by hand.
 */
import { ByteBuilder } from "./byte-builder.ts";

export const Directory = {
  exports: 0,
  imports: 1,
  resources: 2,
  security: 4,
  debug: 6,
  delayImports: 13,
} as const;

export interface PeSection {
  readonly name: string;
  readonly virtualAddress: number;
  readonly virtualSize: number;
  readonly rawOffset: number;
  readonly rawSize: number;
}

export interface PeTool {
  readonly toolid: number;
  readonly version: number;
  readonly times: number;
}

export interface PeOptions {
  /** Default: 32 bits. */
  readonly is64?: boolean;
  /** Default 0x400000. */
  readonly imageBase?: number | bigint;
  readonly characteristics?: number;
  /** Default 0x1000; the section begins at 0x1000 in any case. */
  readonly sectionAlignment?: number;
  /** Default 0x200. */
  readonly fileAlignment?: number;
  /** Data directories that the header claims and has; default 16. */
  readonly directoryCount?: number;
  /** Tools of the rich header; without them there is none. */
  readonly richTools?: readonly PeTool[];
  /** Default 0x12345678. */
  readonly richKey?: number;
  /** Bytes of the section that the file holds; default all of the body, in whole units of alignment. */
  readonly rawSize?: number;
  /** Default as {@link rawSize}. */
  readonly virtualSize?: number;
  /** Section headers behind that of the section with the tables. */
  readonly moreSections?: readonly PeSection[];
}

/** Where the section with the tables begins in memory. */
export const SECTION_RVA = 0x1000;
const SECTION_HEADER_SIZE = 40;
const RICH_OFFSET = 0x80;
const CHECKSUM = 64;
const ALIGNMENT = 0x200;

export class PeBuilder {
  /** The section with the tables. */
  readonly body: ByteBuilder = new ByteBuilder();
  readonly options: PeOptions;
  readonly #directories = new Map<number, { rva: number; size: number }>();
  readonly #headerSize: number;

  constructor(options: PeOptions = {}) {
    this.options = options;
    const { directoryCount = 16, richTools = [], moreSections = [] } = options;
    const size = 512 + 8 * richTools.length + 8 * directoryCount + SECTION_HEADER_SIZE * moreSections.length;
    this.#headerSize = Math.ceil(size / ALIGNMENT) * ALIGNMENT;
  }

  get is64(): boolean {
    return this.options.is64 ?? false;
  }

  get imageBase(): bigint {
    return BigInt(this.options.imageBase ?? 0x400000);
  }

  /** The address of the next byte of the body. */
  get rva(): number {
    return SECTION_RVA + this.body.length;
  }

  /** The offset in the file of an address in the body. */
  offsetOf(rva: number): number {
    return rva - SECTION_RVA + this.#headerSize;
  }

  /** The offset in the body of an address, for {@link ByteBuilder.patch}. */
  inBody(rva: number): number {
    return rva - SECTION_RVA;
  }

  /** Says where a table is. */
  directory(index: number, rva: number, size: number): this {
    this.#directories.set(index, { rva, size });
    return this;
  }

  /** Writes text with its zero; its address. */
  name(text: string | Uint8Array): number {
    const { rva } = this;
    if (typeof text === "string") this.body.text(text);
    else this.body.bytes(text);
    this.body.u8(0);
    return rva;
  }

  /** A number of the image's width. */
  word(value: number | bigint): this {
    if (this.is64) this.body.u64(value);
    else this.body.u32(Number(BigInt.asUintN(32, BigInt(value))));
    return this;
  }

  /** Headers and section, without certificates. */
  build(): Uint8Array<ArrayBuffer> {
    const { options } = this;
    const file = new ByteBuilder();
    const content = this.body.build();
    const size = options.rawSize ?? Math.ceil(content.length / ALIGNMENT) * ALIGNMENT;
    const peOffset = this.#writeDosHeader(file);
    file.patch(0x3c, peOffset);
    this.#writeHeaders(file, size);
    file.padTo(this.#headerSize).bytes(content);
    if (size > content.length) file.fill(Math.min(size - content.length, ALIGNMENT));
    return file.build();
  }

  /**
   * The image with certificates behind it. Each is made from the file that it covers: the image whose digest counts all
   * bytes but the checksum and the directory entry of the table.
   */
  buildSigned(certificates: readonly ((file: SignableFile) => Uint8Array)[]): Uint8Array {
    const image = new ByteBuilder().bytes(this.build()).align(8).build();
    const { peOffset, entry } = placesOf(image, this.is64);
    const checksum = peOffset + 24 + CHECKSUM;
    const covered = [
      image.subarray(0, checksum),
      image.subarray(checksum + 4, entry),
      image.subarray(entry + 8),
    ];
    const table = new ByteBuilder();
    for (const make of certificates) {
      const certificate = make({ covered });
      table.u32(certificate.length + 8).u16(0x200, 2);
      table.bytes(certificate).align(8);
    }
    const file = new ByteBuilder().bytes(image).bytes(table.build());
    return file
      .patch(entry, image.length)
      .patch(entry + 4, table.length)
      .build();
  }

  #writeDosHeader(file: ByteBuilder): number {
    const { richTools, richKey = 0x12345678 } = this.options;
    file.text("MZ").padTo(RICH_OFFSET);
    if (richTools === undefined) return file.length;
    const encoded = (value: number) => file.u32((value ^ richKey) >>> 0);
    encoded(0x536e6144);
    for (let i = 0; i < 3; i++) encoded(0);
    for (const { toolid, version, times } of richTools) {
      encoded(((toolid << 16) | version) >>> 0);
      encoded(times);
    }
    file.text("Rich").u32(richKey).align(8);
    return file.length;
  }

  #writeHeaders(file: ByteBuilder, size: number): void {
    const { is64, options } = this;
    const { directoryCount = 16, moreSections = [], characteristics = 0x102 } = options;
    const { sectionAlignment = 0x1000, fileAlignment = ALIGNMENT, virtualSize = size } = options;
    file.text("PE\0\0").u16(is64 ? 0x8664 : 0x14c, 1 + moreSections.length);
    file.u32(0x65000000, 0, 0).u16((is64 ? 112 : 96) + 8 * directoryCount, characteristics);
    file.u16(is64 ? 0x20b : 0x10b).u8(14, 30);
    file.u32(0x200, 0x400, 0, SECTION_RVA + 0x10, SECTION_RVA);
    if (is64) file.u64(this.imageBase);
    else file.u32(0x2000, Number(BigInt.asUintN(32, this.imageBase)));
    file.u32(sectionAlignment, fileAlignment).u16(6, 1, 2, 3, 6, 0);
    file.u32(0, 0x10000, this.#headerSize, 0x1234).u16(3, 0x8160);
    for (const reserve of [0x100000, 0x1000, 0x100000, 0x1000]) {
      if (is64) file.u64(reserve);
      else file.u32(reserve);
    }
    file.u32(0, directoryCount);
    for (let i = 0; i < directoryCount; i++) {
      const { rva, size: tableSize } = this.#directories.get(i) ?? { rva: 0, size: 0 };
      file.u32(rva, tableSize);
    }
    const own = { name: ".data", virtualAddress: SECTION_RVA, rawOffset: this.#headerSize };
    for (const section of [{ ...own, virtualSize, rawSize: size }, ...moreSections]) {
      const end = file.length + 8;
      file.text(section.name).padTo(end);
      file.u32(section.virtualSize, section.virtualAddress, section.rawSize, section.rawOffset);
      file.u32(0, 0).u16(0, 0).u32(0x60000020);
    }
  }
}

/** What a signature is made of. */
export interface SignableFile {
  /** The bytes that a signature's digest covers, in pieces. */
  readonly covered: readonly Uint8Array[];
}

function placesOf(image: Uint8Array, is64: boolean): { peOffset: number; entry: number } {
  const peOffset = new DataView(image.buffer, image.byteOffset).getUint32(0x3c, true);
  return { peOffset, entry: peOffset + 24 + (is64 ? 112 : 96) + 8 * Directory.security };
}

// Imports

export interface PeLibrary {
  readonly name: string;
  /** Names, or ordinals. */
  readonly functions: readonly (string | number)[];
}

export interface ImportOptions {
  /** Whether the list of names is there beside the list of slots, default true. */
  readonly hasLookup?: boolean;
  /** Where descriptors say that the list of names is, instead of where it is. */
  readonly lookup?: number;
}

const ORDINAL_32 = 0x80000000n;
const ORDINAL_64 = 0x8000000000000000n;

/** Writes hints, names and a list of what to look up; the list's address. `base` is added to every address. */
function writeThunks(pe: PeBuilder, functions: PeLibrary["functions"], base = 0n): number {
  const ordinalBit = pe.is64 ? ORDINAL_64 : ORDINAL_32;
  const values = functions.map((imported) => {
    if (typeof imported === "number") return ordinalBit | BigInt(imported);
    pe.body.align(2);
    const { rva } = pe;
    pe.body.u16(0);
    pe.name(imported);
    return BigInt(rva) + base;
  });
  pe.body.align(8);
  const start = pe.rva;
  for (const value of [...values, 0n]) pe.word(value);
  return start;
}

/** Writes the load-time imports. */
export function writeImports(
  pe: PeBuilder,
  libraries: readonly PeLibrary[],
  options: ImportOptions = {},
): void {
  const { hasLookup = true } = options;
  const descriptors = libraries.map(({ name, functions }) => {
    const lookup = hasLookup ? writeThunks(pe, functions) : 0;
    return { name: pe.name(name), lookup: options.lookup ?? lookup, slots: writeThunks(pe, functions) };
  });
  pe.body.align(4);
  const { rva } = pe;
  for (const { name, lookup, slots } of descriptors) pe.body.u32(lookup, 0, 0, name, slots);
  pe.body.fill(20);
  pe.directory(Directory.imports, rva, pe.rva - rva);
}

export interface DelayOptions {
  /** Default 1: the descriptors hold offsets from the image base; without bit 0, addresses. */
  readonly attributes?: number;
  /** Whether thunks are addresses where descriptors are; default true. */
  readonly hasAddressThunks?: boolean;
  /** What the directory says; default the size of the descriptors and the one that ends them. */
  readonly directorySize?: number;
  /** Where descriptors say that the list of names is. */
  readonly lookup?: number;
  /** Where descriptors say that the slots are. */
  readonly slots?: number;
}

/** Writes the delayed imports. */
export function writeDelayedImports(
  pe: PeBuilder,
  libraries: readonly PeLibrary[],
  options: DelayOptions = {},
): void {
  const { attributes = 1, hasAddressThunks = true } = options;
  const base = (attributes & 1) === 0 ? pe.imageBase : 0n;
  const address = (rva: number) => Number(BigInt.asUintN(32, BigInt(rva) + base));
  const descriptors = libraries.map(({ name, functions }) => {
    const lookup = writeThunks(pe, functions, hasAddressThunks ? base : 0n);
    pe.body.align(8);
    const slots = pe.rva;
    for (let i = 0; i <= functions.length; i++) pe.word(i < functions.length ? pe.imageBase + 0x1234n : 0);
    return { name: pe.name(name), lookup: options.lookup ?? lookup, slots: options.slots ?? slots };
  });
  pe.body.align(4);
  const { rva } = pe;
  for (const { name, lookup, slots } of descriptors)
    pe.body.u32(attributes, address(name), 0, address(slots), address(lookup), 0, 0, 0);
  pe.body.fill(32);
  pe.directory(Directory.delayImports, rva, options.directorySize ?? pe.rva - rva);
}

// Exports

export interface PeExport {
  readonly name?: string;
  /** An address; a text is the name of what it forwards to. */
  readonly target: number | string;
}

export interface ExportOptions {
  readonly libraryName?: string;
  /** Default 1. */
  readonly base?: number;
  /** What the table claims; default the truth. */
  readonly functionCount?: number;
  readonly nameCount?: number;
}

/** Writes the export table. */
export function writeExports(pe: PeBuilder, exports: readonly PeExport[], options: ExportOptions = {}): void {
  const named = exports.flatMap(({ name }, index) => (name === undefined ? [] : [{ name, index }]));
  pe.body.align(4);
  const table = pe.rva;
  pe.body.fill(40);
  const libraryName = pe.name(options.libraryName ?? "library.dll");
  const targets = exports.map(({ target }) => (typeof target === "string" ? pe.name(target) : target));
  const names = named.map(({ name }) => pe.name(name));
  pe.body.align(4);
  const addressTable = pe.rva;
  pe.body.u32(...targets);
  const nameTable = pe.rva;
  pe.body.u32(...names);
  const indexTable = pe.rva;
  pe.body.u16(...named.map(({ index }) => index));
  const fields = [
    ...[0, 0x65000001, 0, libraryName, options.base ?? 1],
    ...[options.functionCount ?? exports.length, options.nameCount ?? named.length],
    ...[addressTable, nameTable, indexTable],
  ];
  for (const [i, field] of fields.entries()) pe.body.patch(pe.inBody(table) + 4 * i, field);
  pe.directory(Directory.exports, table, addressTable - table);
}

// Resources

/** A directory of resources, or data. Labels are numbers or names. */
export type ResourceTree = readonly (readonly [label: number | string, child: ResourceTree | Uint8Array])[];

/** Writes the resource tree. */
export function writeResources(pe: PeBuilder, tree: ResourceTree): void {
  pe.body.align(4);
  const start = pe.rva;
  writeResourceDirectory(pe, tree, start);
  pe.directory(Directory.resources, start, pe.rva - start);
}

const HIGH_BIT = 0x80000000;

/** Offsets in the tree count from its start. */
function writeResourceDirectory(pe: PeBuilder, tree: ResourceTree, start: number): number {
  const at = pe.rva;
  const named = tree.filter(([label]) => typeof label === "string").length;
  pe.body.u32(0, 0x65000002).u16(1, 2, named, tree.length - named);
  const entries = pe.body.length;
  pe.body.fill(8 * tree.length);
  for (const [i, [label, child]] of tree.entries()) {
    const entry = entries + 8 * i;
    if (typeof label === "number") pe.body.patch(entry, label);
    else {
      pe.body.align(2).patch(entry, (HIGH_BIT | (pe.rva - start)) >>> 0);
      pe.body.u16(label.length).wideText(label);
    }
    pe.body.align(4);
    if (child instanceof Uint8Array) {
      pe.body.patch(entry + 4, pe.rva - start);
      pe.body.u32(pe.rva + 16, child.length, 0, 0).bytes(child);
    } else {
      const directory = writeResourceDirectory(pe, child, start);
      pe.body.patch(entry + 4, (HIGH_BIT | (directory - start)) >>> 0);
    }
  }
  return at;
}

export interface VersionStrings {
  /** The name of the table: language and code page, default `040904b0`. */
  readonly table?: string;
  readonly strings: readonly (readonly [key: string, value: string])[];
}

/** A version resource with its tables of strings. */
export function versionInfo(...tables: readonly VersionStrings[]): Uint8Array {
  const out = new ByteBuilder();
  const fixed = new ByteBuilder().u32(0xfeef04bd, 0x10000).fill(44).build();
  versionBlock(out, "VS_VERSION_INFO", fixed, 0, () => {
    versionBlock(out, "StringFileInfo", new Uint8Array(), 1, () => {
      for (const { table = "040904b0", strings } of tables)
        versionBlock(out, table, new Uint8Array(), 1, () => {
          for (const [key, value] of strings) versionBlock(out, key, `${value}\0`, 1, () => {});
        });
    });
  });
  return out.build();
}

function versionBlock(
  out: ByteBuilder,
  key: string,
  value: Uint8Array | string,
  type: number,
  children: () => void,
): void {
  out.align(4);
  const start = out.length;
  out.u16(0, value.length, type).wideText(`${key}\0`).align(4);
  if (typeof value === "string") out.wideText(value);
  else out.bytes(value);
  children();
  out.patch(start, out.length - start, 2);
}

// Debug records

export interface DebugRecord {
  /** Default 2, CodeView. */
  readonly type?: number;
  /** The record with its signature. */
  readonly data: Uint8Array;
  /** Default: where the record is. 0 leaves the file offset as the only way to it. */
  readonly rva?: number;
  readonly offset?: number;
}

/** A CodeView record, by its signature: `RSDS`, `NB10` or `MTOC`. */
export function codeView(signature: "RSDS" | "NB10" | "MTOC", path: string): Uint8Array {
  const record = new ByteBuilder().text(signature);
  if (signature === "RSDS") record.fill(16, 0x11).u32(1);
  else if (signature === "NB10") record.u32(0, 0x65000003, 1);
  else record.fill(16, 0x22);
  return record.text(`${path}\0`).build();
}

/** Writes debug entries and their records. */
export function writeDebug(pe: PeBuilder, records: readonly DebugRecord[]): void {
  const places = records.map(({ data }) => {
    pe.body.align(4);
    const { rva } = pe;
    pe.body.bytes(data);
    return rva;
  });
  pe.body.align(4);
  const start = pe.rva;
  for (const [i, { type = 2, data, rva, offset }] of records.entries()) {
    const at = places[i]!;
    pe.body.u32(0, 0, 0, type, data.length, rva ?? at, offset ?? pe.offsetOf(at));
  }
  pe.directory(Directory.debug, start, pe.rva - start);
}
