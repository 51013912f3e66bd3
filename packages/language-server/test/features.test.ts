/** What editors get beyond the recorded answers, and over several files. */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type {
  CallHierarchyIncomingCall,
  CallHierarchyItem,
  CallHierarchyOutgoingCall,
  CodeLens,
  CompletionItem,
  Diagnostic,
  DocumentSymbol,
  FoldingRange,
  Hover,
  InlayHint,
  LinkedEditingRanges,
  Location,
  SemanticTokens,
  SemanticTokensDelta,
  SignatureHelp,
  WorkspaceEdit,
  WorkspaceSymbol,
} from "vscode-languageserver";
import { CancellationTokenSource } from "vscode-languageserver/node";
import { editorCapabilities, startClient, type TestClient } from "./client.ts";

const files: Readonly<Record<string, string>> = {
  "common.yar": "private rule is_program { condition: uint16(0) == 0x5a4d }\n",
  "family.yar": 'include "common.yar"\nrule family { strings: $a = "family" condition: is_program and $a }\n',
  "other.yar": "rule other { condition: family }\n",
  "same-name.yar": "rule is_program { condition: false }\nrule user { condition: is_program }\n",
};

let folder: string;
let uri: (name: string) => string;
let client: TestClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "tyara-features-"));
  uri = (name) => pathToFileURL(join(folder, name)).href;
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  // A folder that leads back to itself, and a link to nowhere.
  mkdirSync(join(folder, "below"));
  symlinkSync(folder, join(folder, "below", "loop"));
  symlinkSync("/nowhere", join(folder, "lost.yar"));
  client = await startClient(
    { ...editorCapabilities, window: { workDoneProgress: false } },
    { folders: [pathToFileURL(folder).href] },
  );
  client.open(uri("family.yar"), files["family.yar"]!);
  await vi.waitFor(
    async () => {
      const symbols = await client.request<unknown[]>("workspace/symbol", { query: "" });
      expect(symbols).toHaveLength(5);
    },
    { timeout: 20_000 },
  );
});

afterAll(async () => {
  await client.close();
  rmSync(folder, { recursive: true });
});

const at = (name: string, line: number, character: number) => ({
  textDocument: { uri: uri(name) },
  position: { line, character },
});

let opened = 0;
function open(text: string): string {
  const name = `open-${++opened}.yar`;
  client.open(uri(name), text);
  return name;
}

