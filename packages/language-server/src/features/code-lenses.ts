/** Above each rule: how often it is named, and what the client can do with it. */
import type { CodeLens } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { type IsCancelled, Slices } from "../workspace/slices.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** Commands that clients may have; they are told the document and the name of the rule. */
const rulesCommands: readonly (readonly [command: string, title: string])[] = [
  ["tyara.scan", "Scan…"],
  ["tyara.explain", "Explain"],
];

/** Limit: rules of a document that have lenses. */
const MAX_RULES = 2000;

export async function codeLenses(
  workspace: Workspace,
  document: RuleDocument,
  isCancelled: IsCancelled,
): Promise<CodeLens[]> {
  if (!workspace.settings.codeLens) return [];
  const slices = new Slices(isCancelled);
  const file = workspace.file(document);
  const commands = rulesCommands.filter(([command]) => workspace.commands.has(command));
  const lenses: CodeLens[] = [];
  for (const rule of [...file.rules.values()].slice(0, MAX_RULES)) {
    await slices.between();
    const range = rule.nameRange;
    let count = 0;
    for (const other of workspace.knownFiles()) {
      const named = other.references.get(rule.name);
      if (named !== undefined && workspace.findRule(other, rule.name) === rule) count += named.length;
    }
    if (count > 0)
      lenses.push({
        range,
        command: { title: count === 1 ? "named once" : `named ${count} times`, command: "" },
      });
    for (const [command, title] of commands)
      lenses.push({ range, command: { title, command, arguments: [rule.name, document.uri] } });
  }
  return lenses;
}
