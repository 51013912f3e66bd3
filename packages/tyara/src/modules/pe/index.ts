import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { peFunctions } from "./functions.ts";
import { parsePe } from "./parse.ts";
import { peSchema } from "./schema.ts";

/** Module `pe`: portable executables of Windows. */
export const peModule: Module = bindModule(peSchema, {
  parse: parsePe,
  functions: peFunctions,
  fieldsOfFunction: () => [],
});
