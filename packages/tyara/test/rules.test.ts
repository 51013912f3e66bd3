/** What compiled rules tell of themselves. */
import { inspect } from "node:util";
import { CompileError, Compiler, compile, diagnosticData, Rules } from "tyara";
import { describe, expect, it } from "vitest";

const source = `
  import "pe" import "math"
  global rule small { condition: filesize < 1000 }
  private rule hidden { strings: $a = "abc" private $b = { 61 62 } $ = /x.y/ condition: any of them }
  rule shown : one two { meta: score = 75 author = "x" condition: hidden and pe.is_pe }`;

describe("rules", () => {
  const compiler = new Compiler()
    .addSource(source)
    .newNamespace("other")
    .addSource("rule last { condition: false }");
  const rules = compiler.build();
  const read = Rules.deserialize(rules.serialize());

  it.each([
    ["compiled", rules],
    ["read from bytes", read],
  ])("that were %s can be counted and walked over", (_, some) => {
    const [, hidden, shown, last] = some;
    expect(some.length).toBe(4);
    expect([...some].map(({ identifier }) => identifier)).toEqual(["small", "hidden", "shown", "last"]);
    expect([...some].map(({ isGlobal }) => isGlobal)).toEqual([true, false, false, false]);
    expect(hidden).toEqual({
      identifier: "hidden",
      namespace: "default",
      isGlobal: false,
      isPrivate: true,
      tags: [],
      metadata: [],
      patterns: [
        { identifier: "$a", kind: "text", isPrivate: true },
        { identifier: "$b", kind: "hex", isPrivate: false },
        { identifier: "$", kind: "regexp", isPrivate: false },
      ],
    });
    expect(shown).toMatchObject({
      tags: ["one", "two"],
      metadata: [
        { identifier: "score", kind: "integer", value: 75 },
        { identifier: "author", kind: "string", value: "x" },
      ],
    });
    expect(last!.namespace).toBe("other");
  });

  it("name what they import, used or not", () => {
    expect(rules.imports).toEqual(["pe", "math"]);
    expect(read.imports).toEqual(["pe", "math"]);
  });

  it("keep the warnings of their compilation", () => {
    const doubtful = compile("rule a { strings: $a = /ab.*/ condition: $a and false }", { origin: "a.yar" });
    expect(doubtful.warnings.length).toBeGreaterThan(0);
    expect(doubtful.warnings.every(({ severity }) => severity === "warning")).toBe(true);
    expect(diagnosticData(doubtful.warnings[0]!).labels[0]!.place!.origin).toBe("a.yar");
    expect(Rules.deserialize(doubtful.serialize()).warnings).toEqual([]);
    expect(rules.warnings).toEqual(compiler.warnings);
  });
});

describe("a compile error", () => {
  it("shows the console its message, not the sources once for each label", () => {
    const text = `rule a { condition: nothing } // ${"far from the mistake ".repeat(20)} end`;
    try {
      compile(text);
      expect.fail("it compiles");
    } catch (error) {
      expect((error as CompileError).diagnostics).toHaveLength(1);
      expect(error).toBeInstanceOf(CompileError);
      expect(inspect(error)).toContain("unknown identifier");
      expect(inspect(error)).not.toContain("labels");
    }
  });
});
