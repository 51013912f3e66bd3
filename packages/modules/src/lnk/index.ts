import type { Module } from "@tyara/language/modules";
import { lnkSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { parseLnk } from "./parse.ts";

/** Module `lnk`: links of the Windows shell. */
export const lnkModule: Module = bindModule(lnkSchema, {
  parse: parseLnk,
});
