import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** What rules see of the module `console`: messages of rules to whoever listens to the scan. */
export const consoleSchema: ModuleSchema = moduleSchema({
  name: "console",
  functions: {
    "log(string: string) -> bool": {},
    "log(message: string, string: string) -> bool": {},
    "log(offset: integer, length: integer) -> bool": {},
    "log(message: string, offset: integer, length: integer) -> bool": {},
    "log(b: bool) -> bool": {},
    "log(message: string, b: bool) -> bool": {},
    "log(i: integer) -> bool": {},
    "log(message: string, i: integer) -> bool": {},
    "log(f: float) -> bool": {},
    "log(message: string, f: float) -> bool": {},
    "hex(i: integer) -> bool": {},
    "hex(message: string, i: integer) -> bool": {},
  },
});
