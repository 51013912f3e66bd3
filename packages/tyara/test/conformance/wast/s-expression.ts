// Reads the S-expressions of WebAssembly test scripts. Works on bytes seen as Latin-1 characters, because
// strings in scripts hold arbitrary bytes and some scripts are not UTF-8.

export type Node =
  | { readonly kind: "list"; readonly items: readonly Node[]; readonly start: number; readonly end: number }
  | { readonly kind: "atom"; readonly text: string; readonly start: number; readonly end: number }
  | { readonly kind: "string"; readonly bytes: Uint8Array; readonly start: number; readonly end: number };

export type List = Extract<Node, { kind: "list" }>;

/** Every top-level expression of a script. */
export function readScript(source: string): readonly Node[] {
  const stack: { items: Node[]; start: number }[] = [{ items: [], start: 0 }];
  let at = 0;
  while (at < source.length) {
    const char = source[at]!;
    if (/\s/.test(char)) at += 1;
    else if (source.startsWith(";;", at)) at = endOfLine(source, at);
    else if (source.startsWith("(;", at)) at = endOfBlockComment(source, at);
    else if (char === "(") stack.push({ items: [], start: at++ });
    else if (char === ")") {
      const { items, start } = stack.pop()!;
      at += 1;
      stack.at(-1)!.items.push({ kind: "list", items, start, end: at });
    } else {
      const node = char === '"' ? readString(source, at) : readAtom(source, at);
      stack.at(-1)!.items.push(node);
      at = node.end;
    }
  }
  return stack[0]!.items;
}

function endOfLine(source: string, start: number): number {
  const length = source.slice(start).search(/[\n\r]/);
  return length < 0 ? source.length : start + length;
}

function endOfBlockComment(source: string, start: number): number {
  let depth = 0;
  for (let at = start; at < source.length; at++) {
    if (source.startsWith("(;", at)) {
      depth += 1;
      at += 1;
    } else if (source.startsWith(";)", at)) {
      depth -= 1;
      at += 1;
      if (depth === 0) return at + 1;
    }
  }
  return source.length;
}

function readAtom(source: string, start: number): Node {
  const length = /^[^\s()";]+/.exec(source.slice(start, start + 4096))?.[0].length ?? 1;
  return { kind: "atom", text: source.slice(start, start + length), start, end: start + length };
}

const escapes: Record<string, number> = { n: 10, t: 9, r: 13, '"': 34, "'": 39, "\\": 92 };

function readString(source: string, start: number): Node {
  const bytes: number[] = [];
  let at = start + 1;
  while (source[at] !== '"') {
    if (source[at] !== "\\") bytes.push(source.charCodeAt(at++));
    else if (source.startsWith("\\u{", at)) {
      const close = source.indexOf("}", at);
      const text = String.fromCodePoint(Number.parseInt(source.slice(at + 3, close), 16));
      bytes.push(...new TextEncoder().encode(text));
      at = close + 1;
    } else if (source[at + 1]! in escapes) {
      bytes.push(escapes[source[at + 1]!]!);
      at += 2;
    } else {
      bytes.push(Number.parseInt(source.slice(at + 1, at + 3), 16));
      at += 3;
    }
  }
  return { kind: "string", bytes: Uint8Array.from(bytes), start, end: at + 1 };
}

/** The keyword that a list starts with. */
export function keyword(node: Node | undefined): string {
  const first = node?.kind === "list" ? node.items[0] : undefined;
  return first?.kind === "atom" ? first.text : "";
}
