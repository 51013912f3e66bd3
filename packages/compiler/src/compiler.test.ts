import { INTEGER, type StructType, VariableError } from "@tyara/base";
import { RuleReader } from "@tyara/contract";
import type { CompilerOptions } from "@tyara/language/check";
import { CompileError } from "@tyara/language/check";
import { type Diagnostic, DiagnosticRenderer } from "@tyara/language/diagnostics";
import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";

const renderer = new DiagnosticRenderer();

/** `code origin:line:column`, the origin only where there is one. */
function brief(diagnostic: Diagnostic): string {
  const label = diagnostic.labels[0]!;
  const { line, column } = renderer.position(label)!;
  return `${diagnostic.code} ${label.source?.origin === undefined ? "" : `${label.source.origin}:`}${line}:${column}`;
}

function compile(source: string, options: CompilerOptions = {}): Compiler {
  return new Compiler(options).addSource(source);
}

const errorsOf = (source: string, options?: CompilerOptions): string[] =>
  compile(source, options).errors.map(brief);
const warningsOf = (source: string, options?: CompilerOptions): string[] =>
  compile(source, options).warnings.map(brief);
const rulesOf = (compiler: Compiler): string[] => compiler.check().rules.map(({ name }) => name);

/** A rule with this condition and the patterns `$a`, `$b`. */
const rule = (condition: string): string =>
  `rule t { strings: $a = "abcd" $b = "efgh" condition: any of them and (${condition}) }`;

/** `with` and so many variables, one a line from the third on. */
const withVariables = (count: number, body: string): string =>
  `rule a { condition:\n with\n${Array.from({ length: count }, (_, i) => ` v${i} = filesize`).join(",\n")} :\n (${body}) }`;

describe("too many variables", () => {
  it.each([
    ["of one `with`: at its first", withVariables(2049, "v0 == 1"), "E047 3:2"],
    [
      "with those of a loop inside: at the loop",
      withVariables(2046, "for any i in (1..2) : (i == v1)"),
      "E047 2049:3",
    ],
    [
      "of a `with` inside: at its first",
      withVariables(2047, "with\n a = filesize,\n b = a : (a == b)"),
      "E047 2051:2",
    ],
  ])("%s", (_, source, error) => {
    expect(errorsOf(source)).toEqual([error]);
  });
});

describe("a mistake costs its rule only", () => {
  it("keeps the other rules, in order", () => {
    const compiler = compile(`
      rule a { condition: filesize > 1 }
      rule b { condition: unknown }
      rule c { condition: ( }
      rule d { condition: a }`);
    expect(rulesOf(compiler)).toEqual(["a", "d"]);
    expect(compiler.errors.map(brief)).toEqual(["E009 3:27", "E001 4:29"]);
  });

  it("tells of rules that depend on a broken one", () => {
    expect(errorsOf("rule a { condition: x } rule b { condition: a }")).toEqual(["E009 1:21", "E009 1:45"]);
  });

  it("forgets patterns and regular expressions of rejected rules", () => {
    const program = compile(`
      rule a { strings: $a = "gone" condition: $a and "x" matches /gone/ and unknown }
      rule b { strings: $a = "kept" condition: $a and "x" matches /kept/ }`).check();
    expect(program.patterns.length).toBe(1);
    expect(program.regexps.map(({ source }) => source)).toEqual(["kept"]);
  });

  it("lets the name of a rejected rule be used again", () => {
    expect(rulesOf(compile("rule a { condition: x } rule a { condition: filesize > 1 }"))).toEqual(["a"]);
  });

  it("builds what is sound, or throws with all diagnostics", () => {
    const compiler = compile("rule a { condition: x } rule b { condition: filesize > 1 }");
    expect(() => compiler.buildRuleSet()).toThrow(CompileError);
    const { rules } = compiler.buildRuleSet({ ignoreErrors: true });
    expect(rules.length).toBe(1);
    expect(new RuleReader(rules, { namespaceCount: 1, patternCount: 0 }).rule(0).identifier).toBe("b");
  });
});

describe("namespaces", () => {
  it("are contiguous however they are entered, and rules are numbered through", () => {
    const compiler = new Compiler();
    compiler.newNamespace("one").addSource("rule a { condition: filesize > 1 }");
    compiler.newNamespace("two").addSource("rule a { condition: filesize > 1 } rule b { condition: a }");
    compiler.newNamespace("one").addSource("rule c { condition: a }");
    const program = compiler.check();
    expect(program.namespaces).toEqual(["one", "two"]);
    expect(program.rules.map(({ id, namespace, name }) => `${id} ${namespace} ${name}`)).toEqual([
      "0 0 a",
      "1 0 c",
      "2 1 a",
      "3 1 b",
    ]);
    expect(program.rules[1]!.condition).toMatchObject({ kind: "rule", rule: 0 });
    expect(program.rules[3]!.condition).toMatchObject({ kind: "rule", rule: 2 });
  });

  it("share no names", () => {
    const compiler = new Compiler().addSource('import "pe" rule a { condition: pe.is_pe }');
    compiler.newNamespace("other").addSource("rule b { condition: a } rule c { condition: pe.is_pe }");
    expect(compiler.errors.map(brief)).toEqual(["E009 1:21", "E009 1:45"]);
  });
});

