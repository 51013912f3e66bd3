import type { Module } from "@tyara/language/modules";
import { elfSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { elfFunctions } from "./functions.ts";
import { parseElf } from "./parse.ts";

/** Module `elf`: executables, libraries and object files of Unix systems. */
export const elfModule: Module = bindModule(elfSchema, {
  parse: parseElf,
  functions: elfFunctions,
  fieldsOfFunction: () => [],
});
