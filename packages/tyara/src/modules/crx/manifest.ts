/** The manifest of an extension, its name and description in the default language. */

import { Budget } from "../budget.ts";
import { crc32 } from "../hashing/index.ts";
import { strictUtf8, utf8 } from "../text.ts";
import type { ZipEntry } from "../zip/archive.ts";
import { readContent } from "../zip/content.ts";

const DEFAULT_LOCALE = "en";

const textFields = [
  "name",
  "description",
  "version",
  "minimum_chrome_version",
  "homepage_url",
  "default_locale",
] as const;
const listFields = [
  "permissions",
  "host_permissions",
  "optional_permissions",
  "optional_host_permissions",
] as const;

export type Manifest = { readonly [K in (typeof textFields)[number]]?: string | undefined } & {
  readonly [K in (typeof listFields)[number]]: readonly string[];
} & { readonly raw_name?: string | undefined; readonly raw_description?: string | undefined };

/** The manifest in the archive; `undefined` when there is none, or a field is not of its type. */
export function readManifest(archive: Uint8Array, entries: readonly ZipEntry[]): Manifest | undefined {
  const json = readJson(archive, entries, "manifest.json");
  if (!isObject(json)) return undefined;
  const texts = textFields.map((field) => [field, json[field] ?? undefined] as const);
  const lists = listFields.map((field) => [field, json[field] === undefined ? [] : json[field]] as const);
  if (!texts.every(([, value]) => value === undefined || typeof value === "string")) return undefined;
  if (!lists.every(([, value]) => Array.isArray(value) && value.every((item) => typeof item === "string"))) {
    return undefined;
  }
  const manifest = Object.fromEntries([...texts, ...lists]) as Manifest;
  const locale = manifest.default_locale ?? DEFAULT_LOCALE;
  const messages = readJson(archive, entries, `_locales/${locale}/messages.json`);
  return areMessages(messages) ? localized(manifest, messages) : manifest;
}

type Messages = Record<string, { readonly message: string }>;

function areMessages(json: unknown): json is Messages {
  return (
    isObject(json) &&
    Object.values(json).every((entry) => isObject(entry) && typeof entry.message === "string")
  );
}

function localized(manifest: Manifest, messages: Messages): Manifest {
  return {
    ...manifest,
    name: translated(manifest.name, messages),
    description: translated(manifest.description, messages),
    raw_name: manifest.name,
    raw_description: manifest.description,
  };
}

/** A text that is nothing but `__MSG_key__` stands for the message of that key. */
function translated(text: string | undefined, messages: Messages): string | undefined {
  const [, key] = /^__MSG_(.*)__$/.exec(text ?? "") ?? [];
  return key !== undefined && Object.hasOwn(messages, key) ? messages[key]?.message : text;
}

function readJson(archive: Uint8Array, entries: readonly ZipEntry[], path: string): unknown {
  const entry = entries.find((e) => utf8(e.path) === path);
  const content = entry && readContent(archive, entry, Budget.ofBytes(archive.length, "manifests"));
  const text = content && crc32(content) === entry.checksum ? strictUtf8(content) : undefined;
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
