/** Module `zip`: what the directory of an archive says. */
import type { StructValue } from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { zipSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { utf8 } from "../kit/text.ts";
import { readArchive, type ZipEntry } from "./archive.ts";

export const zipModule: Module = bindModule(zipSchema, {
  parse: ({ data }) => {
    const entries = readArchive(data);
    return { is_zip: entries !== undefined, entries: entries?.map(entryValue) };
  },
});

const UNKNOWN_COMPRESSION = 0xff;
const knownCompressions = new Set(
  [...zipSchema.type.fields.values()].map((field) => field.constant).filter((value) => value !== undefined),
);

function entryValue({ path, method, uncompressedSize, compressedSize }: ZipEntry): StructValue {
  return {
    file_path: utf8(path),
    compression: knownCompressions.has(BigInt(method)) ? method : UNKNOWN_COMPRESSION,
    uncompressed_size: uncompressedSize,
    compressed_size: compressedSize,
  };
}
