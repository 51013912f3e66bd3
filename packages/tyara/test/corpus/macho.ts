/** Mach-O files, fat and of one image (`mach-o/loader.h`, `mach-o/fat.h`, `mach-o/nlist.h`, `kern/cs_blobs.h`). */
import type { Amplifier } from "./amplifier.ts";
import { ByteBuilder } from "./byte-builder.ts";

/** Puts bytes behind the commands and gives their offset in the file; the same array is put there once. */
type Place = (bytes: Uint8Array) => number;

/** A load command without its number and size. */
export interface MachoCommand {
  readonly number: number;
  readonly body: (out: ByteBuilder, place: Place, is64: boolean) => void;
  /** In place of the true size. */
  readonly size?: number;
}

export interface MachoParts {
  /** Default 64 bits, little-endian. */
  readonly is64?: boolean;
  readonly order?: "little" | "big";
  /** Default: a library for ARM64. */
  readonly cpuType?: number;
  readonly fileType?: number;
  readonly commands?: readonly MachoCommand[];
  /** In place of the true number. */
  readonly commandCount?: number;
}

export function machoOf(parts: MachoParts): Uint8Array<ArrayBuffer> {
  const { is64 = true, order = "little", cpuType = 0x0100000c, fileType = 6, commands = [] } = parts;
  const write = (linkStart: number) => {
    const out = new ByteBuilder(order);
    const link = new ByteBuilder(order);
    const places = new Map<Uint8Array, number>();
    const place = (bytes: Uint8Array) => {
      const known = places.get(bytes);
      if (known !== undefined) return known;
      const offset = linkStart + link.align(8).length;
      link.bytes(bytes);
      places.set(bytes, offset);
      return offset;
    };
    out.u32(
      is64 ? 0xfeedfacf : 0xfeedface,
      cpuType,
      0,
      fileType,
      parts.commandCount ?? commands.length,
      0,
      0,
    );
    if (is64) out.u32(0);
    const start = out.length;
    for (const { number, body, size } of commands) {
      const at = out.length;
      out.u32(number, 0);
      body(out, place, is64);
      out.align(is64 ? 8 : 4).patch(at + 4, size ?? out.length - at);
    }
    out.patch(20, out.length - start);
    return { out, link };
  };
  // Where the commands end does not depend on what stands behind them.
  const end = Math.ceil(write(0).out.length / 16) * 16;
  const { out, link } = write(end);
  return out.padTo(end).bytes(link.build()).build();
}

export interface FatPart {
  readonly cpuType: number;
  readonly cpuSubtype?: number;
  /** The same array stands in the file once. */
  readonly image: Uint8Array;
  /** In place of the true ones. */
  readonly offset?: number;
  readonly size?: number;
}

/** @param count in place of the true number of architectures. */
export function fatOf(
  parts: readonly FatPart[],
  is64 = false,
  count: number = parts.length,
): Uint8Array<ArrayBuffer> {
  const out = new ByteBuilder("big");
  out.u32(is64 ? 0xcafebabf : 0xcafebabe, count);
  const table = 8 + parts.length * (is64 ? 32 : 20);
  const places = new Map<Uint8Array, number>();
  let end = Math.ceil(table / 16) * 16;
  for (const { image } of parts) {
    if (places.has(image)) continue;
    places.set(image, end);
    end = Math.ceil((end + image.length) / 16) * 16;
  }
  for (const { cpuType, cpuSubtype = 0, image, offset, size } of parts) {
    const place = [offset ?? places.get(image)!, size ?? image.length] as const;
    out.u32(cpuType, cpuSubtype);
    if (is64) out.u64(...place).u32(4, 0);
    else out.u32(...place, 4);
  }
  for (const [image, offset] of places) out.padTo(offset).bytes(image);
  return out.build();
}

