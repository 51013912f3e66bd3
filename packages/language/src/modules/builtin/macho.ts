import { inlineEnumeration } from "../enumeration.ts";
import { deprecatedFor, field, flags, hex, struct, timestamp } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { lowercaseOf } from "../signature.ts";

/** Spec: how an image, and a fat file of several images, begins: the first four bytes read from left to right. */
export const MachoMagic = {
  big32: 0xfeedface,
  little32: 0xcefaedfe,
  big64: 0xfeedfacf,
  little64: 0xcffaedfe,
  fat32: 0xcafebabe,
  fat64: 0xcafebabf,
} as const;

const magics = Object.values(MachoMagic).map((magic) => [
  magic >>> 24,
  (magic >>> 16) & 0xff,
  (magic >>> 8) & 0xff,
  magic & 0xff,
]);

const Nlist = struct("macho.Nlist", {
  n_strx: field.u32(),
  n_type: field.u32(),
  n_sect: field.u32(),
  n_desc: field.u32(),
  n_value: field.u64(),
});

const Symtab = struct("macho.Symtab", {
  symoff: field.u32(),
  nsyms: field.u32(),
  stroff: field.u32(),
  strsize: field.u32(),
  entries: field.array(field.bytes()),
  nlists: field.array(Nlist),
});

const Dysymtab = struct("macho.Dysymtab", {
  ilocalsym: field.u32(),
  nlocalsym: field.u32(),
  iextdefsym: field.u32(),
  nextdefsym: field.u32(),
  iundefsym: field.u32(),
  nundefsym: field.u32(),
  tocoff: field.u32(),
  ntoc: field.u32(),
  modtaboff: field.u32(),
  nmodtab: field.u32(),
  extrefsymoff: field.u32(),
  nextrefsyms: field.u32(),
  indirectsymoff: field.u32(),
  nindirectsyms: field.u32(),
  extreloff: field.u32(),
  nextrel: field.u32(),
  locreloff: field.u32(),
  nlocrel: field.u32(),
});

const LinkedItData = struct("macho.LinkedItData", {
  dataoff: field.u32(),
  datasize: field.u32(),
});

const SegmentFlag = inlineEnumeration("SegmentFlag", {
  SG_HIGHVM: 1,
  SG_FVMLIB: 2,
  SG_NORELOC: 4,
  SG_PROTECTED_VERSION_1: 8,
});

const Section = struct("macho.Section", {
  segname: field.bytes(),
  sectname: field.bytes(),
  addr: field.u64(hex),
  size: field.u64(hex),
  offset: field.u32(),
  align: field.u32(),
  reloff: field.u32(),
  nreloc: field.u32(),
  flags: field.u32(hex),
  reserved1: field.u32(),
  reserved2: field.u32(),
  reserved3: field.u32(),
});

const Segment = struct("macho.Segment", {
  segname: field.bytes(),
  vmaddr: field.u64(hex),
  vmsize: field.u64(hex),
  fileoff: field.u64(),
  filesize: field.u64(),
  maxprot: field.u32(hex),
  initprot: field.u32(hex),
  nsects: field.u32(),
  flags: field.u32(flags(SegmentFlag)),
  sections: field.array(Section),
});

const Dylib = struct("macho.Dylib", {
  name: field.bytes(),
  timestamp: field.u32(timestamp),
  compatibility_version: field.string(),
  current_version: field.string(),
});

const DyldInfo = struct("macho.DyldInfo", {
  rebase_off: field.u32(),
  rebase_size: field.u32(),
  bind_off: field.u32(),
  bind_size: field.u32(),
  weak_bind_off: field.u32(),
  weak_bind_size: field.u32(),
  lazy_bind_off: field.u32(),
  lazy_bind_size: field.u32(),
  export_off: field.u32(),
  export_size: field.u32(),
});

const Certificate = struct("macho.Certificate", {
  issuer: field.string(),
  subject: field.string(),
  is_self_signed: field.bool(),
});

