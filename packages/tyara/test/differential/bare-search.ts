/**
 * The search on its own: tables, kernel and searcher on a memory of their own, without compiler and scanner.
 */
import { DATA_SLACK, MatchRecord, MemoryMap, PatternState } from "../../src/base/index.ts";
import {
  buildTables,
  kernelBytes,
  type PatternSpec,
  Searcher,
  type SearchKernel,
  type SearchTables,
  type TableOptions,
} from "../../src/search/index.ts";

export interface FoundMatch {
  readonly offset: number;
  readonly length: number;
  /** −1: none. */
  readonly key: number;
}

interface KernelExports extends SearchKernel {
  patternAt(pattern: number, offset: bigint): number;
  patternIn(pattern: number, lower: bigint, upper: bigint): number;
  patternCountIn(pattern: number, lower: bigint, upper: bigint): bigint;
}

let compiled: WebAssembly.Module | undefined;

export class BareSearch {
  readonly tables: SearchTables;
  readonly kernel: KernelExports;
  private readonly memory: WebAssembly.Memory;
  private readonly patternCount: number;
  private readonly searcher: Searcher;
  private readonly states: number;
  private readonly stateEnd: number;

  constructor(
    specs: readonly PatternSpec[],
    options: TableOptions & { readonly maximumPages?: number } = {},
  ) {
    this.memory = new WebAssembly.Memory({ initial: 32, maximum: options.maximumPages ?? 65536 });
    this.tables = buildTables(specs, options);
    this.patternCount = specs.length;
    compiled ??= new WebAssembly.Module(kernelBytes());
    const instance = new WebAssembly.Instance(compiled, { tyara: { memory: this.memory } });
    this.kernel = instance.exports as unknown as KernelExports;
    this.searcher = new Searcher(this.kernel);
    this.states = MemoryMap.constants + Math.ceil(this.tables.bytes.length / 16) * 16;
    this.stateEnd = this.states + this.tables.patternCount * PatternState.size;
    this.reserve(this.stateEnd);
    new Uint8Array(this.memory.buffer).set(this.tables.bytes, MemoryMap.constants);
  }

  scan(
    data: Uint8Array,
    options: { maxMatches?: number; fastScan?: boolean; onChunk?: () => boolean } = {},
  ): FoundMatch[][] {
    this.searcher.clear();
    const address = Math.ceil((this.stateEnd + DATA_SLACK) / 16) * 16;
    const heap = Math.ceil((address + data.length + DATA_SLACK) / 16) * 16;
    this.reserve(heap);
    new Uint8Array(this.memory.buffer).set(data, address);
    const view = new DataView(this.memory.buffer);
    const set = (field: number, value: number) => view.setUint32(field, value, true);
    set(MemoryMap.dataAddress, address);
    set(MemoryMap.dataLength, data.length);
    set(MemoryMap.searchDone, 0);
    set(MemoryMap.heapNext, heap);
    set(MemoryMap.heapEnd, this.memory.buffer.byteLength);
    set(MemoryMap.maxMatchesPerPattern, options.maxMatches ?? 1_000_000);
    set(MemoryMap.limitsMet, 0);
    set(MemoryMap.patternStates, this.states);
    set(MemoryMap.fastScan, options.fastScan ? 1 : 0);
    this.searcher.search(data.length, options.onChunk);
    return Array.from({ length: this.patternCount }, (_, pattern) => this.matches(pattern));
  }

  get limitsMet(): number {
    return new DataView(this.memory.buffer).getUint32(MemoryMap.limitsMet, true);
  }

  private matches(pattern: number): FoundMatch[] {
    const view = new DataView(this.memory.buffer);
    const state = this.states + pattern * PatternState.size;
    const count = view.getUint32(state + PatternState.count, true);
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
    const missing = end + 65536 - this.memory.buffer.byteLength;
    if (missing > 0) this.memory.grow(Math.ceil(missing / 65536));
  }
}
