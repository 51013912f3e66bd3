/** Reads a Mach-O file, fat or of one image, into the module's value. */

import type { StructValue } from "@tyara/base";
import { ByteReader } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { Budget } from "../kit/budget.ts";
import { isFull } from "../kit/limits.ts";
import { strictUtf8, utf8 } from "../kit/text.ts";
import { type Wants, wantsOf } from "../kit/wanted.ts";
import { type CodeSignature, readCodeSignature } from "./code-signature.ts";
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
  if (!fat) return parseImage(data, wants, budgetsOf(data));
  // Who reads the list of images may read anything of them.
  return parseFat(data, fat.is64, wants("file") ? () => true : wants);
}

/** What the whole file may make readers do, however many images and commands share its parts. */
interface Budgets {
  readonly symbols: Budget;
  readonly exports: Budget;
  readonly imports: Budget;
  readonly signatures: Budget;
}

function budgetsOf({ length }: Uint8Array): Budgets {
  return {
    symbols: Budget.ofBytes(length, "symbols"),
    exports: Budget.ofBytes(length, "exported names"),
    imports: Budget.ofBytes(length, "imported names"),
    signatures: disjoint(length, "blobs of signatures"),
  };
}

/** For parts that never overlap in sound files, and that may each be dear. */
function disjoint(byteLength: number, things: string): Budget {
  return new Budget(2 * byteLength + 2 ** 16, things);
}

/**
 * Class files of Java have the magic of fat files, and their version where those have the number of images: 45 in the
 * first, and one more every half a year by now.
 */
const javaVersions = { first: 45, last: 255 } as const;

