/** Conventions that an organisation wants its rules to follow (CO-2): names, tags, metadata. */
import { type Diagnostic, errors, warnings } from "../diagnostics/index.ts";
import type { Meta, Rule } from "../syntax/index.ts";

/** A convention. With `isError` its violation rejects the rule, otherwise it is a warning. */
export type Linter = { readonly isError?: boolean } & (
  | { readonly kind: "rule-name"; readonly regexp: string }
  | { readonly kind: "tag-regexp"; readonly regexp: string }
  | { readonly kind: "tags-allowed"; readonly tags: readonly string[] }
  | MetadataLinter
);

export interface MetadataLinter {
  readonly kind: "metadata";
  readonly identifier: string;
  readonly isRequired?: boolean;
  readonly type?: MetadataType;
  /** What the text of a string must match. */
  readonly regexp?: string;
  /** Any other test; `message` says what a value should have been. */
  readonly validate?: (value: Meta["value"]["value"]) => boolean;
  readonly message?: string;
}

/** `hash` is an MD5, SHA-1 or SHA-256 digest in hexadecimal digits, `md5`, `sha1`, `sha256` one of these. */
export type MetadataType = "string" | "integer" | "float" | "bool" | "hash" | "md5" | "sha1" | "sha256";

/** What a linter has to say about a rule, in order. */
export function lint(rule: Rule, linter: Linter): Diagnostic[] {
  switch (linter.kind) {
    case "rule-name":
      return lintName(rule, linter.regexp, linter.isError ?? false);
    case "tag-regexp":
      return lintTags(rule, linter.regexp, linter.isError ?? false);
    case "tags-allowed":
      return lintAllowedTags(rule, linter.tags, linter.isError ?? false);
    case "metadata":
      return lintMetadata(rule, linter, linter.isError ?? false);
  }
}

function lintName({ name }: Rule, regexp: string, isError: boolean): Diagnostic[] {
  if (new RegExp(regexp).test(name.name)) return [];
  return [
    isError
      ? errors.invalidRuleNameError(name.span, { regexp })
      : warnings.invalidRuleName(name.span, { regexp }),
  ];
}

function lintTags({ tags }: Rule, regexp: string, isError: boolean): Diagnostic[] {
  const compiled = new RegExp(regexp);
  return tags
    .filter(({ name }) => !compiled.test(name))
    .map(({ span }) =>
      isError ? errors.invalidTagError(span, { regexp }) : warnings.invalidTag(span, { regexp }),
    );
}

function lintAllowedTags({ tags }: Rule, allowed: readonly string[], isError: boolean): Diagnostic[] {
  const values = { tags: allowed.map((tag) => `\`${tag}\``).join(", ") };
  return tags
    .filter(({ name }) => !allowed.includes(name))
    .map(({ span }) => (isError ? errors.unknownTagError(span, values) : warnings.unknownTag(span, values)));
}

function lintMetadata(rule: Rule, linter: MetadataLinter, isError: boolean): Diagnostic[] {
  const name = linter.identifier;
  const entries = rule.meta.filter((meta) => meta.name.name === name);
  if (entries.length === 0 && linter.isRequired)
    return [
      isError
        ? errors.missingMetadataError(rule.name.span, { name })
        : warnings.missingMetadata(rule.name.span, { name }),
    ];
  const found: Diagnostic[] = [];
  for (const meta of entries) {
    const problem = findProblem(meta, linter);
    if (problem === undefined) continue;
    const values = { name, problem };
    found.push(
      isError
        ? errors.invalidMetadataError(meta.valueSpan, values)
        : warnings.invalidMetadata(meta.valueSpan, values),
    );
  }
  return found;
}

function findProblem(
  { value }: Meta,
  { type, regexp, validate, message }: MetadataLinter,
): string | undefined {
  if (type !== undefined && !isOfType(value, type)) return message ?? `this should be ${DESCRIPTIONS[type]}`;
  if (regexp !== undefined && !new RegExp(regexp).test(textOf(value)))
    return message ?? `this should match \`${regexp}\``;
  if (validate !== undefined && !validate(value.value)) return message ?? "this value is not allowed";
  return undefined;
}

const textOf = ({ value }: Meta["value"]): string =>
  value instanceof Uint8Array ? new TextDecoder().decode(value) : String(value);

const DESCRIPTIONS: Record<MetadataType, string> = {
  string: "a string",
  integer: "an integer",
  float: "a float",
  bool: "a boolean",
  hash: "an MD5, SHA-1 or SHA-256 digest",
  md5: "an MD5 digest",
  sha1: "a SHA-1 digest",
  sha256: "a SHA-256 digest",
};

const DIGEST_LENGTHS: Partial<Record<MetadataType, readonly number[]>> = {
  hash: [32, 40, 64],
  md5: [32],
  sha1: [40],
  sha256: [64],
};

function isOfType(value: Meta["value"], type: MetadataType): boolean {
  const lengths = DIGEST_LENGTHS[type];
  if (lengths !== undefined)
    return (
      value.kind === "string" && lengths.includes(value.value.length) && /^[0-9a-fA-F]+$/.test(value.value)
    );
  return value.kind === type || (type === "string" && value.kind === "bytes");
}
