import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { peFunctions } from "./functions.ts";
import { DOS_MAGIC } from "./headers.ts";
import { parsePe } from "./parse.ts";
import { peSchema } from "./schema.ts";

/** Those of the module itself, which read its value or the parsed image. */
const ownFunctions = Object.keys(peFunctions).filter((id) => !id.includes("::"));

/** Module `pe`: portable executables of Windows. */
export const peModule: Module = bindModule(peSchema, {
  parse: parsePe,
  functions: peFunctions,
  fieldsOfFunction: () => [],
  signature: { alternatives: [DOS_MAGIC], functions: ownFunctions },
});
