/** The modules that come with the engine, as the compiler sees them. Their code is in the package `modules`. */
import { consoleSchema } from "./builtin/console.ts";
import { crxSchema } from "./builtin/crx.ts";
import { cuckooSchema } from "./builtin/cuckoo.ts";
import { dexSchema } from "./builtin/dex.ts";
import { dotnetSchema } from "./builtin/dotnet.ts";
import { elfSchema } from "./builtin/elf.ts";
import { hashSchema } from "./builtin/hash.ts";
import { lnkSchema } from "./builtin/lnk.ts";
import { machoSchema } from "./builtin/macho.ts";
import { magicSchema } from "./builtin/magic.ts";
import { mathSchema } from "./builtin/math.ts";
import { msiSchema } from "./builtin/msi.ts";
import { olecfSchema } from "./builtin/olecf.ts";
import { peSchema } from "./builtin/pe.ts";
import { stringSchema } from "./builtin/string.ts";
import { testProto2Schema } from "./builtin/test_proto2.ts";
import { testProto3Schema } from "./builtin/test_proto3.ts";
import { timeSchema } from "./builtin/time.ts";
import { vbaSchema } from "./builtin/vba.ts";
import { vtSchema } from "./builtin/vt.ts";
import { zipSchema } from "./builtin/zip.ts";
import type { ModuleDeclaration } from "./module.ts";
import type { ModuleSchema } from "./module-schema.ts";

export interface BuiltinModulesOptions {
  /** Also `test_proto2` and `test_proto3`, which exist to test an engine with. Default false. */
  readonly testModules?: boolean;
  /** Also `magic`, which needs a native library: rules that import it compile, its functions give undefined. Default false. */
  readonly magic?: boolean;
}

/** The declarations of the built-in modules by name, in alphabetical order. */
export function builtinDeclarations(
  options: BuiltinModulesOptions = {},
): ReadonlyMap<string, ModuleDeclaration> {
  const schemas = [
    ...standard,
    ...(options.testModules ? [testProto2Schema, testProto3Schema] : []),
    ...(options.magic ? [magicSchema] : []),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
  return new Map(schemas.map((schema) => [schema.name, declarationOf(schema)]));
}

/** What a schema alone says of a module. */
export function declarationOf({ name, type, signature }: ModuleSchema): ModuleDeclaration {
  return { name, schema: type, ...(signature && { signature }) };
}

const standard: readonly ModuleSchema[] = [
  consoleSchema,
  crxSchema,
  cuckooSchema,
  dexSchema,
  dotnetSchema,
  elfSchema,
  hashSchema,
  lnkSchema,
  machoSchema,
  mathSchema,
  msiSchema,
  olecfSchema,
  peSchema,
  stringSchema,
  timeSchema,
  vbaSchema,
  vtSchema,
  zipSchema,
];
