import { field } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { OLE_MAGIC } from "./olecf.ts";
import { Signature } from "./pe.ts";

/** What rules see of the module `msi`. */
export const msiSchema: ModuleSchema = moduleSchema({
  name: "msi",
  signature: { alternatives: [OLE_MAGIC] },
  fields: {
    is_signed: field.bool(),
    signatures: field.array(Signature),
  },
});
