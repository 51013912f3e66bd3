/** Module `dotnet`: assemblies of .NET. */
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { DOS_MAGIC } from "../pe/headers.ts";
import { parseDotnet } from "./parse.ts";
import { dotnetSchema } from "./schema.ts";

export const dotnetModule: Module = bindModule(dotnetSchema, {
  parse: parseDotnet,
  signature: { alternatives: [DOS_MAGIC] },
});
