import type { Module } from "@tyara/language/modules";
import { peSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { peFunctions } from "./functions.ts";
import { parsePe } from "./parse.ts";

/** Module `pe`: portable executables of Windows. */
export const peModule: Module = bindModule(peSchema, {
  parse: parsePe,
  functions: peFunctions,
  fieldsOfFunction: () => [],
});
