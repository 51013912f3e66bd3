/** What comes from a bad client, or from a bad file, is answered or ends the server cleanly. It never dies of it. */
import { PassThrough } from "node:stream";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "vscode-languageserver";
import { serveStreams } from "../src/node.ts";
import { editorCapabilities, startClient } from "./client.ts";

const uri = "file:///rules/a.yar";
const document = { textDocument: { uri } };
const at = (line: number, character: number) => ({ ...document, position: { line, character } });
const options = { tabSize: 4, insertSpaces: true };
const everything = { start: { line: 0, character: 0 }, end: { line: 1_000_000, character: 0 } };

/** Every request that takes a document. */
const requests: readonly (readonly [method: string, params: object])[] = [
  ["textDocument/completion", at(0, 5)],
  ["textDocument/hover", at(0, 5)],
  ["textDocument/definition", at(0, 5)],
  ["textDocument/references", { ...at(0, 5), context: { includeDeclaration: true } }],
  ["textDocument/documentHighlight", at(0, 5)],
  ["textDocument/prepareRename", at(0, 5)],
  ["textDocument/rename", { ...at(0, 5), newName: "other" }],
  ["textDocument/documentSymbol", document],
  ["textDocument/codeAction", { ...document, range: everything, context: { diagnostics: [] } }],
  ["textDocument/selectionRange", { ...document, positions: [{ line: 0, character: 5 }] }],
  ["textDocument/signatureHelp", at(0, 5)],
  ["textDocument/foldingRange", document],
  ["textDocument/documentLink", document],
  ["textDocument/formatting", { ...document, options }],
  ["textDocument/rangeFormatting", { ...document, options, range: everything }],
  ["textDocument/onTypeFormatting", { ...at(0, 5), ch: "}", options }],
  ["textDocument/inlayHint", { ...document, range: everything }],
  ["textDocument/semanticTokens/full", document],
  ["textDocument/semanticTokens/full/delta", { ...document, previousResultId: "none" }],
  ["textDocument/semanticTokens/range", { ...document, range: everything }],
  ["textDocument/diagnostic", document],
  ["workspace/symbol", { query: "a" }],
];

const nested = (depth: number) => `rule a { condition: ${"(".repeat(depth)}true${")".repeat(depth)} }`;
const random = Array.from({ length: 20_000 }, (_, i) => String.fromCharCode((i * 7919) % 65_536)).join("");

const documents: readonly (readonly [name: string, text: string])[] = [
  ["nothing", ""],
  ["a byte order mark", "\ufeffrule a { condition: true }"],
  ["binary data", `MZ\u0090\0\u0003\0\0\0${"\0".repeat(5000)}`],
  ["characters of every kind", random],
  ["halves of pairs", 'rule \ud834 { strings: $a = "\udd1e\ud834" condition: $a }'],
  ["100,000 nested parentheses", nested(100_000)],
  ["100,000 open parentheses", `rule a { condition: ${"(".repeat(100_000)}`],
  ["20,000 open loops", `rule a { condition: ${"for any i in (1..2) : (".repeat(20_000)}`],
  ["20,000 open brackets of hex", `rule a { strings: $a = { ${"( 01 | ".repeat(20_000)}`],
  ["100,000 additions", `rule a { condition: with a = 1${" + 1".repeat(100_000)} : ( a == 1 ) }`],
  ["a comment without an end", "rule a { condition: true } /* "],
  ["quotes without an end", 'import "'.repeat(2000)],
  ["compiled rules", "YARA-X\0\0\0\0"],
  ["5,000 patterns", `rule a { strings: ${"$ = /a.{1,9}b/ ".repeat(5_000)} condition: any of them }`],
];