describe("distinct patterns", () => {
  it("are shared between rules whatever they are called", () => {
    const program = compile(`
      rule a { strings: $x = "same" $y = { 01 ?? 02 [2-3] 03 } condition: all of them }
      rule b { strings: $z = "same" ascii $w = { 01??02 [2-3]
        03 } condition: all of them }`).check();
    expect(program.patterns.length).toBe(2);
    expect(program.rules[1]!.patterns.map(({ name, id }) => `${name} ${id}`)).toEqual(["$z 0", "$w 1"]);
  });

  it.each([
    ["$a at 10", 10],
    ["any of ($a) at 10", 10],
    ["$a at 10 or $a at 10", 10],
    ["$a at 10 or $a at 20", undefined],
    ["$a at filesize", undefined],
    ["$a at 10 and $a", undefined],
    ["for any of ($a) : ($ at 10)", undefined],
    ["#a in (10..10) == 1", undefined],
  ])("are anchored when every use is at one offset: %s", (condition, anchor) => {
    const program = compile(`rule t { strings: $a = "abcd" condition: ${condition} }`).check();
    expect(program.patterns[0]!.anchor).toBe(anchor);
  });

  it.each([
    ["$a", true],
    ["any of them", true],
    ["for any of them : ($)", true],
    ["#a > 1", false],
    ["@a == 3", false],
    ["$a in (0..10)", false],
    ["for any of them : (# > 1)", false],
    ["any of them in (0..3)", false],
  ])("need one match where conditions merely ask for existence: %s", (condition, isEnough) => {
    const program = compile(`rule t { strings: $a = "abcd" condition: ${condition} }`).check();
    expect(program.patterns[0]!.isExistenceEnough).toBe(isEnough);
  });

  it("need all matches when one of the rules that share them does", () => {
    const source =
      'rule a { strings: $a = "abcd" condition: $a } rule b { strings: $a = "abcd" condition: #a > 1 }';
    expect(
      compile(source)
        .check()
        .patterns.map(({ isExistenceEnough }) => isExistenceEnough),
    ).toEqual([false]);
  });
});

describe("constants", () => {
  it.each([
    ["9007199254740993 + 0", 9007199254740993n],
    ["-9223372036854775807 - 1", -(1n << 63n)],
    ["0x7fffffffffffffff & ~0xff", 0x7fffffffffffff00n],
    ["1 << 63", -(1n << 63n)],
    ["1 << 64", 0n],
    ["-8 >> 1", -4n],
    ["2 * 3 - 1", 5n],
  ])("are exact on 64 bits: %s", (expression, value) => {
    const { condition } = compile(`rule t { condition: filesize == ${expression} }`).check().rules[0]!;
    expect(condition).toMatchObject({ kind: "compare", right: { kind: "integer", value } });
  });

  it.each(["9223372036854775807 + 1", "-9223372036854775807 - 2", "4611686018427387904 * 2"])(
    "that leave 64 bits are E007: %s",
    (expression) => {
      expect(errorsOf(`rule t { condition: filesize == ${expression} }`)).toEqual(["E007 1:33"]);
    },
  );
});

