/** Functions of the module `macho`: `has_…` looks at every image of a fat file, hashes are of the first one. */

import type { StructValue, Value } from "@tyara/base";
import { spendWork } from "@tyara/base";
import type { FunctionContext, ModuleFunction } from "@tyara/language/modules";
import { digestHex } from "../hashing/index.ts";
import { onceAScan } from "../kit/once-a-scan.ts";
import { latin1 } from "../kit/text.ts";

type TextList = "dylibs" | "entitlements" | "rpaths" | "imports" | "exports";

export const machoFunctions: Readonly<Record<string, ModuleFunction>> = {
  "file_index_for_arch(integer)": (context, type) => architectureIndex(context, type as bigint),
  "file_index_for_arch(integer,integer)": (context, type, subtype) =>
    architectureIndex(context, type as bigint, subtype as bigint),
  "entry_point_for_arch(integer)": (context, type) => entryPoint(context, type as bigint),
  "entry_point_for_arch(integer,integer)": (context, type, subtype) =>
    entryPoint(context, type as bigint, subtype as bigint),
  "has_entitlement(string)": (context, name) => has(context, "entitlements", name),
  "has_dylib(string)": (context, name) => has(context, "dylibs", name),
  "has_rpath(string)": (context, name) => has(context, "rpaths", name),
  "has_import(string)": (context, name) => has(context, "imports", name),
  "has_export(string)": (context, name) => has(context, "exports", name),
  "dylib_hash()": (context) => listHash(context, "dylibs"),
  "entitlement_hash()": (context) => listHash(context, "entitlements"),
  "export_hash()": (context) => listHash(context, "exports"),
  "import_hash()": (context) => listHash(context, "imports"),
  "symhash()": (context) => onceAScan(context, "symhash", () => symbolHash(context)),
};

/** What functions read beside the headers, by the word in their names. */
const listFields: readonly (readonly [word: string, field: string])[] = [
  ["import", "imports"],
  ["export", "exports"],
  ["entitlement", "entitlements"],
  ["symhash", "symtab"],
];

export function fieldsOfFunction(id: string): readonly string[] {
  return listFields.filter(([word]) => id.includes(word)).map(([, field]) => field);
}

/** The image itself, or those of a fat file. */
function images({ value }: FunctionContext): readonly StructValue[] {
  if (value?.magic !== undefined) return [value];
  return (value?.file ?? []) as readonly StructValue[];
}

const ENCODER = new TextEncoder();
/** Units of work that one text takes, however short. */
const TEXT_WORK = 16;

/** Bytes as characters, so that any bytes can be compared and sorted. */
function textOf(value: Value | undefined): string {
  const bytes = typeof value === "string" ? ENCODER.encode(value) : (value as Uint8Array | undefined);
  if (bytes === undefined) return "";
  spendWork(TEXT_WORK + (bytes.length >>> 2));
  return latin1(bytes);
}

function texts(image: StructValue, list: TextList): string[] {
  if (list === "dylibs")
    return ((image.dylibs ?? []) as readonly StructValue[]).map(({ name }) => textOf(name));
  return ((image[list] ?? []) as readonly Value[]).map(textOf);
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function has(context: FunctionContext, list: TextList, name: unknown): boolean {
  const known = onceAScan(
    context,
    `names of ${list}`,
    () => new Set(images(context).flatMap((image) => texts(image, list).map(lowerAscii))),
  );
  return known.has(lowerAscii(textOf(name as Uint8Array)));
}

/** MD5 of the different texts in order, with commas between them. */
function hashOf(list: readonly string[]): string {
  const text = [...new Set(list)].sort().join(",");
  spendWork(text.length);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  return digestHex("md5", bytes);
}

function listHash(context: FunctionContext, list: TextList): string | undefined {
  return onceAScan(context, `hash of ${list}`, () => {
    const found = images(context)
      .slice(0, 1)
      .flatMap((image) => texts(image, list));
    return found.length === 0 ? undefined : hashOf(found.map((text) => lowerAscii(text.trim())));
  });
}

/** Of a file with symbols of which none is undefined it is the hash of no names; without any symbols there is none. */
function symbolHash(context: FunctionContext): string | undefined {
  const [image] = images(context);
  const table = image?.symtab as StructValue | undefined;
  const entries = (table?.entries ?? []) as readonly Value[];
  const nlists = (table?.nlists ?? []) as readonly StructValue[];
  const names = entries.filter((_, i) => isUndefinedExternal(nlists[i]?.n_type as number));
  return entries.length === 0 ? undefined : hashOf(names.map((name) => textOf(name).trim()));
}

/** Bits of a symbol's type: those of debuggers, the kind, and "external"; beside them there is "external in private". */
const SymbolType = { debug: 0xe0, kind: 0x0e, external: 0x01 } as const;

function isUndefinedExternal(type: number): boolean {
  return (type & (SymbolType.debug | SymbolType.kind | SymbolType.external)) === SymbolType.external;
}

function architectureIndex({ value }: FunctionContext, type: bigint, subtype?: bigint): number | undefined {
  const architectures = (value?.fat_arch ?? []) as readonly StructValue[];
  const index = architectures.findIndex(
    (a) =>
      BigInt(a.cputype as number) === type &&
      (subtype === undefined || BigInt(a.cpusubtype as number) === subtype),
  );
  return index < 0 ? undefined : index;
}

function entryPoint(context: FunctionContext, type: bigint, subtype?: bigint): bigint | undefined {
  const index = architectureIndex(context, type, subtype);
  if (index === undefined) return undefined;
  const { fat_arch: architectures, file: files } = context.value as {
    readonly [field: string]: readonly StructValue[] | undefined;
  };
  const entry = files?.[index]?.entry_point;
  return entry === undefined
    ? undefined
    : BigInt(architectures?.[index]?.offset as bigint) + BigInt(entry as bigint);
}
