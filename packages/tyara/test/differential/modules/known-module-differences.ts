import { readPackage } from "../../../../modules/src/crx/package.ts";
import { Budget } from "../../../../modules/src/kit/budget.ts";
import { readArchive } from "../../../../modules/src/zip/archive.ts";
import { readContent } from "../../../../modules/src/zip/content.ts";

/**
 * Where modules differ from the reference on purpose. Each kind names the conditions that may be false in the reference;
 * the reasons are on `docs/known-differences.md`.
 */
interface KnownDifference {
  readonly module: string;
  readonly why: string;
  /** The fields and functions that it shows in. */
  readonly conditions: RegExp;
  /** Whether it shows in damaged files only; default false. */
  readonly isOfDamage?: boolean;
  /** The files that it shows in, by their bytes and all that differs; default all. */
  readonly isIn?: (data: Uint8Array, wrong: readonly string[]) => boolean;
}

const KNOWN: readonly KnownDifference[] = [
  {
    module: "pe",
    why: "behind a block of version information that is longer than its parent, the parent's siblings are read on",
    conditions: /^pe\.(version_info|number_of_version_infos)/,
    isOfDamage: true,
  },
  {
    module: "zip",
    why: "all entries of the directory are listed, whatever the end record says of their count and place",
    conditions: /^zip\./,
    isIn: (data) => !hasSoundEnd(data),
  },
  {
    module: "lnk",
    why: "link information too short to be any is passed over, and what follows is read",
    conditions: /^(not defined )?lnk\./,
    isIn: (data) => (data[0x14]! & 2) !== 0 && linkInfoSize(data) < 0x14,
  },
  {
    module: "pe",
    why: "sums of offset and size of a section do not fit 32 bits",
    conditions: /^pe\.section_index\(\d{10,}\)/,
  },
  {
    module: "crx",
    why: "a package whose archive or manifest is damaged is one here",
    conditions: /./,
    isIn: (_data, wrong) => wrong.includes("crx.is_crx"),
  },
  {
    module: "crx",
    why: "Chrome takes manifests and messages with comments, a byte-order mark and objects as permissions; what is not of its type costs that field only",
    conditions: /^(not defined )?crx\.(?!is_crx|crx_version|header_size|id|signatures)/,
    isIn: (data) => !hasStrictTexts(data) || !hasSoundEnd(readPackage(data)?.archive ?? data),
  },
  {
    module: "dex",
    why: "strings end at their zero byte and keep their places",
    conditions: /dex\.(types|protos|fields|methods|class_defs|contains_)/,
    isIn: hasStringsOfOtherSizes,
  },
  {
    module: "dex",
    why: "classes are found in whatever order they stand: superclasses come first, names do not",
    conditions: /^dex\.contains_class/,
    isIn: hasUnsortedClasses,
  },
  {
    module: "dex",
    why: "items that cannot be read keep their places",
    conditions: /dex\.(types|protos|fields|methods|class_defs|contains_)/,
    isOfDamage: true,
  },
  {
    module: "elf",
    why: "symbols are found through the dynamic table where no section has them",
    conditions: /elf\.(dynsym|import_md5|telfhash)/,
    isOfDamage: true,
  },
  {
    module: "elf",
    why: "counts that do not fit the header stand in the first section",
    conditions: /elf\./,
    isOfDamage: true,
    isIn: (_data, wrong) => wrong.some((text) => /elf\.(sections|segments)\.len/.test(text)),
  },
  {
    module: "macho",
    why: "damaged tables and tries give the names that can be read",
    conditions: /macho\..*(import|export)/,
    isOfDamage: true,
  },
  {
    module: "dotnet",
    why: "an assembly is one here although the list of its streams is damaged",
    conditions: /./,
    isOfDamage: true,
    isIn: (_data, wrong) => wrong.includes("dotnet.is_dotnet"),
  },
  {
    module: "dotnet",
    why: "texts before one that is cut off are kept",
    conditions: /dotnet\.user_strings/,
    isOfDamage: true,
  },
  {
    module: "dotnet",
    why: "an address 0 of resources leads nowhere",
    conditions: /dotnet\.resources\[\d+\]\.(offset|length)/,
    isOfDamage: true,
  },
];

