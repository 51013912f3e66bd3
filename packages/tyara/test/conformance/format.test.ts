/** The formatter against recorded output of the reference, with default options, and on the rule collections. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { format } from "tyara/format";
import { describe, expect, test } from "vitest";
import { readCollections } from "../collections.ts";
import { problemsOf } from "../format/properties.ts";

const folder = fileURLToPath(new URL("../../../../../shared/conformance/fmt/", import.meta.url));
const names = existsSync(folder)
  ? readdirSync(folder).flatMap((file) => (file.endsWith(".unformatted") ? [file.slice(0, -12)] : []))
  : [];
if (names.length === 0) console.log("../shared/conformance/fmt is absent: formatting is not compared");

describe.skipIf(names.length === 0)("recorded output", () => {
  test.each(names)("%s", (name) => {
    const read = (ending: string) => readFileSync(join(folder, `${name}.${ending}`), "utf8");
    const { text, refusal } = format(read("unformatted"));
    expect(refusal).toBeUndefined();
    expect(text).toBe(read("formatted"));
  });

  test.each(names)("%s is left as it is once formatted", (name) => {
    expect(format(readFileSync(join(folder, `${name}.formatted`))).isChanged).toBe(false);
  });
});

const collections = readCollections();

describe.skipIf(collections.length === 0).each(collections)("collection $name", ({ files }) => {
  test("keeps its tokens, and formatting twice changes nothing more", () => {
    const problems = files.flatMap(({ path, source }) =>
      problemsOf(source).map((problem) => `${path}: ${problem}`),
    );
    expect(problems).toEqual([]);
  });
});