const BuildTool = struct("macho.BuildTool", {
  tool: field.u32(),
  version: field.string(),
});

const BuildVersion = struct("macho.BuildVersion", {
  platform: field.u32(),
  minos: field.string(),
  sdk: field.string(),
  ntools: field.u32(),
  tools: field.array(BuildTool),
});

const DeviceType = inlineEnumeration("DeviceType", {
  MACOSX: 0x24,
  IPHONEOS: 0x25,
  TVOS: 0x2f,
  WATCHOS: 0x30,
});

const MinVersion = struct("macho.MinVersion", {
  device: field.enumeration(DeviceType),
  version: field.string(),
  sdk: field.string(),
});

const FatArch = struct("macho.FatArch", {
  cputype: field.u32(hex),
  cpusubtype: field.u32(hex),
  offset: field.u64(),
  size: field.u64(),
  align: field.u32(),
  reserved: field.u32(),
});

const FileFlag = inlineEnumeration("FileFlag", {
  MH_NOUNDEFS: 1,
  MH_INCRLINK: 2,
  MH_DYLDLINK: 4,
  MH_BINDATLOAD: 8,
  MH_PREBOUND: 0x10,
  MH_SPLIT_SEGS: 0x20,
  MH_LAZY_INIT: 0x40,
  MH_TWOLEVEL: 0x80,
  MH_FORCE_FLAT: 0x100,
  MH_NOMULTIDEFS: 0x200,
  MH_NOFIXPREBINDING: 0x400,
  MH_PREBINDABLE: 0x800,
  MH_ALLMODSBOUND: 0x1000,
  MH_SUBSECTIONS_VIA_SYMBOLS: 0x2000,
  MH_CANONICAL: 0x4000,
  MH_WEAK_DEFINES: 0x8000,
  MH_BINDS_TO_WEAK: 0x10000,
  MH_ALLOW_STACK_EXECUTION: 0x20000,
  MH_ROOT_SAFE: 0x40000,
  MH_SETUID_SAFE: 0x80000,
  MH_NO_REEXPORTED_DYLIBS: 0x100000,
  MH_PIE: 0x200000,
  MH_DEAD_STRIPPABLE_DYLIB: 0x400000,
  MH_HAS_TLV_DESCRIPTORS: 0x800000,
  MH_NO_HEAP_EXECUTION: 0x1000000,
  MH_APP_EXTENSION_SAFE: 0x2000000,
});

const File = struct("macho.File", {
  magic: field.u32(hex),
  cputype: field.u32(hex),
  cpusubtype: field.u32(hex),
  filetype: field.u32(),
  ncmds: field.u32(),
  sizeofcmds: field.u32(),
  flags: field.u32(flags(FileFlag)),
  reserved: field.u32(),
  number_of_segments: field.u64(deprecatedFor("segments.len()")),
  dynamic_linker: field.bytes(),
  entry_point: field.u64(),
  stack_size: field.u64(),
  source_version: field.string(),
  segments: field.array(Segment),
  dylibs: field.array(Dylib),
  rpaths: field.array(field.bytes()),
  entitlements: field.array(field.string()),
  symtab: field.struct(Symtab),
  dysymtab: field.struct(Dysymtab),
  dyld_info: field.struct(DyldInfo),
  code_signature_data: field.struct(LinkedItData),
  certificates: field.array(Certificate),
  uuid: field.string(),
  build_version: field.struct(BuildVersion),
  min_version: field.struct(MinVersion),
  exports: field.array(field.string()),
  imports: field.array(field.string()),
  linker_options: field.array(field.bytes()),
});

const Header = inlineEnumeration("Header", {
  MH_MAGIC: 0xfeedface,
  MH_CIGAM: 0xcefaedfe,
  MH_MAGIC_64: 0xfeedfacf,
  MH_CIGAM_64: 0xcffaedfe,
});

const FatHeader = inlineEnumeration("FatHeader", {
  FAT_MAGIC: 0xcafebabe,
  FAT_CIGAM: 0xbebafeca,
  FAT_MAGIC_64: 0xcafebabf,
  FAT_CIGAM_64: 0xbfbafeca,
});

