/** How settings of the editor and of the project become options of the checker. */
import type { Configuration } from "tyara/configuration";
import type { CompilerOptions, Linter } from "tyara/editor";
import type { MetadataSetting, Settings } from "../settings.ts";

/** The features of the module `vt`, whose fields are only there for those who ask for them. */
const features = ["file", "url", "ip_address", "domain"];

export function checkerOptions(
  settings: Settings,
  { linters, disabledWarnings, rules }: Configuration,
): CompilerOptions {
  return {
    features,
    linters: [...linters, ...lintersOf(settings)],
    disabledWarnings: [...disabledWarnings, ...settings.disabledWarnings],
    relaxedReSyntax: rules.relaxedReSyntax ?? settings.relaxedReSyntax,
    ignoredModules: rules.ignoreModules,
    globals: Object.fromEntries(rules.variables),
  };
}

function lintersOf({ ruleNameValidation, metadataValidation }: Settings): Linter[] {
  const linters = metadataValidation.map(metadataLinter);
  if (ruleNameValidation !== undefined) linters.push({ kind: "rule-name", regexp: ruleNameValidation });
  return linters;
}

function metadataLinter({ identifier, required, type, format, regex }: MetadataSetting): Linter {
  return {
    kind: "metadata",
    identifier,
    isRequired: required,
    ...(type !== undefined && type !== "date" && { type }),
    ...(type === "date" && dateValidation(format)),
    ...(regex !== undefined && { regexp: regex }),
  };
}

function dateValidation(format: string): Pick<Linter & { kind: "metadata" }, "validate" | "message"> {
  const expected = dateExpression(format);
  return {
    validate: (value) => typeof value === "string" && expected.test(value),
    message: `this should be a date written as ${format}`,
  };
}

/** What each letter of `strftime` that stands for a part of a date is written as. */
const dateParts: ReadonlyMap<string, string> = new Map([
  ["Y", "\\d{4}"],
  ["y", "\\d{2}"],
  ["m", "(?:0[1-9]|1[0-2])"],
  ["d", "(?:0[1-9]|[12]\\d|3[01])"],
  ["e", "(?: [1-9]|[12]\\d|3[01])"],
  ["b", "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)"],
  ["B", "(?:January|February|March|April|May|June|July|August|September|October|November|December)"],
  ["H", "(?:[01]\\d|2[0-3])"],
  ["M", "[0-5]\\d"],
  ["S", "(?:[0-5]\\d|60)"],
  ["j", "\\d{3}"],
  ["F", "\\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\\d|3[01])"],
  ["T", "(?:[01]\\d|2[0-3]):[0-5]\\d:(?:[0-5]\\d|60)"],
  ["z", "[+-]\\d{4}"],
  ["%", "%"],
]);

function dateExpression(format: string): RegExp {
  const source = format.replace(/%(.)|[^%]+|%$/gs, (all, letter) =>
    letter === undefined ? all.replace(/[.*+?^${}()|[\]\\]/g, "\\$&") : (dateParts.get(letter) ?? ".+"),
  );
  return new RegExp(`^${source}$`);
}
