/** One line a matching rule, `[NAMESPACE:]RULE [TAGS] [META] PATH`, with its matches below it (CL-22). */
import type { PatternMatch, RuleMatch, RuleMetadata, RulePatternMatches } from "tyara";
import { escapeBytes, hexPairs } from "./bytes.ts";
import type { FileReport, PrintOptions, ReportWriter, Write } from "./report.ts";

export function textWriter(options: PrintOptions, write: Write): ReportWriter {
  return {
    file: (report) =>
      write(
        options.count ? `${printablePath(report.path)}: ${report.rules.length}\n` : fileText(report, options),
      ),
    end: () => {},
  };
}

function fileText({ path, rules }: FileReport, options: PrintOptions): string {
  return rules.map((rule) => `${ruleLine(rule, path, options)}\n${matchLines(rule, options)}`).join("");
}

function ruleLine(rule: RuleMatch, path: string, options: PrintOptions): string {
  const parts = [options.namespace ? `${rule.namespace}:${rule.identifier}` : rule.identifier];
  if (options.tags) parts.push(`[${rule.tags.join(",")}]`);
  if (options.meta) parts.push(`[${rule.metadata.map(metaText).join(",")}]`);
  return [...parts, printablePath(path)].join(" ");
}

/** A file's name may hold line ends and terminal sequences, and must not pass for another line of the report. */
function printablePath(path: string): string {
  return path.replace(
    /\p{Cc}/gu,
    (character) => `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`,
  );
}

function metaText({ identifier, value }: RuleMetadata): string {
  if (typeof value === "string") return `${identifier}=${JSON.stringify(value)}`;
  return `${identifier}=${value instanceof Uint8Array ? `"${escapeBytes(value)}"` : value}`;
}

function matchLines(rule: RuleMatch, { strings }: PrintOptions): string {
  if (strings === undefined) return "";
  const lines = rule.patterns
    .filter((pattern) => !pattern.isPrivate)
    .flatMap((pattern) => pattern.matches.map((match) => matchLine(pattern, match, strings)));
  return lines.map((line) => `${line}\n`).join("");
}

function matchLine(pattern: RulePatternMatches, match: PatternMatch, limit: number): string {
  const bytes = match.data.subarray(0, limit);
  const show = pattern.kind === "hex" ? hexPairs : escapeBytes;
  const more = match.length > limit ? ` ... ${match.length - limit} more bytes` : "";
  return `0x${match.offset.toString(16)}:${match.length}:${pattern.identifier}${xorText(match, bytes)}: ${show(bytes)}${more}`;
}

function xorText({ xorKey }: PatternMatch, bytes: Uint8Array): string {
  if (xorKey === undefined) return "";
  return ` xor(0x${xorKey.toString(16)},${escapeBytes(bytes.map((byte) => byte ^ xorKey))})`;
}
