/** The page of the configuration names every key, and no other; its example is one. */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { readConfiguration } from "./read-configuration.ts";
import { schema } from "./schema.ts";
import type { Shape } from "./shape.ts";

const page = readFileSync(new URL("../../../docs/configuration.md", import.meta.url), "utf8");

function keysOf(shape: Shape, path: string): string[] {
  const at = (name: string) => (path === "" ? name : `${path}.${name}`);
  if (shape.kind === "table")
    return Object.entries(shape.keys).flatMap(([name, inner]) => keysOf(inner, at(name)));
  return shape.kind === "map" ? keysOf(shape.value, at(path === "warnings" ? "ID" : "NAME")) : [path];
}

it("has every key on its page", () => {
  const documented = [...page.matchAll(/^\| `([\w.]+)` \|/gm)].map(([, key]) => key);
  expect(documented).toEqual(keysOf(schema, ""));
});

it("is what the page's example is", () => {
  const [, example] = /```toml\n(.*?)```/s.exec(page)!;
  const { configuration, problems } = readConfiguration(example!);
  expect(problems).toEqual([]);
  expect(configuration.linters).toHaveLength(4);
});
