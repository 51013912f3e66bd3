/** Module `vba`: macros of Office documents, in compound files and in zip archives that hold one. */
import type { StructValue } from "../../types/index.ts";
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { type CompoundFile, openCompoundFile } from "../olecf/compound-file.ts";
import { latin1 } from "../text.ts";
import { readArchive, readContent } from "../zip/archive.ts";
import { readProject, readSources } from "./project.ts";
import { vbaSchema } from "./schema.ts";

/** Where the document formats of today keep the compound file with the macros. */
const PROJECT_PATHS: readonly string[] = ["word/vbaProject.bin", "xl/vbaProject.bin", "ppt/vbaProject.bin"];
/** Limit: real projects are far below. */
const MAX_PROJECT_SIZE = 2 ** 26;

const kinds = { standard: 1, class: 2, unknown: 3 } as const;

export const vbaModule: Module = bindModule(vbaSchema, { parse: ({ data }) => parseVba(data) });

function parseVba(data: Uint8Array): StructValue {
  const file = openCompoundFile(data) ?? projectInArchive(data);
  const project = file && readProject(file);
  if (!project) return { has_macros: false };
  const sources = readSources(file, project);
  return {
    has_macros: true,
    modules: project.modules.map(({ name, kind }, i) => ({ name, type: kinds[kind], code: sources[i] })),
    project_info: {
      name: project.name,
      version: project.version,
      references: project.references,
      module_count: project.moduleCount,
    },
  };
}

function projectInArchive(data: Uint8Array): CompoundFile | undefined {
  const entry = readArchive(data)?.find(({ path }) => PROJECT_PATHS.includes(latin1(path)));
  const content = entry && readContent(data, entry, MAX_PROJECT_SIZE);
  return content && openCompoundFile(content);
}
