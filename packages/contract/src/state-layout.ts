/**
 * The layout of the state of a scan, which lies between the search tables and the constants. The compiler and the reader of
 * compiled rules compute it from the same sizes. It is not stored, so damaged rules cannot make it wrong.
 */

import { SharedSlot } from "./linkage.ts";
import { MemoryMap, PatternState } from "./memory-map.ts";
import type { StateLayout } from "./rule-set.ts";

/** The sizes that determine the layout. */
export interface StateSizes {
  /** Bytes of search tables. */
  readonly tablesLength: number;
  readonly ruleCount: number;
  readonly sharedSlotCount: number;
  readonly patternCount: number;
  /** Bytes of tables for a selection of the patterns. */
  readonly selectionSize: number;
}

/** The layout without its end, which depends on the constants. */
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

/** The first free address after the constants. */
export function stateEnd(constants: number, byteLength: number): number {
  return align(constants + byteLength);
}

/** The number of 64-bit words in a set of rules. */
export function ruleSetWords(ruleCount: number): number {
  return Math.ceil(ruleCount / 64);
}

const align = (address: number) => Math.ceil(address / 16) * 16;