const Mask64Bit = inlineEnumeration("Mask64Bit", {
  CPU_ARCH_ABI64: 0x1000000,
  CPU_SUBTYPE_LIB64: 0x80000000,
});

const CpuType = inlineEnumeration("CpuType", {
  CPU_TYPE_MC680X0: 6,
  CPU_TYPE_X86: 7,
  CPU_TYPE_X86_64: 0x1000007,
  CPU_TYPE_MIPS: 8,
  CPU_TYPE_MC98000: 10,
  CPU_TYPE_ARM: 12,
  CPU_TYPE_ARM64: 0x100000c,
  CPU_TYPE_MC88000: 13,
  CPU_TYPE_SPARC: 14,
  CPU_TYPE_POWERPC: 0x12,
  CPU_TYPE_POWERPC64: 0x1000012,
});

const CpuI386Type = inlineEnumeration("CpuI386Type", {
  CPU_TYPE_I386: 7,
});

const CpuIntelSubType = inlineEnumeration("CpuIntelSubType", {
  CPU_SUBTYPE_INTEL_MODEL_ALL: 0,
  CPU_SUBTYPE_386: 3,
  CPU_SUBTYPE_486: 4,
  CPU_SUBTYPE_486SX: 0x84,
  CPU_SUBTYPE_586: 5,
  CPU_SUBTYPE_CELERON: 0x67,
  CPU_SUBTYPE_CELERON_MOBILE: 0x77,
  CPU_SUBTYPE_ITANIUM: 11,
  CPU_SUBTYPE_ITANIUM_2: 0x1b,
  CPU_SUBTYPE_XEON: 12,
  CPU_SUBTYPE_XEON_MP: 0x1c,
});

const CpuI386SubType = inlineEnumeration("CpuI386SubType", {
  CPU_SUBTYPE_I386_ALL: 3,
});

const CpuX86SubType = inlineEnumeration("CpuX86SubType", {
  CPU_SUBTYPE_X86_64_ALL: 3,
});

const CpuIntelPentiumSubType = inlineEnumeration("CpuIntelPentiumSubType", {
  CPU_SUBTYPE_PENT: 5,
  CPU_SUBTYPE_PENTPRO: 0x16,
  CPU_SUBTYPE_PENTII_M3: 0x36,
  CPU_SUBTYPE_PENTII_M5: 0x56,
  CPU_SUBTYPE_PENTIUM_3: 8,
  CPU_SUBTYPE_PENTIUM_3_M: 0x18,
  CPU_SUBTYPE_PENTIUM_3_XEON: 0x28,
  CPU_SUBTYPE_PENTIUM_M: 9,
  CPU_SUBTYPE_PENTIUM_4: 10,
  CPU_SUBTYPE_PENTIUM_4_M: 0x1a,
});

const CpuArmSubType = inlineEnumeration("CpuArmSubType", {
  CPU_SUBTYPE_ARM_ALL: 0,
  CPU_SUBTYPE_ARM_V4T: 5,
  CPU_SUBTYPE_ARM_V6: 6,
  CPU_SUBTYPE_ARM_V5: 7,
  CPU_SUBTYPE_ARM_XSCALE: 8,
  CPU_SUBTYPE_ARM_V7: 9,
  CPU_SUBTYPE_ARM_V7F: 10,
  CPU_SUBTYPE_ARM_V7S: 11,
  CPU_SUBTYPE_ARM_V7K: 12,
  CPU_SUBTYPE_ARM_V6M: 14,
  CPU_SUBTYPE_ARM_V7M: 15,
  CPU_SUBTYPE_ARM_V7EM: 0x10,
});

const CpuArm64SubType = inlineEnumeration("CpuArm64SubType", {
  CPU_SUBTYPE_ARM_V5TEJ: 7,
  CPU_SUBTYPE_ARM64_ALL: 0,
});

