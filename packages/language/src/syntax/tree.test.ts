import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { dumpTree } from "./dump-tree.ts";
import { parse } from "./parse.ts";
import { NodeKind, type SyntaxTree } from "./tree.ts";

const SOURCE = 'import "pe" // c\nrule a { condition: 1 + f(2) == 3 }\n';

function find(tree: SyntaxTree, kind: NodeKind): number {
  for (let node = 0; node < tree.nodeCount; node++) if (tree.kind(node) === kind) return node;
  throw new Error(`no node of kind ${kind}`);
}

/** Sources from whole rules down to noise, so that every part of the parser and of its recovery has its turn. */
const soup = fc
  .array(
    fc.constantFrom(
      ...'rule import private global meta strings condition : { } ( ) [ ] $a $ #a @a !a = == + - * % and or not of in at for all any them with true a b 1 2.5 .. . , "s" "\\z" """ /r/ {00} {0 [1-2] ~? | // /* */ \n é \ud800 \u00a0 ; xor base64'.split(
        " ",
      ),
      'rule r { strings: $a = "x" condition: $a }',
      "rule r { meta: a = 1 condition: for all i in (1..2) : (i) }",
    ),
    { maxLength: 60 },
  )
  .chain((parts) => fc.constantFrom(" ", "", "\n").map((separator) => parts.join(separator)));

function isRoughlyIdentical(source: string, printed: string): boolean {
  return printed === new TextDecoder("utf-8", { ignoreBOM: true }).decode(new TextEncoder().encode(source));
}

describe("the tree is lossless", () => {
  test("printing gives the source back", () => {
    fc.assert(
      fc.property(soup, (source) => isRoughlyIdentical(source, printTokens(parse(source).tree))),
      { numRuns: 500 },
    );
  });

  test("so it does for any bytes", () => {
    const lenient = new TextDecoder("utf-8", { ignoreBOM: true });
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        const { tree } = parse(bytes);
        return tree.text() === lenient.decode(bytes) && tree.source.byteLength === bytes.length;
      }),
    );
  });

  function printTokens(tree: SyntaxTree): string {
    return Array.from({ length: tree.tokenCount }, (_, token) => tree.tokenText(token)).join("");
  }
});

describe("spans", () => {
  test("nodes lie inside their parents, behind one another", () => {
    fc.assert(
      fc.property(soup, (source) => {
        const { tree } = parse(source);
        for (let node = 0; node < tree.nodeCount; node++) checkNode(tree, node);
      }),
      { numRuns: 300 },
    );
  });

  function checkNode(tree: SyntaxTree, node: number): void {
    const { start, end } = tree.span(node);
    let at = start;
    for (const child of tree.childNodes(node)) {
      const span = tree.span(child);
      expect(span.start).toBeGreaterThanOrEqual(at);
      expect(span.end).toBeGreaterThanOrEqual(span.start);
      expect(tree.parent(child)).toBe(node);
      at = span.end;
    }
    expect(end).toBeGreaterThanOrEqual(at);
    expect(end).toBeLessThanOrEqual(tree.source.byteLength);
  }

  test("diagnostics and items lie inside the file", () => {
    fc.assert(
      fc.property(soup, (source) => {
        const { tree, ast, diagnostics } = parse(source);
        for (const { span } of [...ast.items, ...diagnostics.map(({ labels }) => labels[0]!)]) {
          expect(span.start).toBeLessThanOrEqual(span.end);
          expect(span.end).toBeLessThanOrEqual(tree.source.byteLength);
        }
      }),
      { numRuns: 300 },
    );
  });

  test("count UTF-8 bytes", () => {
    const { tree } = parse('// é\u{1f600}\nimport "pe"');
    expect(tree.span(find(tree, NodeKind.Import))).toEqual({ start: 10, end: 21 });
    expect(tree.text(find(tree, NodeKind.Import))).toBe('import "pe"');
  });
});

describe("navigation", () => {
  const { tree } = parse(SOURCE);
  const binary = find(tree, NodeKind.Binary);

  test("parents, children, siblings", () => {
    const equality = tree.parent(binary)!;
    expect(tree.text(binary)).toBe("1 + f(2)");
    expect(tree.text(equality)).toBe("1 + f(2) == 3");
    expect(tree.childNodes(binary).map((node) => tree.text(node))).toEqual(["1", "f(2)"]);
    expect(tree.text(tree.nextSibling(binary)!)).toBe("3");
    expect(tree.previousSibling(tree.nextSibling(binary)!)).toBe(binary);
    expect(tree.previousSibling(binary)).toBeUndefined();
    expect(tree.parent(tree.root)).toBeUndefined();
    expect(tree.nextSibling(tree.root)).toBeUndefined();
  });

  test("tokens of a node", () => {
    expect(tree.tokenText(tree.firstToken(binary))).toBe("1");
    expect(tree.tokenText(tree.lastToken(binary))).toBe(")");
    const own = tree.children(binary).filter(({ kind }) => kind === "token");
    expect(own.map((element) => (element.kind === "token" ? tree.tokenText(element.token) : ""))).toEqual([
      " ",
      "+",
      " ",
    ]);
  });

  test("the token at an offset and the node around it", () => {
    const offset = SOURCE.indexOf("f(2)");
    const token = tree.tokenAtOffset(offset);
    expect(tree.tokenText(token)).toBe("f");
    expect(tree.kind(tree.nodeOfToken(token))).toBe(NodeKind.Name);
    expect(tree.tokenText(tree.tokenAtOffset(SOURCE.indexOf("// c") + 2))).toBe("// c");
    expect(tree.tokenAtOffset(SOURCE.length)).toBe(tree.tokenCount - 1);
  });
});

test("a dump shows nodes, tokens and what was left out", () => {
  expect(dumpTree(parse('import 1 include "x"').tree)).toBe(
    [
      "SourceFile@0..20",
      '  Import@0..6 "import"',
      "  Error@7..8",
      '    Integer@7..8 "1"',
      "  Include@9..20",
      '    Include@9..16 "include"',
      '    String@17..20 "\\"x\\""',
      '  EndOfFile@20..20 ""',
      "",
    ].join("\n"),
  );
});
