/** What YARA-X's language server answered, on the documents that it was asked about. */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startClient, type TestClient } from "./client.ts";

const recorded = fileURLToPath(new URL("../../../../shared/conformance/language-server", import.meta.url));

/** How requests and answers write the folder of the documents. */
const testFolder = ["$", "{test_dir}"].join("");

const methods: readonly (readonly [prefix: string, method: string])[] = [
  ["code_action", "textDocument/codeAction"],
  ["completion", "textDocument/completion"],
  ["diagnostics", "textDocument/diagnostic"],
  ["goto", "textDocument/definition"],
  ["highlights", "textDocument/documentHighlight"],
  ["hover", "textDocument/hover"],
  ["inlay_hint", "textDocument/inlayHint"],
  ["references", "textDocument/references"],
  ["rename", "textDocument/rename"],
  ["selectionrange", "textDocument/selectionRange"],
  ["signature_help", "textDocument/signatureHelp"],
  ["symbols", "textDocument/documentSymbol"],
];

/** Files that recorded documents include and that were not handed on, as far as the answers tell what is in them. */
const included: Readonly<Record<string, string>> = {
  "diagnostics6.yar": "rule test_1 {\n  condition: true\n}\n",
  "goto5.yar": 'rule test_1 {\n  strings:\n    $a = "a"\n  condition:\n    $a\n}\n',
  "hover6.yar":
    'rule patterns {\n  meta:\n    author = "unknown"\n    description = "some description"\n  condition:\n    true\n}\n',
  "references5.yar": 'rule test_1 {\n  strings:\n    $a = "a"\n  condition:\n    $a\n}\n',
};

const read = (name: string): string => readFileSync(join(recorded, name), "utf8");
const names = existsSync(recorded)
  ? readdirSync(recorded)
      .filter((file) => file.endsWith(".request.json"))
      .map((file) => file.slice(0, -".request.json".length))
  : [];

/** Lists in the same order, where the protocol leaves it open. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items = value.map(sorted);
    return items.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .map(([key, inner]) => [key, sorted(inner)] as const)
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/**
 * The answer without the texts that are ours: what labels of diagnostics say, and what documentation says below its headline
 * (docs/known-differences.md).
 */
function withoutTexts(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutTexts);
  if (typeof value !== "object" || value === null) return value;
  const isLabel = "location" in value && "message" in value;
  const isFunctionHelp = "kind" in value && "value" in value && / -> \w+`\n/.test(String(value.value));
  if (isLabel) return { ...value, message: "" };
  if (isFunctionHelp) return { ...value, value: String(value.value).replace(/^ .*$/gm, "") };
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutTexts(inner)]));
}

describe.skipIf(names.length === 0)("recorded answers", () => {
  let folder: string;
  let client: TestClient;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "tyara-recorded-"));
    for (const [name, text] of Object.entries(included)) writeFileSync(join(folder, name), text);
    for (const name of names) writeFileSync(join(folder, `${name}.yar`), read(`${name}.yar`));
    client = await startClient();
  });

  afterAll(async () => {
    await client.close();
    rmSync(folder, { recursive: true });
  });

  it.each(names)("%s", async (name) => {
    const method = methods.find(([prefix]) => name.startsWith(prefix))?.[1];
    expect(method, "the method of the request").toBeDefined();
    const uri = pathToFileURL(folder).href;
    const here = (text: string): unknown => JSON.parse(text.replaceAll(testFolder, uri));
    client.open(`${uri}/${name}.yar`, read(`${name}.yar`));
    const answer = await client.request(method!, here(read(`${name}.request.json`)));
    void client.connection.sendNotification("textDocument/didClose", {
      textDocument: { uri: `${uri}/${name}.yar` },
    });
    const expected = here(read(`${name}.response.json`));
    expect(sorted(withoutTexts(answer))).toEqual(sorted(withoutTexts(expected)));
  });
});

it.skipIf(names.length > 0 || !process.env.TYARA_REQUIRE)("recorded answers are there", () => {
  expect(names).not.toEqual([]);
});
