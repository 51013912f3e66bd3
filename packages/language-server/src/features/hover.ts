/** What there is to know of the word at a position. */
import { type Field, type FunctionType, type SourceSegment, TOKEN_TEXT } from "tyara/editor";
import type { Hover, Position, Range } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import { descriptionOf } from "../meaning/function-help.ts";
import { helpOfKeyword } from "../meaning/keywords.ts";
import { type Meaning, meaningOf, patternNode } from "../meaning/meaning.ts";
import { type Typed, typeOfVariable } from "../meaning/types.ts";
import { wordAt } from "../syntax/tokens.ts";
import { fileNameOf } from "../workspace/include-paths.ts";
import type { RuleSymbol } from "../workspace/rule-file.ts";
import { indexOf } from "../workspace/segment-index.ts";
import type { Workspace } from "../workspace/workspace.ts";
import { code, codeBlock, plainText, shortened } from "./markdown.ts";
import { patternNotes, patternOf } from "./pattern-notes.ts";
import { fullTypeName, signatureText } from "./signatures.ts";

export async function hover(
  workspace: Workspace,
  document: RuleDocument,
  position: Position,
): Promise<Hover | null> {
  const place = document.place(position);
  if (place === undefined) return null;
  const { index, segment, offset } = place;
  const { tree } = segment;
  const token = wordAt(tree, offset);
  const meaning = token === undefined ? undefined : meaningOf(tree, token, workspace.namesIn(document));
  if (token === undefined || meaning === undefined) return null;
  const value = await textOf(workspace, document, segment, meaning);
  if (value === undefined) return null;
  const contents = { kind: "markdown" as const, value };
  const range: Range = document.range(index, tree.tokenSpan(token));
  return workspace.client.hover ? { contents, range } : { contents };
}

async function textOf(
  workspace: Workspace,
  document: RuleDocument,
  segment: SourceSegment,
  meaning: Meaning,
): Promise<string | undefined> {
  const isRich = workspace.client.hover;
  switch (meaning.kind) {
    case "pattern":
      return patternText(segment, meaning.name, isRich);
    case "rule": {
      const rule = workspace.findRule(workspace.file(document), meaning.name);
      return rule && ruleText(workspace, document, rule);
    }
    case "variable": {
      const { variable } = meaning;
      const type = typeOfVariable(segment.tree, variable, workspace.namesIn(document));
      return `### ${code(variable.name)}${type === undefined ? "" : `: ${code(fullTypeName(type))}`}\n`;
    }
    case "member":
      return memberText(meaning.name, meaning.typed);
    case "module":
      return moduleText(workspace, meaning.name);
    case "keyword":
      return keywordText(TOKEN_TEXT[meaning.token] ?? "");
    default:
      return undefined;
  }
}

function patternText(segment: SourceSegment, name: string, isRich: boolean): string | undefined {
  const { tree } = segment;
  const node = patternNode(tree, name);
  if (node === undefined) return undefined;
  const text = shortened(tree.text(node), MAX_SHOWN);
  const written = text.includes("\n") ? codeBlock(text) : code(text);
  const head = `Pattern value is:\n\n${written}`;
  const pattern = isRich ? patternOf(segment, name) : undefined;
  return pattern === undefined ? head : [head, ...patternNotes(pattern)].join("\n\n");
}

/** Characters of a pattern or of metadata that are shown. */
const MAX_SHOWN = 2000;

async function ruleText(
  workspace: Workspace,
  document: RuleDocument,
  rule: RuleSymbol,
): Promise<string | undefined> {
  const owner = rule.uri === document.uri ? document : await workspace.readDocument(rule.uri);
  const segment = owner?.source.segments.find((one) => indexOf(one).rule?.name === rule.name);
  const { item, content } = segment ?? {};
  const head = `### rule ${code(rule.name)}\n`;
  if (item?.kind !== "rule" || content === undefined) return head;
  const lines = item.meta.map(({ name, valueSpan: { start, end } }) =>
    shortened(`${name.name} = ${content.slice(start, end)}`, MAX_SHOWN),
  );
  const meta = lines.length === 0 ? "" : `${codeBlock(`${lines.join("\n")}\n`, "")}\n`;
  if (!workspace.client.hover) return head + meta;
  return [`${head}${meta}`.trimEnd(), ...ruleNotes(rule, item.tags, document)].join("\n\n");
}

