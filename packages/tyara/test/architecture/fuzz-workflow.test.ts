/** The workflow that runs the campaigns every night knows all of them, and no other. */
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { builtinModules } from "@tyara/modules";
import { expect, it } from "vitest";

const read = (path: string) =>
  readFileSync(fileURLToPath(new URL(`../../../../${path}`, import.meta.url)), "utf8");

/** The items of the first list in a YAML file whose key is `name`. */
function listOf(name: string, text: string): string[] {
  const [, list = ""] = new RegExp(`^ *${name}:\\n((?: +- .*\\n)+)`, "m").exec(text) ?? [];
  return Array.from(list.matchAll(/- (.*)/g), ([, item]) => item!);
}

it("the nightly campaigns are all parsers and all tasks that need no more than the repository", () => {
  const parsers = [...builtinModules().values()]
    .filter(({ name, parse }) => parse || name === "cuckoo")
    .map(({ name }) => name);
  const tasks = [
    "artefacts",
    "artefacts-javascript",
    "artefacts-interpreter",
    "conditions",
    "meaning",
    "pe-reference",
  ];
  const workflow = read(".github/workflows/fuzz.yml");
  expect(listOf("task", workflow)).toEqual([...tasks, ...parsers.sort()]);
});

it("the nightly campaigns call a program that is there, with options that it has", () => {
  const workflow = read(".github/workflows/fuzz.yml");
  const [, script] = /^ +node (\S+) "\$TASK"/m.exec(workflow) ?? [];
  const program = read(script!);
  const options = Array.from(
    /^ +node .*\n.*/m.exec(workflow)![0].matchAll(/ --([a-z-]+) /g),
    ([, option]) => option!,
  );
  expect(options.sort()).toEqual(["cases", "first-seed", "seconds"]);
  for (const option of options) expect(program).toMatch(new RegExp(`["\\s]${option}"?: \\{ type: "string"`));
});
