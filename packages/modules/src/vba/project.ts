/**
 * Reads VBA projects ([MS-OVBA]): the stream `dir`, a list of records that describe the project, its references and
 * modules, and the streams of the modules beside it, whose source is compressed from an offset on.
 */

import { ByteReader, spendWork } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { latin1, utf16 } from "../kit/text.ts";
import { type CompoundFile, type DirectoryEntry, EntryType } from "../olecf/compound-file.ts";
import { decompress } from "./decompress.ts";
import { readSource } from "./source.ts";

/** The name of the stream that describes the project, as {@link keyOf} has it. */
const DIRECTORY_NAME = "DIR";

const RecordId = {
  codePage: 0x03,
  projectName: 0x04,
  version: 0x09,
  moduleCount: 0x0f,
  referenceName: 0x16,
  moduleName: 0x19,
  streamName: 0x1a,
  standardModule: 0x21,
  classModule: 0x22,
  referenceControl: 0x2f,
  referenceExtended: 0x30,
  moduleOffset: 0x31,
  streamNameUnicode: 0x32,
  moduleNameUnicode: 0x47,
} as const;

/** Spec: the size of this record counts its first number only, not the two bytes that follow. */
const VERSION_SIZE = 6;
/** What a module or reference takes of the budget beside its bytes: about the memory and the time that it takes. */
const ITEM_COST = 1024;
/** Units of work to decode the names of a module and look for its stream. */
const ITEM_WORK = 64;

const nothing = new Uint8Array(0);

export interface VbaModule {
  readonly name: string;
  readonly kind: ModuleKind;
  /** `undefined` where its stream is missing or damaged, or the budget was used up. */
  readonly code: string | undefined;
}

type ModuleKind = "standard" | "class" | "unknown";

export interface VbaProject {
  readonly name: string | undefined;
  readonly version: string | undefined;
  readonly references: readonly string[];
  readonly moduleCount: number | undefined;
  readonly modules: readonly VbaModule[];
}

/**
 * The projects in a compound file, one of each storage with a `dir`. Modules may name the same stream again and again,
 * and compressed data may be hundreds of times as long when it is plain: the budget bounds the plain bytes.
 */
export function readProjects(file: CompoundFile, budget: Budget): VbaProject[] {
  const projects: VbaProject[] = [];
  for (let storage = 0; storage < file.entries.length; storage++) {
    const project = readProject(file, file.tree.childrenOf(storage), budget);
    if (project) projects.push(project);
  }
  // A damaged tree must not hide a project.
  const orphan = readProject(file, file.tree.orphans, budget);
  return orphan ? [...projects, orphan] : projects;
}

/** The project in a storage that holds these entries. */
function readProject(file: CompoundFile, numbers: readonly number[], budget: Budget): VbaProject | undefined {
  const streams = new Streams(file, numbers);
  for (const entry of streams.named(DIRECTORY_NAME)) {
    const stream = file.read(entry);
    const plain = decompress(stream, 0, Budget.ofBytes(stream.length, "records of a project"));
    if (plain && budget.take(plain.length)) return resolve(readRecords(plain, budget), streams, budget);
  }
  return undefined;
}

/** The streams of a storage by name. */
class Streams {
  readonly #file: CompoundFile;
  readonly #byKey = new Map<string, DirectoryEntry[]>();
  /** By where a stream begins, its size, and the offset of the source. */
  readonly #sources = new Map<string, KnownSource>();

  constructor(file: CompoundFile, numbers: readonly number[]) {
    this.#file = file;
    for (const number of numbers) {
      const entry = file.entries[number];
      if (entry?.type !== EntryType.stream) continue;
      const key = keyOf(entry.name);
      const entries = this.#byKey.get(key);
      if (entries) entries.push(entry);
      else this.#byKey.set(key, [entry]);
    }
  }

  /** All with that key: sound files have one. */
  named(key: string): readonly DirectoryEntry[] {
    return this.#byKey.get(key) ?? [];
  }

  /**
   * The source in a stream, which should begin at `offset`; `undefined` without any, or where the budget is used up. Many
   * modules may name one stream. It is read once, and the budget pays for each of them.
   */
  sourceIn(entry: DirectoryEntry, offset: number, text: Decode, budget: Budget): string | undefined {
    const name = `${entry.startSector} ${entry.size} ${offset}`;
    const known = this.#sources.get(name);
    if (known !== undefined) return budget.take(known.byteLength) ? known.code : undefined;
    const source = readSource(this.#file.read(entry), offset, budget);
    const code = source && text(source);
    this.#sources.set(name, { code, byteLength: source?.length ?? 0 });
    return code;
  }
}

interface KnownSource {
  readonly code: string | undefined;
  /** Of the source's plain bytes. */
  readonly byteLength: number;
}

/** Spec: names of one storage are compared without case. */
function keyOf(name: string): string {
  return withoutZeros(name).toUpperCase();
}

function withoutZeros(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) === 0) end--;
  return text.slice(0, end);
}

type Decode = (bytes: Uint8Array) => string;

