/**
 * What the dynamic linker reads: the trie of exported names, the instructions that bind imported ones, and the newer
 * table of imports for chained fixups.
 */

import { ByteReader } from "@tyara/base";
import type { Budget } from "../kit/budget.ts";
import { isFull } from "../kit/limits.ts";
import { latin1 } from "../kit/text.ts";

/** Limit: bytes of one ULEB128 number of 64 bits. */
const MAX_ULEB_LENGTH = 10;
/** Limit: bytes of a name that is built along the branches of the trie. */
const MAX_NAME_LENGTH = 4096;
/** Limit: names of one image. */
const MAX_NAMES = 1_000_000;

/** The number at the cursor; numbers beyond what doubles hold exactly are as good as out of range. */
function readUleb(reader: ByteReader): number | undefined {
  let value = 0;
  for (let i = 0; i < MAX_ULEB_LENGTH; i++) {
    const byte = reader.u8();
    if (byte === undefined) return undefined;
    value += (byte & 0x7f) * 2 ** (7 * i);
    if (byte < 0x80) return value;
  }
  return undefined;
}

/** What a branch costs beside its name, in bytes; nodes of hostile tries overlap. */
const BRANCH_COST = 32;

interface TrieNode {
  readonly offset: number;
  readonly prefix: Uint8Array;
}

/**
 * The names in an export trie. A node is the length of what is said of the name that ends there, that, and branches:
 * text, and the offset of the node it leads to. Each node is visited once, so cycles end.
 */
export function readExportTrie(trie: ByteReader, budget: Budget): Uint8Array[] {
  const names: Uint8Array[] = [];
  const seen = new Set<number>();
  const pending: TrieNode[] = [{ offset: 0, prefix: new Uint8Array(0) }];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (isFull(MAX_NAMES, names.length, "exported names")) break;
    if (seen.has(node.offset) || !trie.seek(node.offset)) continue;
    seen.add(node.offset);
    const terminalSize = readUleb(trie);
    if (terminalSize === undefined) continue;
    if (terminalSize > 0) names.push(node.prefix);
    if (!trie.skip(terminalSize)) continue;
    for (const branch of readBranches(trie, node.prefix, budget)) pending.push(branch);
  }
  return names;
}

function readBranches(trie: ByteReader, prefix: Uint8Array, budget: Budget): TrieNode[] {
  const branches: TrieNode[] = [];
  const count = trie.u8() ?? 0;
  for (let i = 0; i < count; i++) {
    const text = trie.zeroTerminated(MAX_NAME_LENGTH);
    const offset = text && readUleb(trie);
    if (text === undefined || offset === undefined) break;
    if (!budget.take(prefix.length + text.length + BRANCH_COST)) break;
    if (prefix.length + text.length <= MAX_NAME_LENGTH)
      branches.push({ offset, prefix: concatenated(prefix, text) });
  }
  return branches;
}

function concatenated(a: Uint8Array, b: Uint8Array): Uint8Array {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}

/** The upper four bits of an instruction; the lower ones are a small operand. */
const BindOpcode = {
  done: 0x00,
  setDylibOrdinalImmediate: 0x10,
  setDylibOrdinalUleb: 0x20,
  setDylibSpecialImmediate: 0x30,
  setSymbol: 0x40,
  setType: 0x50,
  setAddend: 0x60,
  setSegmentAndOffset: 0x70,
  addAddress: 0x80,
  bind: 0x90,
  bindAddAddress: 0xa0,
  bindAddScaled: 0xb0,
  bindTimesSkipping: 0xc0,
  threaded: 0xd0,
} as const;

/** How many ULEB128 operands an instruction has. */
const ulebOperands: ReadonlyMap<number, number> = new Map([
  [BindOpcode.setDylibOrdinalUleb, 1],
  [BindOpcode.setAddend, 1],
  [BindOpcode.setSegmentAndOffset, 1],
  [BindOpcode.addAddress, 1],
  [BindOpcode.bindAddAddress, 1],
  [BindOpcode.bindTimesSkipping, 2],
]);

/** The different names that several lists of bind instructions set, in order. */
export function readBoundNames(lists: readonly ByteReader[]): Uint8Array[] {
  const names = new Map<string, Uint8Array>();
  for (const list of lists) {
    for (const name of boundNames(list)) {
      const text = latin1(name);
      if (!names.has(text)) names.set(text, name);
    }
  }
  return [...names.values()];
}

/** The names that bind instructions set, in order. */
function boundNames(instructions: ByteReader): Uint8Array[] {
  const names: Uint8Array[] = [];
  for (let byte = instructions.u8(); byte !== undefined; byte = instructions.u8()) {
    if (isFull(MAX_NAMES, names.length, "imported names")) break;
    const opcode = byte & 0xf0;
    if (opcode === BindOpcode.setSymbol) {
      const name = instructions.zeroTerminated(instructions.length);
      if (name === undefined) break;
      names.push(name.slice());
    }
    for (let i = ulebOperands.get(opcode) ?? 0; i > 0; i--) readUleb(instructions);
  }
  return names;
}

/** Bytes of one import by the format's number. */
const importSizes: ReadonlyMap<number | undefined, number> = new Map([
  [1, 4],
  [2, 8],
  [3, 16],
]);
const UNCOMPRESSED = 0;
const WIDE_FORMAT = 3;

/** The names in the header of chained fixups. */
export function readChainedImports(fixups: ByteReader, budget: Budget): Uint8Array[] {
  const [importsOffset, symbolsOffset, count, format, compression] = [8, 12, 16, 20, 24].map((at) =>
    fixups.u32At(at),
  );
  const size = importSizes.get(format);
  if (importsOffset === undefined || symbolsOffset === undefined || count === undefined) return [];
  if (size === undefined || compression !== UNCOMPRESSED) return [];
  const names: Uint8Array[] = [];
  for (let i = 0, at = importsOffset; i < count && fixups.has(at, size); i++, at += size) {
    if (isFull(MAX_NAMES, i, "imported names")) break;
    const nameOffset = format === WIDE_FORMAT ? fixups.u32At(at + 4)! : fixups.u32At(at)! >>> 9;
    const name = fixups.zeroTerminatedAt(symbolsOffset + nameOffset, MAX_NAME_LENGTH);
    if (!budget.take(name?.length ?? MAX_NAME_LENGTH)) break;
    if (name !== undefined) names.push(name.slice());
  }
  return names;
}

/** The part of the image that a command's offset and size give; empty where the image does not hold it. */
export function linkData(
  image: ByteReader,
  offset: number | undefined,
  size: number | undefined,
): ByteReader {
  const part = offset === undefined || size === undefined ? undefined : image.sub(offset, size);
  return part ?? new ByteReader(new Uint8Array(0));
}
