/**
 * An object literal inherits from Object.prototype: assigning to a key "__proto__" that a guest, a rule or a file chose
 * changes what it inherits, and reading "constructor" finds what nobody put there. Sources write keys that they compute
 * into maps, or into objects made with Object.create(null). A comment that begins with `Own keys:` on the line before the
 * assignment allows it, and says where the keys come from.
 */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";

const packages = fileURLToPath(new URL("../../../", import.meta.url));

const emptyLiteral = /\b([A-Za-z_]\w*)(?:: [^=;]+?)? = \{\}(?: as [^;]+)?;/g;
const assignedDefault = /(?:\?\?|\|\|)= \{\}\)\[/;
const allowed = /^\s*(?:\/\/|\/?\*+) Own keys: \S/;

function offendersIn(text: string): number[] {
  const names = [...text.matchAll(emptyLiteral)].map(([, name]) => name);
  const assignments = names.map((name) => new RegExp(`\\b${name}\\[[^\\]]+\\]!? (?:\\?\\?|\\|\\|)?= `));
  const lines = text.split("\n");
  return lines.flatMap((line, index) => {
    const isOffence = assignedDefault.test(line) || assignments.some((assignment) => assignment.test(line));
    return isOffence && !allowed.test(lines[index - 1] ?? "") ? [index + 1] : [];
  });
}

it("finds keys that are written into object literals, and lets annotated ones be", () => {
  expect(offendersIn("const all: Record<string, number> = {};\nall[name] = 1;")).toEqual([2]);
  expect(offendersIn("let all = {} as Names;\nall[entry.name] ??= 1;")).toEqual([2]);
  expect(offendersIn("(imports[from] ??= {})[name] = value;")).toEqual([1]);
  expect(offendersIn("readonly #all: Names = {};\nset() {\n  this.#all[name] = 1;\n}")).toEqual([3]);
  expect(offendersIn("const all = {};\n// Own keys: fields of the schema.\nall[name] = 1;")).toEqual([]);
  expect(offendersIn("const all: Names = Object.create(null);\nall[name] = 1;\nconst none = {};")).toEqual(
    [],
  );
});

it("no key that is computed is written into an object literal", () => {
  const folders = readdirSync(packages).map((name) => `${packages}${name}/src/`);
  const offenders = folders.flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((name) => name.endsWith(".ts") && !name.endsWith(".test.ts"))
      .flatMap((name) => offendersIn(readFileSync(folder + name, "utf8")).map((line) => `${name}:${line}`)),
  );
  expect(offenders).toEqual([]);
});
