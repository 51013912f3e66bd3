/** A module for an imaginary package format, as `docs/modules.md` explains it. */
import { ByteReader, defineModule, field, inlineEnumeration, type Module, struct } from "tyara/modules";

const Kind = inlineEnumeration("Kind", { KIND_TEXT: 1, KIND_IMAGE: 2, KIND_CODE: 3 });

const Entry = struct("tpak.Entry", {
  name: field.string("The path inside the package."),
  kind: field.enumeration(Kind),
  tags: field.array(field.string()),
});

export const tpak: Module = defineModule({
  name: "tpak",
  fields: {
    is_tpak: field.bool("Whether the data is a package; the other fields are undefined when it is not."),
    entries: field.array(Entry),
    properties: field.map("string", field.string()),
  },
  enumerations: [Kind],
  signature: {
    alternatives: [[0x54, 0x50, 0x41, 0x4b]],
    functions: ["count(integer)", "total_name_length()"],
  },
  functions: {
    "count(kind: integer) -> integer?": ({ value }, kind) =>
      value?.entries?.filter((entry) => BigInt(entry.kind ?? 0) === kind).length,
    "total_name_length() -> integer": {
      description: "Characters in the names of all entries.",
      run: ({ value }) => (value?.entries ?? []).reduce((sum, { name }) => sum + (name?.length ?? 0), 0),
    },
  },
  parse: ({ data }) => {
    const reader = new ByteReader(data);
    if (new TextDecoder().decode(reader.bytes(4)) !== "TPAK") return { is_tpak: false };
    const text = () => new TextDecoder().decode(reader.bytes(reader.u8() ?? 0));
    const list = <T>(item: () => T) =>
      Array.from({ length: Math.min(reader.u8() ?? 0, reader.remaining) }, item);
    const entries = list(() => ({ name: text(), kind: reader.u8(), tags: list(text) }));
    return { is_tpak: true, entries, properties: new Map(list((): [string, string] => [text(), text()])) };
  },
});
