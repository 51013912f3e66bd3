/**
 * The functions of module `pe`, by signature id.
 *
 * They read the module's value where it holds what they need. Parts of it are left out when no rule reads the fields;
 * those are read from the file when a function first asks for them, and kept until the scan ends.
 */

import type { FunctionContext, ModuleFunction, RegexpArgument } from "@tyara/language/modules";
import { signatureMethods } from "../authenticode/index.ts";
import { digestHex } from "../hashing/index.ts";
import { onceAScan } from "../kit/once-a-scan.ts";
import { utf8 } from "../kit/text.ts";
import { calculateChecksum } from "./checksum.ts";
import { type Export, readExports } from "./exports.ts";
import { OptionalMagic } from "./headers.ts";
import { PeImage } from "./image.ts";
import { imphashText } from "./imphash.ts";
import { type Import, type ImportedFunction, readDelayedImports, readImports } from "./imports.ts";
import { type Resource, readResources } from "./resources.ts";
import type { RichSignature, RichTool } from "./rich-signature.ts";
import type { Section } from "./sections.ts";

const ENCODER = new TextEncoder();

/** Spec: the flag of a library among the image's characteristics. */
const DLL = 0x2000;
/** Bits of the `import_flags` argument. */
const ImportFlags = { standard: 1n, delayed: 2n } as const;
/** Spec: the primary language is the low byte of a language identifier. */
const PRIMARY_LANGUAGE = 0xff;

type Context = FunctionContext;
/** A test on names or ordinals. */
type Predicate<T> = (value: T) => boolean;

/** What a function needs of the image, read once a scan. */
function cached<T>(context: Context, key: string, read: (image: PeImage) => T): T | undefined {
  return onceAScan(context, key, () => {
    const image = context.value?.is_pe === true ? PeImage.read(context.data) : undefined;
    return image && read(image);
  });
}

function list<T>(context: Context, field: string, read: (image: PeImage) => readonly T[]): readonly T[] {
  const given = context.value?.[field] as readonly T[] | undefined;
  return given ?? cached(context, field, read) ?? [];
}

function standardImports(context: Context): readonly Import[] {
  return list(context, "import_details", readImports);
}

function delayedImports(context: Context): readonly Import[] {
  return list(context, "delayed_import_details", readDelayedImports);
}

function exportList(context: Context): readonly Export[] {
  return list(context, "export_details", (image) => readExports(image)?.functions ?? []);
}

function resourceList(context: Context): readonly Resource[] {
  return list(context, "resources", (image) => readResources(image)?.resources ?? []);
}

/** Both kinds of imports as far as the flags ask for them. */
function importsOf(context: Context, flags: bigint): Import[] {
  return [
    ...((flags & ImportFlags.standard) !== 0n ? standardImports(context) : []),
    ...((flags & ImportFlags.delayed) !== 0n ? delayedImports(context) : []),
  ];
}

/** Names are compared without regard to case. */
function named(name: Uint8Array): Predicate<string> {
  const wanted = utf8(name).toLowerCase();
  return (text) => text.toLowerCase() === wanted;
}

function matching(context: Context, regexp: RegexpArgument): Predicate<string> {
  return (text) => context.matches(regexp, ENCODER.encode(text));
}

function functionNamed(isName: Predicate<string>): Predicate<ImportedFunction> {
  return ({ name }) => isName(name);
}

function withOrdinal(ordinal: bigint): Predicate<{ readonly ordinal: number | undefined }> {
  return (item) => item.ordinal === Number(ordinal);
}

const anyFunction: Predicate<ImportedFunction> = () => true;

/** The imported functions that pass both tests. */
function select(
  imports: readonly Import[],
  isLibrary: Predicate<string>,
  isFunction: Predicate<ImportedFunction>,
): ImportedFunction[] {
  const libraries = imports.filter(({ library_name }) => isLibrary(library_name));
  return libraries.flatMap(({ functions }) => functions.filter(isFunction));
}

function indexOf(exports: readonly Export[], test: Predicate<Export>): number | undefined {
  const index = exports.findIndex(test);
  return index < 0 ? undefined : index;
}

function exportNamed(isName: Predicate<string>): Predicate<Export> {
  return ({ name }) => name !== undefined && isName(name);
}

/** How often the linker saw object files of tools that pass the test. */
function toolUses({ value }: Context, test: Predicate<RichTool>): number {
  const tools = (value?.rich_signature as RichSignature | undefined)?.tools ?? [];
  return tools.filter(test).reduce((sum, tool) => sum + tool.times, 0);
}

function sections({ value }: Context): readonly Section[] {
  return (value?.sections as readonly Section[] | undefined) ?? [];
}

function sectionIndex(context: Context, test: Predicate<Section>): number | undefined {
  const index = sections(context).findIndex(test);
  return index < 0 ? undefined : index;
}

function holdsOffset(offset: bigint): Predicate<Section> {
  const at = Number(offset);
  return ({ raw_data_offset: start, raw_data_size: size }) => at >= start && at < start + size;
}

function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

function is32Bit({ value }: Context): boolean | undefined {
  return value?.opthdr_magic === undefined ? undefined : value.opthdr_magic === OptionalMagic.pe32;
}

function is64Bit({ value }: Context): boolean | undefined {
  return value?.opthdr_magic === undefined ? undefined : value.opthdr_magic === OptionalMagic.pe32Plus;
}

function isDll({ value }: Context): boolean | undefined {
  return value?.characteristics === undefined ? undefined : (Number(value.characteristics) & DLL) !== 0;
}

function rvaToOffset(context: Context, rva: bigint): number | undefined {
  if (rva < 0n || rva > 0xffffffffn || context.value?.is_pe !== true) return undefined;
  return PeImage.read(context.data)?.offsetOf(Number(rva));
}

