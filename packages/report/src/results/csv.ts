/** A table (RFC 4180): a row for each matching rule, or for each match where these are asked for. */
import { printable } from "@tyara/base";
import { collectText, type Output } from "../output.ts";
import {
  moreBytes,
  type PrintOptions,
  type ReportedMatch,
  type ReportedMetadata,
  type ReportedRule,
  type ReportWriter,
  shownBytes,
} from "./file-report.ts";

export function csvWriter(options: PrintOptions, output: Output): ReportWriter {
  output.text(`${columns(options).join(",")}\r\n`);
  return {
    file({ path, rules }) {
      if (options.count) writeRow([path, rules.length], output);
      else for (const rule of rules) writeRule(path, rule, options, output);
      output.flush();
    },
    end: () => output.flush(),
  };
}

function columns({ count, meta, strings }: PrintOptions): string[] {
  if (count) return ["path", "count"];
  const names = ["path", "namespace", "rule", "tags"];
  if (meta) names.push("meta");
  if (strings !== undefined) names.push("pattern", "offset", "length", "xor_key", "match");
  return names;
}

function writeRule(path: string, rule: ReportedRule, { meta, strings }: PrintOptions, output: Output): void {
  const row = [path, rule.namespace, rule.identifier, rule.tags.join(" ")];
  if (meta) row.push(rule.metadata.map(metadataText).join("; "));
  if (strings === undefined) {
    writeRow(row, output);
    return;
  }
  let isAnyWritten = false;
  for (const { identifier, kind, isPrivate, matches } of rule.patterns) {
    if (isPrivate) continue;
    for (const match of matches) {
      const { offset, length, xorKey } = match;
      const shown = matchText(match, strings, kind === "hex");
      writeRow([...row, identifier, offset, length, xorKey ?? "", shown], output);
      isAnyWritten = true;
    }
  }
  if (!isAnyWritten) writeRow([...row, "", "", "", "", ""], output);
}

function matchText(match: ReportedMatch, limit: number, isHex: boolean): string {
  const bytes = shownBytes(match, limit);
  const text = collectText((output) => output.bytes(bytes, isHex ? "hex" : "escaped"));
  return text + moreBytes(match, bytes);
}

function metadataText({ identifier, value }: ReportedMetadata): string {
  return `${identifier}=${value instanceof Uint8Array ? collectText((output) => output.bytes(value, "escaped")) : value}`;
}

function writeRow(cells: readonly (string | number)[], output: Output): void {
  output.text(`${cells.map(cell).join(",")}\r\n`);
}

/**
 * Names of files and metadata come from strangers, and spreadsheets run cells that begin like a formula: an apostrophe before these makes
 * them text.
 */
function cell(value: string | number): string {
  if (typeof value === "number") return String(value);
  const text = printable(/^[=+\-@]/.test(value) ? `'${value}` : value);
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