describe("the workspace", () => {
  it("finds rules of every file by a part of their name", async () => {
    const found = await client.request<WorkspaceSymbol[]>("workspace/symbol", { query: "isprog" });
    expect(found.map(({ name, containerName }) => `${name} ${containerName}`).sort()).toEqual([
      "is_program common.yar",
      "is_program same-name.yar",
    ]);
  });

  it("finds references in files that know the rule, and in no others", async () => {
    const params = { ...at("family.yar", 1, 52), context: { includeDeclaration: true } };
    const found = await client.request<Location[]>("textDocument/references", params);
    expect(found.map((one) => one.uri.slice(one.uri.lastIndexOf("/") + 1)).sort()).toEqual([
      "common.yar",
      "family.yar",
    ]);
  });

  it("renames a rule in files that are not open", async () => {
    const params = { ...at("family.yar", 1, 8), newName: "clan" };
    const { changes } = await client.request<WorkspaceEdit>("textDocument/rename", params);
    expect(Object.keys(changes ?? {}).sort()).toEqual([uri("family.yar"), uri("other.yar")]);
  });

  it("refuses names that nothing can have", async () => {
    const params = { ...at("family.yar", 1, 8), newName: "not a name" };
    await expect(client.request("textDocument/rename", params)).rejects.toThrow(/is no name/);
    await expect(client.request("textDocument/rename", { ...params, newName: "rule" })).rejects.toThrow(
      /keyword/,
    );
  });

  it("tells who names a rule, and whom it names", async () => {
    const [item] = await client.request<CallHierarchyItem[]>(
      "textDocument/prepareCallHierarchy",
      at("family.yar", 1, 8),
    );
    const incoming = await client.request<CallHierarchyIncomingCall[]>("callHierarchy/incomingCalls", {
      item,
    });
    const outgoing = await client.request<CallHierarchyOutgoingCall[]>("callHierarchy/outgoingCalls", {
      item,
    });
    expect(incoming.map(({ from }) => from.name)).toEqual(["other"]);
    expect(outgoing.map(({ to }) => to.name)).toEqual(["is_program"]);
  });

  it("counts above a rule how often it is named", async () => {
    const lenses = await client.request<CodeLens[]>("textDocument/codeLens", at("family.yar", 0, 0));
    expect(lenses.map(({ command }) => command?.title)).toEqual(["named once"]);
  });

  it("leads to included files", async () => {
    const links = await client.request<{ target: string }[]>(
      "textDocument/documentLink",
      at("family.yar", 0, 0),
    );
    expect(links.map(({ target }) => target)).toEqual([uri("common.yar")]);
  });

  it("sees what changes in an included file that is open", async () => {
    client.open(uri("common.yar"), "rule renamed { condition: uint16(0) == 0x5a4d }\n");
    const broken = await client.request<{ items: Diagnostic[] }>(
      "textDocument/diagnostic",
      at("family.yar", 0, 0),
    );
    expect(broken.items.map(({ code }) => code)).toEqual(["E009"]);
    const textDocument = { uri: uri("common.yar") };
    void client.connection.sendNotification("textDocument/didClose", { textDocument });
    const sound = await client.request<{ items: Diagnostic[] }>(
      "textDocument/diagnostic",
      at("family.yar", 0, 0),
    );
    expect(sound.items).toEqual([]);
  });

  it("reads no files from outside of it", async () => {
    const name = open('include "/etc/passwd"\ninclude "../outside.yar"\nrule x { condition: filesize > 1 }');
    const { items } = await client.request<{ items: Diagnostic[] }>(
      "textDocument/diagnostic",
      at(name, 0, 0),
    );
    expect(items.map(({ message }) => message)).toEqual([
      expect.stringContaining("include"),
      expect.stringContaining("include"),
    ]);
  });
});

describe("folders of the workspace", () => {
  it("may come and go", async () => {
    const workspace = { workspaceFolders: true };
    const other = await startClient({ ...editorCapabilities, workspace });
    const names = async () => {
      const found = await other.request<WorkspaceSymbol[]>("workspace/symbol", { query: "" });
      return found.map(({ name }) => name).sort();
    };
    const here = [{ uri: pathToFileURL(folder).href, name: "here" }];
    const change = (event: unknown) =>
      other.connection.sendNotification("workspace/didChangeWorkspaceFolders", { event });
    await new Promise((resolve) => setTimeout(resolve, 100));
    void change({ added: here, removed: [] });
    await vi.waitFor(async () => expect(await names()).toHaveLength(5), { timeout: 10_000 });
    void change({ added: [], removed: here });
    await vi.waitFor(async () => expect(await names()).toEqual([]), { timeout: 10_000 });
    await other.close();
  });
});

describe("tyara.toml", () => {
  it("is in force for diagnostics and formatting, and is told what is wrong in it", async () => {
    const project = mkdtempSync(join(tmpdir(), "tyara-project-"));
    const toml = `[fmt.rule]
indent_spaces = 3
[check.rule_name]
regexp = "^T_"
[warnings.invariant_expr]
disabled = true
[rules.variables]
owner = "me"
[nonsense]
`;
    writeFileSync(join(project, "tyara.toml"), toml);
    const other = await startClient(editorCapabilities, { folders: [pathToFileURL(project).href] });
    const textDocument = { uri: pathToFileURL(join(project, "a.yar")).href };
    other.open(textDocument.uri, 'rule a { condition: true }\nrule T_b { condition: owner == "me" }\n');
    await vi.waitFor(() => expect(other.sent.size).toBe(1), { timeout: 10_000 });
    const [[configuration, problems]] = [...other.sent] as [[string, Diagnostic[]]];
    expect(configuration).toMatch(/tyara\.toml$/);
    expect(problems.map(({ range }) => range.start.line)).toEqual([8]);
    const { items } = await other.request<{ items: Diagnostic[] }>("textDocument/diagnostic", {
      textDocument,
    });
    expect(items.map(({ code }) => code)).toEqual(["invalid_rule_name"]);
    const options = { tabSize: 8, insertSpaces: true };
    const edits = await other.request<{ newText: string }[]>("textDocument/formatting", {
      textDocument,
      options,
    });
    expect(edits[0]?.newText).toBe("\n  ");
    await other.close();
    rmSync(project, { recursive: true });
  });
});

