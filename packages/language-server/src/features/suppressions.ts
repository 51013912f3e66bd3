/** Comments that silence warnings. */
import { WARNING_CODES } from "tyara/editor";
import type { CodeAction, Diagnostic } from "vscode-languageserver";
import type { RuleDocument } from "../document.ts";

/** Puts a comment before the line that a warning is about. */
export function suppression(document: RuleDocument, diagnostic: Diagnostic): CodeAction | undefined {
  const { code, range } = diagnostic;
  if (typeof code !== "string" || !WARNING_CODES.includes(code)) return undefined;
  const { line } = range.start;
  const start = { line, character: 0 };
  const { lines } = document;
  const [indent] = /^[ \t]*/.exec(document.text.slice(lines.lineStart(line), lines.lineEnd(line)))!;
  const newText = `${indent}// suppress: ${code}\n`;
  return {
    title: `Suppress ${code} here`,
    kind: "quickfix",
    diagnostics: [diagnostic],
    edit: { changes: { [document.uri]: [{ range: { start, end: start }, newText }] } },
  };
}
