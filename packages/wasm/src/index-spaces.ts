import type { DecodedModule, ImportType, IndexSpaces } from "./decoded-module.ts";
import type { FunctionType } from "./value-type.ts";

const noType: FunctionType = { parameters: [], results: [] };

/** Lays out the index spaces of a module. A type index that does not exist reads as the empty type. */
export function indexSpaces(module: DecodedModule): IndexSpaces {
  const imported = importedTypes(module);
  const functionTypeIndices = [...imported.functions, ...module.functions];
  return {
    functionTypeIndices,
    functions: functionTypeIndices.map((index) => module.types[index] ?? noType),
    tables: [...imported.tables, ...module.tables],
    memories: [...imported.memories, ...module.memories],
    globals: [...imported.globals, ...module.globals.map((global) => global.type)],
    tagTypeIndices: [...imported.tags, ...module.tags],
    importedFunctionCount: imported.functions.length,
    importedGlobalCount: imported.globals.length,
  };
}

function importedTypes(module: DecodedModule) {
  const pick = <Kind extends ImportType["kind"]>(kind: Kind) =>
    module.imports
      .map((entry) => entry.import)
      .filter((type): type is Extract<ImportType, { kind: Kind }> => type.kind === kind)
      .map((type) => type.type as Extract<ImportType, { kind: Kind }>["type"]);
  return {
    functions: pick("function"),
    tables: pick("table"),
    memories: pick("memory"),
    globals: pick("global"),
    tags: pick("tag"),
  };
}
