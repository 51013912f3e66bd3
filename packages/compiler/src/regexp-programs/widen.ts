/** The `wide` form of a pattern: each byte is followed by a zero byte. */
import type { Hir } from "@tyara/language/regexp";
import { byteClass, concat, literal } from "@tyara/language/regexp";

const ZERO: Hir = literal(Uint8Array.of(0));

/** Assertions stay as they are; how they see wide neighbours is the matcher's affair. */
export function widen(hir: Hir): Hir {
  switch (hir.kind) {
    case "empty":
    case "assertion":
      return hir;
    case "literal":
      return literal(interleave(hir.bytes));
    case "class":
      return concat([byteClass(hir.set), ZERO]);
    case "concat":
      return concat(hir.items.map(widen));
    case "alternation":
      return { kind: "alternation", branches: hir.branches.map(widen) };
    case "repeat":
      return { ...hir, item: widen(hir.item) };
  }
}

function interleave(bytes: Uint8Array): Uint8Array {
  const wide = new Uint8Array(bytes.length * 2);
  for (let i = 0; i < bytes.length; i++) wide[2 * i] = bytes[i]!;
  return wide;
}
