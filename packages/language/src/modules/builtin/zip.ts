import { inlineEnumeration } from "../enumeration.ts";
import { field, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

const Compression = inlineEnumeration("Compression", {
  STORED: 0,
  SHRUNK: 1,
  REDUCED_1: 2,
  REDUCED_2: 3,
  REDUCED_3: 4,
  REDUCED_4: 5,
  IMPLODED: 6,
  DEFLATED: 8,
  DEFLATE64: 9,
  PKWARE_IMPLODING: 10,
  BZIP2: 12,
  LZMA: 14,
  ZSTD: 0x5d,
  XZ: 0x5f,
  UNKNOWN: 0xff,
});

const Entry = struct("zip.Entry", {
  file_path: field.string(),
  compression: field.enumeration(Compression),
  uncompressed_size: field.u64(),
  compressed_size: field.u64(),
});

/** What rules see of the module `zip`. */
export const zipSchema: ModuleSchema = moduleSchema({
  name: "zip",
  fields: {
    is_zip: field.bool(),
    entries: field.array(Entry),
  },
  enumerations: [Compression],
});
