/** Reads a Mach-O file, fat or of one image, into the module's value. */

import { ByteReader } from "../../base/index.ts";
import type { StructValue } from "../../types/index.ts";
import { Budget } from "../budget.ts";
import { isFull } from "../limits.ts";
import type { ModuleInput } from "../module.ts";
import { strictUtf8, utf8 } from "../text.ts";
import { type Wants, wantsOf } from "../wanted.ts";
import { readCodeSignature } from "./code-signature.ts";
import { linkData, readBoundNames, readChainedImports, readExportTrie } from "./dyld.ts";
import { fatFormat, type ImageFormat, imageFormat } from "./header.ts";
import {
  type Command,
  commands,
  LoadCommand,
  PATH_OFFSET,
  readBuildVersion,
  readCommandString,
  readDylib,
  readLinkerOptions,
  readMinVersion,
  readUuid,
  readWords,
  sourceVersionText,
} from "./load-commands.ts";
import { fileOffsetOf, readSegment, type Segment } from "./segments.ts";
import { readSymbolTable, type SymbolTable } from "./symbols.ts";
import { entryAddress } from "./threads.ts";

/** Limit: images of a fat file. */
const MAX_ARCHITECTURES = 256;

/** The module's value, `undefined` when the data is something else. */
export function parseMacho(input: ModuleInput): StructValue | undefined {
  const { data } = input;
  const wants = wantsOf(input);
  const fat = fatFormat(data);
  if (!fat) return parseImage(data, wants);
  // Who reads the list of images may read anything of them.
  return parseFat(data, fat.is64, wants("file") ? () => true : wants);
}

function parseFat(data: Uint8Array, is64: boolean, wants: Wants): StructValue {
  const reader = new ByteReader(data, { order: "big" });
  const count = reader.u32At(4);
  const size = is64 ? 32 : 20;
  const budget = Budget.ofBytes(data.length, "images");
  const architectures: StructValue[] = [];
  const images: StructValue[] = [];
  for (let i = 0, at = 8; i < (count ?? 0) && reader.has(at, size); i++, at += size) {
    if (isFull(MAX_ARCHITECTURES, i, "architectures")) break;
    const architecture = readArchitecture(reader, at, is64);
    architectures.push(architecture);
    const part = reader.bytesAt(Number(architecture.offset), Number(architecture.size));
    const image = part && budget.take(part.length) ? parseImage(part, wants) : undefined;
    if (image) images.push(image);
  }
  // Compat: a fat file with one readable image is shown as that image, as in the reference.
  if (images.length === 1) return images[0]!;
  return { fat_magic: reader.u32At(0), nfat_arch: count, fat_arch: architectures, file: images };
}

function readArchitecture(reader: ByteReader, at: number, is64: boolean) {
  return {
    cputype: reader.u32At(at),
    cpusubtype: reader.u32At(at + 4),
    offset: is64 ? reader.u64At(at + 8) : reader.u32At(at + 8),
    size: is64 ? reader.u64At(at + 16) : reader.u32At(at + 12),
    align: reader.u32At(at + (is64 ? 24 : 16)),
    reserved: is64 ? reader.u32At(at + 28) : 0,
  };
}

const HEADER_SIZE_32 = 28;
const HEADER_SIZE_64 = 32;

/** What has been read of an image so far. */
interface Image {
  readonly reader: ByteReader;
  readonly format: ImageFormat;
  readonly wants: Wants;
  readonly segments: Segment[];
  readonly dylibs: StructValue[];
  readonly rpaths: Uint8Array[];
  readonly linkerOptions: Uint8Array[];
  /** What the dynamic linker's data says; `undefined` without such data: then the symbols tell. */
  exports: Uint8Array[] | undefined;
  imports: Uint8Array[] | undefined;
  symbols: SymbolTable | undefined;
  threadEntry: bigint | undefined;
  /** Fields that one command gives as they are. */
  readonly fields: { [field: string]: StructValue[string] };
}

function parseImage(data: Uint8Array, wants: Wants): StructValue | undefined {
  const magic = new ByteReader(data, { order: "big" }).u32At(0);
  const format = imageFormat(magic);
  const headerSize = format?.is64 ? HEADER_SIZE_64 : HEADER_SIZE_32;
  if (!format || data.length < headerSize) return undefined;
  const reader = new ByteReader(data, { order: format.order });
  const image = emptyImage(reader, format, wants);
  for (const command of commands(reader, headerSize, reader.u32At(16)!)) readCommand(image, command);
  return imageValue(image, magic!);
}

function emptyImage(reader: ByteReader, format: ImageFormat, wants: Wants): Image {
  return {
    ...{ reader, format, wants, symbols: undefined, threadEntry: undefined, fields: {} },
    ...{ segments: [], dylibs: [], rpaths: [], linkerOptions: [], exports: undefined, imports: undefined },
  };
}

function imageValue(image: Image, magic: number): StructValue {
  const { reader, format, symbols } = image;
  const headerNames = ["cputype", "cpusubtype", "filetype", "ncmds", "sizeofcmds", "flags"];
  const entry = image.threadEntry === undefined ? undefined : fileOffsetOf(image.segments, image.threadEntry);
  return {
    magic,
    ...readWords(reader, 4, headerNames),
    reserved: format.is64 ? reader.u32At(28) : undefined,
    number_of_segments: image.segments.length,
    segments: image.segments.map(({ fields }) => fields),
    dylibs: image.dylibs,
    rpaths: image.rpaths,
    linker_options: image.linkerOptions,
    exports: (image.exports ?? symbols?.defined ?? []).map(utf8),
    imports: (image.imports ?? symbols?.undefined ?? []).map(utf8),
    symtab: symbols?.fields,
    entry_point: entry,
    ...image.fields,
  };
}

