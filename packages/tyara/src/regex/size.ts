/** How large a program a piece of HIR makes, known before it is made. */
import type { Hir } from "./hir.ts";

/** Limit: a program of this many nodes takes some 16 MB; what people write has tens. */
export const MAX_PROGRAM_NODES = 1_000_000;

/** An upper bound of the nodes of the program; `Infinity` rather than a wrong number for absurd repetitions. */
export function countProgramNodes(hir: Hir): number {
  switch (hir.kind) {
    case "empty":
      return 0;
    case "literal":
      return hir.bytes.length;
    case "class":
    case "assertion":
      return 1;
    case "concat":
      return hir.items.reduce((sum, item) => sum + countProgramNodes(item), 0);
    case "alternation":
      return hir.branches.reduce((sum, branch) => sum + 1 + countProgramNodes(branch), 0);
    case "repeat":
      return hir.item.kind === "class" || (hir.item.kind === "literal" && hir.item.bytes.length === 1)
        ? Math.min(hir.max ?? hir.min + 1, 4)
        : (countProgramNodes(hir.item) + 1) * Math.max(hir.max ?? hir.min + 1, 1);
  }
}