function imphash(context: Context): string | undefined {
  if (context.value?.is_pe !== true) return undefined;
  return digestHex("md5", ENCODER.encode(imphashText(standardImports(context))));
}

function importRva(imports: readonly Import[], library: Uint8Array, test: Predicate<ImportedFunction>) {
  return select(imports, named(library), test)[0]?.rva;
}

/** A function with its arguments typed; the compiler has checked them against the signature. */
type Typed<A extends readonly unknown[]> = (context: Context, ...args: A) => ReturnType<ModuleFunction>;

function untyped<A extends readonly unknown[]>(run: Typed<A>): ModuleFunction {
  return run as unknown as ModuleFunction;
}

type Text = Uint8Array;
type Regexp = RegexpArgument;

/** Implementations by signature id. */
export const peFunctions: Readonly<Record<string, ModuleFunction>> = {
  "is_32bit()": untyped(is32Bit),
  "is_64bit()": untyped(is64Bit),
  "is_dll()": untyped(isDll),
  "rva_to_offset(integer)": untyped(rvaToOffset),
  "calculate_checksum()": untyped((context) =>
    cached(context, "checksum", (image) => calculateChecksum(image, context)),
  ),
  "section_index(string)": untyped((context, name: Text) =>
    sectionIndex(context, (s) => sameBytes(s.name, name)),
  ),
  "section_index(integer)": untyped((context, offset: bigint) => sectionIndex(context, holdsOffset(offset))),
  "imphash()": untyped((context) => onceAScan(context, "imphash", () => imphash(context))),
  "rich_signature.toolid(integer)": untyped((context, toolid: bigint) =>
    toolUses(context, (tool) => tool.toolid === Number(toolid)),
  ),
  "rich_signature.version(integer)": untyped((context, version: bigint) =>
    toolUses(context, (tool) => tool.version === Number(version)),
  ),
  "rich_signature.version(integer,integer)": untyped((context, version: bigint, toolid: bigint) =>
    toolUses(context, (tool) => tool.version === Number(version) && tool.toolid === Number(toolid)),
  ),
  "rich_signature.toolid(integer,integer)": untyped((context, toolid: bigint, version: bigint) =>
    toolUses(context, (tool) => tool.version === Number(version) && tool.toolid === Number(toolid)),
  ),
  "imports(string)": untyped(
    (context, library: Text) => select(standardImports(context), named(library), anyFunction).length,
  ),
  "imports(string,string)": untyped(
    (context, library: Text, name: Text) =>
      select(standardImports(context), named(library), functionNamed(named(name))).length > 0,
  ),
  "imports(string,integer)": untyped(
    (context, library: Text, ordinal: bigint) =>
      select(standardImports(context), named(library), withOrdinal(ordinal)).length,
  ),
  "imports(regexp,regexp)": untyped(
    (context, library: Regexp, name: Regexp) =>
      select(standardImports(context), matching(context, library), functionNamed(matching(context, name)))
        .length,
  ),
  "imports(integer,string)": untyped(
    (context, flags: bigint, library: Text) =>
      select(importsOf(context, flags), named(library), anyFunction).length,
  ),
  "imports(integer,string,string)": untyped(
    (context, flags: bigint, library: Text, name: Text) =>
      select(importsOf(context, flags), named(library), functionNamed(named(name))).length > 0,
  ),
  "imports(integer,string,integer)": untyped(
    (context, flags: bigint, library: Text, ordinal: bigint) =>
      select(importsOf(context, flags), named(library), withOrdinal(ordinal)).length > 0,
  ),
  "imports(integer,regexp,regexp)": untyped(
    (context, flags: bigint, library: Regexp, name: Regexp) =>
      select(importsOf(context, flags), matching(context, library), functionNamed(matching(context, name)))
        .length,
  ),
  "import_rva(string,string)": untyped((context, library: Text, name: Text) =>
    importRva(standardImports(context), library, functionNamed(named(name))),
  ),
  "import_rva(string,integer)": untyped((context, library: Text, ordinal: bigint) =>
    importRva(standardImports(context), library, withOrdinal(ordinal)),
  ),
  "delayed_import_rva(string,string)": untyped((context, library: Text, name: Text) =>
    importRva(delayedImports(context), library, functionNamed(named(name))),
  ),
  "delayed_import_rva(string,integer)": untyped((context, library: Text, ordinal: bigint) =>
    importRva(delayedImports(context), library, withOrdinal(ordinal)),
  ),
  "exports(string)": untyped((context, name: Text) => exportList(context).some(exportNamed(named(name)))),
  "exports(integer)": untyped((context, ordinal: bigint) => exportList(context).some(withOrdinal(ordinal))),
  "exports(regexp)": untyped((context, name: Regexp) =>
    exportList(context).some(exportNamed(matching(context, name))),
  ),
  "exports_index(string)": untyped((context, name: Text) =>
    indexOf(exportList(context), exportNamed(named(name))),
  ),
  "exports_index(integer)": untyped((context, ordinal: bigint) =>
    indexOf(exportList(context), withOrdinal(ordinal)),
  ),
  "exports_index(regexp)": untyped((context, name: Regexp) =>
    indexOf(exportList(context), exportNamed(matching(context, name))),
  ),
  "locale(integer)": untyped((context, locale: bigint) =>
    resourceList(context).some(({ language }) => language === Number(locale)),
  ),
  "language(integer)": untyped((context, wanted: bigint) =>
    resourceList(context).some(
      ({ language }) => language !== undefined && (language & PRIMARY_LANGUAGE) === Number(wanted),
    ),
  ),
  ...signatureMethods,
};
