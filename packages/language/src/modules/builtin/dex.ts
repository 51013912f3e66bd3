import { inlineEnumeration } from "../enumeration.ts";
import { field, flags, hex, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { lowercaseOf } from "../signature.ts";

/** Spec: an executable begins with `dex` and a line feed. */
export const DEX_MAGIC = [0x64, 0x65, 0x78, 0x0a] as const;

const DexHeader = struct("dex.DexHeader", {
  magic: field.u32(hex),
  version: field.u32(),
  checksum: field.u32(hex),
  signature: field.string(),
  file_size: field.u32(),
  header_size: field.u32(hex),
  endian_tag: field.u32(hex),
  link_size: field.u32(),
  link_off: field.u32(hex),
  data_size: field.u32(),
  data_off: field.u32(hex),
  container_size: field.u32(),
  header_offset: field.u32(hex),
});

const ProtoItem = struct("dex.ProtoItem", {
  shorty: field.string(),
  return_type: field.string(),
  parameters_count: field.u32(),
  parameters: field.array(field.string()),
});

const FieldItem = struct("dex.FieldItem", {
  class: field.string(),
  type: field.string(),
  name: field.string(),
});

const MethodItem = struct("dex.MethodItem", {
  class: field.string(),
  proto: field.struct(ProtoItem),
  name: field.string(),
});

const AccessFlag = inlineEnumeration("AccessFlag", {
  ACC_PUBLIC: 1,
  ACC_PRIVATE: 2,
  ACC_PROTECTED: 4,
  ACC_STATIC: 8,
  ACC_FINAL: 0x10,
  ACC_SYNCHRONIZED: 0x20,
  ACC_BRIDGE: 0x40,
  ACC_VARARGS: 0x80,
  ACC_NATIVE: 0x100,
  ACC_INTERFACE: 0x200,
  ACC_ABSTRACT: 0x400,
  ACC_STRICT: 0x800,
  ACC_SYNTHETIC: 0x1000,
  ACC_ANNOTATION: 0x2000,
  ACC_ENUM: 0x4000,
  ACC_CONSTRUCTOR: 0x10000,
  ACC_DECLARED_SYNCHRONIZED: 0x20000,
});

const ClassItem = struct("dex.ClassItem", {
  class: field.string(),
  access_flags: field.u32(flags(AccessFlag)),
  superclass: field.string(),
  source_file: field.string(),
});

const TypeCode = inlineEnumeration("TypeCode", {
  TYPE_HEADER_ITEM: 0,
  TYPE_STRING_ID_ITEM: 1,
  TYPE_TYPE_ID_ITEM: 2,
  TYPE_PROTO_ID_ITEM: 3,
  TYPE_FIELD_ID_ITEM: 4,
  TYPE_METHOD_ID_ITEM: 5,
  TYPE_CLASS_DEF_ITEM: 6,
  TYPE_CALL_SITE_ID_ITEM: 7,
  TYPE_METHOD_HANDLE_ITEM: 8,
  TYPE_MAP_LIST: 0x1000,
  TYPE_TYPE_LIST: 0x1001,
  TYPE_ANNOTATION_SET_REF_LIST: 0x1002,
  TYPE_ANNOTATION_SET_ITEM: 0x1003,
  TYPE_CLASS_DATA_ITEM: 0x2000,
  TYPE_CODE_ITEM: 0x2001,
  TYPE_STRING_DATA_ITEM: 0x2002,
  TYPE_DEBUG_INFO_ITEM: 0x2003,
  TYPE_ANNOTATION_ITEM: 0x2004,
  TYPE_ENCODED_ARRAY_ITEM: 0x2005,
  TYPE_ANNOTATIONS_DIRECTORY_ITEM: 0x2006,
  TYPE_HIDDENAPI_CLASS_DATA_ITEM: 0xf000,
});

const MapItem = struct("dex.MapItem", {
  type: field.enumeration(TypeCode),
  unused: field.u32(),
  size: field.u32(),
  offset: field.u32(hex),
});

const MapList = struct("dex.MapList", {
  size: field.u32(),
  items: field.array(MapItem),
});

const AccessFlagSpecial = inlineEnumeration("AccessFlagSpecial", {
  ACC_VOLATILE: 0x40,
  ACC_TRANSIENT: 0x80,
});

/** What rules see of the module `dex`. */
export const dexSchema: ModuleSchema = moduleSchema({
  name: "dex",
  signature: { alternatives: [DEX_MAGIC], functions: "all" },
  fields: {
    is_dex: field.bool(),
    header: field.struct(DexHeader),
    strings: field.array(field.string()),
    types: field.array(field.string()),
    protos: field.array(ProtoItem),
    fields: field.array(FieldItem),
    methods: field.array(MethodItem),
    class_defs: field.array(ClassItem),
    map_list: field.struct(MapList),
  },
  enumerations: [AccessFlag, AccessFlagSpecial, TypeCode],
  functions: {
    "checksum() -> integer?": { description: "Adler-32 of what `header.checksum` should be of." },
    "signature() -> string?": {
      description: "SHA-1 of what `header.signature` should be of.",
      constraints: lowercaseOf(40),
    },
    "contains_string(value: string) -> bool?": { description: "Whether the table of strings has this one." },
    "contains_method(value: string) -> bool?": { description: "Whether a method has this name." },
    "contains_class(value: string) -> bool?": {
      description: "Whether a class of this descriptor is defined.",
    },
  },
});
