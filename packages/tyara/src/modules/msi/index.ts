/** Module `msi`: installer packages of Windows. */
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { MAGIC } from "../olecf/compound-file.ts";
import { peFunctions } from "../pe/functions.ts";
import { parseMsi } from "./parse.ts";
import { msiSchema } from "./schema.ts";

/** Signatures are those of `pe`, and so is their method. */
const validOn = "Signature::valid_on(integer)";

export const msiModule: Module = bindModule(msiSchema, {
  parse: parseMsi,
  functions: { [validOn]: peFunctions[validOn]! },
  signature: { alternatives: [MAGIC] },
});
