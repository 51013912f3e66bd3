import type { Hir } from "../../regex/index.ts";

/** A text that two expressions share exactly when they are the same; for finding equal patterns. Linear in the expression. */
export function hirKey(hir: Hir): string {
  const parts: string[] = [];
  writeKey(hir, parts);
  return parts.join("");
}

function writeKey(hir: Hir, parts: string[]): void {
  switch (hir.kind) {
    case "empty":
      parts.push("e");
      break;
    case "literal":
      parts.push("l", String(hir.bytes.length), ":", byteText(hir.bytes));
      break;
    case "class":
      parts.push("c", String(hir.set.size), ":", byteText(hir.set.bytes()));
      break;
    case "assertion":
      parts.push("a", hir.assertion, ";");
      break;
    case "repeat":
      parts.push("r", `${hir.min},${hir.max ?? ""},${hir.isGreedy ? "g" : "l"}(`);
      writeKey(hir.item, parts);
      parts.push(")");
      break;
    case "concat":
    case "alternation": {
      const isConcat = hir.kind === "concat";
      parts.push(isConcat ? "(" : "[");
      for (const item of isConcat ? hir.items : hir.branches) writeKey(item, parts);
      parts.push(isConcat ? ")" : "]");
      break;
    }
  }
}

/** Bytes as text, one character each. */
export function byteText(bytes: Iterable<number>): string {
  let text = "";
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
