import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { elfFunctions } from "./functions.ts";
import { MAGIC } from "./headers.ts";
import { parseElf } from "./parse.ts";
import { elfSchema } from "./schema.ts";

/** Module `elf`: executables, libraries and object files of Unix systems. */
export const elfModule: Module = bindModule(elfSchema, {
  parse: parseElf,
  functions: elfFunctions,
  fieldsOfFunction: () => [],
  // `import_md5()` gives the digest of no names for any data.
  signature: { alternatives: [MAGIC], functions: ["telfhash()"] },
});
