import { inlineEnumeration } from "../enumeration.ts";
import { deprecatedFor, field, flags, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";
import { lowercaseOf, uppercaseOf } from "../signature.ts";

export const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46] as const;

const Type = inlineEnumeration("Type", {
  ET_NONE: 0,
  ET_REL: 1,
  ET_EXEC: 2,
  ET_DYN: 3,
  ET_CORE: 4,
  ET_LOPROC: 0xff00,
  ET_HIPROC: 0xff,
});

const Machine = inlineEnumeration("Machine", {
  EM_NONE: 0,
  EM_M32: 1,
  EM_SPARC: 2,
  EM_386: 3,
  EM_68K: 4,
  EM_88K: 5,
  EM_IAMCU: 6,
  EM_860: 7,
  EM_MIPS: 8,
  EM_S370: 9,
  EM_MIPS_RS3_LE: 10,
  EM_PPC: 0x14,
  EM_PPC64: 0x15,
  EM_ARM: 0x28,
  EM_X86_64: 0x3e,
  EM_AARCH64: 0xb7,
});

const OsAbi = inlineEnumeration("OsAbi", {
  OSABI_NONE: 0,
  OSABI_HPUX: 1,
  OSABI_NETBSD: 2,
  OSABI_LINUX: 3,
  OSABI_GNU_HURD: 4,
  OSABI_SOLARIS: 6,
  OSABI_AIX: 7,
  OSABI_IRIX: 8,
  OSABI_FREE_BSD: 9,
  OSABI_TRU64: 10,
  OSABI_MODESTO: 11,
  OSABI_OPENBSD: 12,
  OSABI_OPENVMS: 13,
  OSABI_NSK: 14,
  OSABI_AROS: 15,
  OSABI_FENIXOS: 0x10,
  OSABI_CLOUDABI: 0x11,
  OSABI_OPENVOS: 0x12,
  OSABI_ARM_AEABI: 0x40,
  OSABI_ARM: 0x61,
  OSABI_STANDALONE: 0xff,
});

const SectionType = inlineEnumeration("SectionType", {
  SHT_NULL: 0,
  SHT_PROGBITS: 1,
  SHT_SYMTAB: 2,
  SHT_STRTAB: 3,
  SHT_RELA: 4,
  SHT_HASH: 5,
  SHT_DYNAMIC: 6,
  SHT_NOTE: 7,
  SHT_NOBITS: 8,
  SHT_REL: 9,
  SHT_SHLIB: 10,
  SHT_DYNSYM: 11,
  SHT_INIT_ARRAY: 14,
  SHT_FINI_ARRAY: 15,
});

const Section = struct("elf.Section", {
  type: field.enumeration(SectionType),
  flags: field.u64(),
  address: field.u64(),
  size: field.u64(),
  offset: field.u64(),
  name: field.string(),
});

const SegmentType = inlineEnumeration("SegmentType", {
  PT_NULL: 0,
  PT_LOAD: 1,
  PT_DYNAMIC: 2,
  PT_INTERP: 3,
  PT_NOTE: 4,
  PT_SHLIB: 5,
  PT_PHDR: 6,
  PT_TLS: 7,
  PT_GNU_EH_FRAME: 0x6474e550,
  PT_GNU_STACK: 0x6474e551,
  PT_GNU_RELRO: 0x6474e552,
  PT_GNU_PROPERTY: 0x6474e553,
});

const SegmentFlags = inlineEnumeration("SegmentFlags", {
  PF_X: 1,
  PF_W: 2,
  PF_R: 4,
});

const Segment = struct("elf.Segment", {
  type: field.enumeration(SegmentType),
  flags: field.u32(flags(SegmentFlags)),
  offset: field.u64(),
  virtual_address: field.u64(),
  physical_address: field.u64(),
  file_size: field.u64(),
  memory_size: field.u64(),
  alignment: field.u64(),
});

const SymType = inlineEnumeration("SymType", {
  STT_NOTYPE: 0,
  STT_OBJECT: 1,
  STT_FUNC: 2,
  STT_SECTION: 3,
  STT_FILE: 4,
  STT_COMMON: 5,
  STT_TLS: 6,
});

const SymBind = inlineEnumeration("SymBind", {
  STB_LOCAL: 0,
  STB_GLOBAL: 1,
  STB_WEAK: 2,
});