function ruleNotes(
  { uri, isGlobal, isPrivate }: RuleSymbol,
  tags: readonly { readonly name: string }[],
  document: RuleDocument,
): string[] {
  const kinds = [...(isGlobal ? ["global"] : []), ...(isPrivate ? ["private"] : [])];
  return [
    ...(kinds.length > 0 ? [`This rule is ${kinds.join(" and ")}.`] : []),
    ...(tags.length > 0 ? [`Tags: ${tags.map(({ name }) => code(name)).join(", ")}`] : []),
    ...(uri === document.uri ? [] : [`In ${code(fileNameOf(uri))}`]),
  ];
}

function memberText(name: string, { type, field, owner }: Typed): string {
  if (type.kind === "function") return functionText(name, type, owner?.name);
  const head = `### ${code(name)}: ${code(fullTypeName(type))}\n`;
  return [head, ...(field === undefined ? [] : fieldNotes(field))].join("\n");
}

/** The signatures of a function, each with what it is good for. */
function functionText(name: string, { signatures }: FunctionType, owner: string | undefined): string {
  return signatures
    .map((signature) => {
      const description = descriptionOf(owner, name, signature);
      const about = description === undefined ? "" : `\n***\n\n ${plainText(description)}\n`;
      return `### ${code(signatureText(name, signature))}\n${about}\n***\n\n`;
    })
    .join("");
}

/** What the schema says of a field. */
export function fieldNotes({ description, constant, deprecation, guard, enumNames }: Field): string[] {
  const notes: string[] = [];
  if (description !== undefined) notes.push(`${plainText(description)}\n`);
  if (constant !== undefined) notes.push(`Value: ${code(String(constant))}${inHex(constant)}\n`);
  if (deprecation !== undefined) {
    const instead = deprecation.replacement === undefined ? "" : ` Use ${code(deprecation.replacement)}.`;
    notes.push(`**Deprecated**: ${plainText(deprecation.text)}.${instead}\n`);
  }
  for (const { errorTitle } of guard ?? []) notes.push(`Not everywhere: ${plainText(errorTitle)}\n`);
  if (enumNames !== undefined && enumNames.size > 0)
    notes.push(
      `One of ${[...enumNames.values()].slice(0, 8).map(code).join(", ")}${enumNames.size > 8 ? ", …" : ""}\n`,
    );
  return notes;
}

function inHex(constant: NonNullable<Field["constant"]>): string {
  const isInteger =
    typeof constant === "bigint" || (typeof constant === "number" && Number.isInteger(constant));
  return isInteger && constant >= 10 ? ` (${code(`0x${constant.toString(16)}`)})` : "";
}

function moduleText(workspace: Workspace, name: string): string | undefined {
  const schema = workspace.checker.modules.get(name)?.schema;
  if (schema === undefined) return undefined;
  const functions = [...schema.fields.values()].filter(({ type }) => type.kind === "function").length;
  const fields = [...schema.fields.values()].filter(
    ({ type, constant }) => type.kind !== "function" && constant === undefined,
  ).length;
  return `### module ${code(name)}\n\n${fields} fields, ${functions} functions\n`;
}

function keywordText(keyword: string): string | undefined {
  const help = helpOfKeyword(keyword);
  if (help === undefined) return undefined;
  const { text, example } = help;
  return `### ${code(keyword)}\n\n${text}${example === undefined ? "" : `\n\n${codeBlock(example)}`}\n`;
}
