import type { Hir } from "../regexp/index.ts";

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
      parts.push("c", String(hir.set.size), ":", byteText(Uint8Array.from(hir.set.bytes())));
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

/** `String.fromCharCode` takes its characters as arguments, and engines bound their number. */
const CHUNK_LENGTH = 8192;

/** Bytes as text, one character each. */
export function byteText(bytes: Uint8Array): string {
  if (bytes.length <= CHUNK_LENGTH)
    return String.fromCharCode.apply(null, bytes as ArrayLike<number> as number[]);
  let text = "";
  for (let start = 0; start < bytes.length; start += CHUNK_LENGTH)
    text += byteText(bytes.subarray(start, start + CHUNK_LENGTH));
  return text;
}
