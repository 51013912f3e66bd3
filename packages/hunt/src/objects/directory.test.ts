import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { openDirectory } from "./directory.ts";
import type { ListedObject, ObjectSource } from "./source.ts";

let root: string;
let source: ObjectSource;
const limits = { maxSize: 1000 };

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "hunt-directory-"));
  await mkdir(join(root, "deep/er"), { recursive: true });
  await writeFile(join(root, "one"), "1");
  await writeFile(join(root, "deep/er/two"), "22");
  await writeFile(Buffer.concat([Buffer.from(`${root}/`), Buffer.from([0x66, 0xff])]), "not text");
  await writeFile(join(root, "large"), new Uint8Array(1001));
  await symlink("/etc", join(root, "link"));
  await symlink("nowhere", join(root, "dangling"));
  source = await openDirectory(root);
});

afterAll(() => rm(root, { recursive: true }));

async function listed(): Promise<Map<string, ListedObject>> {
  const objects = new Map<string, ListedObject>();
  const problems: string[] = [];
  for await (const object of source.list((problem) => problems.push(problem)))
    objects.set(object.name, object);
  expect(problems).toEqual([]);
  return objects;
}

it("lists regular files, and follows no links", async () => {
  const objects = await listed();
  expect([...objects.keys()].sort()).toEqual(["deep/er/two", "f\\xff", "large", "one"]);
  expect(objects.get("deep/er/two")?.size).toBe(2);
});

it("reads what it lists, whatever its name", async () => {
  const objects = await listed();
  for (const [name, text] of [
    ["deep/er/two", "22"],
    ["f\\xff", "not text"],
  ] as const) {
    const object = objects.get(name)!;
    const { bytes, version } = await source.read(object, limits);
    expect(Buffer.from(bytes).toString()).toBe(text);
    expect(version).toBe(object.version);
  }
});

it("tells another version when the file changed after it was listed", async () => {
  const object = (await listed()).get("one")!;
  await writeFile(join(root, "one"), "changed");
  expect((await source.read(object, limits)).version).not.toBe(object.version);
});

it.each([
  ["large", "too-large"],
  ["gone", "vanished"],
  ["deep", "unreadable"],
  ["../outside", "refused"],
  ["deep/../../outside", "refused"],
])("refuses %s: %s", async (name, code) => {
  const object = { name, size: 0, version: "" };
  await expect(source.read(object, limits)).rejects.toMatchObject({ name: "ObjectError", code });
});

it.skipIf(process.getuid?.() === 0)("says what may not be read", async () => {
  await writeFile(join(root, "secret"), "x");
  await chmod(join(root, "secret"), 0);
  await expect(source.read({ name: "secret", size: 1, version: "" }, limits)).rejects.toMatchObject({
    code: "refused",
  });
});

it("an empty file is an object", async () => {
  await truncate(join(root, "one"), 0);
  expect((await source.read((await listed()).get("one")!, limits)).bytes.length).toBe(0);
});
