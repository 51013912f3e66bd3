/** What scans found: files, their rules, the patterns of these, and where they are. */
import {
  type Event,
  EventEmitter,
  ThemeIcon,
  type TreeDataProvider,
  TreeItem,
  TreeItemCollapsibleState,
  Uri,
} from "vscode";
import type { FileResult, FoundMatch, FoundPattern, FoundRule } from "./scan-messages.ts";

type Node =
  | { readonly kind: "file"; readonly file: FileResult }
  | { readonly kind: "note"; readonly text: string }
  | { readonly kind: "rule"; readonly file: FileResult; readonly rule: FoundRule }
  | { readonly kind: "pattern"; readonly file: FileResult; readonly pattern: FoundPattern }
  | { readonly kind: "match"; readonly file: FileResult; readonly match: FoundMatch };

export class ResultsView implements TreeDataProvider<Node> {
  readonly #changes = new EventEmitter<undefined>();
  readonly onDidChangeTreeData: Event<undefined> = this.#changes.event;
  #files: FileResult[] = [];
  #notes: string[] = [];

  clear(): void {
    this.#files = [];
    this.#notes = [];
    this.#changes.fire(undefined);
  }

  add(file: FileResult): void {
    if (file.rules.length === 0 && file.notes.length === 0) return;
    this.#files.push(file);
    this.#changes.fire(undefined);
  }

  note(text: string): void {
    this.#notes.push(text);
    this.#changes.fire(undefined);
  }

  getChildren(node?: Node): Node[] {
    switch (node?.kind) {
      case undefined:
        return [
          ...this.#notes.map((text): Node => ({ kind: "note", text })),
          ...this.#files.map((file): Node => ({ kind: "file", file })),
        ];
      case "file":
        return [
          ...node.file.notes.map((text): Node => ({ kind: "note", text })),
          ...node.file.rules.map((rule): Node => ({ kind: "rule", file: node.file, rule })),
        ];
      case "rule":
        return node.rule.patterns.map((pattern) => ({ kind: "pattern", file: node.file, pattern }));
      case "pattern":
        return node.pattern.matches.map((match) => ({ kind: "match", file: node.file, match }));
      default:
        return [];
    }
  }

  getTreeItem(node: Node): TreeItem {
    const { None, Expanded, Collapsed } = TreeItemCollapsibleState;
    switch (node.kind) {
      case "file": {
        const item = new TreeItem(Uri.parse(node.file.name), Expanded);
        item.iconPath = ThemeIcon.File;
        return item;
      }
      case "note": {
        const item = new TreeItem(node.text.split("\n", 1)[0]!, None);
        item.iconPath = new ThemeIcon("info");
        item.tooltip = node.text;
        return item;
      }
      case "rule": {
        const { identifier, tags, isMatch, patterns } = node.rule;
        const item = new TreeItem(identifier, patterns.length > 0 ? Expanded : None);
        item.description = [isMatch ? "matches" : "does not match", ...tags].join(" · ");
        item.iconPath = new ThemeIcon(isMatch ? "pass" : "circle-slash");
        return item;
      }
      case "pattern": {
        const { identifier, count } = node.pattern;
        const item = new TreeItem(identifier, count > 0 ? Collapsed : None);
        item.description = count === 0 ? "not found" : count === 1 ? "1 match" : `${count} matches`;
        item.iconPath = new ThemeIcon(count > 0 ? "symbol-string" : "circle-outline");
        return item;
      }
      case "match": {
        const { offset, length } = node.match;
        const item = new TreeItem(`0x${offset.toString(16)}`, None);
        item.description = `${length} bytes`;
        const args = [node.file.name, offset, length];
        item.command = { command: "tyara.showMatch", title: "Show Match", arguments: args };
        return item;
      }
    }
  }
}