describe("completion", () => {
  const labels = async (text: string): Promise<string[]> => {
    const offset = text.indexOf("¦");
    const before = text.slice(0, offset).split("\n");
    const name = open(text.replace("¦", ""));
    const position = at(name, before.length - 1, before.at(-1)!.length);
    const items = await client.request<CompletionItem[]>("textDocument/completion", position);
    return items.map(({ label }) => label);
  };

  it("offers sets of patterns", async () => {
    const text = 'rule x { strings: $mz1 = "a" $mz2 = "b" condition: any of ($¦) }';
    expect(await labels(text)).toEqual(["mz1", "mz2", "mz*"]);
  });

  it("offers variables where they are known", async () => {
    const inside = 'import "pe" rule x { condition: for any part in pe.sections : ( p¦ ) }';
    expect(await labels(inside)).toContain("part");
    const outside = 'import "pe" rule x { condition: for any part in pe.sections : ( true ) and p¦ }';
    expect(await labels(outside)).not.toContain("part");
  });

  it("offers members of what variables are, in conditions that are not finished", async () => {
    const text = 'import "pe" rule x { condition: with first = pe.sections[0] : ( first.¦';
    expect(await labels(text)).toContain("raw_data_size");
  });

  it("offers tags and names of metadata that other rules have", async () => {
    open('rule x : loader { meta: author = "me" condition: true }');
    expect(await labels("rule y : l¦ { condition: true }")).toContain("loader");
    expect(await labels('rule y { meta: a¦ = "" condition: true }')).toContain("author");
  });

  it("offers warnings in comments that silence them", async () => {
    expect(await labels("// suppress: ¦\nrule y { condition: true }")).toContain("slow_pattern");
  });

  it("offers files to include", async () => {
    expect(await labels('include "¦"')).toContain("common.yar");
  });

  it("offers patterns of a rule whose patterns are not finished", async () => {
    expect(await labels('rule x { strings: $abc = "a" $def = condition: $¦ }')).toContain("abc");
  });

  it("offers sections, and nothing in texts, comments and hex patterns", async () => {
    expect(await labels("rule y {\n  ¦\n}")).toEqual(["meta", "strings", "condition"]);
    expect(await labels('rule y { strings: $a = "¦" condition: $a }')).toEqual([]);
    expect(await labels("rule y { /* a ¦ */ condition: true }")).toEqual([]);
    expect(await labels("rule y { strings: $a = { 01 ¦ } condition: $a }")).toEqual([]);
  });
});

