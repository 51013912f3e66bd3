/** Module `macho`: executables of Apple's systems. */

import type { Module } from "@tyara/language/modules";
import { machoSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { fieldsOfFunction, machoFunctions } from "./functions.ts";
import { parseMacho } from "./parse.ts";

export const machoModule: Module = bindModule(machoSchema, {
  parse: parseMacho,
  functions: machoFunctions,
  fieldsOfFunction,
});
