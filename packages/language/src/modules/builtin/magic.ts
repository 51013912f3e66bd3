import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `magic`, which stands on libmagic where that is installed. */
export const magicSchema: ModuleSchema = moduleSchema({
  name: "magic",
  functions: {
    "type() -> string?": { description: "What libmagic says of the data." },
    "mime_type() -> string?": { description: "The MIME type that libmagic gives the data." },
  },
});
