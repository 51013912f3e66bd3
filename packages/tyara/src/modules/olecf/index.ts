/** Module `olecf`: the directory of a compound file. */
import type { StructValue } from "../../types/index.ts";
import { bindModule } from "../define-module.ts";
import type { Module } from "../module.ts";
import { type DirectoryEntry, EntryType, MAGIC, openCompoundFile } from "./compound-file.ts";
import { olecfSchema } from "./schema.ts";

const knownTypes: readonly number[] = Object.values(EntryType);

export const olecfModule: Module = bindModule(olecfSchema, {
  parse: ({ data }) => {
    const file = openCompoundFile(data);
    if (!file) return { is_olecf: false };
    return { is_olecf: true, streams: file.entries.filter((entry) => entry !== undefined).map(streamValue) };
  },
  signature: { alternatives: [MAGIC] },
});

/** Names of system streams begin with a control character, which is left out. */
function streamValue({ name, type, size }: DirectoryEntry): StructValue {
  return {
    name: name.replace(/[\u0000-\u001f\u007f]/g, ""),
    type: knownTypes.includes(type) ? type : EntryType.unknown,
    size,
  };
}
