/** Module `dotnet`: assemblies of .NET. */

import type { Module } from "@tyara/language/modules";
import { dotnetSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { parseDotnet } from "./parse.ts";

export const dotnetModule: Module = bindModule(dotnetSchema, {
  parse: parseDotnet,
});
