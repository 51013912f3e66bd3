/** The commands that scan: with the rules of the active editor, files that the user chooses or has attached. */
import {
  type CancellationToken,
  commands,
  type ExtensionContext,
  FileType,
  ProgressLocation,
  type TextDocument,
  Uri,
  window,
  workspace,
} from "vscode";
import type { Platform, ScanPort } from "./platform.ts";
import type { ResultsView } from "./results-view.ts";
import type { FromWorker, NamedText, ScanRequest, ToWorker } from "./scan-messages.ts";

/** Limit: bytes of a file that is scanned, and files of a folder. */
const MAX_SIZE = 512 << 20;
const MAX_FILES = 100_000;

/** Limit: files that rules include. */
const MAX_INCLUDED = 256;

export class ScanCommands {
  readonly #context: ExtensionContext;
  readonly #platform: Platform;
  readonly #results: ResultsView;

  constructor(context: ExtensionContext, platform: Platform, results: ResultsView) {
    this.#context = context;
    this.#platform = platform;
    this.#results = results;
  }

  /** Scans a file or a folder with the rules of the active editor. */
  async scan(): Promise<void> {
    const document = rulesDocument();
    const target = document && (await chooseTarget(this.#sampleOf(document)));
    if (document === undefined || target === undefined) return;
    await this.#run(document, target, undefined);
  }

  /** Chooses the file that the rules of the active editor are tried on. */
  async attachSample(): Promise<void> {
    const document = rulesDocument();
    if (document === undefined) return;
    const [sample] =
      (await window.showOpenDialog({ title: "Sample for these rules", openLabel: "Attach" })) ?? [];
    if (sample === undefined) return;
    await this.#context.workspaceState.update(sampleKey(document), sample.toString());
    void window.showInformationMessage(`${workspace.asRelativePath(sample)} is the sample of these rules.`);
  }

  /** Shows what each pattern of a rule finds in the sample, whether the rule matches or not. */
  async explain(named: string | undefined): Promise<void> {
    const document = rulesDocument();
    if (document === undefined) return;
    const rule = named ?? ruleAtCursor(document);
    if (rule === undefined) {
      void window.showWarningMessage("Put the cursor into the rule that is to be explained.");
      return;
    }
    if (this.#sampleOf(document) === undefined) await this.attachSample();
    const sample = this.#sampleOf(document);
    if (sample !== undefined) await this.#run(document, sample, rule);
  }

  #sampleOf(document: TextDocument): Uri | undefined {
    const sample = this.#context.workspaceState.get<string>(sampleKey(document));
    return sample === undefined ? undefined : Uri.parse(sample);
  }

  async #run(document: TextDocument, target: Uri, explain: string | undefined): Promise<void> {
    this.#results.clear();
    await commands.executeCommand("tyara.results.focus");
    const title = explain === undefined ? "Scanning" : `Explaining ${explain}`;
    const options = { location: ProgressLocation.Notification, title, cancellable: true };
    await window.withProgress(options, async (progress, token) => {
      const port = this.#platform.scanWorker(this.#context);
      try {
        const rules = { name: document.uri.path, text: document.getText() };
        const included = await readIncluded(document.uri, rules.text);
        const worker = new Conversation(port, token);
        const request: ScanRequest = { rules, included, ...(explain !== undefined && { explain }) };
        const answer = await worker.ask({ kind: "rules", request });
        if (answer?.kind === "refused") return this.#results.note(answer.message);
        if (answer?.kind === "ready") for (const problem of answer.problems) this.#results.note(problem);
        let count = 0;
        for await (const uri of filesIn(target)) {
          if (token.isCancellationRequested) break;
          progress.report({ message: workspace.asRelativePath(uri) });
          const data = await readSample(uri);
          if (typeof data === "string") this.#results.add({ name: uri.toString(), rules: [], notes: [data] });
          else {
            const result = await worker.ask({ kind: "file", name: uri.toString(), data });
            if (result?.kind === "result") this.#results.add(result.result);
          }
          count++;
        }
        this.#results.note(`${count === 1 ? "1 file was" : `${count} files were`} scanned.`);
      } catch (error) {
        this.#results.note(error instanceof Error ? error.message : String(error));
      } finally {
        port.end();
      }
    });
  }
}

/** One question after the other, until the user has enough. */
class Conversation {
  readonly #port: ScanPort;
  #answer: (message: FromWorker | undefined) => void = () => {};
  #fail: (problem: Error) => void = () => {};

