import { enumeration, field, type ModuleSchema, moduleSchema, struct } from "../schema/index.ts";

const StreamType = enumeration("StreamType", {
  UNKNOWN: 0,
  STORAGE: 1,
  STREAM: 2,
  ROOT: 5,
});

const Stream = struct("olecf.Stream", {
  name: field.string(),
  type: field.enumeration(StreamType),
  size: field.u64(),
});

/** What rules see of the module `olecf`. */
export const olecfSchema: ModuleSchema = moduleSchema({
  name: "olecf",
  fields: {
    is_olecf: field.bool(),
    streams: field.array(Stream),
  },
  enumerations: [StreamType],
});