function readCommand(image: Image, command: Command): void {
  const { number, reader } = command;
  const { fields } = image;
  switch (number) {
    case LoadCommand.segment:
    case LoadCommand.segment64:
      addDefined(image.segments, readSegment(reader, image.format.is64));
      return;
    case LoadCommand.symtab:
      // Exports and imports are those of the symbols where the dynamic linker's data does not tell.
      if (image.wants("symtab", "exports", "imports"))
        image.symbols = readSymbolTable(image.reader, reader, image.format.is64);
      return;
    case LoadCommand.dysymtab:
      fields.dysymtab = readWords(reader, 8, dysymtabNames);
      return;
    case LoadCommand.thread:
    case LoadCommand.unixThread:
      image.threadEntry = entryAddress(reader, image.reader.u32At(4)!);
      return;
    case LoadCommand.main:
      fields.entry_point = reader.u64At(8);
      fields.stack_size = reader.u64At(16);
      return;
    case LoadCommand.uuid:
      fields.uuid = readUuid(reader);
      return;
    case LoadCommand.loadDylinker:
    case LoadCommand.idDylinker:
      fields.dynamic_linker = readCommandString(reader, PATH_OFFSET);
      return;
    default:
      readVersionCommand(image, command);
  }
}

function readVersionCommand(image: Image, command: Command): void {
  const { number, reader } = command;
  const { fields } = image;
  switch (number) {
    case LoadCommand.sourceVersion: {
      const version = reader.u64At(8);
      fields.source_version = version === undefined ? undefined : sourceVersionText(version);
      return;
    }
    case LoadCommand.buildVersion:
      fields.build_version = readBuildVersion(reader);
      return;
    case LoadCommand.versionMinMacos:
    case LoadCommand.versionMinIphoneos:
    case LoadCommand.versionMinTvos:
    case LoadCommand.versionMinWatchos:
      fields.min_version = readMinVersion(command);
      return;
    default:
      readLinkCommand(image, command);
  }
}

function readLinkCommand(image: Image, { number, reader }: Command): void {
  switch (number) {
    case LoadCommand.loadDylib:
    case LoadCommand.idDylib:
    case LoadCommand.lazyLoadDylib:
    case LoadCommand.loadWeakDylib:
    case LoadCommand.reexportDylib:
    case LoadCommand.loadUpwardDylib:
      addDefined(image.dylibs, readDylib(reader));
      return;
    case LoadCommand.rpath:
      addDefined(image.rpaths, readCommandString(reader, PATH_OFFSET));
      return;
    case LoadCommand.linkerOption:
      image.linkerOptions.push(...readLinkerOptions(reader));
      return;
    case LoadCommand.dyldInfo:
    case LoadCommand.dyldInfoOnly:
      readDyldInfo(image, reader);
      return;
    case LoadCommand.exportsTrie:
      image.exports = exportedNames(image, linkData(image.reader, reader.u32At(8), reader.u32At(12)));
      return;
    case LoadCommand.chainedFixups:
      if (image.wants("imports"))
        image.imports = readChainedImports(linkData(image.reader, reader.u32At(8), reader.u32At(12)));
      return;
    case LoadCommand.codeSignature:
      readSignatureCommand(image, reader);
  }
}

function addDefined<T>(list: T[], item: T | undefined): void {
  if (item !== undefined) list.push(item);
}

/** Compat: the two numbers of undefined symbols are left out and later ones read in their place, as in the reference. */
const dysymtabNames: readonly string[] = [
  ...["ilocalsym", "nlocalsym", "iextdefsym", "nextdefsym", "tocoff", "ntoc", "modtaboff", "nmodtab"],
  ...["extrefsymoff", "nextrefsyms", "indirectsymoff", "nindirectsyms", "extreloff", "nextrel"],
  ...["locreloff", "nlocrel"],
];

const dyldInfoNames: readonly string[] = [
  ...["rebase_off", "rebase_size", "bind_off", "bind_size", "weak_bind_off", "weak_bind_size"],
  ...["lazy_bind_off", "lazy_bind_size", "export_off", "export_size"],
];

function readDyldInfo(image: Image, reader: ByteReader): void {
  const info = readWords(reader, 8, dyldInfoNames);
  if (!info) return;
  image.fields.dyld_info = info;
  const part = (name: string) =>
    linkData(image.reader, info[`${name}_off`] as number, info[`${name}_size`] as number);
  if (image.wants("imports"))
    image.imports = [...readBoundNames(part("bind")), ...readBoundNames(part("lazy_bind"))];
  image.exports = exportedNames(image, part("export"));
}

function exportedNames({ wants }: Image, trie: ByteReader): Uint8Array[] {
  return wants("exports") ? soundNames(readExportTrie(trie)) : [];
}

/** Compat: names in a trie that are no UTF-8 are left out, those of symbols are not, as in the reference. */
function soundNames(names: readonly Uint8Array[]): Uint8Array[] {
  return names.filter((name) => strictUtf8(name) !== undefined);
}

function readSignatureCommand(image: Image, reader: ByteReader): void {
  const place = readWords(reader, 8, ["dataoff", "datasize"]);
  if (!place) return;
  image.fields.code_signature_data = place;
  if (!image.wants("entitlements", "certificates")) return;
  const data = linkData(image.reader, place.dataoff as number, place.datasize as number).data;
  Object.assign(image.fields, readCodeSignature(data));
}