const SymVisibility = inlineEnumeration("SymVisibility", {
  STV_DEFAULT: 0,
  STV_INTERNAL: 1,
  STV_HIDDEN: 2,
  STV_PROTECTED: 3,
});

const Sym = struct("elf.Sym", {
  name: field.string(),
  value: field.u64(),
  size: field.u64(),
  type: field.enumeration(SymType),
  bind: field.enumeration(SymBind),
  shndx: field.u32(),
  visibility: field.enumeration(SymVisibility),
});

const DynType = inlineEnumeration("DynType", {
  DT_NULL: 0,
  DT_NEEDED: 1,
  DT_PLTRELSZ: 2,
  DT_PLTGOT: 3,
  DT_HASH: 4,
  DT_STRTAB: 5,
  DT_SYMTAB: 6,
  DT_RELA: 7,
  DT_RELASZ: 8,
  DT_RELAENT: 9,
  DT_STRSZ: 10,
  DT_SYMENT: 11,
  DT_INIT: 12,
  DT_FINI: 13,
  DT_SONAME: 14,
  DT_RPATH: 15,
  DT_SYMBOLIC: 0x10,
  DT_REL: 0x11,
  DT_RELSZ: 0x12,
  DT_RELENT: 0x13,
  DT_PLTREL: 0x14,
  DT_DEBUG: 0x15,
  DT_TEXTREL: 0x16,
  DT_JMPREL: 0x17,
  DT_BIND_NOW: 0x18,
  DT_INIT_ARRAY: 0x19,
  DT_FINI_ARRAY: 0x1a,
  DT_INIT_ARRAYSZ: 0x1b,
  DT_FINI_ARRAYSZ: 0x1c,
  DT_RUNPATH: 0x1d,
  DT_FLAGS: 0x1e,
  DT_ENCODING: 0x20,
  DT_LOOS: 0x6000000d,
  DT_HIOS: 0x6ffff000,
  DT_VALRNGLO: 0x6ffffd00,
  DT_VALRNGHI: 0x6ffffdff,
  DT_ADDRRNGLO: 0x6ffffe00,
  DT_ADDRRNGHI: 0x6ffffeff,
  DT_VERSYM: 0x6ffffff0,
  DT_RELACOUNT: 0x6ffffff9,
  DT_RELCOUNT: 0x6ffffffa,
  DT_FLAGS_1: 0x6ffffffb,
  DT_VERDEF: 0x6ffffffc,
  DT_VERDEFNUM: 0x6ffffffd,
  DT_VERNEED: 0x6ffffffe,
  DT_VERNEEDNUM: 0x6fffffff,
  DT_LOPROC: 0x70000000,
  DT_HIPROC: 0x7fffffff,
});

const Dyn = struct("elf.Dyn", {
  type: field.enumeration(DynType),
  val: field.u64(),
});

/** What rules see of the module `elf`. */
export const elfSchema: ModuleSchema = moduleSchema({
  name: "elf",
  // `import_md5()` gives the digest of no names for any data.
  signature: { alternatives: [ELF_MAGIC], functions: ["telfhash()"] },
  fields: {
    type: field.enumeration(Type),
    machine: field.enumeration(Machine),
    osabi: field.enumeration(OsAbi),
    entry_point: field.u64(),
    sh_offset: field.u64(),
    sh_entry_size: field.u32(),
    ph_offset: field.u64(),
    ph_entry_size: field.u32(),
    number_of_sections: field.u64(deprecatedFor("sections.len()")),
    number_of_segments: field.u64(deprecatedFor("segments.len()")),
    symtab_entries: field.u64(),
    dynsym_entries: field.u64(),
    dynamic_section_entries: field.u64(),
    sections: field.array(Section),
    segments: field.array(Segment),
    symtab: field.array(Sym),
    dynsym: field.array(Sym),
    dynamic: field.array(Dyn),
  },
  enumerations: [
    Type,
    Machine,
    OsAbi,
    SectionType,
    SegmentType,
    SegmentFlags,
    SymType,
    SymBind,
    SymVisibility,
    DynType,
  ],
  functions: {
    "import_md5() -> string?": {
      description: "MD5 of the names of imported symbols, in lower case and sorted.",
      constraints: lowercaseOf(32),
    },
    "telfhash() -> string?": {
      description: "A TLSH digest of the names of exported functions, for finding similar files.",
      constraints: uppercaseOf(72),
    },
  },
});
