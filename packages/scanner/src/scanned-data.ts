/**
 * The data of a scan, and the part of it that is in memory.
 *
 * **Small data** gets room for all of its bytes. They are copied on demand: first the bytes that conditions read before the
 * search, then each chunk just before it is searched, so that the search finds it in the cache.
 *
 * **Large data** gets room for its first bytes, which conditions read, and a window that slides over the data for the
 * search. The window stays in the L2 cache and is never written back to main memory. The memory holds a few hundred
 * kilobytes of the data, however large it is. Conditions that read elsewhere fetch single values. After a number of such
 * reads, all data is copied.
 *
 * Modules and results read the caller's bytes, unless these are in shared memory, which others may change. Of a reader they read
 * what they need; a module that takes all of the data gets them in a buffer of their own.
 */

import type { RuleSet, Sight } from "@tyara/contract";
import { DATA_SLACK, MemoryMap, PROBE_SLACK } from "@tyara/contract";
import { damagedRules } from "./damaged-rules.ts";
import { type ByteSource, copyPart, isOrdinary, sourceIsGone, wholePart } from "./data-source.ts";
import { DataTooLargeError } from "./data-too-large.ts";
import { align, type ScanMemory } from "./scan-memory.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** Bytes per copy: few calls, and the bytes are still in the cache when they are searched. */
const copyStep = 1 << 17;

/** Limit: bytes copied between two checks of the clock, about a millisecond. */
const uncheckedStep = 1 << 22;

/** Limit: the size of head and window. Rules that need more get all data in memory. */
const maxWindow = 1 << 22;

/** If conditions read at computed offsets, this many first bytes are in memory: headers lie there. */
const leastHead = 1 << 14;

/** The number of reads elsewhere that are fetched one by one. After this many, all data is copied. */
const maxFetches = 64;

/**
 * Limit: larger data is shown to functions of modules in pieces. Smaller data is copied once: rules ask several questions
 * about one range.
 */
const maxShown = 1 << 24;

/** Limit: data of a reader that are copied because of such reads; larger ones are read again and again. */
const maxHeld = 1 << 26;

/** Data of a reader get a window from here on: modules take smaller ones whole, which should not be read twice. */
const leastReadInParts = 1 << 24;

/** The size of the largest read. */
const maxRead = 8;

/** A window pays only if the data is at least this many times as large as head and window. */
const leastMultiple = 2;

export class ScannedData {
  readonly #memory: ScanMemory;
  readonly #checkpoint: () => void;
  /** The number of first bytes that conditions read before the search: if all data has room, and if there is a window. */
  readonly #firstLength: number;
  readonly #headLength: number;
  readonly #sight: Sight;
  readonly #window: SlidingWindow | undefined;
  /** Data of a reader that are shorter are read once, as a whole. */
  readonly #leastRead: number;
  /** The address of the data. Kept here too, because rules may overwrite the control block. */
  #address = 0;
  #isSliding = false;
  /** The caller's bytes, or what reads them. */
  #source: ByteSource | undefined;
  #length = 0;
  #copied = 0;
  #fetchCount = 0;

