import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `string`: numbers in strings, and lengths. */
export const stringSchema: ModuleSchema = moduleSchema({
  name: "string",
  functions: {
    "to_int(string: string) -> integer?": {
      description: "The decimal number that the whole string is, with an optional sign.",
    },
    "to_int(string: string, base: integer) -> integer?": {
      description: "The number in a base from 2 to 36 that the whole string is; no prefix.",
    },
    "length(string: string) -> integer?": { description: "How many bytes the string has." },
  },
});
