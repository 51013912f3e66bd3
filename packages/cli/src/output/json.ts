/** Reports for programs: one JSON object a line (CL-23), or one document at the end (CL-24). */
import type { RuleMatch, RuleMetadata } from "tyara";
import { escapeBytes } from "./bytes.ts";
import type { PrintOptions, ReportWriter, Write } from "./report.ts";

/** One line a file. */
export function ndjsonWriter(options: PrintOptions, write: Write): ReportWriter {
  return {
    file: ({ path, rules }) => {
      const body = options.count
        ? { path, count: rules.length }
        : { path, rules: rules.map((rule) => ruleObject(rule, options)) };
      write(`${JSON.stringify(body)}\n`);
    },
    end: () => {},
  };
}

/** One document, written when the last file has been scanned. */
export function jsonWriter(options: PrintOptions, version: string, write: Write): ReportWriter {
  const entries: object[] = [];
  return {
    file: ({ path, rules }) => {
      if (options.count) entries.push({ file: path, count: rules.length });
      else entries.push(...rules.map((rule) => jsonEntry(rule, path, options)));
    },
    end: () => write(`${JSON.stringify({ matches: entries, version }, undefined, 2)}\n`),
  };
}

function jsonEntry(rule: RuleMatch, file: string, options: PrintOptions): object {
  const { identifier, ...rest } = ruleObject(rule, options);
  return { rule: identifier, file, ...rest };
}

function ruleObject(
  rule: RuleMatch,
  options: PrintOptions,
): { identifier: string } & Record<string, unknown> {
  return {
    identifier: rule.identifier,
    ...(options.namespace && { namespace: rule.namespace }),
    ...(options.meta && { meta: rule.metadata.map((entry) => [entry.identifier, metaValue(entry)]) }),
    ...(options.tags && { tags: rule.tags }),
    ...(options.strings !== undefined && { strings: stringObjects(rule, options.strings) }),
  };
}

/** Integers beyond 2^53 become strings: JSON readers would round them. */
function metaValue({ value }: RuleMetadata): unknown {
  if (typeof value === "bigint")
    return Number.isSafeInteger(Number(value)) ? Number(value) : value.toString();
  return value instanceof Uint8Array ? Array.from(value) : value;
}

function stringObjects(rule: RuleMatch, limit: number): object[] {
  return rule.patterns
    .filter((pattern) => !pattern.isPrivate)
    .flatMap((pattern) =>
      pattern.matches.map((match) => {
        const bytes = match.data.subarray(0, limit);
        const more = match.length > limit ? ` ... ${match.length - limit} more bytes` : "";
        const key = match.xorKey;
        return {
          identifier: pattern.identifier,
          offset: match.offset,
          match: escapeBytes(bytes) + more,
          ...(key !== undefined && {
            xor_key: key,
            plaintext: escapeBytes(bytes.map((byte) => byte ^ key)) + more,
          }),
        };
      }),
    );
}