  /**
   * @param checkpoint is called regularly while data is copied, and may throw.
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
    this.#leastRead = windowStep === undefined ? leastReadInParts : 0;
    if (this.#headLength + window.byteLength <= maxWindow) this.#window = window;
  }

  /** Reserves memory at `start` or after it for a scan of these bytes. Returns false if there is not enough memory. */
  place(start: number, source: ByteSource): boolean {
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

  /** Reserves memory for `byteLength` bytes, which the caller then writes to {@link bytes}. */
  placeAll(start: number, byteLength: number): boolean {
    const address = align(start + DATA_SLACK);
    if (!this.#layOut(address, byteLength, address + byteLength + DATA_SLACK)) return false;
    this.#usePlace(address);
    this.#source = undefined;
    return true;
  }

  /** Shortens the data: the source had fewer bytes than were reserved. */
  shorten(byteLength: number): void {
    this.#setLength(byteLength);
    this.#setNearLength(byteLength);
  }

  /** Copies the bytes that conditions read before the search. */
  showHead(): void {
    if (this.#isSliding) this.#copy(0, this.#headLength);
    else this.#copyTo(this.#firstLength);
  }

  /** Copies the bytes that the search reads before the first chunk. */
  showBeginning(): void {
    if (this.#isSliding) this.#window!.showHead();
    else this.#copyTo(this.#sight.head);
  }

  /** Copies the bytes that the search of a chunk reads. Returns the number of bytes that may be searched now. */
  showChunk(from: number, byteLength: number): number {
    if (this.#isSliding) return this.#window!.showChunk(from, byteLength);
    this.#copyTo(from + byteLength + this.#sight.ahead);
    return byteLength;
  }

  /** The address of at most 8 bytes that a condition reads; they must lie in the data. Throws like {@link showAll}. */
  fetch(offset: number, byteLength: number): number {
    if (this.#isSliding && ++this.#fetchCount > maxFetches && this.#mayHoldAll()) this.showAll();
    if (!this.#isSliding) return this.#address + offset;
    this.#memory.refresh();
    this.#memory.bytes.set(this.part(offset, offset + Math.min(byteLength, maxRead)), MemoryMap.fetched);
    return MemoryMap.fetched;
  }

  /**
   * The address of bytes that functions of the kernels read, at most 48 KiB; they lie there until the next call. Throws
   * like {@link showAll}, and RuleFormatError if there are no such bytes.
   */
  show(offset: number, byteLength: number): number {
    if (offset + byteLength > this.#length) throw damagedRules("a function reads behind the data");
    if (this.#isSliding && !this.#isShownInPieces(byteLength)) this.showAll();
    return this.#isSliding ? this.#window!.show(offset, offset + byteLength) : this.#address + offset;
  }

  /** Copies all data into the memory. Throws errors of the checkpoint, and DataTooLargeError. */
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

  /** All data. If it is {@link inMemory}, the view is valid until the next call of guest code. */
  bytes(): Uint8Array {
    const source = this.#source;
    if (source !== undefined && !this.inMemory)
      return source instanceof Uint8Array ? wholePart(source, 0, this.#length) : source.whole();
    this.#copyTo(Number.POSITIVE_INFINITY);
    return this.#memory.bytes.subarray(this.#address, this.#address + this.#length);
  }

  /** Some of the data: a view that is valid until the next call of anything here. Throws what a reader throws. */
  part(start: number, end: number): Uint8Array {
    const source = this.#source;
    if (source === undefined || this.inMemory) return this.bytes().subarray(start, end);
    return source instanceof Uint8Array ? wholePart(source, start, end) : source.part(start, end);
  }

  /** Whether having {@link bytes} means reading all of them, however many these are. */
  get isCostly(): boolean {
    return this.#isSliding && !(this.#source instanceof Uint8Array) && this.#source?.isWhole === false;
  }

  /** The address behind them, where they are whole in the memory; where they are not, some later one. */
  get end(): number {
    return this.#address + this.#length;
  }

  /** Whether the memory has only a part of them, and a window. */
  get isPartial(): boolean {
    return this.#isSliding;
  }

  /** The number of bytes. */
  get byteLength(): number {
    return this.#length;
  }

  /** Whether {@link bytes} is a view of the scanner's memory, because the caller's bytes may change. */
  get inMemory(): boolean {
    const source = this.#source;
    if (source === undefined) return true;
    return source instanceof Uint8Array ? !isOrdinary(source) : !this.#isSliding;
  }

  /** Throws a TypeError if the caller's buffer was transferred or shrunk during the scan. */
  checkSource(): void {
    if (this.#source !== undefined && this.#source.length < this.#length) throw sourceIsGone();
  }

  /** Ends the scan: drops the caller's bytes. Whether modules had a large buffer, of which their values may have views. */
  release(): boolean {
    const source = this.#source;
    this.#source = undefined;
    this.#window?.close();
    return source !== undefined && !(source instanceof Uint8Array) && source.isWhole;
  }

  #isShownInPieces(byteLength: number): boolean {
    return this.#length > maxShown && byteLength <= this.#window!.byteLength;
  }

  /** Modules do not expect views of shared memory. */
  #mayUseWindow(source: ByteSource): boolean {
    if (this.#window === undefined) return false;
    const least = (this.#headLength + this.#window.byteLength) * leastMultiple;
    if (source.length < least || !isOrdinary(source)) return false;
    return source instanceof Uint8Array || source.length >= this.#leastRead;
  }

  /** All of large data of a reader would take more memory than the scan needs. */
  #mayHoldAll(): boolean {
    return this.#source instanceof Uint8Array || this.#length <= maxHeld;
  }

  /** Sets the address of the data; from now on, all of it has room. */
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
    copyPart(this.#source!, start, end, this.#memory.bytes, this.#address + start);
  }
}
