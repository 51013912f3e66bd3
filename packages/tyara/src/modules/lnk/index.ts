import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { parseLnk, SIGNATURE } from "./parse.ts";
import { lnkSchema } from "./schema.ts";

/** Module `lnk`: links of the Windows shell. */
export const lnkModule: Module = bindModule(lnkSchema, {
  parse: parseLnk,
  signature: { alternatives: [SIGNATURE] },
});