/** The records' data, of which the last of a kind counts. */
interface ProjectRecords {
  readonly single: Map<number, Uint8Array>;
  readonly references: Uint8Array[];
  readonly modules: ModuleRecords[];
}

interface ModuleRecords {
  readonly name: Uint8Array;
  readonly single: Map<number, Uint8Array>;
}

const projectRecords: ReadonlySet<number> = new Set([
  RecordId.codePage,
  RecordId.projectName,
  RecordId.version,
  RecordId.moduleCount,
]);
const moduleRecords: ReadonlySet<number> = new Set([
  RecordId.streamName,
  RecordId.standardModule,
  RecordId.classModule,
  RecordId.moduleOffset,
  RecordId.streamNameUnicode,
  RecordId.moduleNameUnicode,
]);

function readRecords(plain: Uint8Array, budget: Budget): ProjectRecords {
  const reader = new ByteReader(plain);
  const project: ProjectRecords = { single: new Map(), references: [], modules: [] };
  let isInControl = false;
  for (;;) {
    const id = reader.u16();
    const size = reader.u32();
    if (id === undefined || size === undefined) return project;
    const data = reader.bytes(id === RecordId.version ? VERSION_SIZE : size);
    if (data === undefined) return project;
    // Spec: the extended part of a control's reference may repeat the name.
    if (id === RecordId.referenceControl) isInControl = true;
    else if (id === RecordId.referenceExtended) isInControl = false;
    const isItem = id === RecordId.moduleName || id === RecordId.referenceName;
    if (isItem && !budget.take(ITEM_COST)) return project;
    if (!isInControl || id !== RecordId.referenceName) addRecord(project, id, data);
  }
}

function addRecord({ single, references, modules }: ProjectRecords, id: number, data: Uint8Array): void {
  if (id === RecordId.referenceName) references.push(data);
  else if (id === RecordId.moduleName) modules.push({ name: data, single: new Map() });
  else if (projectRecords.has(id)) single.set(id, data);
  else if (moduleRecords.has(id)) modules.at(-1)?.single.set(id, data);
}

/** Decodes what the records hold, and reads the sources. */
function resolve(records: ProjectRecords, streams: Streams, budget: Budget): VbaProject {
  const { single, references, modules } = records;
  const numbers = (id: number) => new ByteReader(single.get(id) ?? new Uint8Array(0));
  const decode = decoderOf(numbers(RecordId.codePage).u16());
  // Perf: a decoder takes a microsecond even for nothing, and a few kilobytes may hold thousands of empty records.
  const text = (bytes: Uint8Array) => (bytes.length === 0 ? "" : withoutZeros(decode(bytes)));
  const name = single.get(RecordId.projectName);
  const version = numbers(RecordId.version);
  return {
    name: name && text(name),
    version: version.length > 0 ? `${version.u32()}.${version.u16()}` : undefined,
    references: references.map(text),
    moduleCount: numbers(RecordId.moduleCount).u16(),
    modules: modules.map((module) => resolveModule(module, streams, text, budget)),
  };
}

function resolveModule(
  { name, single }: ModuleRecords,
  streams: Streams,
  text: Decode,
  budget: Budget,
): VbaModule {
  spendWork(ITEM_WORK);
  const wide = (id: number) => withoutZeros(single.has(id) ? utf16(single.get(id)!) : "");
  const moduleName = wide(RecordId.moduleNameUnicode) || text(name);
  const streamName = text(single.get(RecordId.streamName) ?? nothing);
  const offset = new ByteReader(single.get(RecordId.moduleOffset) ?? nothing).u32() ?? 0;
  const names = [wide(RecordId.streamNameUnicode), streamName, moduleName];
  return { name: moduleName, kind: kindOf(single), code: codeOf(names, offset, streams, text, budget) };
}

function kindOf(single: ReadonlyMap<number, Uint8Array>): ModuleKind {
  if (single.has(RecordId.classModule)) return "class";
  return single.has(RecordId.standardModule) ? "standard" : "unknown";
}

/** The source in the first of the streams with these names that has any: of a module's names one may be wrong. */
function codeOf(
  names: readonly string[],
  offset: number,
  streams: Streams,
  text: Decode,
  budget: Budget,
): string | undefined {
  for (const key of new Set(names.map(keyOf))) {
    for (const entry of streams.named(key)) {
      if (budget.isExhausted) return undefined;
      const code = streams.sourceIn(entry, offset, text, budget);
      if (code !== undefined) return code;
    }
  }
  return undefined;
}

/** Encodings of the code pages whose label is not `windows-` and the number. */
const otherEncodings: Readonly<Record<number, string>> = {
  866: "ibm866",
  932: "shift_jis",
  936: "gbk",
  949: "euc-kr",
  950: "big5",
  10000: "macintosh",
  65001: "utf-8",
};

function decoderOf(codePage: number | undefined): Decode {
  try {
    const decoder = new TextDecoder(otherEncodings[codePage ?? 0] ?? `windows-${codePage}`);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return latin1;
  }
}
