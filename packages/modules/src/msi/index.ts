/** Module `msi`: installer packages of Windows. */

import type { Module } from "@tyara/language/modules";
import { msiSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { peFunctions } from "../pe/functions.ts";
import { parseMsi } from "./parse.ts";

/** Signatures are those of `pe`, and so is their method. */
const validOn = "Signature::valid_on(integer)";

export const msiModule: Module = bindModule(msiSchema, {
  parse: parseMsi,
  functions: { [validOn]: peFunctions[validOn]! },
});
