/**
 * The search on its own: tables, kernel and searcher on a memory of their own, without compiler and scanner.
 */

import type { SearchTables } from "@tyara/contract";
import { CHUNK_SIZE, DATA_SLACK, MatchRecord, MemoryMap, PatternState, PROBE_SLACK } from "@tyara/contract";
import { absentHost, Kernel, Searcher, searchKernel } from "@tyara/kernel";
import type { PatternSpec } from "@tyara/language/ir";
import { Engine, Linker, Memory, Store } from "@tyara/runtime";
import { buildTables, type TableOptions } from "../../../compiler/src/search/build-tables.ts";

export interface FoundMatch {
  readonly offset: number;
  readonly length: number;
  /** −1: none. */
  readonly key: number;
}

interface SearchOptions {
  readonly maxMatches?: number;
  readonly maxMatchMemory?: number;
  readonly fastScan?: boolean;
  readonly chunkSize?: number;
  readonly onChunk?: () => boolean;
  /** Nothing but what a chunk's search is said to look at is there. */
  readonly isShownInParts?: boolean;
}

/** What rules ask about matches. */
interface PatternQueries {
  patternAt(pattern: number, offset: bigint): number;
  patternIn(pattern: number, lower: bigint, upper: bigint): number;
  patternCountIn(pattern: number, lower: bigint, upper: bigint): bigint;
}

const engine = new Engine();
let compiled: Kernel | undefined;

/** Fuel between two looks of the kernels at the clock. */
const LOOK = 1024;

export class BareSearch {
  readonly tables: SearchTables;
  readonly queries: PatternQueries;
  private readonly memory: Memory;
  private looks = 0;
  private readonly patternCount: number;
  private readonly searcher: Searcher;
  private readonly states: number;
  private readonly stateEnd: number;

  constructor(
    specs: readonly PatternSpec[],
    options: TableOptions & { readonly maximumPages?: number } = {},
  ) {
    const store = new Store(engine, undefined);
    this.memory = Memory.create(store, { minimum: 32, maximum: options.maximumPages ?? 65536 });
    this.tables = buildTables(specs, options).tables;
    this.patternCount = specs.length;
    compiled ??= Kernel.compileSync(engine);
    const linker = new Linker<undefined>(engine).define(store, "tyara", "memory", this.memory);
    const kernel = compiled.instantiate(linker, store, this.memory, {
      ...absentHost,
      interrupt: () => {
        this.looks++;
        return LOOK;
      },
    });
    this.queries = {
      patternAt: kernel.getTypedFunc("patternAt", ["i32", "i64"], ["i32"]),
      patternIn: kernel.getTypedFunc("patternIn", ["i32", "i64", "i64"], ["i32"]),
      patternCountIn: kernel.getTypedFunc("patternCountIn", ["i32", "i64", "i64"], ["i64"]),
    };
    this.searcher = new Searcher(searchKernel(kernel));
    this.states = MemoryMap.constants + Math.ceil(this.tables.bytes.length / 16) * 16;
    this.stateEnd = this.states + this.tables.patternCount * PatternState.size;
    this.reserve(this.stateEnd);
    this.memory.data().set(this.tables.bytes, MemoryMap.constants);
  }

  scan(data: Uint8Array, options: SearchOptions = {}): FoundMatch[][] {
    this.searcher.clear();
    const address = Math.ceil((this.stateEnd + DATA_SLACK) / 16) * 16;
    const heap = Math.ceil((address + data.length + PROBE_SLACK) / 16) * 16;
    this.reserve(heap);
    this.memory.data().set(data, address);
    const view = this.view();
    const set = (field: number, value: number) => view.setUint32(field, value, true);
    set(MemoryMap.dataAddress, address);
    set(MemoryMap.searchAddress, address);
    set(MemoryMap.dataLength, data.length);
    set(MemoryMap.searchDone, 0);
    set(MemoryMap.heapNext, heap);
    set(MemoryMap.heapEnd, this.memory.data().length);
    set(MemoryMap.maxMatchesPerPattern, options.maxMatches ?? 1_000_000);
    set(MemoryMap.maxMatchMemory, options.maxMatchMemory ?? 1 << 27);
    set(MemoryMap.limitsMet, 0);
    set(MemoryMap.patternStates, this.states);
    set(MemoryMap.fastScan, options.fastScan ? 1 : 0);
    this.looks = 0;
    this.run(data, options);
    return Array.from({ length: this.patternCount }, (_, pattern) => this.matches(pattern));
  }

  /** Whether the search looks at so little at a time that data can be shown in parts. */
  get mayUseWindow(): boolean {
    return this.tables.sight.head < Number.POSITIVE_INFINITY;
  }

  /** Searches until `onChunk`, called behind each chunk, returns false. */
  private run(data: Uint8Array, { chunkSize = CHUNK_SIZE, onChunk, isShownInParts }: SearchOptions): void {
    const stop = new Error("the search is stopped");
    const { head, behind, ahead } = this.tables.sight;
    let searched = 0;
    try {
      if (isShownInParts) this.show(data, 0, Math.max(head, chunkSize + ahead));
      const nextChunk = (from: number): number => {
        if (searched++ > 0 && onChunk !== undefined && !onChunk()) throw stop;
        if (isShownInParts && from > 0) this.show(data, from - behind, from + chunkSize + ahead);
        return chunkSize;
      };
      this.searcher.search(data.length, nextChunk, () => {
        if (isShownInParts) this.show(data, 0, data.length);
      });
    } catch (error) {
      if (error !== stop) throw error;
      this.searcher.stop();
    }
  }

  /** Has only these bytes in their place, and other bytes of the data where the others are. */
  private show(data: Uint8Array, from: number, to: number): void {
    const view = this.view();
    const address = view.getUint32(MemoryMap.dataAddress, true);
    const place = this.memory.data().subarray(address - DATA_SLACK, address + data.length + PROBE_SLACK);
    const rest = place.length - data.length;
    place.set(data.subarray(0, Math.min(rest, data.length)));
    place.set(data, rest);
    // An odd start may not move the others to odd addresses.
    const start = Math.max(0, from & ~1);
    this.memory.data().set(data.subarray(start, to), address);
    view.setUint32(MemoryMap.searchAddress, (address - start) >>> 0, true);
  }

  /** About how much fuel the last search spent. */
  get work(): number {
    return this.looks * LOOK;
  }

  get limitsMet(): number {
    return this.view().getUint32(MemoryMap.limitsMet, true);
  }

  private view(): DataView {
    const { buffer, byteLength } = this.memory.data();
    return new DataView(buffer, 0, byteLength);
  }

  /** How many matches a pattern has, with those that have no records. */
  count(pattern: number): number {
    return this.view().getUint32(this.states + pattern * PatternState.size + PatternState.count, true);
  }

  private matches(pattern: number): FoundMatch[] {
    const view = this.view();
    const state = this.states + pattern * PatternState.size;
    const count = view.getUint32(state + PatternState.kept, true);
    const first = view.getUint32(state + PatternState.matches, true);
    return Array.from({ length: count }, (_, i) => {
      const record = first + i * MatchRecord.size;
      return {
        offset: view.getUint32(record + MatchRecord.offset, true),
        length: view.getUint32(record + MatchRecord.length, true),
        key: view.getInt32(record + MatchRecord.xorKey, true),
      };
    });
  }

  private reserve(end: number): void {
    const missing = end + 65536 - this.memory.data().length;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536));
  }
}
