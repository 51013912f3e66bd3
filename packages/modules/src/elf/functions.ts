/** The functions of module `elf`, by signature id. */
import { spendWork } from "@tyara/base";
import type { FunctionContext, ModuleFunction } from "@tyara/language/modules";
import { digestHex } from "../hashing/index.ts";
import { onceAScan } from "../kit/once-a-scan.ts";
import { readHeader } from "./headers.ts";
import { readSections } from "./sections.ts";
import { readSegments } from "./segments.ts";
import { type ElfSymbol, readDynamicSymbols, readStaticSymbols } from "./symbols.ts";
import { tlsh } from "./tlsh.ts";

const ENCODER = new TextEncoder();

const FUNCTION = 2;
const GLOBAL = 1;
const DEFAULT_VISIBILITY = 0;
const UNDEFINED_SECTION = 0;

/** Names that compilers and C libraries put in and leave out as they like; they say nothing of the program. */
const COMMON_NAMES: ReadonlySet<string> = new Set([
  "__libc_start_main",
  "main",
  "abort",
  "cachectl",
  "cacheflush",
  "puts",
  "atol",
  "malloc_trim",
]);
const COMMON_PATTERN = /^[_.]|^mem|^str|64$/;

/** The symbols, read anew where no rule reads the fields that hold them. */
function symbols(context: FunctionContext, field: "dynsym" | "symtab"): readonly ElfSymbol[] {
  const given = context.value?.[field] as readonly ElfSymbol[] | undefined;
  if (given !== undefined) return given;
  const file = context.value?.type === undefined ? undefined : readHeader(context.data);
  if (file === undefined) return [];
  const sections = readSections(file) ?? [];
  if (field === "symtab") return readStaticSymbols(file, sections);
  return readDynamicSymbols(file, sections, readSegments(file));
}

/** The dynamic symbols or, in a file without them, all. */
function imported(context: FunctionContext): readonly ElfSymbol[] {
  const dynamic = symbols(context, "dynsym");
  return dynamic.length > 0 ? dynamic : symbols(context, "symtab");
}

/** The names in lower case, in order, with commas between them. */
function sortedText(names: readonly string[]): Uint8Array {
  const lower = names.map((name) => {
    spendWork(1 + (name.length >>> 2));
    return name.toLowerCase();
  });
  return ENCODER.encode(lower.sort().join(","));
}

function telfhash(context: FunctionContext): string | undefined {
  const names = imported(context).flatMap(({ name, type, bind, visibility }) =>
    name !== undefined && type === FUNCTION && bind === GLOBAL && visibility === DEFAULT_VISIBILITY
      ? [name]
      : [],
  );
  return tlsh(sortedText(names.filter((name) => !COMMON_NAMES.has(name) && !COMMON_PATTERN.test(name))));
}

function importMd5(context: FunctionContext): string {
  const names = imported(context).flatMap(({ name, shndx }) =>
    name && shndx === UNDEFINED_SECTION ? [name] : [],
  );
  return digestHex("md5", sortedText(names));
}

/** Implementations by signature id. */
export const elfFunctions: Readonly<Record<string, ModuleFunction>> = {
  "telfhash()": (context) => onceAScan(context, "telfhash", () => telfhash(context)),
  "import_md5()": (context) => onceAScan(context, "import_md5", () => importMd5(context)),
};
