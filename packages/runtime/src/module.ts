import {
  type DecodedModule,
  decodeInterface,
  type Export,
  ExternalKind,
  type Import,
  type IndexSpaces,
  indexSpaces,
  valueTypeName,
} from "@tyara/wasm";
import { describeCompiled } from "./ahead-of-time.ts";
import type { BackendModule } from "./backend.ts";
import type { BareEngine } from "./bare-engine.ts";
import {
  type ExportDescriptor,
  type ExternType,
  type FuncType,
  globalType,
  type ImportDescriptor,
  type MemoryType,
  memoryType,
  type TableType,
  valTypes,
} from "./descriptor.ts";
import { ModuleError } from "./errors.ts";
import type { HostModule } from "./host-module.ts";
import { deserializeModule, serializeModule } from "./serialization.ts";

/** A compiled module: immutable, compiled once, instantiable in any store of its engine. */
export class Module {
  readonly engine: BareEngine;
  readonly imports: readonly ImportDescriptor[];
  readonly exports: readonly ExportDescriptor[];
  /** @internal Memories and tables that the module defines itself. */
  readonly ownMemories: readonly MemoryType[];
  /** @internal */
  readonly ownTables: readonly TableType[];
  /** @internal All types of functions that the module declares. */
  readonly funcTypes: readonly FuncType[];
  /** @internal The backend's part. */
  readonly compiled: BackendModule;
  readonly #exportTypes: ReadonlyMap<string, ExternType>;
  readonly #bytes: Uint8Array | undefined;
  readonly #customs: readonly { readonly name: string; readonly bytes: Uint8Array }[];

  private constructor(
    engine: BareEngine,
    decoded: DecodedModule,
    compiled: BackendModule,
    bytes: Uint8Array | undefined,
  ) {
    this.engine = engine;
    this.compiled = compiled;
    this.#bytes = bytes;
    this.funcTypes = decoded.types.map(funcType);
    this.ownMemories = decoded.memories.map(memoryType);
    this.ownTables = decoded.tables.map(tableType);
    this.imports = importDescriptors(decoded);
    this.exports = exportDescriptors(decoded);
    this.#customs = decoded.customs.map(({ name, content }) => ({
      name,
      bytes: decoded.bytes.subarray(content.start, content.end),
    }));
    this.#exportTypes = new Map(this.exports.map((entry) => [entry.name, entry.type]));
  }

  /**
   * Validates and compiles. Throws ModuleError. Hosts may forbid compiling large modules synchronously. The
   * module keeps a copy of `given`, which may be changed afterwards.
   */
  static fromBinary(engine: BareEngine, given: Uint8Array): Module {
    const bytes = Uint8Array.from(given);
    const decoded = decode(bytes);
    return new Module(engine, decoded, engine.backend.compile(bytes, compileOptions(engine)), bytes);
  }

  /** Like {@link fromBinary}, without blocking where the host can. */
  static async fromBinaryAsync(engine: BareEngine, given: Uint8Array): Promise<Module> {
    const bytes = Uint8Array.from(given);
    const decoded = decode(bytes);
    return new Module(
      engine,
      decoded,
      await engine.backend.compileAsync(bytes, compileOptions(engine)),
      bytes,
    );
  }

  /**
   * Takes a module that the host compiled ahead of time, from a file that `prepareAheadOfTime` wrote. Throws
   * ModuleError if it is another, if the backend does not run modules of the host, or if the engine interrupts guests
   * and the module was not prepared for that.
   */
  static fromCompiled(engine: BareEngine, module: HostModule): Module {
    const { decoded, isInterruptible } = describeCompiled(module);
    if (engine.config.epochInterruption && !isInterruptible) {
      throw new ModuleError("incompatible", "the module was not prepared with epochInterruption");
    }
    const compiled = engine.backend.adopt(module, { interruptible: isInterruptible });
    if (compiled !== undefined) return new Module(engine, decoded, compiled, undefined);
    throw new ModuleError(
      "unsupported",
      `the ${engine.backend.name} backend does not run modules that the host compiled`,
    );
  }

  /** The module in bytes that {@link deserialize} takes. Throws ModuleError for one that came compiled. */
  serialize(): Uint8Array<ArrayBuffer> {
    if (this.#bytes !== undefined) return serializeModule(this.#bytes);
    throw new ModuleError("unsupported", "a module that the host compiled does not give its bytes away");
  }

  /** Compiles what {@link serialize} wrote. Throws ModuleError `incompatible` for anything else. */
  static deserialize(engine: BareEngine, serialized: Uint8Array): Module {
    return Module.fromBinary(engine, deserializeModule(serialized));
  }

  /** @internal The bytes of the module, unless it came compiled. */
  get bytes(): Uint8Array | undefined {
    return this.#bytes;
  }

  /** The bytes of each custom section of a name. */
  customSections(name: string): Uint8Array[] {
    return this.#customs.filter((section) => section.name === name).map(({ bytes }) => bytes);
  }

  /** The type of an export, if there is one of that name. */
  exportType(name: string): ExternType | undefined {
    return this.#exportTypes.get(name);
  }
}

