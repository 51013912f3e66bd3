/** The items that completions are made of. */
import { builtinFunctions, type Field, type StructType, Token, type Type, typeName } from "tyara/editor";
import type { CompletionItem, MarkupContent } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { descriptionOf } from "../meaning/function-help.ts";
import { helpOfKeyword } from "../meaning/keywords.ts";
import { declaredPatterns } from "../meaning/meaning.ts";
import { typeOfVariable } from "../meaning/types.ts";
import { CompletionItemKind, CompletionItemTag, InsertTextFormat } from "../protocol.ts";
import { variablesOf } from "../syntax/scopes.ts";
import { decoded, folderOf } from "../workspace/include-paths.ts";
import type { Workspace } from "../workspace/workspace.ts";
import type { CompletionContext } from "./completion.ts";
import { importRange } from "./diagnostics.ts";
import { plainText } from "./markdown.ts";
import { callText, signatureText } from "./signatures.ts";

/** A place of a snippet that the user fills in. */
function hole(nth: number, text?: string): string {
  return text === undefined ? `\${${nth}}` : `\${${nth}:${text}}`;
}

const keyword = (label: string): CompletionItem => ({ label, kind: CompletionItemKind.Keyword });

const keywordSnippet = (label: string, insertText: string): CompletionItem => ({
  ...keyword(label),
  insertText,
  insertTextFormat: InsertTextFormat.Snippet,
});

/** The client indents the lines of the snippet like the one that it is put into. */
const adjustIndentation = 2;

const fileSnippet = (label: string, insertText: string): CompletionItem => ({
  label,
  kind: CompletionItemKind.Method,
  insertText,
  insertTextFormat: InsertTextFormat.Snippet,
  insertTextMode: adjustIndentation,
});

/** What a file is made of. */
export function fileItems(): CompletionItem[] {
  return [
    ruleItem,
    fileSnippet("import", `import "${hole(1, "")}"${hole(0)}`),
    fileSnippet("include", `include "${hole(1, "")}"${hole(0)}`),
    keyword("private"),
    keyword("global"),
  ];
}

const ruleItem = fileSnippet(
  "rule",
  `rule ${hole(1, "ident")} {\n    strings:\n        $${hole(2, "a")} = "${hole(3)}"\n    condition:\n        $${hole(2, "a")}${hole(0)}\n}`,
);

/** What may follow `private` or `global`. */
export function ruleModifierItems(previous: Token): CompletionItem[] {
  return [ruleItem, keyword(previous === Token.Private ? "global" : "private")];
}

/** The sections that may follow in a rule. */
export function sectionItems(after: "body" | "meta" | "strings"): CompletionItem[] {
  const all = ["meta", "strings", "condition"];
  const from = after === "body" ? 0 : after === "meta" ? 1 : 2;
  return all.slice(from).map((label) => ({ ...keyword(label), insertText: `${label}:` }));
}

/** Modules inside the quotes behind `import`. `magic` is not among them: it needs a library that most engines do not have. */
export function importableModules({ checker }: Workspace): CompletionItem[] {
  return moduleNames(checker.modules.keys()).map((label) => ({
    label,
    kind: CompletionItemKind.Module,
    preselect: true,
  }));
}

const moduleNames = (names: Iterable<string>): string[] => [...names].filter((name) => name !== "magic");

/** Files below the folder of a document, inside the quotes behind `include`. */
export function includableFiles(workspace: Workspace, { uri }: RuleDocument): CompletionItem[] {
  const folder = folderOf(uri);
  const items: CompletionItem[] = [];
  for (const file of workspace.knownFiles()) {
    if (file.uri === uri || !file.uri.startsWith(folder)) continue;
    items.push({ label: decoded(file.uri.slice(folder.length)), kind: CompletionItemKind.File });
  }
  return items;
}

export type PatternKind = "text" | "regexp" | "hex";

const modifiers: Readonly<Record<PatternKind, readonly string[]>> = {
  text: ["ascii", "wide", "nocase", "private", "fullword", "base64", "base64wide", "xor"],
  regexp: ["ascii", "wide", "nocase", "private", "fullword"],
  hex: ["private"],
};

export function modifierItems(kind: PatternKind): CompletionItem[] {
  return modifiers[kind].map(keyword);
}

export function tagItems(workspace: Workspace): CompletionItem[] {
  return usedNames(workspace, "tags");
}

