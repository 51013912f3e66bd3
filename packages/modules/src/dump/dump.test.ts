import { isPrintable } from "@tyara/base";
import { field, hex, inlineEnumeration, moduleSchema, struct, timestamp } from "@tyara/language/modules";
import { describe, expect, test } from "vitest";
import { everyCharacter } from "../../../tyara/test/every-character.ts";
import { dumpJson, dumpYaml } from "./index.ts";

const Kind = inlineEnumeration("Kind", { PLAIN: 0, FANCY: 1 });
const Item = struct("demo.Item", { name: field.string(), bytes: field.bytes() });
const { type } = moduleSchema({
  name: "demo",
  fields: {
    flag: field.bool(),
    kind: field.enumeration(Kind),
    code: field.enumeration(Kind, hex),
    address: field.u64(hex),
    offset: field.i32(),
    made: field.u32(timestamp),
    ratio: field.float(),
    text: field.string(),
    items: field.array(Item),
    names: field.array(field.string()),
    table: field.map("string", field.u32()),
    nothing: field.array(Item),
  },
  enumerations: [Kind],
});

const value = {
  flag: true,
  kind: 1,
  code: 9,
  address: 0xffff_ffff_ffff_fff0n,
  offset: 0xffff_ffff,
  made: 86_400,
  ratio: 2,
  text: "one\ntwo",
  items: [{ name: `it's "é"`, bytes: Uint8Array.of(0x41, 0x0a, 0xff) }, { name: "" }],
  names: ["a", "b\t"],
  table: new Map([
    ["z", 1],
    ["a", 2],
  ]),
  nothing: [],
};

describe("dumps", () => {
  test("YAML", () => {
    expect(dumpYaml(type, value)).toBe(
      [
        "flag: true",
        "kind: FANCY",
        "code: 0x9",
        "address: 0xfffffffffffffff0",
        "offset: -1",
        "made: 86400  # 1970-01-02 00:00:00 UTC",
        "ratio: 2.0",
        "text: |",
        "    one",
        "    two",
        "items:",
        `  - name: "it\\'s \\"é\\""`,
        '    bytes: "A\\n\\xff"',
        '  - name: ""',
        "names:",
        '  - "a"',
        '  - "b\\t"',
        "table:",
        '    "a": 2',
        '    "z": 1',
      ].join("\n"),
    );
  });

  test("JSON is JSON, with integers of any size and byte strings in base64", () => {
    const text = dumpJson(type, value);
    expect(text).toContain('"address": 18446744073709551600');
    expect(JSON.parse(text)).toMatchObject({
      kind: "FANCY",
      offset: -1,
      items: [{ bytes: { encoding: "base64", value: "QQr/" } }, { name: "" }],
      table: { a: 2, z: 1 },
    });
  });

  test.each([
    ["one\ntwo\x1b]0;owned\x07", '"one\\ntwo\\x1b]0;owned\\x07"'],
    ["one\r\ntwo\n\tthree", "|\n    one\n    two\n    \tthree"],
    ["a carriage\rreturn\n", '"a carriage\\rreturn\\n"'],
    ["\x9b31m \u202e \u{e0041} \\u{e0041}", '"\\x9b31m \\u202e \\U000e0041 \\\\u{e0041}"'],
  ])("YAML of %j", (text, written) => {
    expect(dumpYaml(type, { text })).toBe(`text: ${written}`);
  });

  test("write no character that a terminal must not be given", () => {
    const text = everyCharacter();
    for (const line of ["", "\n"]) {
      const everywhere = { text: line + text, names: [line + text], table: new Map([[line + text, 1]]) };
      expect(isPrintable(dumpYaml(type, everywhere).replaceAll("\n", ""))).toBe(true);
      const json = dumpJson(type, everywhere);
      expect(isPrintable(json.replaceAll("\n", ""))).toBe(true);
      expect(JSON.parse(json).text).toBe(line + text);
    }
  });

  test("of nothing", () => {
    expect(dumpYaml(type, {})).toBe("");
    expect(dumpJson(type, {})).toBe("{}");
  });
});
