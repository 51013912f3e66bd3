/**
 * The data of a scan, and how much of them is in the memory.
 *
 * Small data have a place for all of them. They are copied there when they are needed: first what conditions read before
 * the search, then step by step just before the search, which so finds them in the cache. Of large data only the first
 * bytes, which conditions read, have a place of their own, and the search looks through a window that slides over the
 * data: it stays in a near cache, no copy is written back to far memory, and however large the data are, the memory holds
 * a few hundred kilobytes of them. Conditions that read elsewhere ask for them then, and who needs all has them copied after
 * all. Modules and results read the caller's bytes, where these are nobody else's to change or shrink meanwhile.
 */

import { isOrdinaryBuffer } from "@tyara/base";
import type { RuleSet, Sight } from "@tyara/contract";
import { DATA_SLACK, MemoryMap, PROBE_SLACK } from "@tyara/contract";
import { DataTooLargeError } from "./data-too-large.ts";
import { align, type ScanMemory } from "./scan-memory.ts";
import { SlidingWindow, sourceIsGone, wholePart } from "./sliding-window.ts";

/** Bytes that are copied at a time: few calls, and what was copied is still in a near cache when it is searched. */
const copyStep = 1 << 17;

/** Limit: bytes that are copied between two looks at the clock; they take about a millisecond. */
const uncheckedStep = 1 << 22;

/** Limit: one look at the data through a window takes no more than this; who looks farther around gets a place for all. */
const maxWindow = 1 << 22;

/** So many of the first bytes are near when conditions read at offsets that they compute: headers lie there. */
const leastHead = 1 << 14;

/** Reads elsewhere that are answered one by one; behind so many all data are copied. */
const maxFetches = 64;

/** What one read takes at most. */
const maxRead = 8;

/** With less data than so many times what head and window take, there is nothing to gain. */
const leastMultiple = 2;

export class ScannedData {
  readonly #memory: ScanMemory;
  readonly #checkpoint: () => void;
  /** How many bytes conditions read before the search where there is a place for all data, and where there is a window. */
  readonly #firstLength: number;
  readonly #headLength: number;
  readonly #sight: Sight;
  readonly #window: SlidingWindow | undefined;
  /** Where the data are; kept here as well, since rules may write to the control block. */
  #address = 0;
  #isSliding = false;
  /** What was given. */
  #source: Uint8Array | undefined;
  #length = 0;
  #copied = 0;
  #fetchCount = 0;

