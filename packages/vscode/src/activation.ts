/** Starts the language client and makes the commands known. */
import { commands, type ExtensionContext, RelativePattern, Uri, window, workspace } from "vscode";
import type { BaseLanguageClient } from "vscode-languageclient";
import { formatWorkspace } from "./format-workspace.ts";
import { HexDocuments } from "./hex-documents.ts";
import type { Platform } from "./platform.ts";
import { ResultsView } from "./results-view.ts";
import { ScanCommands } from "./scan-commands.ts";

let client: BaseLanguageClient | undefined;

export async function start(context: ExtensionContext, platform: Platform): Promise<void> {
  const results = new ResultsView();
  const hex = new HexDocuments();
  const scans = new ScanCommands(context, platform, results);
  const language = platform.client(context, {
    documentSelector: [{ language: "yara" }],
    initializationOptions: { files: true, commands: ["tyara.scan", "tyara.explain"] },
    synchronize: { configurationSection: "YARA" },
  });
  client = language;
  context.subscriptions.push(
    window.createTreeView("tyara.results", { treeDataProvider: results }),
    workspace.registerTextDocumentContentProvider(HexDocuments.scheme, hex),
    commands.registerCommand("tyara.scan", () => scans.scan()),
    commands.registerCommand("tyara.attachSample", () => scans.attachSample()),
    commands.registerCommand("tyara.explain", (rule?: unknown) =>
      scans.explain(typeof rule === "string" ? rule : undefined),
    ),
    commands.registerCommand("tyara.showMatch", (uri: string, offset: number, length: number) =>
      hex.show(Uri.parse(uri), offset, length),
    ),
    commands.registerCommand("tyara.formatWorkspace", formatWorkspace),
    commands.registerCommand("tyara.restart", async () => {
      await language.stop();
      await language.start();
    }),
    language.onRequest("tyara/read", ({ uri }: { uri: string }) => readBase64(Uri.parse(uri))),
    language.onRequest("tyara/list", ({ folder }: { folder: string }) => listRules(Uri.parse(folder))),
  );
  await language.start();
}

export async function stop(): Promise<void> {
  await client?.stop();
}

/** Limit: bytes of a file of rules. */
const MAX_SIZE = 16 << 20;

async function readBase64(uri: Uri): Promise<string | null> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > MAX_SIZE) return null;
    const bytes = await workspace.fs.readFile(uri);
    let text = "";
    for (let at = 0; at < bytes.length; at += 8192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8192));
    return btoa(text);
  } catch {
    return null;
  }
}

async function listRules(folder: Uri): Promise<string[]> {
  const found = await workspace.findFiles(new RelativePattern(folder, "**/*.{yar,yara}"));
  return found.map(String);
}
