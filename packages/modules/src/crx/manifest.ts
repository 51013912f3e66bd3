/** The manifest of an extension, its name and description in the default language. */

import { compareBytes } from "@tyara/base";
import { crc32 } from "../hashing/index.ts";
import { Budget } from "../kit/budget.ts";
import { strictUtf8 } from "../kit/text.ts";
import type { ZipEntry } from "../zip/archive.ts";
import { readContent } from "../zip/content.ts";
import { parseJson } from "./json.ts";

const DEFAULT_LOCALE = "en";
const BYTE_ORDER_MARK = "\ufeff";

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

/** The manifest in the archive; `undefined` when there is none. What is not of its type is left out. */
export function readManifest(archive: Uint8Array, entries: readonly ZipEntry[]): Manifest | undefined {
  const files = new ArchiveTexts(archive, entries);
  const json = parseJson(files.read("manifest.json") ?? "");
  if (!isObject(json)) return undefined;
  const texts = textFields.map((field) => [field, textOf(json[field])] as const);
  const lists = listFields.map((field) => [field, textsOf(json[field])] as const);
  const manifest = Object.fromEntries([...texts, ...lists]) as Manifest;
  const locale = manifest.default_locale ?? DEFAULT_LOCALE;
  const messages = parseJson(files.read(`_locales/${locale}/messages.json`) ?? "");
  return areMessages(messages) ? localized(manifest, messages) : manifest;
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

/** Lists of permissions may hold objects, too, which say more of one permission. */
function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === "string") : [];
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

/** Files of text in an archive, all on one budget. */
class ArchiveTexts {
  readonly #archive: Uint8Array;
  readonly #entries: readonly ZipEntry[];
  readonly #budget: Budget;

  constructor(archive: Uint8Array, entries: readonly ZipEntry[]) {
    this.#archive = archive;
    this.#entries = entries;
    this.#budget = Budget.ofBytes(archive.length, "texts");
  }

  /** The last file of that name, as Chrome writes one over the other; `undefined` unless it is whole and UTF-8. */
  read(path: string): string | undefined {
    const name = new TextEncoder().encode(path);
    const entry = this.#entries.filter((each) => compareBytes(each.path, name) === 0).at(-1);
    const content = entry && readContent(this.#archive, entry, this.#budget);
    const isWhole = content !== undefined && crc32(content) === entry?.checksum;
    const text = isWhole ? strictUtf8(content) : undefined;
    return text?.startsWith(BYTE_ORDER_MARK) ? text.slice(1) : text;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
