/** Which conditions cannot be true of files without a module's signature. */

import { field } from "@tyara/language/modules";
import { defineModule } from "@tyara/modules/kit";
import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import type { BytesFact } from "./bytes-fact.ts";
import { deriveAllFacts } from "./facts.ts";

const demo = defineModule({
  name: "demo",
  signature: {
    offset: 4,
    alternatives: [
      [1, 2, 3],
      [4, 5],
    ],
    functions: ["count(integer)"],
  },
  fields: { size: field.integer(), names: field.array(field.string()), is_demo: field.bool() },
  functions: { "count(kind: integer) -> integer": () => 0, "other() -> integer": () => 1 },
  parse: () => undefined,
});
const zero = defineModule({
  name: "zero",
  absent: "zero",
  signature: { alternatives: [[7]] },
  fields: { size: field.integer(), names: field.array(field.string()), is_zero: field.bool() },
  parse: () => undefined,
});

const imports = [
  "pe",
  "elf",
  "macho",
  "dotnet",
  "zip",
  "cuckoo",
  "math",
  "console",
  "test_proto2",
  "demo",
  "zero",
]
  .map((name) => `import "${name}"`)
  .join(" ");

function bytesOf(condition: string): BytesFact | undefined {
  const compiler = new Compiler({ modules: [demo, zero] });
  compiler.addSource(`${imports} rule r { strings: $_a = "alpha" condition: ${condition} }`);
  expect(compiler.errors.map(({ title }) => title)).toEqual([]);
  const { rules, signatures } = compiler.check();
  return deriveAllFacts(rules, { signatures })[0]!.bytes;
}

const fact = (byteLength: number, ...values: number[]) => ({ offset: 0, byteLength, values });
const pe = fact(2, 0x5a4d);
const elf = fact(4, 0x464c457f);

describe("facts of modules", () => {
  it.each([
    ["pe.is_pe", pe],
    ["pe.machine == pe.MACHINE_AMD64 and $_a", pe],
    ["pe.number_of_sections > 3", pe],
    ["pe.number_of_sections != 0", pe],
    ["not pe.number_of_sections == 1", pe],
    ["defined pe.timestamp", pe],
    ["pe.timestamp", pe],
    ["pe.is_signed", pe],
    ['pe.sections[0].name == ".text"', pe],
    ["pe.sections.len() > 0", pe],
    ['pe.version_info["CompanyName"] contains "a"', pe],
    ["pe.linker_version.major < 6", pe],
    ['for any s in pe.sections : (s.name == ".text")', pe],
    ["for none s in pe.sections : (s.raw_data_size > 9)", pe],
    ["for any i in (0..pe.number_of_sections - 1) : (i == 3)", pe],
    ["$_a at pe.entry_point", pe],
    ["$_a in (pe.entry_point..pe.entry_point + 9)", pe],
    ["uint8(pe.entry_point) == 0x90", pe],
    ["math.entropy(pe.overlay.offset, pe.overlay.size) > 7.0", pe],
    ['pe.imphash() == "abc"', pe],
    ['pe.imports("kernel32.dll", "Sleep")', pe],
    ['pe.imports("kernel32.dll") > 2', pe],
    ['pe.imports("kernel32.dll")', pe],
    ['pe.exports("a") or pe.is_dll()', pe],
    ["pe.signatures[0].valid_on(1)", pe],
    ["elf.type == elf.ET_EXEC", elf],
    ["elf.telfhash() matches /^T1/", elf],
    ["dotnet.is_dotnet", pe],
    ["pe.is_pe or elf.type == elf.ET_EXEC", fact(2, 0x5a4d, 0x457f)],
    ["macho.magic == 1", fact(4, 0xcefaedfe, 0xfeedface, 0xcffaedfe, 0xfeedfacf, 0xbebafeca, 0xbfbafeca)],
    ["demo.size == 1", { offset: 4, byteLength: 2, values: [0x201, 0x504] }],
    ["demo.count(1) > 0", { offset: 4, byteLength: 2, values: [0x201, 0x504] }],
    ["zero.is_zero", fact(1, 7)],
    ['zero.names[1] == "a"', fact(1, 7)],
  ])("%s", (condition, expected) => {
    expect(bytesOf(condition)).toEqual(
      condition.startsWith("macho")
        ? { ...expected, values: expect.arrayContaining(expected.values) }
        : expected,
    );
  });

  it.each([
    "not pe.is_pe",
    "defined pe.is_pe",
    "not defined pe.machine",
    "pe.machine == 1 or $_a",
    "not (pe.machine == 1 or pe.is_dll())",
    "pe.sections.len() == 0",
    "pe.sections.len() >= 0",
    'pe.imports("a") == 0',
    'pe.imports("a") < 9',
    'not pe.imports("a", "b")',
    "for any s in (pe.timestamp, 1) : (s == 1)",
    "for none of them : ($ at pe.entry_point)",
    "none of (pe.is_pe, $_a)",
    "any of (pe.is_pe, $_a)",
    "with t = pe.timestamp : (filesize > 1)",
    "#_a in (0..pe.entry_point) == 0",
    'elf.import_md5() == "d41d8cd98f00b204e9800998ecf8427e"',
    "zip.is_zip",
    "cuckoo.network.dns_lookup(/a/) > 0",
    "test_proto2.int64_one == 1",
    "console.log(1) and pe.is_pe",
    "pe.MACHINE_AMD64 == 0x8664",
    "demo.other() == 1",
    "demo.count(1) == 0",
    "demo.count(demo.other()) == 0",
    "zero.size == 0",
    "zero.size > 0",
  ])("nothing is demanded by %s", (condition) => {
    expect(bytesOf(condition)).toBeUndefined();
  });
});
