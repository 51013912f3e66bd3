/** Settings of the editor: asked for, or sent. */
import { describe, expect, it, vi } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { readSettings } from "../src/settings.ts";
import { editorCapabilities, startClient } from "./client.ts";

const uri = "file:///settings/a.yar";
const textDocument = { uri };
const text = 'rule a {\n  meta:\n    date = "2024-13-01"\n  condition:\n    filesize > 1\n}\n';
const section = {
  ruleNameValidation: "^[A-Z]",
  metadataValidation: [
    { identifier: "date", type: "date" },
    { identifier: "author", required: true },
  ],
  codeFormatting: { newlineBeforeCurlyBrace: true },
};

describe("settings", () => {
  it("are asked for where the client can be asked", async () => {
    const capabilities = { ...editorCapabilities, workspace: { configuration: true } };
    const client = await startClient(capabilities, { settings: section });
    client.open(uri, text);
    const { items } = await client.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument,
    });
    expect(items.map(({ code }) => code).sort()).toEqual([
      "invalid_metadata",
      "invalid_rule_name",
      "missing_metadata",
    ]);
    const options = { tabSize: 4, insertSpaces: true };
    const edits = await client.request<{ newText: string }[]>("textDocument/formatting", {
      textDocument,
      options,
    });
    expect(edits[0]?.newText).toBe("\n");
    await client.close();
  });

  it("may be sent", async () => {
    const client = await startClient(editorCapabilities, { settings: { YARA: section } });
    client.open(uri, text);
    await vi.waitFor(async () => {
      const { items } = await client.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
        textDocument,
      });
      expect(items).toHaveLength(3);
    });
    await client.close();
  });

  it("are told what is wrong with them, and the rest counts", () => {
    const problems: string[] = [];
    const settings = readSettings(
      {
        ruleNameValidation: "(",
        codeFormatting: { alignMetadata: "yes", alignPatterns: false },
        metadataValidation: [{ identifier: 7 }, { identifier: "a", regex: "[" }, 7],
        disabledWarnings: ["slow_pattern", 7],
        __proto__: { cacheWorkspace: false },
      },
      (problem) => problems.push(problem),
    );
    expect(problems).toEqual([
      "YARA.codeFormatting.alignMetadata must be true or false",
      "YARA.metadataValidation[2] must be an object",
      "YARA.metadataValidation[0].identifier must be text",
      "YARA.metadataValidation[1].regex is no regular expression: [",
      "YARA.ruleNameValidation is no regular expression: (",
      "YARA.disabledWarnings must be a list of texts",
    ]);
    expect(settings.codeFormatting).toMatchObject({ alignMetadata: true, alignPatterns: false });
    expect(settings.cacheWorkspace).toBe(true);
    expect(readSettings(7, () => {})).toEqual(readSettings(undefined, () => {}));
  });
});
