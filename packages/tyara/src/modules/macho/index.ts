/** Module `macho`: executables of Apple's systems. */
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { fieldsOfFunction, machoFunctions } from "./functions.ts";
import { magics } from "./header.ts";
import { parseMacho } from "./parse.ts";
import { machoSchema } from "./schema.ts";

export const machoModule: Module = bindModule(machoSchema, {
  parse: parseMacho,
  functions: machoFunctions,
  fieldsOfFunction,
  // All look in the value; of no names there is no hash.
  signature: { alternatives: magics, functions: Object.keys(machoFunctions) },
});