describe("includes", () => {
  const files: Record<string, string | Uint8Array> = {
    "dir/a.yar": 'include "b.yar"\nrule a { condition: b }',
    "dir/b.yar": "rule b { condition: filesize > 1 }",
    "lib/c.yar": "rule c { condition: unknown }",
    "dir/circle.yar": 'include "./../dir/circle.yar"',
    "dir/binary.yar": new Uint8Array([0xff, 0xfe]),
  };
  const includeReader = {
    read(path: string): string | Uint8Array | undefined {
      if (path === "dir/locked.yar") throw new Error("permission denied");
      return files[path];
    },
  };
  const include = (path: string, options: CompilerOptions = {}): Compiler =>
    new Compiler({ includeReader, ...options }).addSource(`include "${path}"`, { origin: "dir/main.yar" });

  it("are found beside the including file", () => {
    expect(rulesOf(include("a.yar"))).toEqual(["b", "a"]);
  });

  it("are found in the include directories, and cited in messages", () => {
    expect(include("c.yar", { includeDirs: ["nowhere", "lib/"] }).errors.map(brief)).toEqual([
      "E009 lib/c.yar:1:21",
    ]);
  });

  it.each([
    ["missing.yar", "E043"],
    ["circle.yar", "E046"],
    ["binary.yar", "E042"],
    ["locked.yar", "E042"],
  ])("%s is %s", (path, code) => {
    expect(include(path).errors.map((error) => error.code)).toEqual([code]);
  });

  it("may be forbidden", () => {
    expect(include("a.yar", { enableIncludes: false }).errors.map(brief)).toEqual(["E044 dir/main.yar:1:1"]);
  });

  it("may be a thousand deep, in a circle or not", () => {
    const read = (path: string): string =>
      `include "${Number.parseInt(path, 10) + 1}.yar"\nrule r${path.slice(0, -4)} { condition: filesize > 1 }`;
    const deep = { read: (path: string): string | undefined => (path === "1000.yar" ? "" : read(path)) };
    expect(rulesOf(new Compiler({ includeReader: deep }).addSource('include "0.yar"')).length).toBe(1000);
    const circle = { read: (path: string): string => (path === "999.yar" ? 'include "0.yar"' : read(path)) };
    expect(
      new Compiler({ includeReader: circle }).addSource('include "0.yar"').errors.map((error) => error.code),
    ).toEqual(["E046"]);
  });
});

describe("modules", () => {
  it("that are ignored take the rules with them that use them", () => {
    const compiler = compile(
      `import "absent"
       rule a { condition: absent.x == 1 }
       rule b { condition: not a }
       rule c { condition: filesize > 1 }`,
      { ignoredModules: ["absent"] },
    );
    expect(compiler.errors).toEqual([]);
    expect(compiler.warnings.map(brief)).toEqual([
      "unsupported_module 1:1",
      "unsupported_module 2:28",
      "ignored_rule 3:32",
    ]);
    expect(compiler.ignoredRules.map(({ name, module }) => `${name} ${module}`)).toEqual([
      "a absent",
      "b absent",
    ]);
    expect(rulesOf(compiler)).toEqual(["c"]);
  });

  it("guard fields with features", () => {
    const source = 'import "test_proto2" rule a { condition: test_proto2.requires_foo_and_bar == 0 }';
    expect(errorsOf(source)).toEqual(["E100 1:54"]);
    expect(errorsOf(source, { features: ["foo", "bar"] })).toEqual([]);
  });

  it("are listed when a namespace with rules imports them", () => {
    expect(compile('import "math" import "pe" rule a { condition: pe.is_pe }').check().modules).toEqual([
      "math",
      "pe",
    ]);
  });

  it("may be given by the caller", () => {
    const schema: StructType = {
      kind: "struct",
      name: "mine",
      fields: new Map([["x", { name: "x", type: INTEGER }]]),
    };
    const modules = [{ name: "mine", schema, isAvailable: true }];
    expect(errorsOf('import "mine" rule a { condition: mine.x == 1 }', { modules })).toEqual([]);
  });
});

describe("external variables", () => {
  const globals = {
    i: 1,
    f: 1.5,
    big: 1n << 62n,
    s: "text",
    b: true,
    bytes: new Uint8Array([1]),
    o: { x: 1, y: { z: "a" } },
    list: [1, 2],
    objects: [{ x: 1 }, { x: 2 }],
    map: new Map([["k", 1]]),
  };

  it.each([
    "i == 1 and big > i",
    "f > 1.0",
    's == "text" and bytes contains "a"',
    "b",
    'o.x == 1 and o.y.z == "a"',
    "list[0] == 1",
    "for any v in objects : (v.x == 2)",
    'for any k, v in map : (k == "k" and v == 1)',
    'map["k"] == 1',
  ])("have types: %s", (condition) => {
    expect(errorsOf(rule(condition), { globals })).toEqual([]);
  });

  it("are visible in every namespace and conflict with rules of their name", () => {
    const compiler = new Compiler({ globals })
      .newNamespace("n")
      .addSource("rule a { condition: b } rule b { condition: filesize > 1 }");
    expect(compiler.errors.map(brief)).toEqual(["E013 1:30"]);
  });

  it.each([
    ["a", 1, "already-exists"],
    ["1a", 1, "invalid-identifier"],
    ["x", Number.NaN, "invalid-type"],
    ["x", null, "unexpected-null"],
    ["x", undefined, "invalid-type"],
    ["x", [], "invalid-array"],
    ["x", [1, "a"], "invalid-array"],
    ["x", [[1]], "invalid-array"],
    ["x", 1n << 64n, "integer-out-of-range"],
  ])("refuse %s = %s: %s", (name, value, problem) => {
    const compiler = new Compiler({ globals: { a: 1 } });
    const define = () => compiler.defineGlobal(name, value as never);
    expect(define).toThrow(VariableError);
    expect(define).toThrow(expect.objectContaining({ problem }));
  });
});