function parseFat(data: Uint8Array, is64: boolean, wants: Wants): StructValue | undefined {
  const reader = new ByteReader(data, { order: "big" });
  const count = reader.u32At(4);
  const size = is64 ? 32 : 20;
  // A table that is cut off is none: such data is most often something else.
  if (count === undefined || !reader.has(8, count * size)) return undefined;
  const budget = disjoint(data.length, "images");
  const budgets = budgetsOf(data);
  const architectures: StructValue[] = [];
  const images: StructValue[] = [];
  for (let i = 0, at = 8; i < count; i++, at += size) {
    if (isFull(MAX_ARCHITECTURES, i, "architectures")) break;
    const architecture = readArchitecture(reader, at, is64);
    architectures.push(architecture);
    const part = reader.bytesAt(Number(architecture.offset), Number(architecture.size));
    const image = part && budget.take(part.length) ? parseImage(part, wants, budgets) : undefined;
    if (image) images.push(image);
  }
  // Compat: a fat file with one readable image is shown as that image, as in the reference.
  if (images.length === 1) return images[0]!;
  const isVersion = !is64 && count >= javaVersions.first && count <= javaVersions.last;
  if (images.length === 0 && isVersion) return undefined;
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

/** Kinds of commands that refer to data elsewhere in the image. */
type Reference = "symbols" | "dyldInfo" | "exportsTrie" | "chainedFixups" | "signature";

const HEADER_SIZE_32 = 28;
const HEADER_SIZE_64 = 32;

/** What has been read of an image so far. */
interface Image {
  readonly reader: ByteReader;
  readonly format: ImageFormat;
  readonly segments: Segment[];
  readonly dylibs: StructValue[];
  readonly rpaths: Uint8Array[];
  readonly linkerOptions: Uint8Array[];
  /** The last command of each kind that refers to data elsewhere: it counts, and its data are read once. */
  readonly references: Map<Reference, ByteReader>;
  threadEntry: bigint | undefined;
  /** Fields that one command gives as they are. */
  readonly fields: { [field: string]: StructValue[string] };
}

function parseImage(data: Uint8Array, wants: Wants, budgets: Budgets): StructValue | undefined {
  const magic = new ByteReader(data, { order: "big" }).u32At(0);
  const format = imageFormat(magic);
  const headerSize = format?.is64 ? HEADER_SIZE_64 : HEADER_SIZE_32;
  if (!format || data.length < headerSize) return undefined;
  const reader = new ByteReader(data, { order: format.order });
  const image = emptyImage(reader, format);
  for (const command of commands(reader, headerSize, reader.u32At(16)!)) readCommand(image, command);
  return imageValue(image, magic!, wants, budgets);
}

function emptyImage(reader: ByteReader, format: ImageFormat): Image {
  return {
    ...{ reader, format, threadEntry: undefined, fields: {}, references: new Map() },
    ...{ segments: [], dylibs: [], rpaths: [], linkerOptions: [] },
  };
}

function imageValue(image: Image, magic: number, wants: Wants, budgets: Budgets): StructValue {
  const { reader, format } = image;
  const headerNames = ["cputype", "cpusubtype", "filetype", "ncmds", "sizeofcmds", "flags"];
  const entry = image.threadEntry === undefined ? undefined : fileOffsetOf(image.segments, image.threadEntry);
  // Exports and imports are those of the symbols where the dynamic linker's data does not tell.
  const symbols = wants("symtab", "exports", "imports") ? readSymbols(image, budgets.symbols) : undefined;
  const exported = wants("exports") ? (readExports(image, budgets.exports) ?? symbols?.defined) : undefined;
  const imported = wants("imports") ? (readImports(image, budgets.imports) ?? symbols?.undefined) : undefined;
  return {
    magic,
    ...readWords(reader, 4, headerNames),
    reserved: format.is64 ? reader.u32At(28) : undefined,
    number_of_segments: image.segments.length,
    segments: image.segments.map(({ fields }) => fields),
    dylibs: image.dylibs,
    rpaths: image.rpaths,
    linker_options: image.linkerOptions,
    exports: (exported ?? []).map(utf8),
    imports: (imported ?? []).map(utf8),
    symtab: symbols?.fields,
    entry_point: entry,
    ...image.fields,
    ...(wants("entitlements", "certificates") && readSignature(image, budgets.signatures)),
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
      refer(image, "symbols", reader, 4);
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
      for (const option of readLinkerOptions(reader)) image.linkerOptions.push(option);
      return;
    case LoadCommand.dyldInfo:
    case LoadCommand.dyldInfoOnly:
      refer(image, "dyldInfo", reader, dyldInfoNames.length);
      image.fields.dyld_info = readWords(reader, 8, dyldInfoNames) ?? image.fields.dyld_info;
      return;
    case LoadCommand.exportsTrie:
      refer(image, "exportsTrie", reader, 2);
      return;
    case LoadCommand.chainedFixups:
      refer(image, "chainedFixups", reader, 2);
      return;
    case LoadCommand.codeSignature:
      refer(image, "signature", reader, 2);
      image.fields.code_signature_data =
        readWords(reader, 8, ["dataoff", "datasize"]) ?? image.fields.code_signature_data;
  }
}

/** Keeps a command that has so many words behind its number and size. */
function refer({ references }: Image, kind: Reference, reader: ByteReader, wordCount: number): void {
  if (reader.has(8, 4 * wordCount)) references.set(kind, reader);
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

type DyldPart = "bind" | "weak_bind" | "lazy_bind" | "export";

/** Parts of what an image's `dyld_info` command refers to; `undefined` without such a command. */
function dyldParts({ reader, references }: Image, parts: readonly DyldPart[]): ByteReader[] | undefined {
  const command = references.get("dyldInfo");
  const info = command && readWords(command, 8, dyldInfoNames);
  return (
    info &&
    parts.map((part) => linkData(reader, info[`${part}_off`] as number, info[`${part}_size`] as number))
  );
}

/** What a command with an offset and a size refers to; `undefined` without such a command. */
function referred({ reader, references }: Image, kind: Reference): ByteReader | undefined {
  const command = references.get(kind);
  return command && linkData(reader, command.u32At(8), command.u32At(12));
}

function readSymbols({ reader, format, references }: Image, budget: Budget): SymbolTable | undefined {
  const command = references.get("symbols");
  return command && readSymbolTable(reader, command, format.is64, budget);
}

/** The names of both tries that an image may have; `undefined` where it has none. */
function readExports(image: Image, budget: Budget): Uint8Array[] | undefined {
  const tries = [referred(image, "exportsTrie"), dyldParts(image, ["export"])?.[0]];
  return joined(tries.map((trie) => trie && readExportTrie(trie, budget)));
}

/** Bound names come once each; the newer table of imports is taken as it is. `undefined` where there is neither. */
function readImports(image: Image, budget: Budget): Uint8Array[] | undefined {
  const instructions = dyldParts(image, ["bind", "lazy_bind", "weak_bind"]);
  const fixups = referred(image, "chainedFixups");
  return joined([instructions && readBoundNames(instructions), fixups && readChainedImports(fixups, budget)]);
}

/**
 * The names of the lists that there are. Compat: names that are no UTF-8 are left out, those of symbols are not, as in
 * the reference.
 */
function joined(lists: readonly (readonly Uint8Array[] | undefined)[]): Uint8Array[] | undefined {
  if (lists.every((list) => list === undefined)) return undefined;
  return lists.flatMap((list) => list ?? []).filter((name) => strictUtf8(name) !== undefined);
}

function readSignature(image: Image, budget: Budget): CodeSignature | undefined {
  const signature = referred(image, "signature");
  return signature && readCodeSignature(signature.data, budget);
}