  /**
   * @param checkpoint is called now and then while data are copied, and may throw.
   * @param windowStep see `SlidingWindow`.
   */
  constructor(memory: ScanMemory, ruleSet: RuleSet, checkpoint: () => void, windowStep?: number) {
    const { headLength, readsAnywhere, search } = ruleSet;
    const { sight } = search;
    this.#memory = memory;
    this.#checkpoint = checkpoint;
    this.#firstLength = readsAnywhere ? Number.POSITIVE_INFINITY : headLength;
    this.#headLength = readsAnywhere ? Math.max(headLength, leastHead) : headLength;
    this.#sight = sight;
    const window = new SlidingWindow(memory, sight, windowStep);
    if (this.#headLength + window.byteLength <= maxWindow) this.#window = window;
  }

  /** Makes room at `start` or behind for what a scan of these bytes needs of them. False when the memory has no such room. */
  place(start: number, source: Uint8Array): boolean {
    if (!this.#mayUseWindow(source)) {
      if (!this.placeAll(start, source.length)) return false;
      this.#source = source;
      return true;
    }
    const window = this.#window as SlidingWindow;
    const address = align(start + DATA_SLACK);
    const windowAddress = align(address + this.#headLength + DATA_SLACK, 64);
    if (!this.#layOut(address, source.length, windowAddress + window.byteLength + PROBE_SLACK)) return false;
    this.#setNearLength(this.#headLength);
    this.#isSliding = true;
    this.#fetchCount = 0;
    this.#source = source;
    window.open(source, windowAddress);
    return true;
  }

  /** Makes room for all of so many bytes, for the caller to write to {@link bytes}. */
  placeAll(start: number, byteLength: number): boolean {
    const address = align(start + DATA_SLACK);
    if (!this.#layOut(address, byteLength, address + byteLength + DATA_SLACK)) return false;
    this.#usePlace(address);
    this.#source = undefined;
    return true;
  }

  /** Makes the data end earlier: there were fewer than room was made for. */
  shorten(byteLength: number): void {
    this.#setLength(byteLength);
    this.#setNearLength(byteLength);
  }

  /** Sees to it that what conditions read before the search is in its place. */
  showHead(): void {
    if (this.#isSliding) this.#copy(0, this.#headLength);
    else this.#copyTo(this.#firstLength);
  }

  /** Sees to it that what the search looks at before the first chunk is there. */
  showBeginning(): void {
    if (this.#isSliding) this.#window!.showHead();
    else this.#copyTo(this.#sight.head);
  }

  /** Sees to it that what the search of a chunk looks at is there; returns how many bytes may be searched. */
  showChunk(from: number, byteLength: number): number {
    if (this.#isSliding) return this.#window!.showChunk(from, byteLength);
    this.#copyTo(from + byteLength + this.#sight.ahead);
    return byteLength;
  }

  /** The address of bytes that a condition reads, 8 at most and inside of the data. Throws like {@link showAll}. */
  fetch(offset: number, byteLength: number): number {
    if (this.#isSliding && ++this.#fetchCount > maxFetches) this.showAll();
    if (!this.#isSliding) return this.#address + offset;
    this.#memory.refresh();
    const end = offset + Math.min(byteLength, maxRead);
    this.#memory.bytes.set(wholePart(this.#source!, offset, end), MemoryMap.fetched);
    return MemoryMap.fetched;
  }

  /** Sees to it that all data are in the memory. Throws what the checkpoint throws, and DataTooLargeError. */
  showAll(): void {
    if (this.#isSliding) {
      const { length } = this.#source!;
      this.#memory.refresh();
      const place = this.#memory.allocate(DATA_SLACK + length + DATA_SLACK);
      if (place === 0) throw new DataTooLargeError(length);
      this.#setAddress(place + DATA_SLACK);
      this.#usePlace(place + DATA_SLACK);
    }
    this.#copyTo(Number.POSITIVE_INFINITY);
  }

  /** All data. Where they are {@link inMemory}, they are valid until the next call of guest code. */
  bytes(): Uint8Array {
    if (!this.inMemory) return wholePart(this.#source!, 0, this.#length);
    this.#copyTo(Number.POSITIVE_INFINITY);
    return this.#memory.bytes.subarray(this.#address, this.#address + this.#length);
  }

  /** The address behind them, where they are whole in the memory; where they are not, some later one. */
  get end(): number {
    return this.#address + this.#length;
  }

  /** Whether the memory has only a part of them, and a window. */
  get isPartial(): boolean {
    return this.#isSliding;
  }

  /** How many there are. */
  get byteLength(): number {
    return this.#length;
  }

  /** Whether {@link bytes} are the memory's, because the caller gave none that stay as they are. */
  get inMemory(): boolean {
    return this.#source === undefined || !isOrdinaryBuffer(this.#source.buffer);
  }

  /** Throws a TypeError when what was given is gone: modules may have read less than there was. */
  checkSource(): void {
    if (this.#source !== undefined && this.#source.length < this.#length) throw sourceIsGone();
  }

  /** Forgets what was given: the scan is over. */
  release(): void {
    this.#source = undefined;
    this.#window?.close();
  }

  /** Views of shared memory are not what modules expect. */
  #mayUseWindow({ buffer, length }: Uint8Array): boolean {
    if (this.#window === undefined) return false;
    const isLarge = length >= (this.#headLength + this.#window.byteLength) * leastMultiple;
    return isLarge && isOrdinaryBuffer(buffer);
  }

  /** All data have a place from now on, here. */
  #usePlace(address: number): void {
    this.#memory.set(MemoryMap.searchAddress, address);
    this.#setNearLength(this.#length);
    this.#isSliding = false;
    this.#copied = 0;
  }

  /** So many of the first bytes are in their place, as far as conditions at computed offsets may read them. */
  #setNearLength(byteLength: number): void {
    this.#memory.set(MemoryMap.nearLength, Math.max(0, byteLength - maxRead));
  }

  #layOut(address: number, byteLength: number, end: number): boolean {
    const memory = this.#memory;
    if (!memory.beginHeap(align(end))) return false;
    this.#setAddress(address);
    this.#setLength(byteLength);
    return true;
  }

  #setAddress(address: number): void {
    this.#address = address;
    this.#memory.set(MemoryMap.dataAddress, address);
  }

  #setLength(byteLength: number): void {
    this.#length = byteLength;
    this.#memory.set(MemoryMap.dataLength, byteLength);
    this.#memory.view.setBigInt64(MemoryMap.filesize, BigInt(byteLength), true);
  }

  #copyTo(end: number): void {
    const source = this.#source;
    if (source === undefined || end <= this.#copied) return;
    const last = Math.min(this.#length, Math.max(end, this.#copied + copyStep));
    while (this.#copied < last) {
      const next = Math.min(last, this.#copied + uncheckedStep);
      this.#copy(this.#copied, next);
      this.#copied = next;
      if (next < last) this.#checkpoint();
    }
  }

  #copy(start: number, end: number): void {
    this.#memory.refresh();
    this.#memory.bytes.set(wholePart(this.#source!, start, end), this.#address + start);
  }
}