describe("warnings", () => {
  const doubtful = "rule a { condition: filesize }";

  it("can be switched off, one by one or all", () => {
    expect(new Compiler().switchWarning("non_bool_expr", false).addSource(doubtful).warnings).toEqual([]);
    expect(new Compiler().switchAllWarnings(false).addSource(doubtful).warnings).toEqual([]);
    expect(() => new Compiler().switchWarning("nonsense", false)).toThrow(RangeError);
  });

  it("can be limited in number", () => {
    expect(
      new Compiler({ maxWarnings: 2 }).addSource("rule a { condition: filesize and filesize and filesize }")
        .warnings.length,
    ).toBe(2);
  });

  it.each([
    ["// suppress: non_bool_expr\nrule a { condition: filesize }", true],
    ["/* suppress: text_as_hex, non_bool_expr */ rule a { condition: filesize }", true],
    ["// suppress: text_as_hex\nrule a { condition: filesize }", false],
    ["rule a {\n condition:\n // suppress: non_bool_expr\n filesize }", true],
    ["rule a {\n condition:\n filesize // suppress: non_bool_expr\n }", true],
    ["rule a {\n condition:\n // suppress: non_bool_expr\n\n filesize > 1 and\n filesize }", false],
    ["rule a {\n condition: /* suppress: non_bool_expr */\n filesize }", false],
    ["rule a {\n condition: filesize /* suppress: non_bool_expr */ and filesize\n }", false],
    ["rule a { condition: filesize }\n// suppress: non_bool_expr\n", false],
    ['rule a { meta: x = "// suppress: non_bool_expr" condition: filesize }', false],
  ])("are silenced by comments: %j", (source, isSilent) => {
    expect(warningsOf(source).length === 0).toBe(isSilent);
  });

  it.each([
    ['import "pe"\nimport "pe" // suppress: duplicate_import', true],
    ['import "pe" // suppress: duplicate_import\nimport "pe"', true],
    ["rule a { strings: $a = { 61\n 62 63 } // suppress: text_as_hex\n condition: $a }", false],
    [
      "rule a { strings:\n /* suppress: text_as_hex */ $a = { 61 62 63 } $b = { 61 62 64 } condition: all of them }",
      false,
    ],
  ])("are silenced when one of their places lies wholly in reach of the comment: %j", (source, isSilent) => {
    expect(warningsOf(source).length === 0).toBe(isSilent);
  });

  it("become errors where asked for", () => {
    expect(errorsOf('rule a { strings: $a = "x" condition: $a }', { errorOnSlowPattern: true })).toEqual([
      "E018 1:19",
    ]);
    expect(
      errorsOf("rule a { condition: for any i in (0..filesize) : (i == 1) }", { errorOnSlowLoop: true }),
    ).toEqual(["E034 1:34"]);
  });
});

describe("hostile sources", () => {
  const deep = (count: number, open: string, close: string) =>
    `rule a { condition: ${open.repeat(count)}true${close.repeat(count)} }`;

  it.each([
    ["parentheses", deep(100_000, "(", "")],
    ["closed parentheses", deep(100_000, "(", ")")],
    ["negations", deep(100_000, "not ", "")],
    ["a long chain", `rule a { condition: ${"filesize > 1 and ".repeat(100_000)} true }`],
    ["a long sum", `rule a { condition: filesize ${"+ filesize ".repeat(100_000)} > 1 }`],
    ["mixed operators", `rule a { condition: ${"1 == 1 and 2 == 2 or ".repeat(30_000)} true }`],
    ["alternatives", `rule a { strings: $a = { ${"( 01 | ".repeat(50_000)} condition: $a }`],
    ["fields", `rule a { condition: a${".a".repeat(100_000)} }`],
    ["NUL bytes", "rule a { condition: \0\0\0 }"],
    ["lone surrogates", 'rule a { strings: $a = "\ud800" condition: $a }'],
    ["a byte order mark", "\ufeffrule a { condition: true }"],
  ])("end quickly, and the compiler goes on: %s", (_, source) => {
    const compiler = compile(source);
    compiler.addSource("rule sound { condition: filesize > 1 }");
    expect(rulesOf(compiler)).toContain("sound");
  });

  it("may nest as deeply as the parser allows", () => {
    for (const count of [100, 400, 490]) {
      const compiler = compile(deep(count, "not (", ")"));
      expect(compiler.errors.every(({ code }) => code === "E001")).toBe(true);
      compiler.check();
    }
  });
});
