import { builtinDeclarations } from "@tyara/language/modules";
import { expect, it } from "vitest";
import { Compiler } from "./compiler.ts";
import { dumpRuleCode, inspectRules } from "./inspect.ts";

const source = `import "pe" import "math"
rule base { strings: $a = "abcd" condition: $a and filesize > 100 }
rule top { strings: $b = { 01 02 03 04 } condition: uint16(0) == 0x5a4d and (base or pe.is_pe) and $b and math.abs(filesize) > 3 and for any n in (1..2) : (base and n == 1) }
rule never { condition: filesize > 10 and filesize < 5 }
`;

function compiled() {
  const compiler = new Compiler({}, builtinDeclarations({ testModules: false }));
  compiler.newNamespace("web").addSource(source);
  compiler.newNamespace("mail").addSource("rule other { condition: true }");
  return compiler;
}

it("tells what rules refer to and what must hold", () => {
  const [base, top, never, other] = inspectRules(compiled().check());
  expect(base).toMatchObject({
    namespace: "web",
    name: "base",
    rules: [],
    modules: [],
    facts: ["filesize >= 101", "one of these patterns is found: base $a"],
  });
  expect([...base!.patterns.values()]).toEqual(["$a"]);
  expect(top).toMatchObject({ rules: ["base"], modules: ["pe", "math"] });
  expect(top!.facts).toContain("2 bytes at 0 are one of 0x5a4d (little-endian)");
  expect(top!.checked).toContain("(== (uint16 0) 23117)");
  expect(never!.facts).toEqual(["never matches"]);
  expect(other).toMatchObject({ namespace: "mail", checked: "true", facts: [] });
});

it("shows the code of each rule", () => {
  const { code } = compiled().buildRuleSet();
  const texts = [0, 1, 2, 3].map((rule) => dumpRuleCode(code, rule));
  for (const text of texts) expect(text).toMatch(/^func \d+ /);
  expect(new Set(texts).size).toBe(4);
  expect(texts[0]).toContain("i64.const 100");
  expect(() => dumpRuleCode(code, 4)).toThrow(RangeError);
  expect(() => dumpRuleCode(new Uint8Array(4), 0)).toThrow(TypeError);
});
