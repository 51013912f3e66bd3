/** Module `vba`: macros of Office documents, in compound files and in zip archives that hold some. */
import type { StructValue } from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { vbaSchema } from "@tyara/language/modules";
import { Budget } from "../kit/budget.ts";
import { bindModule } from "../kit/define-module.ts";
import { type CompoundFile, openCompoundFile } from "../olecf/compound-file.ts";
import { compoundFilesIn } from "./document.ts";
import { readProjects, type VbaProject } from "./project.ts";

/** Plain bytes of projects that small files may have. */
const GRACE = 2 ** 23;

const kinds = { standard: 1, class: 2, unknown: 3 } as const;

export const vbaModule: Module = bindModule(vbaSchema, { parse: ({ data }) => parseVba(data) });

/** Of several projects the modules of all are given, and the facts of the first that has any. */
function parseVba(data: Uint8Array): StructValue {
  const file = openCompoundFile(data);
  const files: Iterable<CompoundFile> = file ? [file] : compoundFilesIn(data);
  const budget = Budget.ofBytes(data.length, "projects", GRACE);
  const projects: VbaProject[] = [];
  for (const each of files) for (const project of readProjects(each, budget)) projects.push(project);
  const first = projects.find(({ modules }) => modules.length > 0) ?? projects[0];
  if (first === undefined) return { has_macros: false };
  return {
    has_macros: true,
    modules: projects.flatMap(({ modules }) =>
      modules.map(({ name, kind, code }) => ({ name, type: kinds[kind], code })),
    ),
    project_info: {
      name: first.name,
      version: first.version,
      references: first.references,
      module_count: first.moduleCount,
    },
  };
}
