/** Module `dex`: Android's executables. */
import type { StructValue } from "@tyara/base";
import type { FunctionContext, Module, ModuleFunction } from "@tyara/language/modules";
import { dexSchema } from "@tyara/language/modules";
import { adler32, digestHex, inPieces } from "../hashing/index.ts";
import { bindModule } from "../kit/define-module.ts";
import { onceAScan } from "../kit/once-a-scan.ts";
import { inSteps } from "../kit/steps.ts";
import { utf8 } from "../kit/text.ts";
import { parseDex } from "./parse.ts";

/** Where the bytes begin that the header's checksum and signature are of. */
const CHECKSUM_START = 12;
const SIGNATURE_START = 32;

const functions: Readonly<Record<string, ModuleFunction>> = {
  "checksum()": (context) =>
    onceAScan(context, "checksum", () =>
      isDex(context) ? inPieces(adler32, bytesFrom(context, CHECKSUM_START)) : undefined,
    ),
  "signature()": (context) =>
    onceAScan(context, "signature", () =>
      isDex(context) ? digestHex("sha1", bytesFrom(context, SIGNATURE_START)) : undefined,
    ),
  "contains_string(string)": (context, value) =>
    contains(context, "strings", value as Uint8Array, (text) => text),
  "contains_method(string)": (context, value) =>
    contains(context, "methods", value as Uint8Array, (method) => (method as StructValue).name),
  "contains_class(string)": (context, value) =>
    contains(context, "class_defs", value as Uint8Array, (definition) => (definition as StructValue).class),
};

export const dexModule: Module = bindModule(dexSchema, {
  parse: parseDex,
  functions,
  fieldsOfFunction: (id) => tables.filter((table) => id.startsWith(`contains_${singular[table]}`)),
});

/** The tables that functions look names up in, and what such a name is of. */
const singular = { strings: "string", methods: "method", class_defs: "class" } as const;
const tables = ["strings", "methods", "class_defs"] as const;

const bytesFrom = (context: FunctionContext, start: number) => inSteps(context, context.data.subarray(start));

function isDex({ value }: FunctionContext): boolean {
  return value?.is_dex === true;
}

function contains(
  context: FunctionContext,
  table: keyof typeof singular,
  wanted: Uint8Array,
  nameOf: (item: unknown) => unknown,
): boolean {
  const items = () => (context.value?.[table] ?? []) as readonly unknown[];
  const names = onceAScan(context, table, () => new Set(items().map(nameOf)));
  return names.has(utf8(wanted));
}
