/** Shell links (MS-SHLLINK): a header, the target's item list, where it was, strings, and blocks of extra data. */

import { ByteReader } from "../../base/index.ts";
import type { StructValue } from "../../types/index.ts";
import { isFull } from "../limits.ts";
import type { ModuleInput } from "../module.ts";
import { utf8, utf16 } from "../text.ts";
import { formatGuid } from "./guid.ts";
import { readShellItems, textAt, wideTextAt } from "./shell-items.ts";

const HEADER_SIZE = 0x4c;
/** Spec: a link begins with the size of its header and its class. */
export const SIGNATURE: readonly number[] = [
  ...[HEADER_SIZE, 0, 0, 0],
  ...[0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46],
];

/** Spec: which parts follow the header. */
const Flags = {
  targetIdList: 1,
  linkInfo: 2,
  name: 4,
  relativePath: 8,
  workingDir: 0x10,
  arguments: 0x20,
  iconLocation: 0x40,
  unicode: 0x80,
} as const;

/** The module's value. */
export function parseLnk({ data }: ModuleInput): StructValue {
  const reader = new ByteReader(data);
  const isLink = reader.startsWith(SIGNATURE) && reader.has(0, HEADER_SIZE);
  if (!isLink) return { is_lnk: false };
  const flags = reader.u32At(20)!;
  reader.seek(HEADER_SIZE);
  return { is_lnk: true, ...readHeader(reader), ...readParts(reader, flags) };
}

function readHeader(reader: ByteReader): StructValue {
  return {
    creation_time: unixTime(reader.u64At(28)!),
    access_time: unixTime(reader.u64At(36)!),
    write_time: unixTime(reader.u64At(44)!),
    file_size: reader.u32At(52)!,
    file_attributes: reader.u32At(24)!,
    icon_index: reader.u32At(56)!,
    show_command: asEnum(reader.u32At(60)),
  };
}

/** Values of enumerations have 31 bits. */
function asEnum(value: number | undefined): number | undefined {
  return value !== undefined && value <= 0x7fffffff ? value : undefined;
}

/** Spec: times count 100 nanoseconds since 1601. */
const TICKS_PER_SECOND = 10_000_000n;
const SECONDS_TO_1970 = 11_644_473_600n;

function unixTime(ticks: bigint): bigint | undefined {
  const seconds = ticks / TICKS_PER_SECOND - SECONDS_TO_1970;
  return seconds < 0n ? undefined : seconds;
}

/** A part of the file: its fields, or `undefined` when it is cut off; the cursor ends up behind it. */
type Part = (reader: ByteReader) => StructValue | undefined;

/** What follows the header, in its order, up to the first part that is cut off. */
function readParts(reader: ByteReader, flags: number): StructValue {
  const string =
    (field: string): Part =>
    (from) =>
      readString(field, from, (flags & Flags.unicode) !== 0);
  const parts: readonly (readonly [flag: number, part: Part])[] = [
    [Flags.targetIdList, readIdList],
    [Flags.linkInfo, readLinkInfo],
    [Flags.name, string("name")],
    [Flags.relativePath, string("relative_path")],
    [Flags.workingDir, string("working_dir")],
    [Flags.arguments, string("cmd_line_args")],
    [Flags.iconLocation, string("icon_location")],
    [0, readExtraData],
  ];
  let value: StructValue = {};
  for (const [flag, part] of parts) {
    if ((flags & flag) !== flag) continue;
    const fields = part(reader);
    if (fields === undefined) break;
    value = { ...value, ...fields };
  }
  return value;
}

/** A list that is cut off gives the items that are there, and ends the parts. */
function readIdList(reader: ByteReader): StructValue | undefined {
  const size = reader.u16();
  if (size === undefined) return undefined;
  const target_id_list = readShellItems(reader.clampedBytesAt(reader.position, size));
  if (!reader.skip(size)) reader.seek(reader.length);
  return { target_id_list };
}

function readString(field: string, reader: ByteReader, isUnicode: boolean): StructValue | undefined {
  const length = reader.u16();
  const bytes = length === undefined ? undefined : reader.bytes(isUnicode ? 2 * length : length);
  if (bytes === undefined) return undefined;
  const text = isUnicode ? utf16(bytes) : utf8(bytes);
  return { [field]: text.split("\0", 1)[0]! };
}

const MIN_LINK_INFO = 0x1c;
/** Spec: headers of this size say where the texts are in UTF-16, too. */
const UNICODE_HEADER = 0x24;
const LinkInfoFlags = { local: 1, network: 2 } as const;

function readLinkInfo(reader: ByteReader): StructValue | undefined {
  const size = reader.u32At(reader.position);
  const info = size === undefined || size < MIN_LINK_INFO ? undefined : reader.bytes(size);
  if (info === undefined) return undefined;
  const parts = new ByteReader(info);
  const flags = parts.u32At(8)!;
  const isUnicode = parts.u32At(4)! >= UNICODE_HEADER;
  const text = (narrow: number, wide: number) =>
    isUnicode ? wideTextAt(info, parts.u32At(wide) ?? info.length) : textAt(info, parts.u32At(narrow)!);
  return {
    ...((flags & LinkInfoFlags.local) !== 0 && { ...readVolume(parts), local_base_path: text(16, 0x1c) }),
    ...((flags & LinkInfoFlags.network) !== 0 && { common_path_suffix: text(24, 0x20) }),
  };
}

function readVolume(info: ByteReader): StructValue {
  const at = info.u32At(12)!;
  const size = info.u32At(at) ?? 0;
  const label = info.u32At(at + 12) ?? size;
  const text = label < size ? info.bytesAt(at + label, size - label) : undefined;
  return {
    drive_type: asEnum(info.u32At(at + 4)),
    drive_serial_number: info.u32At(at + 8),
    volume_label: text && textAt(text, 0),
  };
}

const TRACKER_SIGNATURE = 0xa0000003;
const MIN_BLOCK_SIZE = 8;
/** Limit: blocks of one link. */
const MAX_BLOCKS = 1024;

/** Spec: blocks begin with their size and a signature; a size too small for that ends them. */
function readExtraData(reader: ByteReader): StructValue {
  let fields: StructValue = {};
  for (let i = 0; ; i++) {
    const size = reader.u32At(reader.position);
    if (size === undefined) return fields;
    if (size < MIN_BLOCK_SIZE || isFull(MAX_BLOCKS, i, "blocks of extra data")) break;
    const block = reader.bytes(size);
    if (block === undefined) return fields;
    const part = new ByteReader(block);
    if (part.u32At(4) === TRACKER_SIGNATURE) fields = { tracker_data: readTracker(part) };
  }
  reader.skip(4);
  return { ...fields, ...describeOverlay(reader) };
}

function readTracker(block: ByteReader): StructValue {
  const guid = (offset: number) => formatGuid(block.clampedBytesAt(offset, 16));
  const machine = block.clampedBytesAt(16, 16);
  const end = machine.indexOf(0);
  const name = end < 0 ? machine : machine.subarray(0, end);
  return {
    version: block.u32At(12),
    machine_id: utf8(name),
    droid_volume_id: guid(32),
    droid_file_id: guid(48),
    droid_birth_volume_id: guid(64),
    droid_birth_file_id: guid(80),
  };
}

function describeOverlay(reader: ByteReader): StructValue {
  const size = reader.remaining;
  return { overlay_size: size, ...(size > 0 && { overlay_offset: reader.position }) };
}