const CpuSparcSubType = inlineEnumeration("CpuSparcSubType", {
  CPU_SUBTYPE_SPARC_ALL: 0,
});

const CpuPowerPCSubType = inlineEnumeration("CpuPowerPCSubType", {
  CPU_SUBTYPE_POWERPC_ALL: 0,
  CPU_SUBTYPE_POWERPC_601: 1,
  CPU_SUBTYPE_POWERPC_602: 2,
  CPU_SUBTYPE_POWERPC_603: 3,
  CPU_SUBTYPE_POWERPC_603e: 4,
  CPU_SUBTYPE_POWERPC_603ev: 5,
  CPU_SUBTYPE_POWERPC_604: 6,
  CPU_SUBTYPE_POWERPC_604e: 7,
  CPU_SUBTYPE_POWERPC_620: 8,
  CPU_SUBTYPE_POWERPC_750: 9,
  CPU_SUBTYPE_POWERPC_7400: 10,
  CPU_SUBTYPE_POWERPC_7450: 11,
  CPU_SUBTYPE_POWERPC_970: 0x64,
});

const CpuMcSubType = inlineEnumeration("CpuMcSubType", {
  CPU_SUBTYPE_MC980000_ALL: 0,
  CPU_SUBTYPE_MC98601: 1,
});

const FileType = inlineEnumeration("FileType", {
  MH_OBJECT: 1,
  MH_EXECUTE: 2,
  MH_FVMLIB: 3,
  MH_CORE: 4,
  MH_PRELOAD: 5,
  MH_DYLIB: 6,
  MH_DYLINKER: 7,
  MH_BUNDLE: 8,
  MH_DYLIB_STUB: 9,
  MH_DSYM: 10,
  MH_KEXT_BUNDLE: 11,
});

const SectionFlagMask = inlineEnumeration("SectionFlagMask", {
  SECTION_TYPE: 0xff,
  SECTION_ATTRIBUTES: 0xffffff00,
});

const SectionType = inlineEnumeration("SectionType", {
  S_REGULAR: 0,
  S_ZEROFILL: 1,
  S_CSTRING_LITERALS: 2,
  S_4BYTE_LITERALS: 3,
  S_8BYTE_LITERALS: 4,
  S_LITERAL_POINTERS: 5,
  S_NON_LAZY_SYMBOL_POINTERS: 6,
  S_LAZY_SYMBOL_POINTERS: 7,
  S_SYMBOL_STUBS: 8,
  S_MOD_INIT_FUNC_POINTERS: 9,
  S_MOD_TERM_FUNC_POINTERS: 10,
  S_COALESCED: 11,
  S_GB_ZEROFILL: 12,
  S_INTERPOSING: 13,
  S_16BYTE_LITERALS: 14,
  S_DTRACE_DOF: 15,
  S_LAZY_DYLIB_SYMBOL_POINTERS: 0x10,
  S_THREAD_LOCAL_REGULAR: 0x11,
  S_THREAD_LOCAL_ZEROFILL: 0x12,
  S_THREAD_LOCAL_VARIABLES: 0x13,
  S_THREAD_LOCAL_VARIABLE_POINTERS: 0x14,
  S_THREAD_LOCAL_INIT_FUNCTION_POINTERS: 0x15,
});

const SectionAttributes = inlineEnumeration("SectionAttributes", {
  S_ATTR_PURE_INSTRUCTIONS: 0x80000000,
  S_ATTR_NO_TOC: 0x40000000,
  S_ATTR_STRIP_STATIC_SYMS: 0x20000000,
  S_ATTR_NO_DEAD_STRIP: 0x10000000,
  S_ATTR_LIVE_SUPPORT: 0x8000000,
  S_ATTR_SELF_MODIFYING_CODE: 0x4000000,
  S_ATTR_DEBUG: 0x2000000,
  S_ATTR_SOME_INSTRUCTIONS: 0x400,
  S_ATTR_EXT_RELOC: 0x200,
  S_ATTR_LOC_RELOC: 0x100,
});