/** The beginning of a Java class file, whose magic is that of a fat file; its version stands where a fat file has a count. */
export function javaClass(majorVersion: number, byteLength: number): Uint8Array<ArrayBuffer> {
  const out = new ByteBuilder("big");
  out.u32(0xcafebabe).u16(0, majorVersion, 40);
  // Constants that are names: a tag, a length, and text.
  for (let i = 0; out.length < byteLength - 16; i++)
    out
      .u8(1)
      .u16(12)
      .text(`constant${String(i).padStart(4, "0")}`);
  return out.fill(byteLength - out.length).build();
}

const text = (value: string | Uint8Array) =>
  typeof value === "string" ? new TextEncoder().encode(value) : value;

/** A command of words only. */
export const wordsCommand = (number: number, ...words: readonly number[]): MachoCommand => ({
  number,
  body: (out) => out.u32(...words),
});

/** A dynamic library; number 0xd is the one that the image itself is. */
export const dylib = (name: string, number = 0xc): MachoCommand => ({
  number,
  body: (out) => out.u32(24, 2, 0x10203, 0x10000).text(`${name}\0`),
});

export const rpath = (path: string): MachoCommand => ({
  number: 0x8000001c,
  body: (out) => out.u32(12).text(`${path}\0`),
});

/** @param count in place of the true number of options. */
export const linkerOption = (options: readonly string[], count: number = options.length): MachoCommand => ({
  number: 0x2d,
  body: (out) => out.u32(count).text(options.map((option) => `${option}\0`).join("")),
});

export interface MachoSection {
  readonly name: string;
  readonly segment: string;
  readonly address?: number;
  readonly size?: number;
}

export interface MachoSegment {
  readonly name: string;
  readonly address?: number;
  readonly size?: number;
  readonly fileOffset?: number;
  readonly sections?: readonly MachoSection[];
  /** In place of the true number. */
  readonly sectionCount?: number;
}

/** For images of 64 bits, or of 32. */
export const segment = (parts: MachoSegment, is64 = true): MachoCommand => ({
  number: is64 ? 0x19 : 0x1,
  body: (out) => {
    const { name, address = 0, size = 0, fileOffset = 0, sections = [] } = parts;
    const wide = (...values: number[]) => (is64 ? out.u64(...values) : out.u32(...values));
    out.bytes(padded(name));
    wide(address, size, fileOffset, size);
    out.u32(7, 5, parts.sectionCount ?? sections.length, 0);
    for (const section of sections) {
      out.bytes(padded(section.name)).bytes(padded(section.segment));
      wide(section.address ?? 0, section.size ?? 0);
      out.u32(0, 0, 0, 0, 0, 0, 0);
      if (is64) out.u32(0);
    }
  },
});

function padded(name: string): Uint8Array {
  const bytes = new Uint8Array(16);
  bytes.set(text(name).subarray(0, 16));
  return bytes;
}

export interface MachoSymbol {
  /** A number is an offset in the names. */
  readonly name: string | number;
  /** Bits of `nlist.h`; default 1: undefined and external. */
  readonly type?: number;
  readonly value?: number;
}

/** Names are put together in one piece, unless all of them are given. */
export const symbolTable = (symbols: readonly MachoSymbol[], names?: Uint8Array): MachoCommand => {
  const strings = new ByteBuilder().u8(0);
  const offsets = symbols.map(({ name }) => {
    if (typeof name === "number") return name;
    const offset = strings.length;
    strings.text(`${name}\0`);
    return offset;
  });
  const nameBytes = names ?? strings.build();
  let table: Uint8Array | undefined;
  return {
    number: 2,
    body: (out, place, is64) => {
      table ??= tableOf(symbols, offsets, is64);
      out.u32(place(table), symbols.length, place(nameBytes), nameBytes.length);
    },
  };
};

function tableOf(symbols: readonly MachoSymbol[], offsets: readonly number[], is64: boolean): Uint8Array {
  const out = new ByteBuilder();
  for (const [i, { type = 1, value = 0 }] of symbols.entries()) {
    out.u32(offsets[i]!).u8(type, 0).u16(0);
    if (is64) out.u64(value);
    else out.u32(value);
  }
  return out.build();
}