/** Whether the end record of an archive without anything in front of it says the truth. */
function hasSoundEnd(archive: Uint8Array): boolean {
  const bytes = Buffer.from(archive);
  const end = bytes.lastIndexOf("PK\x05\x06", undefined, "latin1");
  if (end < 0 || end + 22 > bytes.length) return true;
  const isAtEnd = bytes.readUInt32LE(end + 12) + bytes.readUInt32LE(end + 16) === end;
  return isAtEnd && bytes.readUInt16LE(end + 10) === readArchive(archive)?.length;
}

/** Whether a string of a Dalvik executable cannot be read, or does not have as many bytes as it says to have UTF-16 units. */
function hasStringsOfOtherSizes(data: Uint8Array): boolean {
  const bytes = Buffer.from(data);
  const inside = (at: number, length: number) => at + length <= bytes.length;
  const [count, table] = [0x38, 0x3c].map((at) => (inside(at, 4) ? bytes.readUInt32LE(at) : 0));
  for (let i = 0; i < count!; i++) {
    if (!inside(table! + i * 4, 4)) return true;
    let at = bytes.readUInt32LE(table! + i * 4);
    let size = 0;
    for (let shift = 0; shift < 35; shift += 7) {
      if (!inside(at, 1)) return true;
      const byte = bytes[at++]!;
      size |= (byte & 0x7f) << shift;
      if (byte < 0x80) break;
    }
    if (bytes.indexOf(0, at) !== at + (size >>> 0)) return true;
  }
  return false;
}

/** Whether the classes of a Dalvik executable are not in the order of their names, which types have. */
function hasUnsortedClasses(data: Uint8Array): boolean {
  const bytes = Buffer.from(data);
  if (bytes.length < 0x70) return false;
  const [count, table] = [bytes.readUInt32LE(0x60), bytes.readUInt32LE(0x64)];
  for (let at = table + 32; at < table + count * 32 && at + 4 <= bytes.length; at += 32)
    if (bytes.readUInt32LE(at) < bytes.readUInt32LE(at - 32)) return true;
  return false;
}

function linkInfoSize(data: Uint8Array): number {
  const bytes = Buffer.from(data);
  const at = 0x4c + (bytes[0x14]! & 1 ? 2 + bytes.readUInt16LE(0x4c) : 0);
  return at + 4 <= bytes.length ? bytes.readUInt32LE(at) : 0x14;
}

/** Whether the reference takes all texts of an extension: strict JSON, in which every field that it reads has its type. */
function hasStrictTexts(data: Uint8Array): boolean {
  const { archive } = readPackage(data) ?? {};
  const entries = (archive && readArchive(archive)) ?? [];
  const texts = entries.filter(({ path }) => String(Buffer.from(path)).endsWith(".json"));
  return texts.every((entry) => {
    const content = readContent(archive!, entry, new Budget(2 ** 24, "texts")) ?? new Uint8Array();
    try {
      const json = JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(content));
      const values: [string, unknown][] = Object.entries(json);
      return values.every(([key, value]) =>
        key.includes("permissions") ? isListOfTexts(value) : isPlain(value),
      );
    } catch {
      return false;
    }
  });
}

const isListOfTexts = (value: unknown) =>
  Array.isArray(value) && value.every((item) => typeof item === "string");
const isPlain = (value: unknown) => value !== null && typeof value !== "number";

/** What is left of the differences when known ones are taken away. */
export function unexplained(
  module: string,
  data: Uint8Array,
  wrong: readonly string[],
  isDamaged: boolean,
): readonly string[] {
  const known = KNOWN.filter(
    (kind) =>
      kind.module === module && (isDamaged || kind.isOfDamage !== true) && kind.isIn?.(data, wrong) !== false,
  );
  return wrong.filter((text) => !known.some(({ conditions }) => conditions.test(text)));
}