/** What rules see of the module `macho`. */
export const machoSchema: ModuleSchema = moduleSchema({
  name: "macho",
  // All functions look in the value; of no names there is no hash.
  signature: { alternatives: magics, functions: "all" },
  fields: {
    magic: field.u32(hex),
    cputype: field.u32(hex),
    cpusubtype: field.u32(hex),
    filetype: field.u32(),
    ncmds: field.u32(),
    sizeofcmds: field.u32(),
    flags: field.u32(hex),
    reserved: field.u32(),
    number_of_segments: field.u64(deprecatedFor("segments.len()")),
    dynamic_linker: field.bytes(),
    entry_point: field.u64(),
    stack_size: field.u64(),
    source_version: field.string(),
    symtab: field.struct(Symtab),
    dysymtab: field.struct(Dysymtab),
    code_signature_data: field.struct(LinkedItData),
    segments: field.array(Segment),
    dylibs: field.array(Dylib),
    dyld_info: field.struct(DyldInfo),
    rpaths: field.array(field.bytes()),
    entitlements: field.array(field.string()),
    certificates: field.array(Certificate),
    uuid: field.string(),
    build_version: field.struct(BuildVersion),
    min_version: field.struct(MinVersion),
    exports: field.array(field.string()),
    imports: field.array(field.string()),
    linker_options: field.array(field.bytes()),
    fat_magic: field.u32(hex),
    nfat_arch: field.u32(),
    fat_arch: field.array(FatArch),
    file: field.array(File),
  },
  enumerations: [
    Header,
    FatHeader,
    Mask64Bit,
    CpuType,
    CpuI386Type,
    CpuIntelSubType,
    CpuI386SubType,
    CpuX86SubType,
    CpuIntelPentiumSubType,
    CpuArmSubType,
    CpuArm64SubType,
    CpuSparcSubType,
    CpuPowerPCSubType,
    CpuMcSubType,
    FileType,
    FileFlag,
    SegmentFlag,
    SectionFlagMask,
    SectionType,
    SectionAttributes,
    DeviceType,
  ],
  functions: {
    "file_index_for_arch(type_arg: integer) -> integer?": {
      description: "The index in `fat_arch` of the first image for a processor.",
    },
    "file_index_for_arch(type_arg: integer, subtype_arg: integer) -> integer?": {
      description: "The index in `fat_arch` of the first image for a processor and its variant.",
    },
    "entry_point_for_arch(type_arg: integer) -> integer?": {
      description: "The file offset at which the image for a processor begins to run.",
    },
    "entry_point_for_arch(type_arg: integer, subtype_arg: integer) -> integer?": {
      description: "The file offset at which the image for a processor and its variant begins to run.",
    },
    "has_entitlement(entitlement: string) -> bool?": {
      description: "Whether an image asks for this entitlement, in any case.",
    },
    "has_dylib(dylib_name: string) -> bool?": {
      description: "Whether an image needs this library, in any case.",
    },
    "has_rpath(rpath: string) -> bool?": {
      description: "Whether an image looks for libraries on this path, in any case.",
    },
    "has_import(import: string) -> bool?": {
      description: "Whether an image imports this symbol, in any case.",
    },
    "has_export(export: string) -> bool?": {
      description: "Whether an image exports this symbol, in any case.",
    },
    "dylib_hash() -> string?": {
      description: "MD5 of the different libraries, in lower case and sorted.",
      constraints: lowercaseOf(32),
    },
    "entitlement_hash() -> string?": {
      description: "MD5 of the different entitlements, in lower case and sorted.",
      constraints: lowercaseOf(32),
    },
    "export_hash() -> string?": {
      description: "MD5 of the different exported symbols, in lower case and sorted.",
      constraints: lowercaseOf(32),
    },
    "import_hash() -> string?": {
      description: "MD5 of the different imported symbols, in lower case and sorted.",
      constraints: lowercaseOf(32),
    },
    "symhash() -> string?": {
      description: "MD5 of the different undefined external symbols, sorted.",
      constraints: lowercaseOf(32),
    },
  },
});
