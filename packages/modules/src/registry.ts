import type { BuiltinModulesOptions, Module, ModuleSchema } from "@tyara/language/modules";
import { magicSchema, vtSchema } from "@tyara/language/modules";
/** The modules that come with the engine. */
import { consoleModule } from "./console/index.ts";
import { crxModule } from "./crx/index.ts";
import { cuckooModule } from "./cuckoo/index.ts";
import { dexModule } from "./dex/index.ts";
import { dotnetModule } from "./dotnet/index.ts";
import { elfModule } from "./elf/index.ts";
import { hashModule } from "./hash/index.ts";
import { bindModule } from "./kit/define-module.ts";
import { lnkModule } from "./lnk/index.ts";
import { machoModule } from "./macho/index.ts";
import { mathModule } from "./math/index.ts";
import { msiModule } from "./msi/index.ts";
import { olecfModule } from "./olecf/index.ts";
import { peModule } from "./pe/index.ts";
import { stringModule } from "./string/index.ts";
import { testProto2Module } from "./test_proto2/index.ts";
import { testProto3Module } from "./test_proto3/index.ts";
import { timeModule } from "./time/index.ts";
import { vbaModule } from "./vba/index.ts";
import { zipModule } from "./zip/index.ts";

/** The built-in modules by name, in alphabetical order. */
export function builtinModules(options: BuiltinModulesOptions = {}): ReadonlyMap<string, Module> {
  const modules = [...standard, ...(options.testModules ? forTests : []), ...(options.magic ? libmagic : [])];
  const sorted = modules.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(sorted.map((module) => [module.name, module]));
}

/** A module that rules may import and read, every field of it undefined: its parser is not written yet. */
const withoutParser = (schema: ModuleSchema): Module => bindModule(schema, {});

const fromTheEngine = (modules: readonly Module[]): readonly Module[] =>
  modules.map((module) => ({ ...module, isBuiltin: true }));

const standard = fromTheEngine([
  consoleModule,
  crxModule,
  cuckooModule,
  dexModule,
  dotnetModule,
  elfModule,
  hashModule,
  lnkModule,
  machoModule,
  mathModule,
  msiModule,
  olecfModule,
  peModule,
  stringModule,
  timeModule,
  vbaModule,
  withoutParser(vtSchema),
  zipModule,
]);

const forTests = fromTheEngine([testProto2Module, testProto3Module]);

const libmagic = fromTheEngine([withoutParser(magicSchema)]);
