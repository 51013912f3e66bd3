/**
 * The resource tree: directories of type, name and language, with the data at the leaves.
 *
 * The tree is walked level by level with a list instead of recursion, because its offsets come from the file and may
 * form cycles; three levels and a limit on resources bound the walk.
 */

import type { ByteReader } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { noteLimit } from "../kit/limits.ts";
import { Directory, type Version } from "./headers.ts";
import type { PeImage } from "./image.ts";

const DIRECTORY_SIZE = 16;
const ENTRY_SIZE = 8;
const DATA_ENTRY_SIZE = 16;
const HIGH_BIT = 0x80000000;
/** Limit: resources of one image. */
const MAX_RESOURCES = 65_536;
/** Limit: entries of one directory; one that claims more is none. */
const MAX_DIRECTORY_ENTRIES = 32_768;
/** Limit: a resource of so many bytes or more is none. */
const MAX_LENGTH = 0x3fffffff;
/** Limit: UTF-16 units of a name; longer ones are no names. */
const MAX_NAME = 999;
/** Limit: entries visited in the whole tree: a hostile one shares its subtrees. */
const MAX_ENTRIES = 4 * MAX_RESOURCES;
/** Limit: a file that shares nothing has room for an eighth of its bytes in entries; this is four times that. */
const BYTES_PER_VISIT = 2;

export type Resource = {
  readonly length: number;
  readonly rva: number;
  readonly offset: number | undefined;
  readonly type: number | undefined;
  readonly id: number | undefined;
  readonly language: number | undefined;
  readonly type_string: Uint8Array | undefined;
  readonly name_string: Uint8Array | undefined;
  readonly language_string: Uint8Array | undefined;
};

export interface Resources {
  readonly timestamp: number;
  readonly version: Version;
  readonly resources: readonly Resource[];
}

/** A number or, in UTF-16, a name; `undefined` when the name cannot be read. */
type Label = number | Uint8Array | undefined;

interface Node {
  /** The directory that leads here; the root has none. */
  readonly parent: Node | undefined;
  readonly label: Label;
  /** Steps from the root: 1 for a type, 2 for a name, 3 for a language. */
  readonly depth: number;
  /** Of the directory or data entry, from the start of the tree. */
  readonly offset: number;
  readonly isDirectory: boolean;
}

/** All resources in the order of the tree. */
export function readResources(image: PeImage): Resources | undefined {
  const start = image.offsetOf(image.directory(Directory.resources)?.virtual_address ?? 0);
  if (image.directory(Directory.resources) === undefined || start === undefined) return undefined;
  const reader = image.reader;
  if (entryCount(reader, start) === undefined) return undefined;
  return {
    timestamp: reader.u32At(start + 4)!,
    version: { major: reader.u16At(start + 8)!, minor: reader.u16At(start + 10)! },
    resources: readTree(image, start),
  };
}

/** Names as the value may keep them, copied out of the scanned data, each once. */
class NameCopies {
  private readonly known = new Map<Uint8Array, Uint8Array>();
  private readonly budget: Budget;

  constructor(budget: Budget) {
    this.budget = budget;
  }

  of(label: Label): Label {
    if (label === undefined || typeof label === "number") return label;
    const known = this.known.get(label);
    if (known !== undefined) return known;
    if (!this.budget.take(label.length)) return undefined;
    const copy = Uint8Array.from(label);
    this.known.set(label, copy);
    return copy;
  }
}

function readTree(image: PeImage, start: number): Resource[] {
  const resources: Resource[] = [];
  const copies = new NameCopies(Budget.ofBytes(image.reader.length, "names of resources"));
  let level: Node[] = [{ parent: undefined, label: undefined, depth: 0, offset: 0, isDirectory: true }];
  const mostEntries = Math.min(MAX_ENTRIES, Math.floor(image.reader.length / BYTES_PER_VISIT));
  let budget = mostEntries;
  while (level.length > 0) {
    const next: Node[] = [];
    for (const node of level) {
      const count =
        node.isDirectory && node.depth < 3 ? entryCount(image.reader, start + node.offset) : undefined;
      if (count === undefined) {
        // What claims to be a directory and is none may still be data.
        const resource = readLeaf(image, start, node, copies);
        if (!resource) continue;
        if (resources.length < MAX_RESOURCES) resources.push(resource);
        else noteLimit(`more than ${MAX_RESOURCES} resources`);
      } else {
        const visited = Math.min(count, budget);
        budget -= visited;
        if (budget === 0) noteLimit(`more than ${mostEntries} entries of resource directories`);
        for (const child of readDirectory(image.reader, start, node, visited)) next.push(child);
      }
    }
    level = next;
  }
  return resources;
}

/** The first `count` entries of a directory, but for those that lead to where the tree begins. */
function readDirectory(reader: ByteReader, start: number, node: Node, count: number): Node[] {
  const at = start + node.offset;
  const nodes: Node[] = [];
  for (let i = 0; i < count; i++) {
    const entry = at + DIRECTORY_SIZE + i * ENTRY_SIZE;
    if (!reader.has(entry, ENTRY_SIZE)) break;
    const label = readLabel(reader, start, reader.u32At(entry)!);
    const offset = reader.u32At(entry + 4)!;
    if ((offset & ~HIGH_BIT) === 0) continue;
    nodes.push({
      parent: node,
      label,
      depth: node.depth + 1,
      offset: offset & ~HIGH_BIT,
      isDirectory: offset >= HIGH_BIT,
    });
  }
  return nodes;
}

/** How many entries the directory at `at` has; `undefined` when no directory is there. */
function entryCount(reader: ByteReader, at: number): number | undefined {
  if (!reader.has(at, DIRECTORY_SIZE) || reader.u32At(at) !== 0) return undefined;
  const count = reader.u16At(at + 12)! + reader.u16At(at + 14)!;
  return count > MAX_DIRECTORY_ENTRIES ? undefined : count;
}

function readLabel(reader: ByteReader, start: number, value: number): Label | undefined {
  if (value < HIGH_BIT) return value;
  const at = start + (value & ~HIGH_BIT);
  const length = reader.u16At(at);
  return length === undefined || length > MAX_NAME ? undefined : reader.bytesAt(at + 2, 2 * length);
}

function readLeaf(image: PeImage, start: number, node: Node, copies: NameCopies): Resource | undefined {
  const at = start + node.offset;
  if (!image.reader.has(at, DATA_ENTRY_SIZE)) return undefined;
  const rva = image.reader.u32At(at)!;
  const length = image.reader.u32At(at + 4)!;
  if (rva === 0 || length === 0 || length >= MAX_LENGTH) return undefined;
  const offset = image.offsetOf(rva);
  const [type, name, language] = labelsOf(node).map((label) => copies.of(label));
  return {
    length,
    rva,
    offset,
    type: numberOf(type),
    id: numberOf(name),
    language: numberOf(language),
    type_string: nameOf(type),
    name_string: nameOf(name),
    language_string: nameOf(language),
  };
}

/** From the root: type, name and language, or fewer. */
function labelsOf(node: Node): Label[] {
  return node.parent === undefined ? [] : [...labelsOf(node.parent), node.label];
}

function numberOf(label: Label): number | undefined {
  return typeof label === "number" ? label : undefined;
}

function nameOf(label: Label): Uint8Array | undefined {
  return typeof label === "number" ? undefined : label;
}
