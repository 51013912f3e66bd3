import { KEYWORDS, type ModuleDeclaration } from "tyara/language";
import type { Suggestion } from "./protocol.ts";

type Schema = ModuleDeclaration["schema"];
type Field = NonNullable<ReturnType<Schema["fields"]["get"]>>;
type Type = Field["type"];

/** What may be written at an offset: fields behind a dot, patterns behind `$`, `#`, `@` and `!`, modules in an import, else words. */
export function suggest(
  text: string,
  offset: number,
  modules: ReadonlyMap<string, ModuleDeclaration>,
): Suggestion[] {
  const before = text.slice(Math.max(0, offset - 2000), offset);
  if (/\bimport\s+"\w*$/.test(before)) return [...modules.keys()].map((label) => ({ label, kind: "module" }));
  const path = /((?:\w+(?:\[[^\]]*\]|\([^)]*\))?\.)+)\w*$/.exec(before)?.[1];
  if (path !== undefined) return fieldsOf(path, modules);
  const sigil = /[$#@!]\w*$/.exec(before)?.[0][0];
  if (sigil !== undefined) return patternsOf(text, offset, sigil);
  return [...words(text, modules)];
}

function fieldsOf(path: string, modules: ReadonlyMap<string, ModuleDeclaration>): Suggestion[] {
  const names = path.replace(/\[[^\]]*\]|\([^)]*\)/g, "").split(".");
  let schema = modules.get(names[0]!)?.schema;
  for (const name of names.slice(1, -1)) schema = structOf(schema?.fields.get(name)?.type);
  if (schema === undefined) return [];
  return [...schema.fields.values()].map((field) => ({
    label: field.name,
    kind: field.type.kind === "function" ? "function" : "field",
    detail: [typeName(field.type), field.description].filter(Boolean).join(" — "),
  }));
}

function structOf(type: Type | undefined): Schema | undefined {
  if (type?.kind === "struct") return type;
  if (type?.kind === "array") return structOf(type.item);
  return type?.kind === "map" ? structOf(type.value) : undefined;
}

function typeName(type: Type): string {
  switch (type.kind) {
    case "array":
      return `array of ${typeName(type.item)}`;
    case "map":
      return `map of ${typeName(type.value)}`;
    case "struct":
      return type.name;
    case "function":
      return type.signatures
        .map(
          ({ parameters, result }) =>
            `(${parameters.map((one) => typeName(one.type)).join(", ")}) → ${typeName(result)}`,
        )
        .join(" | ");
    default:
      return type.kind;
  }
}

/** The patterns of the rule around an offset. */
function patternsOf(text: string, offset: number, sigil: string): Suggestion[] {
  const start = Math.max(0, text.lastIndexOf("\nrule ", offset));
  const end = text.indexOf("\nrule ", offset);
  const rule = text.slice(start, end < 0 ? undefined : end);
  const names = new Set([...rule.matchAll(/^\s*\$(\w+)\s*=/gm)].map(([, name]) => name!));
  return [...names].map((name) => ({ label: sigil + name, kind: "pattern" }));
}

function* words(text: string, modules: ReadonlyMap<string, ModuleDeclaration>): Generator<Suggestion> {
  for (const label of KEYWORDS.keys()) yield { label, kind: "keyword" };
  for (const [, label] of text.matchAll(/^\s*import\s+"(\w+)"/gm))
    if (modules.has(label!)) yield { label: label!, kind: "module" };
  for (const [, label] of text.matchAll(/\brule\s+(\w+)/g)) yield { label: label!, kind: "rule" };
  for (const size of [8, 16, 32])
    for (const sign of ["", "u"])
      for (const order of ["", "be"])
        yield { label: `${sign}int${size}${order}`, kind: "function", detail: "(offset) → integer" };
}