const nothing = new Uint8Array(0);

export interface DyldInfo {
  readonly bind?: Uint8Array;
  readonly weakBind?: Uint8Array;
  readonly lazyBind?: Uint8Array;
  readonly exports?: Uint8Array;
}

export const dyldInfo = (parts: DyldInfo): MachoCommand => ({
  number: 0x80000022,
  body: (out, place) => {
    const { bind = nothing, weakBind = nothing, lazyBind = nothing, exports = nothing } = parts;
    for (const bytes of [nothing, bind, weakBind, lazyBind, exports]) out.u32(place(bytes), bytes.length);
  },
});

/** Instructions that bind the names, each to another address. */
export function bindInstructions(names: readonly string[]): Uint8Array {
  const out = new ByteBuilder();
  for (const name of names) {
    // Set the library and the symbol with its flags, then the type and the place, and bind.
    out.u8(0x11, 0x40).text(`${name}\0`).u8(0x51, 0x71, 8, 0x90);
  }
  return out.u8(0).build();
}

/** Lazy bindings each end in `done`, which does not end the list. */
export function lazyInstructions(names: readonly string[]): Uint8Array {
  const out = new ByteBuilder();
  for (const name of names) out.u8(0x71, 8, 0x11, 0x40).text(`${name}\0`).u8(0x90, 0);
  return out.build();
}

/** A command that refers to bytes behind the commands. @param size in place of the true one. */
export const linkCommand = (
  number: number,
  bytes: Uint8Array,
  size: number = bytes.length,
): MachoCommand => ({
  number,
  body: (out, place) => out.u32(place(bytes), size),
});

export const exportsTrie = (trie: Uint8Array): MachoCommand => linkCommand(0x80000033, trie);
export const chainedFixups = (fixups: Uint8Array): MachoCommand => linkCommand(0x80000034, fixups);
export const codeSignature = (signature: Uint8Array): MachoCommand => linkCommand(0x1d, signature);

export interface TrieNode {
  /** Whether a name ends here. */
  readonly isName?: boolean;
  /** Text and the index of the node that it leads to. */
  readonly branches?: readonly (readonly [text: string, node: number])[];
}

/** Node 0 is the root; nodes may be reached in several ways. Offsets take three bytes. */
export function trieOf(nodes: readonly TrieNode[]): Uint8Array {
  const write = (offsets: readonly number[]) => {
    const out = new ByteBuilder();
    const starts: number[] = [];
    for (const { isName = false, branches = [] } of nodes) {
      starts.push(out.length);
      out.bytes(isName ? [2, 0, 0] : [0]).u8(branches.length);
      for (const [label, node] of branches) {
        const offset = offsets[node] ?? 0;
        out.text(`${label}\0`).u8((offset & 0x7f) | 0x80, ((offset >> 7) & 0x7f) | 0x80, offset >> 14);
      }
    }
    return { bytes: out.build(), starts };
  };
  return write(write([]).starts).bytes;
}

/** The header of chained fixups. A number is an offset in the names, which then must be given. */
export function fixupsOf(
  imports: readonly (string | number)[],
  names?: Uint8Array,
  count: number = imports.length,
): Uint8Array {
  const strings = new ByteBuilder().u8(0);
  const offsets = imports.map((name) => {
    if (typeof name === "number") return name;
    const offset = strings.length;
    strings.text(`${name}\0`);
    return offset;
  });
  const start = 28;
  const out = new ByteBuilder().u32(0, start, start, start + 4 * imports.length, count, 1, 0);
  for (const offset of offsets) out.u32((offset << 9) | 1);
  return out.bytes(names ?? strings.build()).build();
}

/** Kinds of blobs in a code signature. */
export const blobMagic = { entitlements: 0xfade7171, wrapper: 0xfade0b01 } as const;

export interface SignatureBlob {
  readonly magic: number;
  readonly content: string | Uint8Array;
}

