import { inlineEnumeration } from "../enumeration.ts";
import {
  deprecatedFor,
  field,
  flags,
  flagsByPlace,
  hex,
  type StructSpec,
  struct,
  timestamp,
} from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { lowercaseOf } from "../signature.ts";

/** Spec: an image begins with a program for DOS. */
export const DOS_MAGIC = [0x4d, 0x5a] as const;

const Machine = inlineEnumeration("Machine", {
  MACHINE_UNKNOWN: 0,
  MACHINE_ALPHA: 0x184,
  MACHINE_ALPHA64: 0x284,
  MACHINE_AM33: 0x1d3,
  MACHINE_AMD64: 0x8664,
  MACHINE_ARM: 0x1c0,
  MACHINE_ARM64: 0xaa64,
  MACHINE_ARM64EC: 0xa641,
  MACHINE_ARM64X: 0xa64e,
  MACHINE_ARMNT: 0x1c4,
  MACHINE_AXP64: 0x284,
  MACHINE_EBC: 0xebc,
  MACHINE_I386: 0x14c,
  MACHINE_IA64: 0x200,
  MACHINE_LOONGARCH32: 0x6232,
  MACHINE_LOONGARCH64: 0x6264,
  MACHINE_M32R: 0x9041,
  MACHINE_MIPS16: 0x266,
  MACHINE_MIPSFPU: 0x366,
  MACHINE_MIPSFPU16: 0x466,
  MACHINE_POWERPC: 0x1f0,
  MACHINE_POWERPCFP: 0x1f1,
  MACHINE_R3000BE: 0x160,
  MACHINE_R3000: 0x162,
  MACHINE_R4000: 0x166,
  MACHINE_R10000: 0x168,
  MACHINE_RISCV32: 0x5032,
  MACHINE_RISCV64: 0x5064,
  MACHINE_RISCV128: 0x5128,
  MACHINE_SH3: 0x1a2,
  MACHINE_SH3DSP: 0x1a3,
  MACHINE_SH4: 0x1a6,
  MACHINE_SH5: 0x1a8,
  MACHINE_THUMB: 0x1c2,
  MACHINE_WCEMIPSV2: 0x169,
});

const Subsystem = inlineEnumeration("Subsystem", {
  SUBSYSTEM_UNKNOWN: 0,
  SUBSYSTEM_NATIVE: 1,
  SUBSYSTEM_WINDOWS_GUI: 2,
  SUBSYSTEM_WINDOWS_CUI: 3,
  SUBSYSTEM_OS2_CUI: 5,
  SUBSYSTEM_POSIX_CUI: 7,
  SUBSYSTEM_NATIVE_WINDOWS: 8,
  SUBSYSTEM_WINDOWS_CE_GUI: 9,
  SUBSYSTEM_EFI_APPLICATION: 10,
  SUBSYSTEM_EFI_BOOT_SERVICE_DRIVER: 11,
  SUBSYSTEM_EFI_RUNTIME_DRIVER: 12,
  SUBSYSTEM_EFI_ROM_IMAGE: 13,
  SUBSYSTEM_XBOX: 14,
  SUBSYSTEM_WINDOWS_BOOT_APPLICATION: 0x10,
});

const Version = struct("pe.Version", {
  major: field.u32(),
  minor: field.u32(),
});

const OptionalMagic = inlineEnumeration("OptionalMagic", {
  IMAGE_NT_OPTIONAL_HDR32_MAGIC: 0x10b,
  IMAGE_NT_OPTIONAL_HDR64_MAGIC: 0x20b,
  IMAGE_ROM_OPTIONAL_HDR_MAGIC: 0x107,
});

const Characteristics = inlineEnumeration("Characteristics", {
  RELOCS_STRIPPED: 1,
  EXECUTABLE_IMAGE: 2,
  LINE_NUMS_STRIPPED: 4,
  LOCAL_SYMS_STRIPPED: 8,
  AGGRESIVE_WS_TRIM: 0x10,
  LARGE_ADDRESS_AWARE: 0x20,
  BYTES_REVERSED_LO: 0x80,
  MACHINE_32BIT: 0x100,
  DEBUG_STRIPPED: 0x200,
  REMOVABLE_RUN_FROM_SWAP: 0x400,
  NET_RUN_FROM_SWAP: 0x800,
  SYSTEM: 0x1000,
  DLL: 0x2000,
  UP_SYSTEM_ONLY: 0x4000,
  BYTES_REVERSED_HI: 0x8000,
});

