/** Everything that the server knows: open documents, files that they include, and files of the workspace. */
import type { Configuration } from "tyara/configuration";
import {
  builtinDeclarations,
  type Diagnostic,
  errors,
  type IncludedNames,
  RuleChecker,
  type RuleEntry,
  SourceCheck,
  type SourceReport,
} from "tyara/editor";
import type { Range } from "vscode-languageserver";
import type { Client } from "../client.ts";
import { RuleDocument } from "../document.ts";
import type { Host } from "../host.ts";
import type { KnownNames } from "../meaning/types.ts";
import { defaultSettings, type Settings } from "../settings.ts";
import { checkerOptions } from "./checker-options.ts";
import { candidateUris, folderOf, folderUri, isWithin } from "./include-paths.ts";
import { noConfiguration, type ProjectConfiguration } from "./project-configuration.ts";
import { DocumentFile, type IncludedPath, type RuleFile, type RuleSymbol, settled } from "./rule-file.ts";
import { Cancelled, type IsCancelled, never, Slices } from "./slices.ts";

/** Limit: bytes of a file that is read without being open. */
const MAX_FILE_SIZE = 16 << 20;

/** Limit: files that one file may include, directly or not. */
const MAX_INCLUDED = 1024;

/** Where a name is declared in a file that is not the one that is checked; diagnostics name it as their source. */
export class ForeignPlace {
  readonly text = "";
  readonly origin: string;
  readonly range: Range;

  constructor(origin: string, range: Range) {
    this.origin = origin;
    this.range = range;
  }
}

export class Workspace {
  readonly client: Client;
  readonly host: Host;
  /** URIs of the folders that are open. */
  folders: readonly string[] = [];
  /** Commands that the client has. */
  commands: ReadonlySet<string> = new Set();
  project: ProjectConfiguration = noConfiguration;
  #settings: Settings = defaultSettings;
  #checker: RuleChecker;
  #check: SourceCheck;
  readonly #documents = new Map<string, RuleDocument>();
  readonly #documentFiles = new WeakMap<RuleDocument, RuleFile>();
  /** Files that are not open; `undefined` for such that could not be read. */
  readonly #files = new Map<string, RuleFile | undefined>();
  readonly #reports = new WeakMap<
    RuleDocument,
    { readonly generation: number; readonly report: Promise<SourceReport> }
  >();
  /** Changes with everything but the text of a document that its diagnostics depend on. */
  #generation = 0;

  constructor(client: Client, host: Host) {
    this.client = client;
    this.host = host;
    this.#checker = makeChecker(this.#settings, this.project.configuration);
    this.#check = new SourceCheck(this.#checker);
  }

  get settings(): Settings {
    return this.#settings;
  }

  /** Takes settings of the editor, and what the project says. */
  configure(settings: Settings, project: ProjectConfiguration): void {
    const { cacheWorkspace } = project.configuration.languageServer;
    this.#settings = { ...settings, ...(cacheWorkspace !== undefined && { cacheWorkspace }) };
    this.project = project;
    this.#checker = makeChecker(this.#settings, project.configuration);
    this.#check = new SourceCheck(this.#checker);
    this.#generation++;
  }

  get checker(): RuleChecker {
    return this.#checker;
  }

  /** How many rules were checked so far. */
  get checkedCount(): number {
    return this.#check.checkedCount;
  }

  /** Names the state of a document's diagnostics: they are the same as long as it is. */
  stateOf(document: RuleDocument): string {
    return `${document.version}.${this.#generation}`;
  }

  // ── Documents and files ──

  get documents(): Iterable<RuleDocument> {
    return this.#documents.values();
  }

  document(uri: string): RuleDocument | undefined {
    return this.#documents.get(uri);
  }

  open(uri: string, version: number, text: string): RuleDocument {
    const document = RuleDocument.open(uri, version, text, this.client.encoding);
    this.#keep(document);
    return document;
  }

  change(document: RuleDocument): void {
    this.#keep(document);
  }

  close(uri: string): void {
    this.#documents.delete(uri);
    this.#files.delete(uri);
    this.#generation++;
  }