describe("a document of", () => {
  it.each(documents)("%s: every request is answered", async (_, text) => {
    const client = await startClient(editorCapabilities);
    client.open(uri, text);
    for (const [method, params] of requests) await client.request(method, params).catch(toError);
    client.change(uri, 2, `${text} `);
    client.open("file:///rules/b.yar", "rule b { condition: c }");
    const answer = await client.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument: { uri: "file:///rules/b.yar" },
    });
    expect(answer.items.map(({ code }) => code)).toEqual(["E009"]);
    await client.close();
  });

  it("100 MB: it is said to be too long", async () => {
    const client = await startClient(editorCapabilities);
    client.open(uri, "rule a { condition: true }\n".repeat(4_000_000));
    for (const [method, params] of requests) await client.request(method, params);
    const { items } = await client.request<{ items: Diagnostic[] }>("textDocument/diagnostic", document);
    expect(items.map(({ message }) => message)).toEqual([expect.stringContaining("not looked at")]);
    await client.close();
  });
});

const toError = (error: unknown): unknown => error;

describe("positions", () => {
  const text = 'rule a {\n  strings:\n    /* é𝄞 */ $b = "𝄞𝄞" wide\n  condition:\n    $b\n}';
  // Before the pattern are 4 spaces, and a comment with a letter of two bytes and a character of four.
  const columns = { "utf-16": [14, 14 + 16], "utf-8": [4 + 13, 4 + 13 + 20] };

  it.each(["utf-16", "utf-8"] as const)("count as the client wants them: %s", async (encoding) => {
    const client = await startClient({ ...editorCapabilities, general: { positionEncodings: [encoding] } });
    expect(client.initialized.capabilities.positionEncoding).toBe(encoding);
    client.open(uri, text);
    const [link] = await client.request<{ targetRange: unknown }[]>("textDocument/definition", at(4, 5));
    const [start, end] = columns[encoding];
    expect(link?.targetRange).toEqual({
      start: { line: 2, character: start },
      end: { line: 2, character: end },
    });
    const [edit] = await client.request<{ range: unknown }[]>("textDocument/selectionRange", {
      ...document,
      positions: [{ line: 2, character: start }],
    });
    expect(edit?.range).toMatchObject({ start: { line: 2, character: start } });
    await client.close();
  });

  it.each([
    [-1, -1],
    [0, 1e9],
    [1e9, 0],
    [2.5, Number.NaN],
    [2, 6],
    [3, 11],
  ])("may be anywhere: %d, %d", async (line, character) => {
    const client = await startClient(editorCapabilities);
    client.open(uri, text);
    const position = { line, character };
    for (const [method, params] of requests) {
      const moved = "position" in params ? { ...params, position } : params;
      await client.request(method, moved).catch(toError);
    }
    await client.close();
  });
});

describe("a client that", () => {
  it("sends parameters of a wrong kind gets errors", async () => {
    const client = await startClient(editorCapabilities);
    client.open(uri, "rule a { condition: true }");
    for (const params of [null, [], 7, {}, { textDocument: 7 }, { textDocument: { uri }, position: 7 }])
      for (const [method] of requests) await client.request(method, params).catch(toError);
    for (const method of ["didOpen", "didChange", "didClose", "didSave"])
      for (const params of [{}, { textDocument: null }, { textDocument: { uri: 7 }, contentChanges: 7 }])
        void client.connection.sendNotification(`textDocument/${method}`, params);
    const symbols = await client.request<unknown[]>("textDocument/documentSymbol", document);
    expect(symbols).toHaveLength(1);
    await client.close();
  });

  it.each([
    ["no headers", "hello\r\n\r\nworld"],
    ["a length that is none", "Content-Length: many\r\n\r\n{}"],
    ["no JSON", "Content-Length: 5\r\n\r\nhello"],
    ["JSON that is no message", "Content-Length: 2\r\n\r\n[]"],
    ["bytes", "\0\u0001\u0002\r\n\r\n\0"],
  ])("sends %s does not end the server", async (_, text) => {
    const input = new PassThrough();
    const output = new PassThrough();
    output.resume();
    const served = serveStreams(input, output);
    input.write(text);
    await new Promise((resolve) => setTimeout(resolve, 20));
    input.end();
    await served;
  });

  it("closes the pipe in the middle of a message ends the server", async () => {
    const input = new PassThrough();
    const output = new PassThrough();
    const served = serveStreams(input, output);
    input.write('Content-Length: 100\r\n\r\n{"jsonrpc"');
    input.destroy();
    output.destroy();
    await served;
  });
});
