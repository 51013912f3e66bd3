/** Module `olecf`: the directory of a compound file. */
import type { StructValue } from "@tyara/base";
import type { Module } from "@tyara/language/modules";
import { olecfSchema } from "@tyara/language/modules";
import { bindModule } from "../kit/define-module.ts";
import { type DirectoryEntry, EntryType, openCompoundFile } from "./compound-file.ts";

const knownTypes: readonly number[] = Object.values(EntryType);

export const olecfModule: Module = bindModule(olecfSchema, {
  parse: ({ data }) => {
    const file = openCompoundFile(data);
    if (!file) return { is_olecf: false };
    return { is_olecf: true, streams: file.entries.filter((entry) => entry !== undefined).map(streamValue) };
  },
});

/** Names of system streams begin with a control character, which is left out. */
function streamValue({ name, type, size }: DirectoryEntry): StructValue {
  return {
    name: name.replace(/[\u0000-\u001f\u007f]/g, ""),
    type: knownTypes.includes(type) ? type : EntryType.unknown,
    size,
  };
}