  #keep(document: RuleDocument): void {
    const before = this.#documents.get(document.uri);
    this.#documents.set(document.uri, document);
    // Others see only what it declares.
    const isIncluded = this.#documents.size > 1;
    if (isIncluded && (before === undefined || !declaresTheSame(this.file(before), this.file(document))))
      this.#generation++;
  }

  /** What others see of an open document. */
  file(document: RuleDocument): RuleFile {
    let file = this.#documentFiles.get(document);
    if (file === undefined) this.#documentFiles.set(document, (file = new DocumentFile(document)));
    return file;
  }

  /** A file that is open or has been read. */
  knownFile(uri: string): RuleFile | undefined {
    const document = this.#documents.get(uri);
    return document === undefined ? this.#files.get(uri) : this.file(document);
  }

  /** All files that are known, the open ones first. */
  *knownFiles(): Generator<RuleFile> {
    for (const document of this.#documents.values()) yield this.file(document);
    for (const [uri, file] of this.#files) if (file !== undefined && !this.#documents.has(uri)) yield file;
  }

  /** Reads a file that is not open. */
  async readFile(uri: string): Promise<RuleFile | undefined> {
    const known = this.knownFile(uri);
    if (known !== undefined || this.#files.has(uri)) return known;
    const document = await this.readDocument(uri);
    const file = document && settled(new DocumentFile(document));
    this.#files.set(uri, file);
    return file;
  }

  /** A document that is open, or is read for once. */
  async readDocument(uri: string): Promise<RuleDocument | undefined> {
    const open = this.#documents.get(uri);
    if (open !== undefined) return open;
    const bytes = await this.host.read(uri).catch(() => undefined);
    if (bytes === undefined || bytes.length > MAX_FILE_SIZE) return undefined;
    const text = new TextDecoder().decode(bytes);
    return RuleDocument.open(uri, 0, text, this.client.encoding);
  }

  /** Forgets what was read of files: they have changed. */
  forget(uris: Iterable<string>): void {
    for (const uri of uris) this.#files.delete(uri);
    this.#generation++;
  }

  /** Forgets the files that are not open. */
  forgetAll(): void {
    this.#files.clear();
    this.#generation++;
  }

  /** Reads the files of a folder in the background. Gives how many there are. */
  async indexFolder(folder: string, isCancelled: IsCancelled = never): Promise<number> {
    let count = 0;
    const slices = new Slices(isCancelled);
    for await (const uri of this.host.list(folder)) {
      await this.readFile(uri);
      count++;
      await slices.between();
    }
    return count;
  }

  // ── Includes ──

  /** The files in which, or below which, included files may be. */
  get #includeFolders(): string[] {
    const { uri, configuration } = this.project;
    return [
      ...this.#settings.includeDirs.flatMap((folder) => folderUri(folder, this.folders[0]) ?? []),
      ...configuration.rules.includeDirs.flatMap((folder) => folderUri(folder, uri && folderOf(uri)) ?? []),
    ];
  }

  #candidates({ path }: IncludedPath, including: string): string[] {
    const allowed = [folderOf(including), ...this.folders, ...this.#includeFolders];
    return candidateUris(path, including, this.#includeFolders).filter((uri) => isWithin(uri, allowed));
  }

  /** The file that is included, if it is known. */
  included(include: IncludedPath, including: string): RuleFile | undefined {
    for (const uri of this.#candidates(include, including)) {
      const file = this.knownFile(uri);
      if (file !== undefined) return file;
    }
    return undefined;
  }

  /** A file and those that it includes, each once, in the order in which their names are looked up. */
  withIncluded(file: RuleFile): RuleFile[] {
    const all = new Set([file]);
    for (const one of all) {
      for (const include of one.includes) {
        const found = this.included(include, one.uri);
        if (found !== undefined && all.size <= MAX_INCLUDED) all.add(found);
      }
    }
    return [...all];
  }

  /** Reads what a document includes, so that it is known. */
  async readIncluded(document: RuleDocument): Promise<void> {
    const seen = new Set<string>([document.uri]);
    const waiting = [this.file(document)];
    for (let file = waiting.pop(); file !== undefined; file = waiting.pop()) {
      for (const include of file.includes) {
        if (seen.size > MAX_INCLUDED) return;
        for (const uri of this.#candidates(include, file.uri)) {
          if (seen.has(uri)) break;
          seen.add(uri);
          const found = await this.readFile(uri);
          if (found === undefined) continue;
          waiting.push(found);
          break;
        }
      }
    }
  }

  // ── Names ──

  /** The rule that a name means in a file: of it, of what it includes, or of the workspace. */
  findRule(file: RuleFile, name: string): RuleSymbol | undefined {
    for (const one of this.withIncluded(file)) {
      const rule = one.rules.get(name);
      if (rule !== undefined) return rule;
    }
    if (!this.#settings.cacheWorkspace) return undefined;
    for (const one of this.knownFiles()) {
      const rule = one.rules.get(name);
      if (rule !== undefined) return rule;
    }
    return undefined;
  }

  namesIn(document: RuleDocument): KnownNames {
    const files = this.withIncluded(this.file(document));
    return {
      modules: this.#checker.modules,
      globals: this.#checker.globals,
      isRule: (name) => files.some(({ rules }) => rules.has(name)),
    };
  }

  // ── Diagnostics ──

  /** What is wrong with a document. Throws {@link Cancelled} when there is another version of it before that is known. */
  async report(document: RuleDocument): Promise<SourceReport> {
    const generation = this.#generation;
    const known = this.#reports.get(document);
    if (known?.generation === generation) return known.report;
    const report = this.#makeReport(document);
    this.#reports.set(document, { generation, report });
    report.catch(() => this.#reports.delete(document));
    return report;
  }

  async #makeReport(document: RuleDocument): Promise<SourceReport> {
    await this.readIncluded(document);
    const steps = this.#check.steps(document.source, ({ path, span }, segment) => {
      const index = document.source.indexOf(segment)!;
      const found = this.#namesOfIncluded(document, { path, range: document.range(index, span) });
      return "rules" in found ? found : withSource(found.error(span), segment);
    });
    const slices = new Slices();
    for (;;) {
      const step = steps.next();
      if (step.done) return step.value;
      if (!slices.isOver) continue;
      await slices.between();
      // Another version is there by now: what this one has checked helps it, the rest would be lost work.
      if (this.#documents.get(document.uri) !== document) throw new Cancelled();
    }
  }

  #namesOfIncluded(
    document: RuleDocument,
    include: IncludedPath,
  ): IncludedNames | { readonly error: (span: Diagnostic["labels"][number]["span"]) => Diagnostic } {
    const file = this.included(include, document.uri);
    const { path } = include;
    if (file === undefined) return { error: (span) => errors.includeNotFound(span, { path }) };
    const all = this.withIncluded(file);
    if (all.some(({ uri }) => uri === document.uri)) return { error: (span) => errors.circularInclude(span) };
    const rules = new Map<string, RuleEntry>();
    const modules = new Set<string>();
    for (const one of all) {
      for (const [name, rule] of one.rules) if (!rules.has(name)) rules.set(name, this.#entryOf(rule));
      for (const module of one.modules) modules.add(module);
    }
    return { rules, modules };
  }

  readonly #entries = new WeakMap<RuleSymbol, RuleEntry>();

  #entryOf(rule: RuleSymbol): RuleEntry {
    let entry = this.#entries.get(rule);
    if (entry === undefined) {
      const source = new ForeignPlace(rule.uri, rule.nameRange);
      entry = { name: rule.name, isGlobal: rule.isGlobal, span: { start: 0, end: 0 }, source, id: -1 };
      this.#entries.set(rule, entry);
    }
    return entry;
  }
}

function makeChecker(settings: Settings, configuration: Configuration): RuleChecker {
  const modules = builtinDeclarations({ testModules: true, magic: true });
  return new RuleChecker(checkerOptions(settings, configuration), { modules });
}

/** Whether other files find the same in two versions of a file. */
function declaresTheSame(a: RuleFile, b: RuleFile): boolean {
  return (
    a.rules.size === b.rules.size &&
    a.modules.size === b.modules.size &&
    a.includes.length === b.includes.length &&
    [...a.rules].every(([name, { isGlobal }]) => b.rules.get(name)?.isGlobal === isGlobal) &&
    [...a.modules].every((name) => b.modules.has(name)) &&
    a.includes.every(({ path }, i) => b.includes[i]!.path === path)
  );
}

function withSource(
  diagnostic: Diagnostic,
  source: NonNullable<Diagnostic["labels"][number]["source"]>,
): Diagnostic {
  return { ...diagnostic, labels: diagnostic.labels.map((label) => ({ ...label, source })) };
}
