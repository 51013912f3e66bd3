/** Writes the tables of the pair-table filter: the pair table, the hash slots and their entries. */
import { spendWork } from "@tyara/base";
import { Entry, Header, PRESENCE_BITS } from "@tyara/contract";
import type { ByteRun } from "./byte-run.ts";
import type { PairFilter } from "./choose-filter.ts";
import type { PairItem } from "./pair-items.ts";
import { quickCheck } from "./quick-check.ts";
import type { TableWriter } from "./table-writer.ts";

/** A run and the address of its `Run` record. */
export interface AddressedRun {
  readonly run: ByteRun;
  address: number;
}

export function writePairFilter(out: TableWriter, header: number, filter: PairFilter): void {
  const { table } = filter;
  out.setU32(header + Header.pairStride, filter.stride);
  out.setU32(header + Header.pairTable, out.align(64).append(new Uint8Array(table.words.buffer)));
  out.setU32(header + Header.bucketKinds, out.append(new Uint8Array(table.kinds.buffer)));
  writeSlots(out, header, filter);
  writeLoose(out, header, filter);
}

/** Writes the entries sorted by slot. A slot holds the index of its first entry; the next slot holds the index after its last. */
function writeSlots(out: TableWriter, header: number, { items, runs, stride }: PairFilter): void {
  const count = items.reduce((sum, { keys }) => sum + keys.length, 0);
  const slotBits = Math.max(4, Math.min(22, Math.ceil(Math.log2(count * 2 + 1))));
  const slotShift = 32 - slotBits;
  const starts = new Uint32Array((1 << slotBits) + 1);
  forEachKey(items, (key) => {
    starts[(key >>> slotShift) + 1]!++;
  });
  for (let slot = 0; slot < 1 << slotBits; slot++) starts[slot + 1]! += starts[slot]!;
  out.setU32(header + Header.slots, out.align(16).append(new Uint8Array(starts.buffer)));
  out.setU32(header + Header.slotShift, slotShift);
  out.setU32(header + Header.presence, out.append(presenceBits(items)));
  const entries = out.align(16).reserve(count * Entry.size);
  out.setU32(header + Header.entries, entries);
  items.forEach((item, i) => {
    const entry = makeEntry(item, runs[Math.floor(i / stride)]!);
    for (let at = 0; at < item.keys.length; at++)
      writeEntry(out, entries + starts[item.keys[at]! >>> slotShift]!++ * Entry.size, entry);
  });
}

/** Perf: loops over indices, because iterators allocate. */
function forEachKey(items: readonly PairItem[], visit: (key: number) => void): void {
  for (let i = 0; i < items.length; i++) {
    const { keys } = items[i]!;
    spendWork(4 + keys.length);
    for (let at = 0; at < keys.length; at++) visit(keys[at]!);
  }
}

function presenceBits(items: readonly PairItem[]): Uint8Array {
  const bits = new Uint8Array(1 << (PRESENCE_BITS - 3));
  forEachKey(items, (key) => {
    const bit = key >>> (32 - PRESENCE_BITS);
    bits[bit >> 3]! |= 1 << (bit & 7);
  });
  return bits;
}

function writeLoose(out: TableWriter, header: number, { items, runs, stride }: PairFilter): void {
  const first = out.align(16).address;
  let count = 0;
  items.forEach((item, i) => {
    if (item.kind !== "loose") return;
    writeEntry(out, out.reserve(Entry.size), makeEntry(item, runs[Math.floor(i / stride)]!));
    count++;
  });
  out.setU32(header + Header.looseEntries, first);
  out.setU32(header + Header.looseCount, count);
}

export interface EntryFields {
  readonly value: number;
  readonly mask: number;
  readonly run: number;
  readonly checkDelta: number;
  readonly startDelta: number;
}

export function makeEntry(item: PairItem, { address }: AddressedRun): EntryFields {
  const { value, mask, offset } = quickCheck(item);
  return { value, mask, run: address, checkDelta: offset - item.centre, startDelta: -item.centre };
}

function writeEntry(out: TableWriter, address: number, entry: EntryFields): void {
  out.setU32(address + Entry.value, entry.value);
  out.setU32(address + Entry.mask, entry.mask);
  out.setU32(address + Entry.run, entry.run);
  out.setI16(address + Entry.checkDelta, entry.checkDelta);
  out.setI16(address + Entry.startDelta, entry.startDelta);
}