const DllCharacteristics = inlineEnumeration("DllCharacteristics", {
  HIGH_ENTROPY_VA: 0x20,
  DYNAMIC_BASE: 0x40,
  FORCE_INTEGRITY: 0x80,
  NX_COMPAT: 0x100,
  NO_ISOLATION: 0x200,
  NO_SEH: 0x400,
  NO_BIND: 0x800,
  APPCONTAINER: 0x1000,
  WDM_DRIVER: 0x2000,
  GUARD_CF: 0x4000,
  TERMINAL_SERVER_AWARE: 0x8000,
});

const KeyValue = struct("pe.KeyValue", {
  key: field.string(),
  value: field.string(),
});

const RichTool = struct("pe.RichTool", {
  toolid: field.u32(),
  version: field.u32(),
  times: field.u32(),
});

const RichSignature = struct("pe.RichSignature", {
  offset: field.u32(hex),
  length: field.u32(hex),
  key: field.u32(),
  raw_data: field.bytes(),
  clear_data: field.bytes(),
  tools: field.array(RichTool),
});

const SectionCharacteristics = inlineEnumeration("SectionCharacteristics", {
  SECTION_NO_PAD: 8,
  SECTION_CNT_CODE: 0x20,
  SECTION_CNT_INITIALIZED_DATA: 0x40,
  SECTION_CNT_UNINITIALIZED_DATA: 0x80,
  SECTION_LNK_OTHER: 0x100,
  SECTION_LNK_INFO: 0x200,
  SECTION_LNK_REMOVE: 0x800,
  SECTION_LNK_COMDAT: 0x1000,
  SECTION_NO_DEFER_SPEC_EXC: 0x4000,
  SECTION_GPREL: 0x8000,
  SECTION_ALIGN_1BYTES: 0x100000,
  SECTION_ALIGN_2BYTES: 0x200000,
  SECTION_ALIGN_4BYTES: 0x300000,
  SECTION_ALIGN_8BYTES: 0x400000,
  SECTION_ALIGN_16BYTES: 0x500000,
  SECTION_ALIGN_32BYTES: 0x600000,
  SECTION_ALIGN_64BYTES: 0x700000,
  SECTION_ALIGN_128BYTES: 0x800000,
  SECTION_ALIGN_256BYTES: 0x900000,
  SECTION_ALIGN_512BYTES: 0xa00000,
  SECTION_ALIGN_1024BYTES: 0xb00000,
  SECTION_ALIGN_2048BYTES: 0xc00000,
  SECTION_ALIGN_4096BYTES: 0xd00000,
  SECTION_ALIGN_8192BYTES: 0xe00000,
  SECTION_ALIGN_MASK: 0xf00000,
  SECTION_LNK_NRELOC_OVFL: 0x1000000,
  SECTION_MEM_DISCARDABLE: 0x2000000,
  SECTION_MEM_NOT_CACHED: 0x4000000,
  SECTION_MEM_NOT_PAGED: 0x8000000,
  SECTION_MEM_SHARED: 0x10000000,
  SECTION_MEM_EXECUTE: 0x20000000,
  SECTION_MEM_READ: 0x40000000,
  SECTION_MEM_WRITE: 0x80000000,
  SECTION_SCALE_INDEX: 1,
});

const Section = struct("pe.Section", {
  name: field.bytes(),
  full_name: field.bytes(),
  characteristics: field.u32(flagsByPlace(SectionCharacteristics)),
  raw_data_size: field.u32(hex),
  raw_data_offset: field.u32(hex),
  virtual_address: field.u32(hex),
  virtual_size: field.u32(hex),
  pointer_to_relocations: field.u32(hex),
  pointer_to_line_numbers: field.u32(hex),
  number_of_relocations: field.u32(),
  number_of_line_numbers: field.u32(),
});

const DirEntry = struct("pe.DirEntry", {
  virtual_address: field.u32(hex),
  size: field.u32(hex),
});