/** Names of metadata that rules of the workspace have. */
export function metaItems(workspace: Workspace): CompletionItem[] {
  return usedNames(workspace, "metaNames").map((item) => ({
    ...item,
    insertText: `${item.label} = `,
  }));
}

function usedNames(workspace: Workspace, of: "tags" | "metaNames"): CompletionItem[] {
  const names = new Set<string>();
  for (const file of workspace.knownFiles()) for (const name of file[of]) names.add(name);
  return [...names].sort().map((label) => ({ label, kind: CompletionItemKind.Property }));
}

/** The patterns of the rule; behind `$`, sets of them too. */
export function patternItems({ tree, workspace }: CompletionContext, written: string): CompletionItem[] {
  const names = [...new Set(declaredPatterns(tree))].filter((name) => name !== "");
  const items = names.map(
    (label): CompletionItem => ({
      label,
      kind: CompletionItemKind.Text,
      labelDetails: { description: "Pattern" },
    }),
  );
  if (!workspace.client.completion || !written.startsWith("$")) return items;
  const sets = setsOf(names).map(
    (label): CompletionItem => ({
      label,
      kind: CompletionItemKind.Text,
      labelDetails: { description: "Patterns" },
    }),
  );
  return [...items, ...sets];
}

/** `a*` where several names begin with `a` and go on with digits or behind an underscore. */
function setsOf(names: readonly string[]): string[] {
  const counts = new Map<string, number>();
  for (const name of names) {
    const prefix = /^(\w*?[A-Za-z]_?)\d+$|^(\w+_)\w+$/.exec(name);
    const key = prefix?.[1] ?? prefix?.[2];
    if (key !== undefined) counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  return [...counts].filter(([, count]) => count > 1).map(([prefix]) => `${prefix}*`);
}

/** The members of a structure, or the methods of another value. */
export function fieldItems({ client }: Workspace, type: Type): CompletionItem[] {
  if (type.kind !== "struct") {
    const hasLength = client.completion && ["string", "array", "map"].includes(type.kind);
    return hasLength ? [{ label: "len()", kind: CompletionItemKind.Method }] : [];
  }
  const canResolve = client.completionResolve;
  const isRich = client.completion;
  return [
    ...[...type.fields.values()].flatMap((field) => itemsOfField(type, field, isRich, canResolve)),
    ...[...(type.methods ?? [])].flatMap(([name, method]) =>
      itemsOfField(type, { name, type: method }, isRich, canResolve),
    ),
  ];
}

/** What identifies an item when its documentation is asked for later. */
export interface FieldItemData {
  readonly owner: string;
  readonly field: string;
  /** Which signature, of a function. */
  readonly nth: number;
}

function itemsOfField(
  owner: StructType,
  field: Field,
  isRich: boolean,
  canResolve: boolean,
): CompletionItem[] {
  const { name, type } = field;
  if (type.kind === "function")
    return type.signatures.map((signature, nth) => ({
      label: callText(name, signature),
      kind: CompletionItemKind.Method,
      labelDetails: { description: "func()" },
      insertText: callSnippet(name, signature.parameters),
      insertTextFormat: InsertTextFormat.Snippet,
      ...(isRich && { filterText: name }),
      ...(canResolve
        ? { data: { owner: owner.name, field: name, nth } satisfies FieldItemData }
        : documented(functionDocumentation(owner.name, field, nth))),
    }));
  const isConstant = field.constant !== undefined;
  return [
    {
      label: name,
      kind: isConstant ? CompletionItemKind.Constant : CompletionItemKind.Field,
      labelDetails: { description: `${isConstant ? "const " : ""}${typeName(type)}` },
      insertText: name,
      insertTextFormat: InsertTextFormat.Snippet,
      ...(isRich && field.deprecation && { tags: [CompletionItemTag.Deprecated] }),
      ...(isRich &&
        field.description !== undefined &&
        (canResolve
          ? { data: { owner: owner.name, field: name, nth: 0 } satisfies FieldItemData }
          : documented(fieldDocumentation(field)))),
    },
  ];
}

const documented = (documentation: MarkupContent | undefined): Pick<CompletionItem, "documentation"> =>
  documentation === undefined ? {} : { documentation };

function callSnippet(name: string, parameters: readonly { readonly name: string }[]): string {
  return `${name}(${parameters.map((one, i) => hole(i + 1, one.name)).join(", ")})`;
}

export function functionDocumentation(
  owner: string,
  { name, type }: Field,
  nth: number,
): MarkupContent | undefined {
  const signature = type.kind === "function" ? type.signatures[nth] : undefined;
  if (signature === undefined) return undefined;
  const description = descriptionOf(owner, name, signature);
  const about = description === undefined ? "" : `\n\n ${plainText(description)}`;
  return { kind: "markdown", value: `## \`${signatureText(name, signature)}\`${about}` };
}

export function fieldDocumentation({ description, deprecation }: Field): MarkupContent | undefined {
  const parts = [
    ...(description === undefined ? [] : [plainText(description)]),
    ...(deprecation === undefined ? [] : [`**Deprecated**: ${plainText(deprecation.text)}`]),
  ];
  return parts.length === 0 ? undefined : { kind: "markdown", value: parts.join("\n\n") };
}

const conditionKeywords: readonly CompletionItem[] = [
  ...["and", "or", "all", "any", "none", "of"].map(keyword),
  keywordSnippet("at", `at ${hole(1, "expression")}`),
  keywordSnippet("in", `in (${hole(1, "")}..${hole(2, "")})`),
  keyword("filesize"),
  keywordSnippet("entrypoint", "pe.entry_point"),
  ...["true", "false", "not", "defined"].map(keyword),
  keywordSnippet("for", `for ${hole(1, "quantifier")} ${hole(2, "iterable")} : ( ${hole(3, "expression")} )`),
  keywordSnippet("with", `with ${hole(1, "declarations")} : ( ${hole(3, "expression")} )`),
];

const furtherKeywords: readonly CompletionItem[] = [
  "them",
  "contains",
  "icontains",
  "startswith",
  "istartswith",
  "endswith",
  "iendswith",
  "iequals",
  "matches",
].map(keyword);

/** What a condition is made of; with `names`, variables, rules and modules too. */
export function conditionItems(
  workspace: Workspace,
  document: RuleDocument,
  context: CompletionContext,
  hasNames: boolean,
): CompletionItem[] {
  const isRich = workspace.client.completion;
  const keywords = isRich
    ? [...conditionKeywords, ...furtherKeywords].map(withKeywordHelp)
    : [...conditionKeywords];
  if (!hasNames) return keywords;
  return [
    ...variableItems(context, workspace, document),
    ...ruleItems(workspace, document),
    ...keywords,
    ...moduleItems(workspace, document),
    ...(isRich ? builtinItems() : []),
  ];
}

function withKeywordHelp(item: CompletionItem): CompletionItem {
  const help = helpOfKeyword(item.label);
  return help === undefined ? item : { ...item, documentation: { kind: "markdown", value: help.text } };
}

function variableItems(
  { tree, word, before }: CompletionContext,
  workspace: Workspace,
  document: RuleDocument,
): CompletionItem[] {
  const at = word >= 0 ? word : before;
  const names = workspace.namesIn(document);
  const known = variablesOf(tree).filter(({ firstKnown, lastKnown }) => firstKnown <= at && at <= lastKnown);
  return known.map((variable) => {
    const type = typeOfVariable(tree, variable, names);
    return {
      label: variable.name,
      kind: CompletionItemKind.Variable,
      ...(type !== undefined && { labelDetails: { description: typeName(type) } }),
    };
  });
}

function ruleItems(workspace: Workspace, document: RuleDocument): CompletionItem[] {
  const names = new Set(
    workspace.withIncluded(workspace.file(document)).flatMap(({ rules }) => [...rules.keys()]),
  );
  return [...names].map((label) => ({
    label,
    kind: CompletionItemKind.Variable,
    labelDetails: { description: "Rule" },
  }));
}

/** Modules; those that are not imported bring their import along. */
function moduleItems(workspace: Workspace, document: RuleDocument): CompletionItem[] {
  const imported = new Set(
    workspace.withIncluded(workspace.file(document)).flatMap(({ modules }) => [...modules]),
  );
  return moduleNames(workspace.checker.modules.keys()).map((label) => ({
    label,
    kind: CompletionItemKind.Module,
    ...(!imported.has(label) && {
      additionalTextEdits: [{ newText: `import "${label}"\n`, range: importRange(document) }],
    }),
  }));
}

function builtinItems(): CompletionItem[] {
  return [...builtinFunctions.fields.keys()].map((label) => ({
    label,
    kind: CompletionItemKind.Function,
    insertText: `${label}(${hole(1, "offset")})`,
    insertTextFormat: InsertTextFormat.Snippet,
  }));
}
