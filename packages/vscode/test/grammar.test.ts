/** The grammar colours what it should, and never loses its way: what stands behind a strange rule is coloured like anything else. */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { SegmentedSource } from "tyara/editor";
import { beforeAll, describe, expect, it } from "vitest";
import oniguruma from "vscode-oniguruma";
import textmate from "vscode-textmate";
import { readCollections } from "../../tyara/test/collections.ts";

const path = fileURLToPath(new URL("../syntaxes/yara.tmLanguage.json", import.meta.url));
let grammar: textmate.IGrammar;

beforeAll(async () => {
  const wasm = readFileSync(createRequire(import.meta.url).resolve("vscode-oniguruma/release/onig.wasm"));
  await oniguruma.loadWASM(wasm.buffer.slice(wasm.byteOffset, wasm.byteOffset + wasm.byteLength));
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text) => new oniguruma.OnigString(text),
    }),
    loadGrammar: async () => textmate.parseRawGrammar(readFileSync(path, "utf8"), path),
  });
  grammar = (await registry.loadGrammar("source.yara"))!;
});

/** The innermost scope of each token that is not white space, with its text. */
function scopesOf(text: string): [text: string, scope: string][] {
  const found: [string, string][] = [];
  let state = textmate.INITIAL;
  for (const line of text.split("\n")) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    for (const { startIndex, endIndex, scopes } of tokens) {
      const part = line.slice(startIndex, endIndex);
      if (part.trim() !== "") found.push([part.trim(), scopes.at(-1)!.replace(/\.yara$/, "")]);
    }
  }
  return found;
}

const scopeOf = (text: string, part: string): string | undefined =>
  scopesOf(text).find(([one]) => one === part)?.[1];

const rule = (body: string): string => `private rule Name : tag {\n${body}\n}`;

const cases: readonly (readonly [text: string, part: string, scope: string])[] = [
  ['import "pe"', '"pe"', "string.quoted.double.import"],
  [rule("condition: true"), "Name", "entity.name.type.rule"],
  [rule("condition: true"), "tag", "entity.other.attribute-name.tag"],
  [rule("condition: true"), "private", "storage.modifier"],
  [rule("condition: true"), "true", "constant.language.boolean"],
  [rule('meta: author = "me"'), "author", "variable.other.property.meta"],
  [rule('strings: $a = "x\\n" wide'), "\\n", "constant.character.escape"],
  [rule('strings: $a = "x" wide'), "wide", "storage.modifier.pattern"],
  [rule("strings: $a = { 4D ?? [2-4] ( 5A | ~00 ) }"), "4D", "constant.numeric.hex"],
  [rule("strings: $a = { 4D ?? [2-4] ( 5A | ~00 ) }"), "??", "constant.other.wildcard"],
  [rule("strings: $a = { 4D ?? [2-4] ( 5A | ~00 ) }"), "[2-4]", "constant.numeric.jump"],
  [rule('strings: $a = /a[/"]+\\/b/is'), "is", "keyword.other.flags"],
  [rule("condition: #a > 2 and pe.is_dll()"), "#a", "variable.other.pattern"],
  [rule("condition: #a > 2 and pe.is_dll()"), "and", "keyword.operator.logical"],
  [rule("condition: pe.is_dll()"), "is_dll", "entity.name.function"],
  [rule("condition: filesize < 2MB"), "2MB", "constant.numeric"],
  [rule("condition: uint16(0) == 0x5a4d"), "uint16", "support.function"],
  [rule("condition: for any of them : ( $ at 0 )"), "for", "keyword.control"],
  [rule("condition: true // why"), "// why", "comment.line.double-slash"],
];

describe("the grammar", () => {
  it.each(cases)("%s: %s is %s", (text, part, scope) => {
    const found = scopeOf(text, part) ?? scopesOf(text).find(([one]) => one.includes(part))?.[1];
    expect(found).toBe(scope);
  });

  const strange = [
    'strings: $a = { 7D 22 2F }\n$b = "}{"\n$c = /[{}"\\/]/',
    'strings: $a = "// no comment" $b = "/* none */"',
    "/* } */ // }",
    'meta: a = "condition:" b = "}"',
    "condition: 10 \\ 2 == 5",
  ];

  it.each(strange)("finds its way behind %s", (body) => {
    const text = `${rule(`${body}\n${/condition/.test(body) ? "" : "condition: true"}`)}\nrule Next { condition: true }`;
    expect(scopeOf(text, "Next")).toBe("entity.name.type.rule");
  });

  const files = readCollections().flatMap((collection) => collection.files.slice(0, 40));

  it.skipIf(files.length === 0)("knows every rule of real files", () => {
    for (const { path: file, source } of files) {
      const named = scopesOf(source).filter(([, scope]) => scope === "entity.name.type.rule");
      const { segments } = SegmentedSource.read(source);
      const declared = segments.flatMap(({ item, brokenRule }) =>
        item?.kind === "rule" ? [item.name.name] : brokenRule === undefined ? [] : [brokenRule.name],
      );
      expect({ file, rules: named.map(([name]) => name) }).toEqual({ file, rules: declared });
    }
  });
});