const ResourceType = inlineEnumeration("ResourceType", {
  RESOURCE_TYPE_CURSOR: 1,
  RESOURCE_TYPE_BITMAP: 2,
  RESOURCE_TYPE_ICON: 3,
  RESOURCE_TYPE_MENU: 4,
  RESOURCE_TYPE_DIALOG: 5,
  RESOURCE_TYPE_STRING: 6,
  RESOURCE_TYPE_FONTDIR: 7,
  RESOURCE_TYPE_FONT: 8,
  RESOURCE_TYPE_ACCELERATOR: 9,
  RESOURCE_TYPE_RCDATA: 10,
  RESOURCE_TYPE_MESSAGETABLE: 11,
  RESOURCE_TYPE_GROUP_CURSOR: 12,
  RESOURCE_TYPE_GROUP_ICON: 14,
  RESOURCE_TYPE_VERSION: 0x10,
  RESOURCE_TYPE_DLGINCLUDE: 0x11,
  RESOURCE_TYPE_PLUGPLAY: 0x13,
  RESOURCE_TYPE_VXD: 0x14,
  RESOURCE_TYPE_ANICURSOR: 0x15,
  RESOURCE_TYPE_ANIICON: 0x16,
  RESOURCE_TYPE_HTML: 0x17,
  RESOURCE_TYPE_MANIFEST: 0x18,
});

const Resource = struct("pe.Resource", {
  length: field.u32(hex),
  rva: field.u32(hex),
  offset: field.u32(hex),
  type: field.enumeration(ResourceType),
  id: field.u32(),
  language: field.u32(),
  type_string: field.bytes(),
  name_string: field.bytes(),
  language_string: field.bytes(),
});

const Function_ = struct("pe.Function", {
  name: field.string(),
  ordinal: field.u32(),
  rva: field.u32(hex),
});

const Import = struct("pe.Import", {
  library_name: field.string(),
  number_of_functions: field.u64(),
  functions: field.array(Function_),
});

const Export = struct("pe.Export", {
  name: field.string(),
  ordinal: field.u32(),
  rva: field.u32(hex),
  offset: field.u32(hex),
  forward_name: field.string(),
});

const Certificate = struct("pe.Certificate", {
  issuer: field.string(),
  subject: field.string(),
  thumbprint: field.string(),
  version: field.integer(),
  algorithm: field.string(),
  algorithm_oid: field.string(),
  serial: field.string(),
  not_before: field.integer(timestamp),
  not_after: field.integer(timestamp),
});

const SignerInfo = struct("pe.SignerInfo", {
  program_name: field.string(),
  more_info: field.string(),
  digest: field.string(),
  digest_alg: field.string(),
  chain: field.array(Certificate),
});

const CounterSignature = struct("pe.CounterSignature", {
  verified: field.bool(),
  sign_time: field.integer(timestamp),
  digest: field.string(),
  digest_alg: field.string(),
  chain: field.array(Certificate),
});

/** An Authenticode signature; `msi` has them too. */
export const Signature: StructSpec = struct(
  "pe.Signature",
  {
    subject: field.string(),
    issuer: field.string(),
    thumbprint: field.string(),
    version: field.integer(),
    algorithm: field.string(),
    algorithm_oid: field.string(),
    serial: field.string(),
    not_before: field.integer(timestamp),
    not_after: field.integer(timestamp),
    verified: field.bool(),
    digest_alg: field.string(),
    digest: field.string(),
    file_digest: field.string(),
    number_of_certificates: field.u64(),
    number_of_countersignatures: field.u64(),
    signer_info: field.struct(SignerInfo),
    certificates: field.array(Certificate),
    countersignatures: field.array(CounterSignature),
  },
  {
    methods: {
      "valid_on(timestamp: integer) -> bool?": {
        description: "Whether a time lies between `not_before` and `not_after`.",
      },
    },
  },
);

const Overlay = struct("pe.Overlay", {
  offset: field.u64(hex),
  size: field.u64(hex),
});

const ImportFlags = inlineEnumeration("ImportFlags", {
  IMPORT_STANDARD: 1,
  IMPORT_DELAYED: 2,
  IMPORT_ANY: 3,
});

