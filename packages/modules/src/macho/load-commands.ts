/** The load commands of an image: what they are, and those that are read field by field. */
import type { ByteReader, StructValue } from "@tyara/base";

/** The numbers of the commands that are read; the highest bit says that the loader must know a command. */
export const LoadCommand = {
  segment: 0x1,
  symtab: 0x2,
  thread: 0x4,
  unixThread: 0x5,
  dysymtab: 0xb,
  loadDylib: 0xc,
  idDylib: 0xd,
  loadDylinker: 0xe,
  idDylinker: 0xf,
  segment64: 0x19,
  uuid: 0x1b,
  codeSignature: 0x1d,
  lazyLoadDylib: 0x20,
  dyldInfo: 0x22,
  versionMinMacos: 0x24,
  versionMinIphoneos: 0x25,
  sourceVersion: 0x2a,
  linkerOption: 0x2d,
  versionMinTvos: 0x2f,
  versionMinWatchos: 0x30,
  buildVersion: 0x32,
  loadWeakDylib: 0x80000018,
  rpath: 0x8000001c,
  reexportDylib: 0x8000001f,
  dyldInfoOnly: 0x80000022,
  loadUpwardDylib: 0x80000023,
  main: 0x80000028,
  exportsTrie: 0x80000033,
  chainedFixups: 0x80000034,
} as const;

/** One load command. `reader` sees the command only, its number and size included. */
export interface Command {
  readonly number: number;
  readonly reader: ByteReader;
}

const COMMAND_HEADER_SIZE = 8;

/**
 * The commands from `start` on, up to the first one that does not fit the data. Compat: one that claims to be smaller
 * than its header is empty, and the next one follows the header, as in the reference.
 */
export function* commands(image: ByteReader, start: number, count: number): Generator<Command> {
  let at = start;
  for (let i = 0; i < count; i++) {
    const number = image.u32At(at);
    const claimed = image.u32At(at + 4);
    if (number === undefined || claimed === undefined) return;
    const size = Math.max(claimed, COMMAND_HEADER_SIZE);
    const reader = image.sub(at, size);
    if (!reader) return;
    yield { number, reader };
    at += size;
  }
}

/** A number per name, 32 bits each, from `offset` on; `undefined` when the command is too short. */
export function readWords(
  reader: ByteReader,
  offset: number,
  names: readonly string[],
): StructValue | undefined {
  if (!reader.has(offset, 4 * names.length)) return undefined;
  return Object.fromEntries(names.map((name, i) => [name, reader.u32At(offset + 4 * i)]));
}

/** Where the text of a command begins that has nothing but text, and of one that describes a library. */
export const PATH_OFFSET = 12;
const DYLIB_NAME_OFFSET = 24;

/**
 * The text at an offset in a command, without what follows a zero byte. Compat: it is taken from where tools put it, not
 * from where the command says that it is, as in the reference.
 */
export function readCommandString(reader: ByteReader, start: number): Uint8Array | undefined {
  if (!reader.has(start, 0)) return undefined;
  const text = reader.data.subarray(start);
  const end = text.indexOf(0);
  return text.slice(0, end < 0 ? text.length : end);
}

/** `1.2.3` of a number that holds them in 16, 8 and 8 bits. */
export function versionText(version: number): string {
  return `${version >>> 16}.${(version >>> 8) & 0xff}.${version & 0xff}`;
}

/** `1.2.3.4.5` of a number that holds them in 24 bits and four times 10. */
export function sourceVersionText(version: bigint): string {
  const part = (shift: bigint) => (version >> shift) & 0x3ffn;
  return [version >> 40n, part(30n), part(20n), part(10n), part(0n)].join(".");
}

/** A dynamic library that the image needs or is. */
export function readDylib(reader: ByteReader): StructValue | undefined {
  const name = readCommandString(reader, DYLIB_NAME_OFFSET);
  const currentVersion = reader.u32At(16);
  const compatibilityVersion = reader.u32At(20);
  if (name === undefined || currentVersion === undefined || compatibilityVersion === undefined)
    return undefined;
  return {
    name,
    timestamp: reader.u32At(12),
    compatibility_version: versionText(compatibilityVersion),
    current_version: versionText(currentVersion),
  };
}

const UUID_SIZE = 16;

/** Upper-case digits in groups of 8, 4, 4, 4 and 12. */
export function readUuid(reader: ByteReader): string | undefined {
  const bytes = reader.bytesAt(8, UUID_SIZE);
  if (!bytes) return undefined;
  const digits = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return digits.toUpperCase().replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** The system that the image was built for, and the tools; `undefined` when the command does not hold them all. */
export function readBuildVersion(reader: ByteReader): StructValue | undefined {
  const [platform, minos, sdk, toolCount] = [8, 12, 16, 20].map((offset) => reader.u32At(offset));
  if (platform === undefined || minos === undefined || sdk === undefined || toolCount === undefined)
    return undefined;
  const tools: StructValue[] = [];
  if (!reader.has(24, 8 * toolCount)) return undefined;
  for (let i = 0, at = 24; i < toolCount; i++, at += 8) {
    const version = reader.u32At(at + 4)!;
    tools.push({ tool: reader.u32At(at), version: `${version >>> 16}.${(version >>> 8) & 0xff}` });
  }
  return { platform, minos: versionText(minos), sdk: versionText(sdk), ntools: toolCount, tools };
}

/** The oldest system that the image runs on; the command's number says which system. */
export function readMinVersion({ number, reader }: Command): StructValue | undefined {
  const version = reader.u32At(8);
  const sdk = reader.u32At(12);
  if (version === undefined || sdk === undefined) return undefined;
  return { device: number, version: versionText(version), sdk: versionText(sdk) };
}

/** The strings of a linker option; none when the command does not hold as many as it says. */
export function readLinkerOptions(reader: ByteReader): Uint8Array[] {
  const count = reader.u32At(8) ?? 0;
  const options: Uint8Array[] = [];
  reader.seek(12);
  for (let i = 0; i < count; i++) {
    const option = reader.zeroTerminated(reader.length);
    if (option === undefined) return [];
    options.push(option.slice());
  }
  return options;
}
