/** One line a matching rule, `[NAMESPACE:]RULE [TAGS] [META] PATH`, with its matches below it (CL-22). */
import { printable, printableJson } from "@tyara/base";
import type { Output } from "../output.ts";
import {
  moreBytes,
  type PrintOptions,
  type ReportedMatch,
  type ReportedMetadata,
  type ReportedPattern,
  type ReportedRule,
  type ReportWriter,
  shownBytes,
} from "./file-report.ts";
import type { Style } from "./style.ts";

export function textWriter(options: PrintOptions, style: Style, output: Output): ReportWriter {
  return {
    file({ path, rules }) {
      const shown = printable(path);
      if (options.count) output.text(`${shown}: ${rules.length}\n`);
      else for (const rule of rules) writeRule(rule, shown, options, style, output);
      output.flush();
    },
    end: () => output.flush(),
  };
}

function writeRule(
  rule: ReportedRule,
  path: string,
  options: PrintOptions,
  style: Style,
  output: Output,
): void {
  const parts = [
    style.rule(options.namespace ? `${printable(rule.namespace)}:${rule.identifier}` : rule.identifier),
  ];
  if (options.tags) parts.push(style.detail(`[${rule.tags.join(",")}]`));
  if (options.meta) parts.push(style.detail(`[${rule.metadata.map(metaText).join(",")}]`));
  output.text(`${[...parts, path].join(" ")}\n`);
  if (options.strings === undefined) return;
  for (const pattern of rule.patterns) {
    if (pattern.isPrivate) continue;
    const identifier = style.pattern(pattern.identifier);
    for (const match of pattern.matches)
      writeMatch(match, pattern, identifier, options.strings, style, output);
  }
}

function metaText({ identifier, value }: ReportedMetadata): string {
  if (typeof value === "string")
    return `${identifier}=${printableJson(JSON.stringify(value)).replaceAll("\n", "\\n")}`;
  return `${identifier}=${value instanceof Uint8Array ? `"${escapeBytes(value)}"` : value}`;
}

function writeMatch(
  match: ReportedMatch,
  { kind }: ReportedPattern,
  identifier: string,
  limit: number,
  style: Style,
  output: Output,
): void {
  const { length, offset, xorKey } = match;
  const bytes = shownBytes(match, limit);
  const start = `${style.detail(`0x${offset.toString(16)}:${length}`)}:${identifier}`;
  if (xorKey === undefined) output.text(`${start}: `);
  else {
    output.text(`${start} xor(0x${xorKey.toString(16)},`);
    output.bytes(
      bytes.map((byte) => byte ^ xorKey),
      "escaped",
    );
    output.text("): ");
  }
  output.bytes(bytes, kind === "hex" ? "hex" : "escaped");
  output.text(`${moreBytes(match, bytes)}\n`);
}

const ESCAPES: Readonly<Record<number, string>> = { 9: "\\t", 10: "\\n", 13: "\\r", 92: "\\\\" };

function escapeBytes(bytes: Uint8Array): string {
  const escaped = (byte: number) =>
    byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : `\\x${byte.toString(16).padStart(2, "0")}`;
  return Array.from(bytes, (byte) => ESCAPES[byte] ?? escaped(byte)).join("");
}