const compileOptions = (engine: BareEngine) => ({ interruptible: engine.config.epochInterruption ?? false });

function decode(bytes: Uint8Array): DecodedModule {
  const decoded = decodeInterface(bytes);
  if (decoded.kind === "module") return decoded;
  throw new ModuleError(decoded.kind, decoded.message, { offset: decoded.offset });
}

function importDescriptors(decoded: DecodedModule): ImportDescriptor[] {
  return decoded.imports.map((entry) => {
    return { module: entry.module, name: entry.name, type: importType(decoded, entry) };
  });
}

function importType(decoded: DecodedModule, { import: wanted, offset }: Import): ExternType {
  switch (wanted.kind) {
    case "function":
      return { kind: "func", type: functionType(decoded, wanted.type, offset) };
    case "global":
      return { kind: "global", type: globalType(wanted.type) };
    case "memory":
      return { kind: "memory", type: memoryType(wanted.type) };
    case "table":
      return { kind: "table", type: tableType(wanted.type) };
    case "tag":
      return { kind: "tag", type: functionType(decoded, wanted.type, offset) };
  }
}

function functionType(decoded: DecodedModule, index: number | undefined, offset: number) {
  const type = index === undefined ? undefined : decoded.types[index];
  if (type === undefined) throw new ModuleError("invalid", "unknown type", { offset });
  return funcType(type);
}

function funcType(type: DecodedModule["types"][number]): FuncType {
  return { params: valTypes(type.parameters), results: valTypes(type.results) };
}

function tableType(type: DecodedModule["tables"][number]): TableType {
  return {
    element: valueTypeName(type.element) as TableType["element"],
    minimum: type.minimum,
    maximum: type.maximum,
    ...(type.is64 && { is64: true }),
  };
}

function exportDescriptors(decoded: DecodedModule): ExportDescriptor[] {
  const spaces = indexSpaces(decoded);
  return decoded.exports.map((entry) => ({ name: entry.name, type: exportType(decoded, spaces, entry) }));
}

function exportType(
  decoded: DecodedModule,
  spaces: IndexSpaces,
  { kind, index, offset }: Export,
): ExternType {
  switch (kind) {
    case ExternalKind.function:
      return { kind: "func", type: functionType(decoded, spaces.functionTypeIndices[index], offset) };
    case ExternalKind.table:
      return { kind: "table", type: tableType(found(spaces.tables[index], offset)) };
    case ExternalKind.memory:
      return { kind: "memory", type: memoryType(found(spaces.memories[index], offset)) };
    case ExternalKind.global:
      return { kind: "global", type: globalType(found(spaces.globals[index], offset)) };
    case ExternalKind.tag:
      return { kind: "tag", type: functionType(decoded, spaces.tagTypeIndices[index], offset) };
  }
}

function found<T>(item: T | undefined, offset: number): T {
  if (item === undefined) throw new ModuleError("invalid", "an export names what does not exist", { offset });
  return item;
}
