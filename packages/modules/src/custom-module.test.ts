/** The guide's module, used from rules. */
import { readFileSync } from "node:fs";
import { compile } from "tyara";
import { describe, expect, test } from "vitest";
import { tpak } from "../../../examples/custom-module/tpak.ts";

const repository = new URL("../../../", import.meta.url);

/** Numbers are bytes, strings have their length in front. */
function bytesOf(...parts: (number | string)[]): Uint8Array {
  const bytes = parts.flatMap((part) =>
    typeof part === "number" ? [part] : [part.length, ...new TextEncoder().encode(part)],
  );
  return Uint8Array.from(bytes);
}

const magic = [..."TPAK"].map((letter) => letter.charCodeAt(0));
const sample = bytesOf(...magic, 2, "a.txt", 1, 2, "new", "big", "b.js", 3, 0, 1, "author", "me");

function isMatch(condition: string, data: Uint8Array): boolean {
  const rules = compile(`import "tpak" rule r { condition: ${condition} }`, { modules: [tpak] });
  return rules.scan(data).matches.length === 1;
}

describe("the module of the guide", () => {
  test.each([
    "tpak.is_tpak",
    'tpak.entries[0].name == "a.txt" and tpak.entries[1].kind == tpak.KIND_CODE',
    'for any entry in tpak.entries : ( for any tag in entry.tags : ( tag == "big" ) )',
    'tpak.properties["author"] == "me"',
    'not defined tpak.properties["title"]',
    "tpak.entries.len() == 2",
    "tpak.count(tpak.KIND_TEXT) == 1 and tpak.count(tpak.KIND_IMAGE) == 0",
    "tpak.total_name_length() == 9",
  ])("%s", (condition) => {
    expect(isMatch(condition, sample)).toBe(true);
  });

  test.each(["not tpak.is_tpak", "not defined tpak.count(1)", "not defined tpak.entries[0].name"])(
    "of other data, %s",
    (condition) => {
      expect(isMatch(condition, bytesOf("TPAX"))).toBe(true);
    },
  );

  test("what is cut off is absent, and never an exception", () => {
    for (let length = 0; length < sample.length; length++) {
      expect(isMatch("tpak.is_tpak", sample.subarray(0, length))).toBe(length >= magic.length);
    }
  });

  test("the guide shows the example as it is", () => {
    const guide = readFileSync(new URL("docs/modules.md", repository), "utf8");
    const example = readFileSync(new URL("examples/custom-module/tpak.ts", repository), "utf8");
    expect(guide).toContain(example.slice(example.indexOf("import")));
  });
});
