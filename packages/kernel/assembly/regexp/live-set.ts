// The sets of live nodes of the general sweeps: one bit for each node, and a summary with one bit for each word that is not zero.
// Programs may have many thousands of nodes, few of them live. The summary leads to the words that hold them.
import { setAdd, wordCount } from "./program";

/** Bytes of a live set: its words, then the summary. */
export function liveSetSize(): u32 {
  return (wordCount + summaryCount()) << 3;
}

/** How many words the summary has. */
// @ts-ignore: decorator
@inline
export function summaryCount(): u32 {
  return (wordCount + 63) >> 6;
}

/** The word of the summary that speaks of the 64 words from `index` × 64 on. */
// @ts-ignore: decorator
@inline
export function summaryAt(set: usize, index: u32): u64 {
  return load<u64>(set + ((wordCount + index) << 3));
}

// @ts-ignore: decorator
@inline
export function addLive(set: usize, node: u32): void {
  setAdd(set, node);
  const word = node >> 6;
  const summary = set + ((wordCount + (word >> 6)) << 3);
  store<u64>(summary, load<u64>(summary) | (<u64>1 << (word & 63)));
}

/** Empties a set that was a set before. */
export function clearLive(set: usize): void {
  // Bounded: the words of the summary; spendOnSweep spends fuel for them.
  for (let index: u32 = 0; index < summaryCount(); index++) {
    for (let rest = summaryAt(set, index); rest; rest &= rest - 1) {
      store<u64>(set + (((index << 6) + <u32>ctz(rest)) << 3), 0);
    }
    store<u64>(set + ((wordCount + index) << 3), 0);
  }
}
