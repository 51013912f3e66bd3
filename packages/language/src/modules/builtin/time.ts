import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `time`: the clock. */
export const timeSchema: ModuleSchema = moduleSchema({
  name: "time",
  functions: {
    "now() -> integer?": { description: "Seconds since the beginning of 1970, UTC." },
  },
});
