/** Rules that went through bytes behave as before, and bytes that are no rules are refused. */

import { Compiler, Rules } from "tyara";
import { describe, expect, it } from "vitest";
import { RuleFormatError } from "./format-error.ts";
import { deserialiseRuleSet, serialiseRuleSet } from "./serialise.ts";

function compiled(): Rules {
  const compiler = new Compiler();
  compiler
    .defineGlobal("limit", 2n ** 60n)
    .defineGlobal("tag", { $b: "x" })
    .defineGlobal("ratio", -0.5);
  compiler.addSource(`import "test_proto2"
    rule a : t { meta: i = 5 f = 2.0 b = "\\xff" strings: $a = "abc" xor $b = /x+y/ condition: any of them }
    rule b { condition: test_proto2.array_struct[0].nested_int64_one == 1 and filesize < limit }
    private rule c { condition: for any k, v in test_proto2.map_string_int64 : (k == "one" and v == 1) and ratio < 0.0 }`);
  return compiler.build();
}

const data = new TextEncoder().encode("--abc--xxy");

describe("serialised rules", () => {
  it("are the same rules", () => {
    const rules = compiled();
    const again = Rules.deserialize(rules.serialize(), { modules: new Compiler().modules });
    expect(Buffer.compare(again.serialize(), rules.serialize())).toBe(0);
    expect(again.ruleSet.globals).toEqual(rules.ruleSet.globals);
    const scan = (one: Rules) => JSON.stringify(one.scan(data, { includePrivate: true }), replacer);
    expect(scan(again)).toBe(scan(rules));
    expect(JSON.parse(scan(again)).matches).toHaveLength(3);
  });

  it.each<[string, (bytes: Uint8Array) => Uint8Array]>([
    ["a buffer of Node", (bytes) => Buffer.from(bytes)],
    ["a view that begins somewhere", (bytes) => viewIn(new ArrayBuffer(bytes.length + 9), 5, bytes)],
    ["shared memory", (bytes) => viewIn(new SharedArrayBuffer(bytes.length), 0, bytes)],
    ["a buffer that may grow", (bytes) => viewIn(growable(bytes.length), 0, bytes)],
  ])("are read from %s, and keep nothing of it", (_, place) => {
    const rules = compiled();
    const bytes = place(rules.serialize());
    const again = Rules.deserialize(bytes, { modules: new Compiler().modules });
    bytes.fill(0xff);
    expect(JSON.stringify(again.scan(data))).toBe(JSON.stringify(rules.scan(data)));
    expect(Buffer.compare(again.serialize(), rules.serialize())).toBe(0);
  });

  it("hold no schemas of modules", () => {
    expect(compiled().serialize().length).toBeLessThan(1 << 20);
  });
});

describe("bytes that are no rules", () => {
  const good = serialiseRuleSet(compiled().ruleSet);
  const changed = (at: number, value: number) => good.map((byte, index) => (index === at ? value : byte));

  it.each([
    ["nothing", new Uint8Array()],
    ["text", new TextEncoder().encode("rule a { condition: true }")],
    ["another version", changed(6, 0xee)],
    ["a cut file", good.subarray(0, 200)],
    ["a wrong length", changed(11, 0x7f)],
  ])("%s", (_, bytes) => {
    expect(() => deserialiseRuleSet(bytes)).toThrow(RuleFormatError);
  });

  it("are refused or read, whatever byte of the description is changed", () => {
    for (let at = 12; at < Math.min(good.length, 4000); at += 7) {
      const damaged = good.slice();
      damaged[at]! ^= 0x15;
      try {
        deserialiseRuleSet(damaged);
      } catch (error) {
        expect(error).toBeInstanceOf(RuleFormatError);
      }
    }
  });
});

function viewIn(buffer: ArrayBufferLike, offset: number, bytes: Uint8Array): Uint8Array {
  const view = new Uint8Array(buffer, offset, bytes.length);
  view.set(bytes);
  return view;
}

function growable(byteLength: number): ArrayBuffer {
  const Growable = ArrayBuffer as unknown as new (length: number, options: object) => ArrayBuffer;
  return new Growable(byteLength, { maxByteLength: byteLength * 2 });
}

const replacer = (_: string, value: unknown) => (typeof value === "bigint" ? `${value}n` : value);
