/** The conventions of `[check]` as the compiler's linters. */
import type { Linter } from "@tyara/language/check";
import { dateTest } from "./date-format.ts";
import type { CheckSection, MetadataSection } from "./schema.ts";

const DEFAULT_DATE_FORMAT = "%Y-%m-%d";

export function lintersOf({ rule_name, tags, metadata }: CheckSection): Linter[] {
  const linters: Linter[] = [];
  if (rule_name?.regexp !== undefined)
    linters.push({ kind: "rule-name", regexp: rule_name.regexp, isError: rule_name.error ?? false });
  const isError = tags?.error ?? false;
  if (tags?.allowed !== undefined) linters.push({ kind: "tags-allowed", tags: tags.allowed, isError });
  if (tags?.regexp !== undefined) linters.push({ kind: "tag-regexp", regexp: tags.regexp, isError });
  for (const [identifier, settings] of metadata ?? []) linters.push(metadataLinter(identifier, settings));
  return linters;
}

function metadataLinter(
  identifier: string,
  { type, format, regexp, required, error }: MetadataSection,
): Linter {
  const shared = {
    kind: "metadata",
    identifier,
    isError: error ?? false,
    isRequired: required ?? false,
    ...(regexp !== undefined && { regexp }),
  } as const;
  if (type === undefined) return shared;
  if (type !== "date") return { ...shared, type };
  const dateFormat = format ?? DEFAULT_DATE_FORMAT;
  const isDate = dateTest(dateFormat);
  return {
    ...shared,
    validate: (value) => typeof value === "string" && isDate(value),
    message: `this should be a date such as \`${dateFormat}\``,
  };
}
