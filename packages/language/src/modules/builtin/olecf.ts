import { enumeration } from "../enumeration.ts";
import { field, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** Spec: how a compound file begins. */
export const OLE_MAGIC = [0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1] as const;

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
  signature: { alternatives: [OLE_MAGIC] },
  fields: {
    is_olecf: field.bool(),
    streams: field.array(Stream),
  },
  enumerations: [StreamType],
});
