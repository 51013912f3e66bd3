// Writes the typed constructors of diagnostics and one page a code under docs/diagnostics/, both from the message
// catalogue (one markdown file a code), so that the engine and its documentation can never say different things.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const HEADER_LINE = /^(code|severity|name|title|params|label|options|files): ?(.*)$/;

/** One file of the catalogue: the header between `---` lines, then the explanation and its examples. */
export function parseMessage(text) {
  const [, header, body] = /^---\n([\s\S]*?)\n---\n\n([\s\S]*)$/.exec(text);
  const message = { params: [], body };
  for (const line of header.split("\n")) {
    const [, key, value] = HEADER_LINE.exec(line) ?? fail(`unknown header line: ${line}`);
    message[key] = key === "params" ? value.split(" ") : value;
  }
  for (const key of ["code", "severity", "name", "title", "label"])
    if (!message[key]) fail(`${key} is missing in\n${header}`);
  checkPlaceholders(message);
  message.bad = example(body, "Wrong");
  message.good = example(body, "Right");
  return message;
}

const fail = (reason) => {
  throw new Error(reason);
};

function checkPlaceholders({ code, title, label, params }) {
  const used = new Set([...`${title}${label}`.matchAll(/\{(\w+)\}/g)].map((match) => match[1]));
  for (const name of used) if (!params.includes(name)) fail(`${code}: {${name}} is no parameter`);
}

const example = (body, heading) =>
  new RegExp(`^## ${heading}\n\n\`\`\`yara\n([\\s\\S]*?)\`\`\``, "m").exec(body)?.[1];

/** All messages of a folder, in the order of their codes. */
export function readMessages(folder) {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".md"))
    .sort()
    .map((name) => parseMessage(readFileSync(join(folder, name), "utf8")));
}

function templateLiteral(template) {
  const escaped = template.replace(/[`\\$]/g, "\\$&");
  return /\{\w+\}/.test(template)
    ? `\`${escaped.replace(/\{(\w+)\}/g, (_, name) => `\${values.${name}}`)}\``
    : JSON.stringify(template);
}

function constructorSource({ code, severity, name, title, label, params }) {
  const values =
    params.length === 0 ? "" : `values: { ${params.map((p) => `readonly ${p}: Text`).join("; ")} }, `;
  return `  /** ${code}: ${title} */
  ${name}: (span: Span, ${values}extra: Extra = {}): Diagnostic =>
    buildDiagnostic("${severity}", "${code}", ${templateLiteral(title)}, span, ${templateLiteral(label)}, extra),`;
}

function moduleSource(messages) {
  const group = (severity) => messages.filter((message) => message.severity === severity);
  const codes = (severity) =>
    group(severity)
      .map((message) => `  "${message.code}",`)
      .join("\n");
  return `// Written by scripts/gen/diagnostics.mjs from src/diagnostics/messages/; do not edit.
import type { Span } from "@tyara/base";
import { buildDiagnostic, type Extra, type Text } from "../build-diagnostic.ts";
import type { Diagnostic } from "../diagnostic.ts";

/** Every error code, in order. */
export const ERROR_CODES: readonly string[] = [
${codes("error")}
];

/** Every warning id, in order. */
export const WARNING_CODES: readonly string[] = [
${codes("warning")}
];

/** One constructor for each error. */
export const errors = {
${group("error").map(constructorSource).join("\n")}
} as const;

/** One constructor for each warning. */
export const warnings = {
${group("warning").map(constructorSource).join("\n")}
} as const;

/** The name of each code's kind in the JSON form. */
export const DIAGNOSTIC_TYPES: Readonly<Record<string, string>> = {
${messages.map(({ code, name }) => `  ${JSON.stringify(code)}: ${JSON.stringify(typeName(name))},`).join("\n")}
};
`;
}

const typeName = (name) => name.replace(/^./, (letter) => letter.toUpperCase());

/** Apart from the constructors, because most programs show no explanations. */
function explanationsSource(messages) {
  return `// Written by scripts/gen/diagnostics.mjs from src/diagnostics/messages/; do not edit.

/** What each code means, with examples, for tests and \`--explain\`. */
export interface Explanation {
  readonly code: string;
  /** The name of its kind in the JSON form. */
  readonly type: string;
  readonly title: string;
  readonly text: string;
  /** A source that earns the code; absent where no short one can. */
  readonly bad?: string;
  /** The same without the mistake. */
  readonly good: string;
  /** Compiler options that the examples need. */
  readonly options?: Record<string, unknown>;
  /** Files that the examples include; \`null\` cannot be read. */
  readonly files?: Record<string, string | null>;
}

export const explanations: readonly Explanation[] = [
${messages.map(explanationSource).join("\n")}
];
`;
}

function explanationSource({ code, name, title, body, bad, good, options, files }) {
  const type = typeName(name);
  const members = [`code: ${JSON.stringify(code)}`, `type: "${type}"`, `title: ${JSON.stringify(title)}`];
  members.push(`text: ${JSON.stringify(body.slice(0, body.indexOf("\n## ")).trim())}`);
  if (bad) members.push(`bad: ${JSON.stringify(bad)}`);
  members.push(`good: ${JSON.stringify(good)}`);
  if (options) members.push(`options: ${options}`);
  if (files) members.push(`files: ${files}`);
  return `  { ${members.join(", ")} },`;
}

function pageSource({ code, severity, title, body }) {
  const kind = severity === "error" ? "Error" : "Warning";
  return `<!-- Written by scripts/gen/diagnostics.mjs from packages/language/src/diagnostics/messages/${code}.md; do not edit. -->
# ${kind} ${code}: ${title}

${body}`;
}

function indexSource(messages) {
  const row = ({ code, title }) => `| [${code}](${code}.md) | ${title.replaceAll("|", "\\|")} |`;
  return `<!-- Written by scripts/gen/diagnostics.mjs; do not edit. -->
# Diagnostics

| code | title |
|---|---|
${messages.map(row).join("\n")}
`;
}

/** Writes the constructors and the pages; with \`check\`, reports the committed pages that differ instead of writing them. */
export function generate({ root, check }) {
  const room = join(root, "packages/language/src/diagnostics");
  const messages = readMessages(join(room, "messages"));
  mkdirSync(join(room, "generated"), { recursive: true });
  writeFileSync(join(room, "generated/messages.ts"), moduleSource(messages));
  writeFileSync(join(room, "generated/explanations.ts"), explanationsSource(messages));

  const pages = messages.map((message) => [`docs/diagnostics/${message.code}.md`, pageSource(message)]);
  pages.push(["docs/diagnostics/README.md", indexSource(messages)]);
  mkdirSync(join(root, "docs/diagnostics"), { recursive: true });
  const stale = [];
  for (const [path, text] of pages) {
    const file = join(root, path);
    if (existsSync(file) && readFileSync(file, "utf8") === text) continue;
    if (check) stale.push(path);
    else writeFileSync(file, text);
  }
  return stale;
}
