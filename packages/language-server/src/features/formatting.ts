/** The document as the formatter lays it out. */
import { type FormatOptions, formatEdits } from "tyara/format";
import type { FormattingOptions, Position, Range, TextEdit } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";
import type { Settings } from "../settings.ts";
import { byteTableOf } from "../text/byte-table.ts";
import type { ProjectConfiguration } from "../workspace/project-configuration.ts";
import type { Workspace } from "../workspace/workspace.ts";

/** The edits that format a document, or the lines of a range. Nothing that can be told from white space changes. */
export function formatting(
  { settings, project }: Workspace,
  document: RuleDocument,
  options: FormattingOptions,
  range?: Range,
): TextEdit[] {
  const { lines, text } = document;
  if (document.isTooLong) return [];
  const table = byteTableOf(text);
  const { edits } = formatEdits(text, {
    ...formatOptions(settings, text, options),
    ...projectOptions(project),
    ...(range && {
      range: { start: table.toByte(lines.offset(range.start)), end: table.toByte(lines.offset(range.end)) },
    }),
  });
  return edits.map(({ start, end, text: newText }) => ({
    range: { start: lines.position(table.toUnit(start)), end: lines.position(table.toUnit(end)) },
    newText,
  }));
}

/** Formats the rule that the brace before a position closes. */
export function formattingBehindBrace(
  workspace: Workspace,
  document: RuleDocument,
  options: FormattingOptions,
  position: Position,
): TextEdit[] {
  const { lines, source } = document;
  const offset = lines.offset(position);
  if (document.text[offset - 1] !== "}") return [];
  const index = source.segmentAt(offset - 1);
  const segment = source.segments[index];
  const { item } = segment ?? {};
  // A brace that closes a hex pattern closes no rule.
  if (item?.kind !== "rule") return [];
  const range = document.range(index, item.span);
  return lines.offset(range.end) === offset ? formatting(workspace, document, options, range) : [];
}

function formatOptions(
  { codeFormatting }: Settings,
  text: string,
  { tabSize, insertSpaces, insertFinalNewline }: FormattingOptions,
): FormatOptions {
  return {
    ...codeFormatting,
    indentation: insertSpaces ? Math.min(16, Math.max(0, tabSize)) : "tabs",
    inputTabSize: Math.min(16, Math.max(1, tabSize)),
    // The line ends that the document has already.
    lineEnding: /\r\n/.test(text.slice(0, text.indexOf("\n") + 1)) ? "\r\n" : "\n",
    ...(insertFinalNewline === false && { finalNewline: text.endsWith("\n") }),
  };
}

/** What the project says of formatting. */
function projectOptions({ configuration }: ProjectConfiguration): FormatOptions {
  const { indentSpaces, ...format } = configuration.format;
  if (indentSpaces === undefined) return format;
  return { ...format, indentation: indentSpaces === 0 ? "tabs" : indentSpaces };
}