  constructor(port: ScanPort, token: CancellationToken) {
    this.#port = port;
    port.listen(
      (message) => this.#answer(message),
      (problem) => this.#fail(new Error(problem)),
    );
    token.onCancellationRequested(() => {
      port.end();
      this.#answer(undefined);
    });
  }

  ask(message: ToWorker): Promise<FromWorker | undefined> {
    return new Promise((resolve, reject) => {
      this.#answer = resolve;
      this.#fail = reject;
      this.#port.post(message);
    });
  }
}

const sampleKey = ({ uri }: TextDocument): string => `sample ${uri.toString()}`;

function rulesDocument(): TextDocument | undefined {
  const document = window.activeTextEditor?.document;
  if (document?.languageId === "yara") return document;
  void window.showWarningMessage("Open a file of YARA rules first.");
  return undefined;
}

/** The name of the last rule that begins before the cursor. */
function ruleAtCursor(document: TextDocument): string | undefined {
  const editor = window.activeTextEditor;
  if (editor?.document !== document) return undefined;
  const { end } = document.lineAt(editor.selection.active.line).range;
  const before = document.getText().slice(0, document.offsetAt(end));
  return [...before.matchAll(/\brule\s+([A-Za-z_]\w*)\s*[:{]/g)].at(-1)?.[1];
}

async function chooseTarget(sample: Uri | undefined): Promise<Uri | undefined> {
  const choices = [
    ...(sample === undefined
      ? []
      : [{ label: "Attached sample", description: workspace.asRelativePath(sample), sample }]),
    { label: "File…", isFolder: false },
    { label: "Folder…", isFolder: true },
  ];
  const choice: { sample?: Uri; isFolder?: boolean } | undefined = await window.showQuickPick(choices, {
    title: "What is to be scanned?",
  });
  if (choice === undefined || choice.sample !== undefined) return choice?.sample;
  const { isFolder = false } = choice;
  const chosen = await window.showOpenDialog({
    canSelectFiles: !isFolder,
    canSelectFolders: isFolder,
    openLabel: "Scan",
  });
  return chosen?.[0];
}

/** The files of a folder and of those below it; links are not followed. */
async function* filesIn(target: Uri): AsyncGenerator<Uri> {
  const { type } = await workspace.fs.stat(target);
  if ((type & FileType.Directory) === 0) return yield target;
  const waiting = [target];
  let count = 0;
  for (let folder = waiting.pop(); folder !== undefined; folder = waiting.pop()) {
    const entries = await Promise.resolve(workspace.fs.readDirectory(folder)).catch(() => []);
    for (const [name, kind] of entries) {
      if (count === MAX_FILES) return;
      const uri = Uri.joinPath(folder, name);
      if (kind === FileType.Directory) waiting.push(uri);
      else if (kind === FileType.File) {
        count++;
        yield uri;
      }
    }
  }
}

/** The bytes of a file, or why there are none. */
async function readSample(uri: Uri): Promise<Uint8Array | string> {
  try {
    const { size } = await workspace.fs.stat(uri);
    if (size > MAX_SIZE) return `too large to be scanned here: ${size} bytes`;
    return await workspace.fs.readFile(uri);
  } catch (error) {
    return `cannot be read: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/** The files that rules include, directly or not, by path. */
async function readIncluded(uri: Uri, text: string): Promise<NamedText[]> {
  const found = new Map<string, NamedText>();
  const waiting = [{ uri, text }];
  for (let next = waiting.pop(); next !== undefined && found.size < MAX_INCLUDED; next = waiting.pop()) {
    for (const [, path = ""] of next.text.matchAll(/^\s*include\s+"([^"\n]+)"/gm)) {
      const file = Uri.joinPath(next.uri, "..", path);
      if (found.has(file.path)) continue;
      const bytes = await Promise.resolve(workspace.fs.readFile(file)).catch(() => undefined);
      if (bytes === undefined) continue;
      const included = new TextDecoder().decode(bytes);
      found.set(file.path, { name: file.path, text: included });
      waiting.push({ uri: file, text: included });
    }
  }
  return [...found.values()];
}