const DirectoryEntry = inlineEnumeration("DirectoryEntry", {
  IMAGE_DIRECTORY_ENTRY_EXPORT: 0,
  IMAGE_DIRECTORY_ENTRY_IMPORT: 1,
  IMAGE_DIRECTORY_ENTRY_RESOURCE: 2,
  IMAGE_DIRECTORY_ENTRY_EXCEPTION: 3,
  IMAGE_DIRECTORY_ENTRY_SECURITY: 4,
  IMAGE_DIRECTORY_ENTRY_BASERELOC: 5,
  IMAGE_DIRECTORY_ENTRY_DEBUG: 6,
  IMAGE_DIRECTORY_ENTRY_COPYRIGHT: 7,
  IMAGE_DIRECTORY_ENTRY_ARCHITECTURE: 7,
  IMAGE_DIRECTORY_ENTRY_GLOBALPTR: 8,
  IMAGE_DIRECTORY_ENTRY_TLS: 9,
  IMAGE_DIRECTORY_ENTRY_LOAD_CONFIG: 10,
  IMAGE_DIRECTORY_ENTRY_BOUND_IMPORT: 11,
  IMAGE_DIRECTORY_ENTRY_IAT: 12,
  IMAGE_DIRECTORY_ENTRY_DELAY_IMPORT: 13,
  IMAGE_DIRECTORY_ENTRY_COM_DESCRIPTOR: 14,
});

