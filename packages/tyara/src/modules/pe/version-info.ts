/**
 * The version resource: a tree of blocks, each a length, a key in UTF-16, a value and children. The strings that rules
 * ask for are the leaves below `StringFileInfo` and a table for each language.
 */

import { ByteReader } from "../../base/index.ts";
import { noteLimit } from "../limits.ts";
import { utf16 } from "../text.ts";
import type { PeImage } from "./image.ts";
import type { Resource } from "./resources.ts";

/** Spec: the resource type of version information. */
const TYPE_VERSION = 16;
const BLOCK_HEADER_SIZE = 6;
/** Spec: lengths have 16 bits. */
const MAX_BLOCK = 0xffff;
/** Spec: the root's value, a multiple of 4. */
const FIXED_INFO_SIZE = 52;
const ROOT = "VS_VERSION_INFO";
const STRING_FILE_INFO = "StringFileInfo";

/** Limit: version resources read; programs have one for each language. */
const MAX_RESOURCES = 64;

export type KeyValue = { readonly key: string; readonly value: string };

interface Block {
  readonly key: string;
  /** Offset of the value. */
  readonly value: number;
  /** Bytes or, in strings, UTF-16 units. */
  readonly valueLength: number;
  /** Offset behind the block. */
  readonly end: number;
}

/** The strings of all version resources, in file order. */
export function readVersionInfo(image: PeImage, resources: readonly Resource[]): KeyValue[] {
  const strings: KeyValue[] = [];
  let left = MAX_RESOURCES;
  for (const resource of resources) {
    if (resource.type !== TYPE_VERSION || resource.offset === undefined) continue;
    if (--left < 0) {
      noteLimit(`more than ${MAX_RESOURCES} version resources`);
      break;
    }
    // Compat: the block's own length counts, not the resource's.
    const data = image.reader.clampedBytesAt(resource.offset, MAX_BLOCK);
    strings.push(...readStrings(new ByteReader(data)));
  }
  return strings;
}

function readStrings(reader: ByteReader): KeyValue[] {
  const root = readBlock(reader, 0, align(reader.length));
  if (root?.key !== ROOT) return [];
  const strings: KeyValue[] = [];
  for (const info of children(
    reader,
    root.value + (root.valueLength === 0 ? 0 : FIXED_INFO_SIZE),
    root.end,
  )) {
    if (info.key !== STRING_FILE_INFO) continue;
    for (const table of children(reader, info.value, info.end)) {
      for (const entry of children(reader, table.value, table.end)) {
        strings.push({ key: entry.key, value: textAt(reader, entry.value, entry.end) });
      }
    }
  }
  return strings;
}

/** The blocks one behind the other in `[start, end)`. */
function children(reader: ByteReader, start: number, end: number): Block[] {
  const blocks: Block[] = [];
  let at = start;
  while (at < end) {
    const block = readBlock(reader, at, end);
    if (block === undefined) break;
    blocks.push(block);
    at = align(block.end);
  }
  return blocks;
}

function readBlock(reader: ByteReader, at: number, limit: number): Block | undefined {
  const length = reader.u16At(at);
  const valueLength = reader.u16At(at + 2);
  if (length === undefined || valueLength === undefined || length < BLOCK_HEADER_SIZE) return undefined;
  const end = align(at + length);
  const keyEnd = endOfText(reader, at + BLOCK_HEADER_SIZE, limit);
  if (end > limit || keyEnd === limit) return undefined;
  const key = utf16(reader.clampedBytesAt(at + BLOCK_HEADER_SIZE, keyEnd - at - BLOCK_HEADER_SIZE));
  return { key, value: align(keyEnd + 2), valueLength, end };
}

/** Offset of the zero that ends the text at `at`, or `limit`. */
function endOfText(reader: ByteReader, at: number, limit: number): number {
  for (let i = at; i + 2 <= limit; i += 2) if (reader.u16At(i) === 0) return i;
  return limit;
}

function textAt(reader: ByteReader, at: number, limit: number): string {
  return utf16(reader.clampedBytesAt(at, endOfText(reader, at, limit) - at));
}

/** Spec: values and blocks begin at multiples of 4. */
function align(offset: number): number {
  return offset + ((4 - (offset % 4)) % 4);
}
