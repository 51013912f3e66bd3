import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { between, lowercaseOf } from "../signature.ts";

/** What rules see of the module `hash`: digests and checksums. */
export const hashSchema: ModuleSchema = moduleSchema({
  name: "hash",
  functions: {
    "md5(offset: integer, size: integer) -> string?": {
      description: "The digest of a range of the data; undefined unless all of it is there.",
      constraints: lowercaseOf(32),
    },
    "md5(string: string) -> string?": {
      description: "The digest of a string.",
      constraints: lowercaseOf(32),
    },
    "sha1(offset: integer, size: integer) -> string?": {
      description: "The digest of a range of the data; undefined unless all of it is there.",
      constraints: lowercaseOf(40),
    },
    "sha1(string: string) -> string?": {
      description: "The digest of a string.",
      constraints: lowercaseOf(40),
    },
    "sha256(offset: integer, size: integer) -> string?": {
      description: "The digest of a range of the data; undefined unless all of it is there.",
      constraints: lowercaseOf(64),
    },
    "sha256(string: string) -> string?": {
      description: "The digest of a string.",
      constraints: lowercaseOf(64),
    },
    "crc32(offset: integer, size: integer) -> integer?": {
      description: "CRC-32 of a range of the data.",
      constraints: between(0n, 4294967295n),
    },
    "crc32(string: string) -> integer?": {
      description: "CRC-32 of a string.",
      constraints: between(0n, 4294967295n),
    },
    "checksum32(offset: integer, size: integer) -> integer?": {
      description: "The sum of the bytes of a range of the data, in 32 bits.",
      constraints: between(0n, 4294967295n),
    },
    "checksum32(string: string) -> integer?": {
      description: "The sum of the bytes of a string, in 32 bits.",
      constraints: between(0n, 4294967295n),
    },
  },
});