/** What rules see of the module `pe`. */
export const peSchema: ModuleSchema = moduleSchema({
  name: "pe",
  signature: { alternatives: [DOS_MAGIC], functions: "all" },
  fields: {
    is_pe: field.bool(),
    machine: field.enumeration(Machine),
    subsystem: field.enumeration(Subsystem),
    os_version: field.struct(Version),
    subsystem_version: field.struct(Version),
    image_version: field.struct(Version),
    linker_version: field.struct(Version),
    opthdr_magic: field.enumeration(OptionalMagic),
    characteristics: field.u32(flags(Characteristics)),
    dll_characteristics: field.u32(flags(DllCharacteristics)),
    timestamp: field.u32(timestamp),
    image_base: field.u64(hex),
    checksum: field.u32(),
    base_of_code: field.u32(hex),
    base_of_data: field.u32(hex),
    entry_point: field.u32(hex),
    entry_point_raw: field.u32(hex),
    dll_name: field.string(),
    export_timestamp: field.u32(timestamp),
    section_alignment: field.u32(hex),
    file_alignment: field.u32(hex),
    loader_flags: field.u32(hex),
    size_of_optional_header: field.u32(hex),
    size_of_code: field.u32(hex),
    size_of_initialized_data: field.u32(hex),
    size_of_uninitialized_data: field.u32(hex),
    size_of_image: field.u32(hex),
    size_of_headers: field.u32(hex),
    size_of_stack_reserve: field.u64(hex),
    size_of_stack_commit: field.u64(hex),
    size_of_heap_reserve: field.u64(hex),
    size_of_heap_commit: field.u64(hex),
    pointer_to_symbol_table: field.u32(hex),
    win32_version_value: field.u32(),
    number_of_symbols: field.u32(),
    number_of_rva_and_sizes: field.u32(),
    number_of_sections: field.u32(deprecatedFor("sections.len()")),
    number_of_imported_functions: field.u64(),
    number_of_delayed_imported_functions: field.u64(),
    number_of_resources: field.u64(deprecatedFor("resources.len()")),
    number_of_version_infos: field.u64(),
    number_of_imports: field.u64(),
    number_of_delayed_imports: field.u64(),
    number_of_exports: field.u64(),
    number_of_signatures: field.u64(deprecatedFor("signatures.len()")),
    version_info: field.map("string", field.string()),
    version_info_list: field.array(KeyValue),
    rich_signature: field.struct(RichSignature),
    pdb_path: field.bytes(),
    sections: field.array(Section),
    data_directories: field.array(DirEntry),
    resource_timestamp: field.u64(timestamp),
    resource_version: field.struct(Version),
    resources: field.array(Resource),
    import_details: field.array(Import),
    delayed_import_details: field.array(Import),
    export_details: field.array(Export),
    is_signed: field.bool(),
    signatures: field.array(Signature),
    overlay: field.struct(Overlay),
  },
  enumerations: [
    ResourceType,
    Machine,
    Subsystem,
    ImportFlags,
    Characteristics,
    OptionalMagic,
    DirectoryEntry,
    SectionCharacteristics,
    DllCharacteristics,
  ],
  functions: {
    "is_32bit() -> bool?": { description: "Whether the image is PE32." },
    "is_64bit() -> bool?": { description: "Whether the image is PE32+." },
    "is_dll() -> bool?": { description: "Whether the characteristics say that the image is a library." },
    "rva_to_offset(rva: integer) -> integer?": {
      description: "The file offset of an address relative to the image base.",
    },
    "calculate_checksum() -> integer?": { description: "What `checksum` should be." },
    "section_index(name: string) -> integer?": {
      description: "The index of the first section with this name.",
    },
    "section_index(offset: integer) -> integer?": {
      description: "The index of the section that holds a file offset.",
    },
    "imphash() -> string?": {
      description: "MD5 of the imported functions in lower case and in order.",
      constraints: lowercaseOf(32),
    },
    "rich_signature.toolid(toolid: integer) -> integer?": { description: "How many objects this tool made." },
    "rich_signature.version(version: integer) -> integer?": {
      description: "How many objects tools of this version made.",
    },
    "rich_signature.version(version: integer, toolid: integer) -> integer?": {
      description: "How many objects this tool made in this version.",
    },
    "rich_signature.toolid(toolid: integer, version: integer) -> integer?": {
      description: "How many objects this tool made in this version.",
    },
    "imports(dll_name: string) -> integer?": {
      description: "How many functions are imported from a library.",
    },
    "imports(dll_name: string, func_name: string) -> bool?": {
      description: "Whether a function is imported by name.",
    },
    "imports(dll_name: string, ordinal: integer) -> integer?": {
      description: "Whether a function is imported by ordinal, as 1 or 0.",
    },
    "imports(dll_name: regexp, func_name: regexp) -> integer?": {
      description: "How many functions are imported whose library and name match.",
    },
    "imports(import_flags: integer, dll_name: string) -> integer?": {
      description: "How many functions are imported from a library in these ways.",
    },
    "imports(import_flags: integer, dll_name: string, func_name: string) -> bool?": {
      description: "Whether a function is imported by name in one of these ways.",
    },
    "imports(import_flags: integer, dll_name: string, ordinal: integer) -> bool?": {
      description: "Whether a function is imported by ordinal in one of these ways.",
    },
    "imports(import_flags: integer, dll_name: regexp, func_name: regexp) -> integer?": {
      description: "How many functions are imported in these ways whose library and name match.",
    },
    "import_rva(dll_name: string, func_name: string) -> integer?": {
      description: "Where the loader puts the address of a function imported by name.",
    },
    "import_rva(dll_name: string, ordinal: integer) -> integer?": {
      description: "Where the loader puts the address of a function imported by ordinal.",
    },
    "delayed_import_rva(dll_name: string, func_name: string) -> integer?": {
      description: "Where the address of a function goes that is imported by name when it is first called.",
    },
    "delayed_import_rva(dll_name: string, ordinal: integer) -> integer?": {
      description:
        "Where the address of a function goes that is imported by ordinal when it is first called.",
    },
    "exports(func_name: string) -> bool?": { description: "Whether a function of this name is exported." },
    "exports(ordinal: integer) -> bool?": { description: "Whether a function of this ordinal is exported." },
    "exports(func_name: regexp) -> bool?": {
      description: "Whether a function is exported whose name matches.",
    },
    "exports_index(func_name: string) -> integer?": {
      description: "The index in `export_details` of the function of this name.",
    },
    "exports_index(ordinal: integer) -> integer?": {
      description: "The index in `export_details` of the function of this ordinal.",
    },
    "exports_index(func_name: regexp) -> integer?": {
      description: "The index in `export_details` of the first function whose name matches.",
    },
    "locale(loc: integer) -> bool?": {
      description: "Whether a resource is for this locale, a number of 16 bits.",
    },
    "language(lang: integer) -> bool?": {
      description: "Whether a resource is for this language, the lower 8 bits of a locale.",
    },
  },
});
