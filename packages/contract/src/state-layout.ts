/**
 * Where the state of a scan lies: behind the search tables, in front of the constants. The compiler and whoever reads
 * compiled rules compute it from the same sizes, so that it need not be told, and cannot be told wrongly.
 */

import { SharedSlot } from "./linkage.ts";
import { MemoryMap, PatternState } from "./memory-map.ts";
import type { StateLayout } from "./rule-set.ts";

/** What the layout follows from. */
export interface StateSizes {
  /** Bytes of search tables. */
  readonly tablesLength: number;
  readonly ruleCount: number;
  readonly sharedSlotCount: number;
  readonly patternCount: number;
  /** Bytes of tables for some of the patterns. */
  readonly selectionSize: number;
}

/** The layout, but for its end, which follows from the constants. */
export function layOutState(sizes: StateSizes): Omit<StateLayout, "end"> {
  const { tablesLength, ruleCount, sharedSlotCount, patternCount, selectionSize } = sizes;
  const setSize = ruleSetWords(ruleCount) * 8;
  const ruleStates = align(MemoryMap.constants + tablesLength);
  const candidates = align(ruleStates + ruleCount);
  const sharedSlots = align(candidates + setSize);
  const patternStates = sharedSlots + sharedSlotCount * SharedSlot.size;
  const selection = align(patternStates + patternCount * PatternState.size);
  const constants = align(selection + (selectionSize === 0 ? 0 : align(setSize) + selectionSize));
  return { ruleStates, candidates, sharedSlots, sharedSlotCount, patternStates, selection, constants };
}

/** The first byte that is free behind so many bytes of constants. */
export function stateEnd(constants: number, byteLength: number): number {
  return align(constants + byteLength);
}

/** How many 64-bit words a set of rules has. */
export function ruleSetWords(ruleCount: number): number {
  return Math.ceil(ruleCount / 64);
}

const align = (address: number) => Math.ceil(address / 16) * 16;
