/** Expected values come from Apple's headers (`mach-o/*.h`, `kern/cs_blobs.h`) and from the XML specification. */
import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  bindInstructions,
  blobMagic,
  chainedFixups,
  codeSignature,
  dyldInfo,
  entitled,
  exportsTrie,
  fatOf,
  fixupsOf,
  javaClass,
  lazyInstructions,
  linkerOption,
  type MachoCommand,
  type MachoSymbol,
  machoOf,
  propertyList,
  signatureOf,
  symbolTable,
  trieOf,
  wordsCommand,
} from "../../../tyara/test/corpus/macho.ts";
import { collectLimits } from "../kit/limits.ts";
import { machoModule } from "./index.ts";

interface Macho {
  readonly imports: readonly string[];
  readonly exports: readonly string[];
  readonly entitlements?: readonly string[];
  readonly linker_options: readonly Uint8Array[];
}

const parse = (data: Uint8Array) => machoModule.parse!({ data }) as unknown as Macho | undefined;
const parseCommands = (...commands: readonly MachoCommand[]) => parse(machoOf({ commands }))!;

function run(id: string, data: Uint8Array) {
  const value = machoModule.parse!({ data });
  const context = { data, value, matches: () => false, log: () => {}, cache: new Map() };
  return machoModule.functions!.get(id)!(context);
}

const trie = (...names: readonly string[]) =>
  exportsTrie(
    trieOf([{ branches: names.map((name, i) => [name, i + 1]) }, ...names.map(() => ({ isName: true }))]),
  );

describe("imports", () => {
  const bind = bindInstructions(["_a", "_b", "_a"]);
  const lazyBind = lazyInstructions(["_c", "_b"]);
  const weakBind = bindInstructions(["_d", "_a"]);

  test("are what is bound at once, then when it is called, then weakly, each name once", () => {
    expect(parseCommands(dyldInfo({ weakBind, lazyBind, bind })).imports).toEqual(["_a", "_b", "_c", "_d"]);
  });

  test("that are only weak are imports", () => {
    expect(parseCommands(dyldInfo({ weakBind })).imports).toEqual(["_d", "_a"]);
  });

  test("of the newer table follow, repeats kept", () => {
    const fixups = chainedFixups(fixupsOf(["_a", "_e", "_e"]));
    const expected = ["_a", "_b", "_a", "_e", "_e"];
    expect(parseCommands(fixups, dyldInfo({ bind })).imports).toEqual(expected);
    expect(parseCommands(dyldInfo({ bind }), fixups).imports).toEqual(expected);
  });

  test("are those of the last command, and of symbols where there is none", () => {
    const symbols = symbolTable([{ name: "_s" }, { name: "_s" }]);
    expect(parseCommands(symbols).imports).toEqual(["_s", "_s"]);
    expect(parseCommands(symbols, dyldInfo({ bind }), dyldInfo({ weakBind })).imports).toEqual(["_d", "_a"]);
    expect(parseCommands(symbols, dyldInfo({ bind }), wordsCommand(0x22, 1)).imports).toEqual(["_a", "_b"]);
  });
});

test("exports are the names of both tries", () => {
  const info = dyldInfo({
    exports: trieOf([{ branches: [["_a", 1]] }, { isName: true, branches: [["b", 2]] }, { isName: true }]),
  });
  expect(parseCommands(info).exports).toEqual(["_a", "_ab"]);
  expect(parseCommands(info, trie("_c")).exports).toEqual(["_c", "_a", "_ab"]);
  expect(parseCommands(trie("_c"), trie("_d")).exports).toEqual(["_d"]);
});

describe("symhash", () => {
  const md5 = (text: string) => createHash("md5").update(text).digest("hex");
  const symhash = (...symbols: readonly MachoSymbol[]) =>
    run("symhash()", machoOf({ commands: [symbolTable(symbols)] }));

  test.each([
    ["external symbols that others define", [{ name: "_b" }, { name: "_a" }, { name: "_b" }], "_a,_b"],
    ["private externals too", [{ name: "_a", type: 0x11 }, { name: "_b" }], "_a,_b"],
    ["no local ones", [{ name: "_a", type: 0x00 }, { name: "_b", type: 0x10 }, { name: "_c" }], "_c"],
    [
      "none that the image defines",
      [
        { name: "_a", type: 0x0f },
        { name: "_b", type: 0x1f },
      ],
      "",
    ],
    ["none of debuggers", [{ name: "_a", type: 0x21 }, { name: "_b" }], "_b"],
  ] as const)("is of %s", (_name, symbols, names) => {
    expect(symhash(...symbols)).toBe(md5(names));
  });

  test("is undefined without symbols", () => {
    expect(symhash()).toBeUndefined();
    expect(run("symhash()", machoOf({}))).toBeUndefined();
  });
});

describe("fat files", () => {
  const part = { cpuType: 7, image: machoOf({}) };

  test.each([
    ["a class file of Java", javaClass(52, 408)],
    ["a class file of Java with room for so many images", javaClass(52, 40_000)],
    ["a class file of the first Java", javaClass(45, 4000)],
    ["a class file of Java with a minor version", javaClass(0x3002d, 4000)],
    ["a table that is cut off", fatOf([part, part]).subarray(0, 8 + 39)],
    ["a magic alone", fatOf([part]).subarray(0, 4)],
    ["a count that the data has no room for", fatOf([part], false, 0x7fff_ffff)],
    ["a count that the data has no room for, 64 bits", fatOf([part], true, 0xffff_ffff)],
  ])("%s is none", (_name, data) => {
    expect(parse(data)).toBeUndefined();
  });

  test.each([false, true])("of one image are shown as that, of several as a list (64 bits: %s)", (is64) => {
    expect(parse(fatOf([part], is64))).toMatchObject({ magic: 0xcffaedfe });
    expect(parse(fatOf([part, part], is64))).toMatchObject({ nfat_arch: 2, file: [{}, {}] });
    expect(parse(fatOf(new Array(52).fill(part), is64))).toMatchObject({ nfat_arch: 52 });
  });
});

