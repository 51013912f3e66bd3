/** What can be done about a place: fixes of its diagnostics, and other ways to write what is there. */
import type { CodeAction, CodeActionContext, Diagnostic, Range, TextEdit } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { corrections } from "./corrections.ts";
import { type DiagnosticData, diagnostics, type Patch } from "./diagnostics.ts";
import { refactorings } from "./refactorings.ts";
import { suppression } from "./suppressions.ts";

/** The kinds that the server has, for clients that ask. */
export const codeActionKinds: readonly string[] = [
  "quickfix",
  "refactor",
  "refactor.extract",
  "refactor.rewrite",
  "source.fixAll",
];

export async function codeActions(
  workspace: Workspace,
  document: RuleDocument,
  range: Range,
  context: CodeActionContext,
): Promise<CodeAction[]> {
  const isWanted = (kind: string) =>
    context.only === undefined || context.only.some((one) => kind === one || kind.startsWith(`${one}.`));
  const actions: CodeAction[] = [];
  if (isWanted("quickfix")) {
    for (const diagnostic of context.diagnostics) actions.push(...fixes(workspace, document, diagnostic));
  }
  if (isWanted("source.fixAll") && context.only !== undefined)
    actions.push(...(await fixAll(workspace, document)));
  if (workspace.client.diagnostics)
    actions.push(...refactorings(document, range).filter(({ kind }) => isWanted(kind ?? "")));
  return actions;
}

function fixes(workspace: Workspace, document: RuleDocument, diagnostic: Diagnostic): CodeAction[] {
  const isRich = workspace.client.diagnostics;
  const patches = patchesOf(diagnostic);
  const actions: CodeAction[] = [];
  if (patches.length > 0) {
    const [title] = textOf(diagnostic).split("\n", 1);
    actions.push({
      title: `Fix: ${title}`,
      kind: "quickfix",
      ...(isRich && { diagnostics: [diagnostic] }),
      isPreferred: true,
      edit: { changes: { [document.uri]: patches.map(toEdit) } },
    });
  }
  if (isRich) actions.push(...corrections(document, diagnostic));
  const suppressed = isRich && diagnostic.range !== undefined ? suppression(document, diagnostic) : undefined;
  if (suppressed !== undefined) actions.push(suppressed);
  return actions;
}

/** The message of a diagnostic. Some clients send back no more of it than its code. */
function textOf({ message, code }: Partial<Diagnostic>): string {
  if (typeof message === "string") return message;
  return typeof message?.value === "string" ? message.value : String(code ?? "this");
}

/** The changes that a client sends back with a diagnostic; whatever else it sends counts as none. */
function patchesOf(diagnostic: Diagnostic): readonly Patch[] {
  const { patches } = (diagnostic.data ?? {}) as Partial<DiagnosticData>;
  if (!Array.isArray(patches)) return [];
  return patches.filter(({ range, replacement }) => range !== undefined && typeof replacement === "string");
}

const toEdit = ({ range, replacement }: Patch): TextEdit => ({ range, newText: replacement });

/** Every change that a diagnostic of the document offers, at once; of those that touch each other the first. */
export async function fixAll(workspace: Workspace, document: RuleDocument): Promise<CodeAction[]> {
  const all = await diagnostics(workspace, document);
  const edits: TextEdit[] = [];
  let end = -1;
  const { lines } = document;
  const patches = all
    .flatMap((one) => patchesOf(one))
    .map((patch) => ({
      patch,
      start: lines.offset(patch.range.start),
      end: lines.offset(patch.range.end),
    }))
    .sort((a, b) => a.start - b.start || a.end - b.end);
  const seen = new Set<string>();
  for (const one of patches) {
    const key = `${one.start} ${one.end} ${one.patch.replacement}`;
    const isInsertion = one.start === one.end;
    if (seen.has(key) || (isInsertion ? one.start < end : one.start < Math.max(end, 0))) continue;
    seen.add(key);
    end = Math.max(end, one.end);
    edits.push(toEdit(one.patch));
  }
  if (edits.length === 0) return [];
  return [
    {
      title: "Fix all that can be fixed",
      kind: "source.fixAll",
      edit: { changes: { [document.uri]: edits } },
    },
  ];
}
