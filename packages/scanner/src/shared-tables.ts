/**
 * The search tables of a rule set, held once. They are most of what large rules weigh, every scanner has them in its
 * memory, and nothing ever writes to them there; so the first scanner's memory holds them for the rules too.
 */

import type { RuleSet } from "@tyara/contract";
import { MemoryMap } from "@tyara/contract";
import type { Memory } from "@tyara/runtime";

/** Limit: a memory is not kept for less than these tables; pages and the scanner weigh something themselves. */
const leastShared = 1 << 20;

/** Limit: memory never shrinks, so one that has grown by more than this beyond the tables does not go on holding them. */
const maxBeyondTables = 1 << 26;

export class SharedTables {
  readonly byteLength: number;
  /** The tables, unless a memory holds them. */
  #bytes: Uint8Array | undefined;
  #memory: Memory | undefined;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.byteLength = bytes.length;
  }

  /** The tables, a view: valid until guest code runs. */
  get bytes(): Uint8Array {
    const start = MemoryMap.constants;
    return this.#bytes ?? this.#memory!.data().subarray(start, start + this.byteLength);
  }

  /** Copies the tables into the memory of a new scanner, which holds them from now on if no other does. */
  loadInto(memory: Memory): void {
    memory.data().set(this.bytes, MemoryMap.constants);
    if (this.#bytes === undefined || this.byteLength < leastShared) return;
    this.#memory = memory;
    this.#bytes = undefined;
  }

  /** To be told of a memory between scans: takes the tables out again when it holds them and has become large. */
  review(memory: Memory): void {
    if (memory !== this.#memory || memory.data().length - this.byteLength <= maxBeyondTables) return;
    this.#bytes = new Uint8Array(this.bytes);
    this.#memory = undefined;
  }
}

/** The same rules, whose tables are copied when they are asked for. */
export function withSharedTables(ruleSet: RuleSet, tables: SharedTables): RuleSet {
  const { patternCount, selectionSize, sight, decision } = ruleSet.search;
  const search = {
    get bytes() {
      return new Uint8Array(tables.bytes);
    },
    patternCount,
    selectionSize,
    sight,
    decision,
  };
  return { ...ruleSet, search };
}
