/**
 * Reads a VBA project ([MS-OVBA]): the stream `dir`, a list of records that describe the project, its references and
 * modules, and the streams of the modules, whose source is compressed from an offset on.
 */

import { ByteReader } from "../../base/index.ts";
import { noteLimit } from "../limits.ts";
import { type CompoundFile, EntryType } from "../olecf/compound-file.ts";
import { latin1, utf16 } from "../text.ts";
import { decompress } from "./decompress.ts";

const Record = {
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

export interface VbaModule {
  name: string;
  kind: "standard" | "class" | "unknown";
  streamName: string;
  /** Where the compressed source begins in the stream. */
  sourceOffset: number;
}

export interface VbaProject {
  name: string | undefined;
  version: string | undefined;
  references: string[];
  moduleCount: number | undefined;
  modules: VbaModule[];
  /** Turns text of the project's code page into a string. */
  decode: (bytes: Uint8Array) => string;
}

/**
 * Limit: bytes that the streams and sources of one project may be in all. Modules may name the same stream again and
 * again, and compressed data may be hundreds of times as long when it is plain.
 */
const MAX_PROJECT_SIZE = 2 ** 26;

/** The project in a compound file; `undefined` when it has none. */
export function readProject(file: CompoundFile): VbaProject | undefined {
  const entry = file.entries.find((e) => e?.type === EntryType.stream && e.name === "dir");
  const plain = entry && decompress(file.read(entry), MAX_PROJECT_SIZE);
  return plain && readRecords(new ByteReader(plain));
}

/** The source text of each module of a project; `undefined` where its stream is missing or damaged, or the limit was met. */
export function readSources(file: CompoundFile, project: VbaProject): (string | undefined)[] {
  const streams = new Map(file.entries.map((e) => [e?.type === EntryType.stream ? e.name : "", e]));
  let budget = MAX_PROJECT_SIZE;
  return project.modules.map(({ streamName, sourceOffset }) => {
    const entry = streams.get(streamName);
    if (!entry) return undefined;
    if (budget <= 0) {
      noteLimit(`sources of more than ${MAX_PROJECT_SIZE} bytes in all`);
      return undefined;
    }
    const stream = file.read(entry);
    const plain = decompress(stream.subarray(sourceOffset), budget);
    budget -= stream.length + (plain?.length ?? 0);
    return plain && project.decode(plain);
  });
}

function readRecords(reader: ByteReader): VbaProject {
  const project: VbaProject = {
    name: undefined,
    version: undefined,
    references: [],
    moduleCount: undefined,
    modules: [],
    decode: latin1,
  };
  let isInControl = false;
  for (;;) {
    const id = reader.u16();
    const size = reader.u32();
    if (id === undefined || size === undefined) return project;
    const data = reader.bytes(id === Record.version ? VERSION_SIZE : size);
    if (data === undefined) return project;
    // Spec: the extended part of a control's reference may repeat the name.
    if (id === Record.referenceControl) isInControl = true;
    else if (id === Record.referenceExtended) isInControl = false;
    if (!isInControl || id !== Record.referenceName) applyRecord(project, id, data);
  }
}

function applyRecord(project: VbaProject, id: number, data: Uint8Array): void {
  const numbers = new ByteReader(data);
  const module = project.modules.at(-1);
  if (id === Record.codePage) project.decode = decoderOf(numbers.u16() ?? 0);
  else if (id === Record.projectName) project.name = project.decode(data);
  else if (id === Record.version) project.version = `${numbers.u32()}.${numbers.u16()}`;
  else if (id === Record.moduleCount) project.moduleCount = numbers.u16();
  else if (id === Record.referenceName) project.references.push(project.decode(data));
  else if (id === Record.moduleName) project.modules.push(newModule(project.decode(data)));
  else if (module) applyModuleRecord(project, module, id, data);
}

function newModule(name: string): VbaModule {
  return { name, kind: "unknown", streamName: name, sourceOffset: 0 };
}

function applyModuleRecord(project: VbaProject, module: VbaModule, id: number, data: Uint8Array): void {
  if (id === Record.moduleNameUnicode) module.name = utf16(data);
  else if (id === Record.streamName) module.streamName = project.decode(data);
  else if (id === Record.streamNameUnicode) module.streamName = utf16(data);
  else if (id === Record.moduleOffset) module.sourceOffset = new ByteReader(data).u32() ?? 0;
  else if (id === Record.standardModule) module.kind = "standard";
  else if (id === Record.classModule) module.kind = "class";
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

function decoderOf(codePage: number): (bytes: Uint8Array) => string {
  try {
    const decoder = new TextDecoder(otherEncodings[codePage] ?? `windows-${codePage}`);
    return (bytes) => decoder.decode(bytes);
  } catch {
    return latin1;
  }
}
