import { inlineEnumeration } from "../enumeration.ts";
import { field, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

const ModuleType = inlineEnumeration("ModuleType", {
  MODULE_TYPE_STANDARD: 1,
  MODULE_TYPE_CLASS: 2,
  MODULE_TYPE_UNKNOWN: 3,
});

const Module = struct("vba.Vba.Module", {
  name: field.string(),
  type: field.enumeration(ModuleType),
  code: field.string(),
});

const ProjectInfo = struct("vba.Vba.ProjectInfo", {
  name: field.string(),
  version: field.string(),
  references: field.array(field.string()),
  module_count: field.i32(),
});

/** What rules see of the module `vba`. */
export const vbaSchema: ModuleSchema = moduleSchema({
  name: "vba",
  fields: {
    has_macros: field.bool(),
    modules: field.array(Module),
    project_info: field.struct(ProjectInfo),
  },
  enumerations: [ModuleType],
});
