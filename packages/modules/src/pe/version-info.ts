/**
 * The version resource: a tree of blocks, each a length, a key in UTF-16, a value and children. The strings that rules
 * ask for are the leaves below `StringFileInfo` and a table for each language.
 */

import { ByteReader } from "@tyara/base";
import { Budget } from "../kit/budget.ts";
import { noteLimit } from "../kit/limits.ts";
import { utf16 } from "../kit/text.ts";
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
  // A block may claim a key that is longer than itself, and so share its key with those that follow.
  const budget = Budget.ofBytes(image.reader.length, "texts of version information");
  let left = MAX_RESOURCES;
  for (const resource of resources) {
    if (resource.type !== TYPE_VERSION || resource.offset === undefined) continue;
    if (--left < 0) {
      noteLimit(`more than ${MAX_RESOURCES} version resources`);
      break;
    }
    // Compat: the block's own length counts, not the resource's.
    const data = image.reader.clampedBytesAt(resource.offset, MAX_BLOCK);
    for (const entry of new VersionBlocks(new ByteReader(data), budget).strings()) strings.push(entry);
  }
  return strings;
}

class VersionBlocks {
  readonly #reader: ByteReader;
  readonly #budget: Budget;

  /** @param budget of bytes of texts. */
  constructor(reader: ByteReader, budget: Budget) {
    this.#reader = reader;
    this.#budget = budget;
  }

  *strings(): Generator<KeyValue> {
    const root = this.#blockAt(0, align(this.#reader.length));
    if (root?.key !== ROOT) return;
    const infos = root.value + (root.valueLength === 0 ? 0 : FIXED_INFO_SIZE);
    for (const info of this.#blocks(infos, root.end)) {
      if (info.key !== STRING_FILE_INFO) continue;
      for (const table of this.#blocks(info.value, info.end))
        for (const { key, value, end } of this.#blocks(table.value, table.end)) {
          const text = this.#textAt(value, end).text;
          yield { key, value: text };
        }
    }
  }

  /** The blocks one behind the other in `[start, end)`. */
  *#blocks(start: number, end: number): Generator<Block> {
    let at = start;
    while (at < end) {
      const block = this.#blockAt(at, end);
      if (block === undefined) break;
      yield block;
      at = align(block.end);
    }
  }

  #blockAt(at: number, limit: number): Block | undefined {
    const length = this.#reader.u16At(at);
    const valueLength = this.#reader.u16At(at + 2);
    if (length === undefined || valueLength === undefined || length < BLOCK_HEADER_SIZE) return undefined;
    const end = align(at + length);
    if (end > limit || this.#budget.isExhausted) return undefined;
    const { text: key, end: keyEnd } = this.#textAt(at + BLOCK_HEADER_SIZE, limit);
    return keyEnd === limit ? undefined : { key, value: align(keyEnd + 2), valueLength, end };
  }

  /** The text at an offset, and the offset of the zero that ends it, or `limit`; empty when there was too much of it. */
  #textAt(at: number, limit: number): { readonly text: string; readonly end: number } {
    let end = at;
    while (end + 2 <= limit && this.#reader.u16At(end) !== 0) end += 2;
    if (end + 2 > limit) end = limit;
    const isAllowed = this.#budget.take(Math.max(0, end - at));
    return { text: isAllowed ? utf16(this.#reader.clampedBytesAt(at, end - at)) : "", end };
  }
}

/** Spec: values and blocks begin at multiples of 4. */
function align(offset: number): number {
  return offset + ((4 - (offset % 4)) % 4);
}
