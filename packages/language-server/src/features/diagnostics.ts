/** What is wrong, or doubtful, in a document. */
import type { Label, Diagnostic as RuleDiagnostic, SourceReport } from "tyara/editor";
import type { Diagnostic, DiagnosticRelatedInformation, Location, Range } from "vscode-languageserver";
import { MAX_DOCUMENT_LENGTH, type RuleDocument } from "../document.ts";
import { DiagnosticSeverity, DiagnosticTag } from "../protocol.ts";
import { LineTable } from "../text/line-table.ts";
import { ForeignPlace, type Workspace } from "../workspace/workspace.ts";

/** A change of the document that mends what a diagnostic is about; travels with it, and comes back with code actions. */
export interface Patch {
  readonly range: Range;
  readonly replacement: string;
}

export interface DiagnosticData {
  readonly patches: readonly Patch[];
}

/** All diagnostics of a document, in the order of its text. */
export async function diagnostics(workspace: Workspace, document: RuleDocument): Promise<Diagnostic[]> {
  if (document.isTooLong) return [tooLong(document)];
  const report = await workspace.report(document);
  return diagnosticsOf(workspace, document, report);
}

export function diagnosticsOf(
  workspace: Workspace,
  document: RuleDocument,
  { reports }: SourceReport,
): Diagnostic[] {
  const isPlain = !workspace.client.diagnostics;
  return reports.flatMap((report) =>
    report.diagnostics.flatMap((one) => (isPlain ? plain(document, one) : full(document, one))),
  );
}

/** Compat: one for each place that the diagnostic names in this document. */
function plain(document: RuleDocument, diagnostic: RuleDiagnostic): Diagnostic[] {
  const { code, title, severity } = diagnostic;
  const data: DiagnosticData = { patches: patchesOf(document, diagnostic) };
  return diagnostic.labels.flatMap((label) => {
    const location = locationOf(document, label);
    if (location?.uri !== document.uri) return [];
    return [
      {
        range: location.range,
        severity: severityOf(severity),
        code,
        message: title,
        relatedInformation: [{ location, message: label.text }],
        data,
      },
    ];
  });
}

/** One, at the place that matters most; the others are said to be related. */
function full(document: RuleDocument, diagnostic: RuleDiagnostic): Diagnostic[] {
  const { code, severity } = diagnostic;
  const placed = diagnostic.labels.flatMap((label) => {
    const location = locationOf(document, label);
    return location === undefined ? [] : [{ label, location }];
  });
  const main =
    placed.find(({ label, location }) => label.kind === "primary" && location.uri === document.uri) ??
    placed.find(({ location }) => location.uri === document.uri);
  if (main === undefined) return [];
  const related = placed.filter((one) => one !== main);
  const tags = tagsByCode.get(code);
  const data: DiagnosticData = { patches: patchesOf(document, diagnostic) };
  return [
    {
      range: main.location.range,
      severity: severityOf(severity),
      code,
      source: "tyara",
      message: messageOf(diagnostic, main.label),
      ...(tags && { tags }),
      ...(related.length > 0 && { relatedInformation: related.map(toRelated) }),
      data,
    },
  ];
}

const tagsByCode: ReadonlyMap<string, Diagnostic["tags"]> = new Map([
  ["deprecated_field", [DiagnosticTag.Deprecated]],
  ["duplicate_import", [DiagnosticTag.Unnecessary]],
  ["E022", [DiagnosticTag.Unnecessary]],
  ["unused_identifier", [DiagnosticTag.Unnecessary]],
]);

function messageOf({ title, footers }: RuleDiagnostic, label: Label): string {
  const isNews = label.text !== "" && label.text !== title;
  return [
    isNews ? `${title}: ${label.text}` : title,
    ...footers.map(({ kind, text }) => `${kind}: ${text}`),
  ].join("\n");
}

const severityOf = (severity: RuleDiagnostic["severity"]): 1 | 2 =>
  severity === "error" ? DiagnosticSeverity.Error : DiagnosticSeverity.Warning;

function toRelated({
  label,
  location,
}: {
  readonly label: Label;
  readonly location: Location;
}): DiagnosticRelatedInformation {
  return { location, message: label.text };
}

/** Where a label points: into this document, or into another file. */
function locationOf(document: RuleDocument, { source, span }: Label): Location | undefined {
  if (source instanceof ForeignPlace) return { uri: source.origin, range: source.range };
  const index = document.source.indexOf(source);
  return index === undefined ? undefined : { uri: document.uri, range: document.range(index, span) };
}

function patchesOf(document: RuleDocument, { replacements }: RuleDiagnostic): Patch[] {
  return replacements.flatMap(({ source, span, text }) => {
    const index = document.source.indexOf(source);
    if (index === undefined) return [];
    // A missing import is put where the imports are, not in front of the rule.
    if (text.startsWith("import ") && span.start === span.end)
      return [{ range: importRange(document), replacement: text }];
    return [{ range: document.range(index, span), replacement: text }];
  });
}

/** Where a new import goes: in front of everything. */
export function importRange(document: RuleDocument): Range {
  const start = document.lines.position(0);
  return { start, end: start };
}

function tooLong({ lines }: RuleDocument): Diagnostic {
  const range = { start: lines.position(0), end: lines.position(lines.lineEnd(0)) };
  const length = (lines.text.length / 2 ** 20).toFixed(0);
  const limit = MAX_DOCUMENT_LENGTH / 2 ** 20;
  return {
    range,
    severity: DiagnosticSeverity.Information,
    source: "tyara",
    message: `This file has ${length} million characters. Files with more than ${limit} million are not looked at.`,
  };
}

/** What is wrong in the configuration of the project. */
export function configurationDiagnostics({ client, project }: Workspace): Diagnostic[] {
  const lines = new LineTable(project.text, client.encoding);
  return project.problems.map(({ message, start, end }) => ({
    range: { start: lines.position(start), end: lines.position(end) },
    severity: DiagnosticSeverity.Error,
    source: "tyara",
    message,
  }));
}