/** A code signature: an index of blobs. @param repeats how often each blob is listed. */
export function signatureOf(blobs: readonly SignatureBlob[], repeats = 1): Uint8Array {
  const out = new ByteBuilder("big");
  const count = blobs.length * repeats;
  out.u32(0xfade0cc0, 0, count).fill(8 * count);
  for (const [i, { magic, content }] of blobs.entries()) {
    const bytes = text(content);
    for (let k = 0; k < repeats; k++) {
      out.patch(12 + 8 * (i * repeats + k), 5).patch(16 + 8 * (i * repeats + k), out.length);
    }
    out.u32(magic, 8 + bytes.length).bytes(bytes);
  }
  return out.patch(4, out.length).build();
}

/** An image whose signature has these entitlements. */
export const entitled = (content: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  machoOf({ commands: [codeSignature(signatureOf([{ magic: blobMagic.entitlements, content }]))] });

/** What stands around the elements of a property list. */
export const propertyList = (dictionary: string): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">\n<plist version="1.0"><dict>${dictionary}</dict></plist>\n`;

const times = <T>(count: number, item: T): T[] => new Array<T>(count).fill(item);
const amplifier = (name: string, start: number, make: (count: number) => Uint8Array): Amplifier => ({
  module: "macho",
  name,
  start,
  make,
});
const commandsAmplifier = (
  name: string,
  start: number,
  commands: (count: number) => readonly MachoCommand[],
) => amplifier(name, start, (count) => machoOf({ commands: commands(count) }));

const bigList = (count: number) =>
  propertyList(`<key>k</key><array> ${"<string>s</string>".repeat(count)}</array>`);
const entitlementsOf = (content: string) => signatureOf([{ magic: blobMagic.entitlements, content }]);
/** A trie of `count` nodes of which each leads to the next by many branches. */
const laddersTrie = (count: number) =>
  trieOf(
    Array.from({ length: count }, (_, i) => ({
      isName: true,
      branches: i + 1 < count ? times(8, ["abcdefgh", i + 1] as const) : [],
    })),
  );

/** A CMS message, in BER, that begins with so many elements of indefinite length inside each other. */
const nestedBer = (depth: number) =>
  new ByteBuilder()
    .bytes(times(depth, [0x30, 0x80]).flat())
    .fill(2 * depth)
    .build();

export const machoAmplifiers: readonly Amplifier[] = [
  commandsAmplifier("load commands of 8 bytes", 1000, (count) => times(count, wordsCommand(0x99))),
  amplifier("load commands that the header promises and the file lacks", 1000, (count) =>
    machoOf({ commandCount: count ** 2 }),
  ),
  commandsAmplifier("sections", 200, (count) => [
    segment({ name: "S", sections: times(count, { name: "s", segment: "S" }) }),
  ]),
  commandsAmplifier("libraries and paths", 500, (count) =>
    times(count, [dylib("/usr/lib/libSystem.B.dylib"), rpath("@loader_path")]).flat(),
  ),
  commandsAmplifier("empty strings of one linker option", 50_000, (count) => [
    linkerOption(times(count, "")),
  ]),
  commandsAmplifier("linker options that are not there", 1000, (count) =>
    times(count, linkerOption(["-lz"], 0xffff_ffff)),
  ),
  commandsAmplifier("symbols that share one long name", 1000, (count) => [
    symbolTable(
      times(count, { name: 0 }),
      new ByteBuilder()
        .fill(20 * count, 0x61)
        .u8(0)
        .build(),
    ),
  ]),
  commandsAmplifier("symbols whose name has no end", 1000, (count) => [
    symbolTable(times(count, { name: 0 }), new ByteBuilder().fill(20 * count, 0x61).build()),
  ]),
  amplifier("symbol table commands that share a table", 200, (count) => {
    const table = symbolTable(times(4 * count, { name: "_name" }));
    return machoOf({ commands: times(count, table) });
  }),
  amplifier("export trie commands that share a trie", 200, (count) =>
    machoOf({ commands: times(count, exportsTrie(laddersTrie(count))) }),
  ),
  amplifier("bind commands that share instructions", 200, (count) => {
    const bind = bindInstructions(Array.from({ length: 4 * count }, (_, i) => `_name${i}`));
    return machoOf({ commands: times(count, dyldInfo({ bind, weakBind: bind, lazyBind: bind })) });
  }),
  amplifier("fixup commands that share a table", 200, (count) =>
    machoOf({ commands: times(count, chainedFixups(fixupsOf(times(4 * count, "_name")))) }),
  ),
  commandsAmplifier("imports that share one long name", 1000, (count) => [
    chainedFixups(
      fixupsOf(
        times(count, 0),
        new ByteBuilder()
          .fill(4 * count, 0x61)
          .u8(0)
          .build(),
      ),
    ),
  ]),
  commandsAmplifier("branches of a trie that all lead on", 500, (count) => [exportsTrie(laddersTrie(count))]),
  commandsAmplifier("branches of a trie with long names", 500, (count) => [
    exportsTrie(
      trieOf([
        ...Array.from({ length: count }, (_, i) => ({
          isName: true,
          branches: [["abcdefgh", i + 1] as const],
        })),
        { isName: true },
      ]),
    ),
  ]),
  amplifier("signature commands that share a signature", 100, (count) =>
    machoOf({ commands: times(count, codeSignature(entitlementsOf(bigList(10 * count)))) }),
  ),
  commandsAmplifier("blobs of a signature that share their bytes", 16, (count) => [
    codeSignature(signatureOf([{ magic: blobMagic.entitlements, content: bigList(20 * count) }], count)),
  ]),
  commandsAmplifier("nested elements of a certificate list", 1000, (count) => [
    codeSignature(signatureOf([{ magic: blobMagic.wrapper, content: nestedBer(count) }])),
  ]),
  amplifier("keys of a property list", 10_000, (count) =>
    entitled(propertyList("<key>k</key><true/>".repeat(count))),
  ),
  amplifier("items of an array of a property list", 10_000, (count) => entitled(bigList(count))),
  amplifier("arrays inside arrays of a property list", 200, (count) =>
    entitled(
      propertyList(
        `${"<array> ".repeat(count)}${Array.from({ length: count }, (_, i) => `<string>${i}</string>`).join("")}${"</array>".repeat(count)}`,
      ),
    ),
  ),
  amplifier("elements inside elements of a property list", 5000, (count) =>
    entitled(propertyList("<dict>".repeat(count) + "</dict>".repeat(count))),
  ),
  amplifier("a tag that has no end", 5000, (count) => entitled(`<${"a".repeat(count)}`)),
  amplifier("tags that have no end", 5000, (count) => entitled(`<r>${"<a ".repeat(count)}`)),
  amplifier("comments that have no end", 5000, (count) => entitled(`<r>${"<!--".repeat(count)}`)),
  amplifier("attributes", 5000, (count) =>
    entitled(`<r ${Array.from({ length: count }, (_, i) => `a${i}="b"`).join(" ")}><key>k</key></r>`),
  ),
  amplifier("references", 5000, (count) => entitled(`<r><key>${"&amp;".repeat(count)}</key></r>`)),
  amplifier("references that have no end", 5000, (count) =>
    entitled(`<r><key>${"&am".repeat(count)}</key></r>`),
  ),
  amplifier("architectures that share an image", 32, (count) =>
    fatOf(
      times(count, {
        cpuType: 7,
        image: machoOf({ commands: [symbolTable(times(16 * count, { name: "_name" }))] }),
      }),
    ),
  ),
  amplifier("architectures that overlap", 32, (count) => {
    const image = machoOf({
      commands: times(count, codeSignature(entitlementsOf(bigList(count)))),
    });
    const start = 16 * Math.ceil((8 + 20 * count) / 16);
    return fatOf(times(count, { cpuType: 7, image, offset: start, size: image.length }));
  }),
];
