/** Manifests that Chrome takes and stricter readers do not; extensions that are work to read. */
import { generateKeyPairSync } from "node:crypto";
import { meterWork, WorkMeter } from "@tyara/base";
import { describe, expect, test } from "vitest";
import { buildCrx } from "../../../tyara/test/corpus/crx.ts";
import { buildZip } from "../../../tyara/test/corpus/zip.ts";
import { allowanceOf, collectLimits } from "../kit/index.ts";
import { crxModule } from "./index.ts";

const parse = (data: Uint8Array) => crxModule.parse!({ data }) as unknown as { readonly name?: string };
const manifest = { name: "N", version: "1", permissions: ["a", "b"] };
const text = JSON.stringify(manifest);

describe("a manifest is read", () => {
  test.each([
    ["as it should be", text],
    ["with a byte-order mark", `\ufeff${text}`],
    ["with a comment of a line", `// "name" {\n${text}`],
    ["with a comment at its end", `${text}// not ended`],
    ["with comments", '{/* " */"name":/**/"N","version":"1" /* } */,"permissions":["a",// "c"\n"b"]}'],
    ["with objects among permissions", { ...manifest, permissions: ["a", { fileSystem: ["write"] }, "b"] }],
    ["with other things among permissions", { ...manifest, permissions: [1, "a", null, "b"] }],
    ["with a field of another type", { ...manifest, description: 5, homepage_url: null }],
    ["with a list of another type", { ...manifest, host_permissions: "all", optional_permissions: { a: 1 } }],
  ])("%s", (_name, written) => {
    expect(parse(buildCrx({ manifest: written }))).toMatchObject({
      ...manifest,
      host_permissions: [],
      optional_permissions: [],
    });
  });

  test.each([
    ["comments in strings stay", '{"name":"a // b /* c */"}', "a // b /* c */"],
    ["lines may break in strings", '{"name":"a\nb\tc"}', "a\nb\tc"],
    ["escapes of Chrome", String.raw`{"name":"\x41\v\\x41\"\n"}`, 'A\v\\x41"\n'],
    ["the last of several values", '{"name":"A","name":"B"}', "B"],
  ])("%s", (_name, written, expected) => {
    expect(parse(buildCrx({ manifest: written })).name).toBe(expected);
  });

  test("the last of several files", () => {
    const files = ["A", "B"].map((name) => ({ path: "manifest.json", content: JSON.stringify({ name }) }));
    expect(parse(buildCrx({ archive: buildZip(files) })).name).toBe("B");
  });
});

test.each([
  ["no JSON", "{'name':'N'}"],
  ["a comment without an end", `/*${text}`],
  ["half a comment", `/${text}`],
  ["what stands behind it", `${text}x`],
  ["a list", "[1]"],
  ["nothing", ""],
])("%s is no manifest", (_name, written) => {
  expect(parse(buildCrx({ manifest: written })).name).toBeUndefined();
});

test("messages are read likewise", () => {
  const messages = { en: `\ufeff/* */${JSON.stringify({ k: { message: "X" } })}` };
  expect(parse(buildCrx({ manifest: { name: "__MSG_k__" }, messages }))).toMatchObject({
    name: "X",
    raw_name: "__MSG_k__",
  });
});

test("a manifest that its archive has damaged is none", () => {
  const archive = buildZip([{ path: "manifest.json", content: text, checksum: 5 }]);
  expect(parse(buildCrx({ archive }))).toMatchObject({ is_crx: true });
  expect(parse(buildCrx({ archive })).name).toBeUndefined();
});

test("a manifest many times as long as the extension is left out", () => {
  const value = parse(buildCrx({ manifest: { ...manifest, description: "a".repeat(4_000_000) } }));
  expect(value.name).toBeUndefined();
});

test("signatures are checked within a budget, and what is left out is told", () => {
  const { publicKey } = generateKeyPairSync("ec", { namedCurve: "secp521r1" });
  const encodedKey = publicKey.export({ type: "spki", format: "der" });
  const proofs = Array.from({ length: 32 }, (_, i) => ({
    publicKey: encodedKey,
    signature: Buffer.alloc(64, i),
  }));
  const data = buildCrx({ manifest, proofs });
  const meter = new WorkMeter(allowanceOf(data.length));
  const limits = new Set<string>();
  const value = collectLimits(limits, () => meterWork(meter, () => crxModule.parse!({ data })));
  expect(value).toMatchObject({ name: "N" });
  expect([...limits]).toEqual(["more signatures than can be checked for a file of this size"]);
  expect(meter.units).toBeGreaterThan(1_000_000);
});
