import { Signature } from "../pe/schema.ts";
import { field, type ModuleSchema, moduleSchema } from "../schema/index.ts";

/** What rules see of the module `msi`. */
export const msiSchema: ModuleSchema = moduleSchema({
  name: "msi",
  fields: {
    is_signed: field.bool(),
    signatures: field.array(Signature),
  },
});
