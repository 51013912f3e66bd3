/**
 * The data of a scan, and how much of them is in the memory.
 *
 * Where conditions may read anything, or the search may look anywhere, there is a place for all data. They are copied
 * there when they are needed: first what conditions read at fixed places (the head), then step by step just before the
 * search, which so finds them in the cache. Else only the head has a place of its own, and the search looks through a
 * window that slides over the data: it stays in a near cache, no copy is written back to far memory, and however large
 * the data are, the memory holds a few hundred kilobytes of them. Modules and results read the caller's bytes then.
 */
import { DATA_SLACK, MemoryMap, PROBE_SLACK } from "../base/index.ts";
import type { RuleSet } from "../rules/index.ts";
import type { Sight } from "../search/index.ts";
import { align, type ScanMemory } from "./scan-memory.ts";
import { SlidingWindow } from "./sliding-window.ts";

/** Bytes that are copied at a time: few calls, and what was copied is still in a near cache when it is searched. */
const copyStep = 1 << 17;

/** Limit: bytes that are copied between two looks at the clock; they take about a millisecond. */
const uncheckedStep = 1 << 22;

/** Bytes that the window slides on by unless said otherwise. */
const defaultWindowStep = 1 << 17;

/** With less data than so many times what head and window take, there is nothing to gain. */
const leastMultiple = 2;

export class ScannedData {
  readonly #memory: ScanMemory;
  readonly #checkpoint: () => void;
  readonly #headLength: number;
  readonly #sight: Sight;
  readonly #window: SlidingWindow | undefined;
  #isSliding = false;
  /** What was given; without a window, only as long as it is not all in the memory. */
  #source: Uint8Array | undefined;
  #copied = 0;

  /**
   * @param checkpoint is called now and then while data are copied, and may throw.
   * @param windowStep a multiple of 64.
   */
  constructor(
    memory: ScanMemory,
    ruleSet: RuleSet,
    checkpoint: () => void,
    windowStep: number = defaultWindowStep,
  ) {
    const {
      headLength,
      search: { sight },
    } = ruleSet;
    this.#memory = memory;
    this.#checkpoint = checkpoint;
    this.#headLength = headLength;
    this.#sight = sight;
    if (Number.isFinite(headLength + sight.ahead))
      this.#window = new SlidingWindow(memory, sight, windowStep);
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
    this.#isSliding = true;
    this.#source = source;
    window.open(source, windowAddress);
    return true;
  }

  /** Makes room for all of so many bytes, for the caller to write to {@link bytes}. */
  placeAll(start: number, byteLength: number): boolean {
    const address = align(start + DATA_SLACK);
    if (!this.#layOut(address, byteLength, address + byteLength + DATA_SLACK)) return false;
    this.#memory.set(MemoryMap.searchAddress, address);
    this.#isSliding = false;
    this.#source = undefined;
    this.#copied = 0;
    return true;
  }

  /** Makes the data end earlier: there were fewer than room was made for. */
  shorten(byteLength: number): void {
    this.#memory.set(MemoryMap.dataLength, byteLength);
    this.#memory.view.setBigInt64(MemoryMap.filesize, BigInt(byteLength), true);
  }

  /** Sees to it that what conditions read before the search is in its place; `isAllWanted`: that modules will want all. */
  showHead(isAllWanted: boolean): void {
    if (this.#isSliding) this.#copy(0, this.#headLength);
    else this.#copyTo(isAllWanted ? Number.POSITIVE_INFINITY : this.#headLength);
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

  /** All data. In the memory, they are valid until the next call of guest code. */
  bytes(): Uint8Array {
    if (this.#isSliding) return plainView(this.#source!);
    this.#copyTo(Number.POSITIVE_INFINITY);
    const address = this.#memory.get(MemoryMap.dataAddress);
    return this.#memory.bytes.subarray(address, address + this.#memory.get(MemoryMap.dataLength));
  }

  /** Forgets what was given: the scan is over. */
  release(): void {
    this.#source = undefined;
    this.#window?.close();
  }

  /** Views of shared memory are not what modules expect. */
  #mayUseWindow({ buffer, length }: Uint8Array): boolean {
    if (this.#window === undefined || !(buffer instanceof ArrayBuffer)) return false;
    return length >= (this.#headLength + this.#window.byteLength) * leastMultiple;
  }

  #layOut(address: number, byteLength: number, end: number): boolean {
    const memory = this.#memory;
    if (!memory.beginHeap(align(end))) return false;
    memory.set(MemoryMap.dataAddress, address);
    memory.set(MemoryMap.dataLength, byteLength);
    memory.view.setBigInt64(MemoryMap.filesize, BigInt(byteLength), true);
    return true;
  }

  #copyTo(end: number): void {
    const source = this.#source;
    if (source === undefined || end <= this.#copied) return;
    const last = Math.min(source.length, Math.max(end, this.#copied + copyStep));
    while (this.#copied < last) {
      const next = Math.min(last, this.#copied + uncheckedStep);
      this.#copy(this.#copied, next);
      this.#copied = next;
      if (next < last) this.#checkpoint();
    }
    if (last === source.length) this.#source = undefined;
  }

  #copy(start: number, end: number): void {
    this.#memory.refresh();
    const address = this.#memory.get(MemoryMap.dataAddress) + start;
    this.#memory.bytes.set(this.#source!.subarray(start, end), address);
  }
}

/** Not of a subclass, such as Node's, whose methods do something else. */
function plainView({ buffer, byteOffset, length }: Uint8Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, length);
}
