/** What modules say of a file, as text: for people who write rules and want to see what they can ask for. */

import type { Field, StructType, StructValue } from "@tyara/base";
import {
  isOrdinaryBuffer,
  type KnownOptions,
  plainBytes,
  requireFunction,
  requireList,
  requireOptions,
  requireString,
  WorkMeter,
} from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { dumpJson, dumpYaml } from "@tyara/modules/dump";
import { allowanceOf, runModule } from "@tyara/modules/kit";

export interface DumpOptions {
  /** Names of modules; default: all those of {@link dumpableModules} that recognise the data. */
  readonly modules?: readonly string[];
  /** Default `yaml`, in the layout of the reference's `dump` command. */
  readonly format?: "yaml" | "json";
  /**
   * Called with what a module's limits cut off, in words that follow its name: `more than 96 sections`; also when a module
   * gives nothing because it failed or would have taken too much.
   */
  readonly onLimit?: (module: string, what: string) => void;
}

const dumpOptions: KnownOptions<DumpOptions> = { modules: true, format: true, onLimit: true };

function checkOptions(options: DumpOptions): void {
  const { modules, format, onLimit } = requireOptions(options, dumpOptions);
  if (modules !== undefined) requireList("modules", modules, requireString);
  if (format !== undefined && format !== "yaml" && format !== "json")
    throw new TypeError('format must be "yaml" or "json"');
  if (onLimit !== undefined) requireFunction("onLimit", onLimit);
}

/** The modules that describe a file format, in the order in which their values are shown. */
export const dumpableModules: readonly string[] = [
  "lnk",
  "macho",
  "elf",
  "pe",
  "dotnet",
  "olecf",
  "vba",
  "crx",
  "dex",
  "zip",
  "msi",
];

/**
 * The values of modules for `data`. One module asked for by name gives its fields; otherwise each module's fields stand under its
 * name, and data that no module recognises gives an empty text. Throws `RangeError` for an unknown name, `TypeError` for other arguments that are wrong.
 */
export function dumpModules(data: Uint8Array, options: DumpOptions = {}): string {
  const plain = plainBytes("the data to dump", data);
  checkOptions(options);
  // Who else can change or shrink them cannot do so to a copy.
  const bytes = isOrdinaryBuffer(plain.buffer) ? plain : new Uint8Array(plain);
  const known = builtinModules({ testModules: true });
  const { modules: names, format = "yaml" } = options;
  const write = format === "json" ? dumpJson : dumpYaml;
  if (names?.length === 1) {
    const module = moduleNamed(known, names[0]!);
    return write(module.schema, parse(module, bytes, options) ?? {});
  }
  const parsed = (names ?? dumpableModules).map((name) => {
    const module = moduleNamed(known, name);
    return { module, value: parse(module, bytes, options) };
  });
  const shown = parsed.filter(({ module, value }) => names !== undefined || recognises(module, value));
  return shown.length === 0 ? "" : write(...underNames(shown));
}

function parse(module: Module, data: Uint8Array, { onLimit }: DumpOptions): StructValue | undefined {
  const limits = new Set<string>();
  const meter = new WorkMeter(allowanceOf(data.length));
  const value = runModule(limits, meter, "all fields are undefined", () => module.parse?.({ data }));
  for (const what of limits) onLimit?.(module.name, what);
  return value;
}

function moduleNamed(known: ReadonlyMap<string, Module>, name: string): Module {
  const module = known.get(name);
  if (module === undefined) throw new RangeError(`there is no module named \`${name}\``);
  return module;
}

/** A module that has a field like `is_pe` says there whether the file is one of its own; the others say nothing of foreign files. */
function recognises({ name, schema }: Module, value: StructValue | undefined): boolean {
  if (value === undefined) return false;
  const answer = name === "vba" ? "has_macros" : `is_${name}`;
  if (name === "msi" || schema.fields.has(answer))
    return value[name === "msi" ? "is_signed" : answer] === true;
  return Object.values(value).some((member) => member !== undefined);
}

function underNames(
  parsed: readonly { module: Module; value: StructValue | undefined }[],
): [StructType, StructValue] {
  const fields = parsed.map(({ module }): [string, Field] => [
    module.name,
    { name: module.name, type: module.schema },
  ]);
  const values = parsed.map(({ module, value }) => [module.name, value ?? {}]);
  return [{ kind: "struct", name: "modules", fields: new Map(fields) }, Object.fromEntries(values)];
}