describe("hover", () => {
  const hover = async (text: string): Promise<string> => {
    const offset = text.indexOf("¦");
    const before = text.slice(0, offset).split("\n");
    const name = open(text.replace("¦", ""));
    const position = at(name, before.length - 1, before.at(-1)!.length);
    const answer = await client.request<Hover | null>("textDocument/hover", position);
    return (answer?.contents as { value: string } | undefined)?.value ?? "";
  };

  it("decodes patterns", async () => {
    const hex = await hover("rule x { strings: $a = { 68 74 74 70 ?? 00 } condition: ¦$a }");
    expect(hex).toContain("Text: `http?.`");
    const base64 = await hover('rule x { strings: $a = "http://" base64 condition: ¦$a }');
    expect(base64).toContain("`aHR0cDovL");
    const regexp = await hover("rule x { strings: $a = /ab{2,5}c/ condition: ¦$a }");
    expect(regexp).toContain("Length: 4 to 7 bytes");
  });

  it("gives base64 forms that are found in base64 of every alignment", async () => {
    const text = await hover('rule x { strings: $a = "needle" base64 condition: ¦$a }');
    const forms = [...(/In base64: (.*)/.exec(text)?.[1] ?? "").matchAll(/`([^`]+)`/g)].map(
      ([, form]) => form!,
    );
    expect(forms).toHaveLength(3);
    for (let before = 0; before < 3; before++) {
      const encoded = Buffer.from(`${"x".repeat(before)}needle and more`).toString("base64");
      expect(forms.filter((form) => encoded.includes(form))).toHaveLength(1);
    }
  });

  it("says what fields, constants and keywords are", async () => {
    const program = (value: string) => `import "pe" rule x { condition: ${value} }`;
    expect(await hover(program("pe.¦MACHINE_AMD64 == 1"))).toContain("0x8664");
    expect(await hover(program("pe.sections[0].¦raw_data_size == 1"))).toContain("integer");
    expect(await hover(program("1 ¦of (true, false)"))).toContain("How many");
    expect(await hover(program('for any s in pe.sections : ( ¦s.name == "" )'))).toContain("pe.Section");
  });
});

describe("a request that is cancelled", () => {
  it("ends at once, and the next is answered", async () => {
    const rules = Array.from(
      { length: 3000 },
      (_, i) => `rule r${i} { strings: $a = /a{${i % 50}}b/ condition: $a }`,
    );
    const name = open(rules.join("\n"));
    const source = new CancellationTokenSource();
    const { textDocument } = at(name, 0, 0);
    const answer = client.connection.sendRequest("textDocument/diagnostic", { textDocument }, source.token);
    source.cancel();
    await expect(answer).rejects.toMatchObject({ code: -32800 });
    const folds = await client.request<FoldingRange[]>("textDocument/foldingRange", { textDocument });
    expect(folds).toEqual([]);
  });
});

describe("further requests", () => {
  it("signatures, with the argument that is written", async () => {
    const name = open('import "math" rule x { condition: math.in_range(1, ');
    const help = await client.request<SignatureHelp>("textDocument/signatureHelp", at(name, 0, 51));
    expect(help.activeParameter).toBe(1);
    expect(help.signatures[0]?.label).toContain("in_range(");
  });

  it("hints show hex patterns as text", async () => {
    const name = open("rule x { strings: $a = { 68 74 74 70 } condition: $a }");
    const range = { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } };
    const hints = await client.request<InlayHint[]>("textDocument/inlayHint", { ...at(name, 0, 0), range });
    expect(hints.map(({ label }) => label)).toEqual(['"http"']);
  });

  it("linked names of a pattern", async () => {
    const name = open('rule x { strings: $abc = "a" condition: $abc and #abc > 1 }');
    const linked = await client.request<LinkedEditingRanges>(
      "textDocument/linkedEditingRange",
      at(name, 0, 20),
    );
    expect(linked.ranges).toHaveLength(3);
  });

  it("folds of rules, comments and imports", async () => {
    const name = open('import "pe"\nimport "math"\n// a\n// b\nrule x {\n  condition:\n    true\n}');
    const folds = await client.request<FoldingRange[]>("textDocument/foldingRange", at(name, 0, 0));
    expect(folds.map(({ startLine, endLine }) => `${startLine}-${endLine}`).sort()).toEqual([
      "0-1",
      "2-3",
      "4-7",
      "5-6",
    ]);
  });

  it("symbols span their rules", async () => {
    const name = open("private rule x {\n  condition:\n    true\n}");
    const [symbol] = await client.request<DocumentSymbol[]>("textDocument/documentSymbol", at(name, 0, 0));
    expect(symbol).toMatchObject({ detail: "private rule", range: { end: { line: 3 } } });
  });

  it("tokens, and only what has changed of them", async () => {
    const text = "rule x {\n  condition:\n    true\n}\n";
    const name = open(text);
    const full = await client.request<SemanticTokens>("textDocument/semanticTokens/full", at(name, 0, 0));
    expect(full.data.slice(0, 10)).toEqual([0, 0, 4, 0, 0, 0, 5, 1, 2, 2]);
    client.change(uri(name), 2, text.replace("true", "false"));
    const params = { ...at(name, 0, 0), previousResultId: full.resultId };
    const delta = await client.request<SemanticTokensDelta>("textDocument/semanticTokens/full/delta", params);
    expect(delta.edits).toEqual([{ start: 17, deleteCount: 1, data: [5] }]);
  });
});
