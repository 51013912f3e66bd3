/** How large a program a piece of HIR makes, known before it is made. */
import type { ByteSet } from "./byte-set.ts";
import type { Hir } from "./hir.ts";
import { minLength } from "./measure.ts";

/** Limit: a program of this many nodes takes some 16 MB; what people write has tens. */
export const MAX_PROGRAM_NODES = 1_000_000;

/** An upper bound of the nodes of the program; `Infinity` rather than a wrong number for absurd repetitions. */
export function countProgramNodes(hir: Hir): number {
  return count(hir, PROGRAM);
}

interface Counted {
  readonly consuming: 0 | 1;
  readonly passing: 0 | 1;
  /** Loops that may take empty turns have chains, which lead from each of their nodes to any other (`empty-cycles.ts`). */
  readonly chains: 0 | 1;
}

const PROGRAM: Counted = { consuming: 1, passing: 1, chains: 1 };
const PASSING: Counted = { consuming: 0, passing: 1, chains: 0 };

function count(hir: Hir, counted: Counted): number {
  switch (hir.kind) {
    case "empty":
      return 0;
    case "literal":
      return counted.consuming * hir.bytes.length;
    case "class":
      return counted.consuming;
    case "assertion":
      return counted.passing;
    case "concat":
      return hir.items.reduce((sum, item) => sum + count(item, counted), 0);
    case "alternation":
      return hir.branches.reduce((sum, branch) => sum + counted.passing + count(branch, counted), 0);
    case "repeat": {
      if (hir.item.kind === "class" || (hir.item.kind === "literal" && hir.item.bytes.length === 1))
        return Math.min(hir.max ?? hir.min + 1, 4);
      const turns = Math.max(hir.max ?? hir.min + 1, 1) * (count(hir.item, counted) + counted.passing);
      const isEmptyLoop = hir.max === undefined && minLength(hir.item) === 0;
      return turns + (counted.chains && isEmptyLoop ? (count(hir.item, PASSING) + 1) ** 2 : 0);
    }
  }
}

/** Limit: the reference's, in bytes of its own automaton. */
export const MAX_MATCHES_COST: number = 50 * 1024 * 1024;

/**
 * What the reference's automaton for the operator `matches` takes, in bytes.
 * Compat: measured on YARA-X 1.20 by finding the largest repetition it accepts, within a few percent.
 */
export function matchesCost(hir: Hir): number {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return 32;
    case "literal":
      return 32 * hir.bytes.length;
    case "class":
      return 64 + 8 * rangeCount(hir.set);
    case "concat":
      return hir.items.reduce((sum, item) => sum + matchesCost(item), 0);
    case "alternation":
      return hir.branches.reduce((sum, branch) => sum + 4 + matchesCost(branch), 80);
    case "repeat": {
      const item = matchesCost(hir.item) + (countProgramNodes(hir.item) > 1 ? 64 : 0);
      const optional = hir.max === undefined ? item + 40 : (hir.max - hir.min) * (item + 40);
      return hir.min * item + optional;
    }
  }
}

function rangeCount(set: ByteSet): number {
  let count = 0;
  for (let byte = 0; byte < 256; byte++) if (set.has(byte) && !(byte > 0 && set.has(byte - 1))) count++;
  return count;
}
