/** The modules that come with the engine. */
import { consoleModule } from "./console/index.ts";
import { crxModule } from "./crx/index.ts";
import { cuckooModule } from "./cuckoo/index.ts";
import { bindModule } from "./define-module.ts";
import { dexModule } from "./dex/index.ts";
import { dotnetModule } from "./dotnet/index.ts";
import { elfModule } from "./elf/index.ts";
import { hashModule } from "./hash/index.ts";
import { lnkModule } from "./lnk/index.ts";
import { machoModule } from "./macho/index.ts";
import { magicSchema } from "./magic/schema.ts";
import { mathModule } from "./math/index.ts";
import type { Module } from "./module.ts";
import { msiModule } from "./msi/index.ts";
import { olecfModule } from "./olecf/index.ts";
import { peModule } from "./pe/index.ts";
import type { ModuleSchema } from "./schema/index.ts";
import { stringModule } from "./string/index.ts";
import { testProto2Module } from "./test_proto2/index.ts";
import { testProto3Module } from "./test_proto3/index.ts";
import { timeModule } from "./time/index.ts";
import { vbaModule } from "./vba/index.ts";
import { vtSchema } from "./vt/schema.ts";
import { zipModule } from "./zip/index.ts";

export interface BuiltinModulesOptions {
  /** Also `test_proto2` and `test_proto3`, which exist to test an engine with. Default false. */
  readonly testModules?: boolean;
  /** Also `magic`, which needs a native library: rules that import it compile, its functions give undefined. Default false. */
  readonly magic?: boolean;
}

/** The built-in modules by name, in alphabetical order. */
export function builtinModules(options: BuiltinModulesOptions = {}): ReadonlyMap<string, Module> {
  const modules = [
    ...standard,
    ...(options.testModules ? forTests : []),
    ...(options.magic ? [libmagic] : []),
  ];
  const sorted = modules.sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(sorted.map((module) => [module.name, module]));
}

/** A module that rules may import and read, every field of it undefined: its parser is not written yet. */
const withoutParser = (schema: ModuleSchema): Module => bindModule(schema, {});

const standard: readonly Module[] = [
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
];

const forTests: readonly Module[] = [testProto2Module, testProto3Module];

const libmagic: Module = withoutParser(magicSchema);