describe("entitlements", () => {
  const of = (xml: string) => parse(entitled(xml))!.entitlements;
  const inList = (dictionary: string) => of(propertyList(dictionary));
  const strings = (...texts: readonly string[]) => texts.map((text) => `<string>${text}</string>`).join("\n");

  test.each([
    ["keys", "<key>a</key><true/><key>b</key><string>c</string>", ["a", "b"]],
    ["texts of arrays", `<key>k</key><array>\n${strings("a", "b")}</array>`, ["k", "a", "b"]],
    ["a text that is repeated in an array", `<array> ${strings("a", "b", "a")}</array>`, ["a", "b"]],
    ["a key that is repeated", "<key>a</key><key>a</key>", ["a", "a"]],
    [
      "a text in two arrays",
      `<array> ${strings("a")}</array><key>k</key><array> ${strings("a", "b")}</array>`,
      ["a", "k", "a", "b"],
    ],
    [
      "arrays in arrays",
      `<array> ${strings("a")}<array> ${strings("a", "b")}</array>${strings("b", "c")}</array>`,
      ["a", "b", "c", "a", "b"],
    ],
    ["keys in arrays", `<array> <dict> <key>k</key>${strings("v")}</dict></array>`, ["k", "v", "k"]],
    ["references", "<key>&lt;&#65;&#x42;&amp;</key>", ["<AB&"]],
    ["character data", "<key><![CDATA[<a>]]>b</key>", ["<a>b"]],
    ["attributes that hold an angle", "<key a='1' b=\"x>y\">c</key>", ["c"]],
    ["comments and instructions, which do not divide a text", "<key>a<!-- <b> -->b<?c d?>c</key>", ["abc"]],
    ["an element before its text: none", "<key><b/>a</key>", []],
  ] as const)("%s", (_name, dictionary, expected) => {
    expect(inList(dictionary)).toEqual(expected);
  });

  test.each([
    ["an element that is not closed", "<r><key>a</key>"],
    ["an element closed by another name", "<r><key>a</r></key>"],
    ["two roots", "<key>a</key><key>b</key>"],
    ["text outside", "x<key>a</key>"],
    ["zeros behind", "<key>a</key>\0"],
    ["an unknown reference", "<r><key>a</key>&constructor;</r>"],
    ["a reference to no character", "<r><key>a</key>&#xd800;</r>"],
    ["a reference without an end", "<r><key>a</key>&amp</r>"],
    ["an attribute without quotes", "<r><key a=1>a</key></r>"],
    ["an attribute twice", "<r><key a='1' a='2'>a</key></r>"],
    ["a comment without an end", "<r><key>a</key><!-- </r>"],
    ["nothing", ""],
  ])("none where the list has %s", (_name, xml) => {
    expect(of(xml)).toEqual([]);
  });

  test("declarations may hold declarations, quotes and brackets", () => {
    expect(of('<?xml version="1.0"?><!DOCTYPE r [<!ENTITY b "]>">]><r><key>a</key></r>')).toEqual(["a"]);
  });

  test("what does not belong into XML is passed over in a document type, and nowhere else", () => {
    expect(of('<!DOCTYPE plist PUBLIC "\x02\0" "x"><r><key>a</key></r>')).toEqual(["a"]);
    expect(of('<!DOCTYPE plist PUBLIC "\x02\0" "x"><r><key>a\x02</key></r>')).toEqual([]);
    expect(of("\x02<!DOCTYPE plist><r><key>a</key></r>")).toEqual([]);
  });

  test("elements nest as deep as they like", () => {
    const depth = 20_000;
    expect(inList(`${"<array>".repeat(depth)}<key>k</key>${"</array>".repeat(depth)}`)).toEqual(["k"]);
    expect(inList(`${"<array> ".repeat(300)}<a>x</a>${"</array>".repeat(300)}`)).toEqual(
      new Array(300).fill("x"),
    );
  });

  test("texts in very many arrays are bounded, and that is told", () => {
    const texts = strings(...Array.from({ length: 3000 }, (_, i) => `t${i}`));
    const limits = new Set<string>();
    const data = entitled(propertyList(`${"<array> ".repeat(3000)}${texts}${"</array>".repeat(3000)}`));
    collectLimits(limits, () => parse(data));
    expect([...limits]).toEqual([
      "texts of nested arrays of entitlements that are many times as long as the data",
    ]);
  });

  test("are those of the last signature, and of all its blobs", () => {
    const signature = (...keys: readonly string[]) =>
      codeSignature(
        signatureOf(
          keys.map((key) => ({ magic: blobMagic.entitlements, content: propertyList(`<key>${key}</key>`) })),
        ),
      );
    expect(parseCommands(signature("a"), signature("b", "c")).entitlements).toEqual(["b", "c"]);
  });
});

test("a linker option has as many strings as there are", () => {
  const options = new Array<string>(130_000).fill("");
  expect(parseCommands(linkerOption(options)).linker_options).toHaveLength(130_000);
  expect(parseCommands(linkerOption(["a", "", "b"])).linker_options).toHaveLength(3);
  expect(parseCommands(linkerOption(["a"], 100)).linker_options).toEqual([]);
});
