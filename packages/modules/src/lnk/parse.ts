/** Shell links (MS-SHLLINK): a header, the target's item list, where it was, strings, and blocks of extra data. */

import type { StructValue } from "@tyara/base";
import { ByteReader } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import { LNK_MAGIC } from "@tyara/language/modules";
import { utf8 } from "../kit/text.ts";
import { formatGuid } from "./guid.ts";
import { readShellItems } from "./shell-items.ts";
import { textAt, wideTextAt } from "./terminated-text.ts";

const HEADER_SIZE = 0x4c;

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
  const isLink = reader.startsWith(LNK_MAGIC) && reader.has(0, HEADER_SIZE);
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
    (field: string, maxLength = MAX_PATH): Part =>
    (from) =>
      readString(field, from, (flags & Flags.unicode) !== 0, maxLength);
  const parts: readonly (readonly [flag: number, part: Part])[] = [
    [Flags.targetIdList, readIdList],
    [Flags.linkInfo, readLinkInfo],
    [Flags.name, string("name")],
    [Flags.relativePath, string("relative_path")],
    [Flags.workingDir, string("working_dir")],
    [Flags.arguments, string("cmd_line_args", MAX_ARGUMENTS)],
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

/**
 * Windows reads no more than so many characters of a string that is not the arguments, and the next string right behind
 * them, whatever the count says.
 */
const MAX_PATH = 260;
const MAX_ARGUMENTS = 0xffff;

function readString(
  field: string,
  reader: ByteReader,
  isUnicode: boolean,
  maxLength: number,
): StructValue | undefined {
  const length = Math.min(reader.u16() ?? Number.NaN, maxLength);
  const bytes = reader.bytes(isUnicode ? 2 * length : length);
  return bytes && { [field]: isUnicode ? wideTextAt(bytes, 0) : utf8(bytes) };
}

/** Spec: headers of this size say where the texts are in UTF-16, too. */
const UNICODE_HEADER = 0x24;
const LinkInfoFlags = { local: 1, network: 2 } as const;
const SIZE_FIELD = 4;

/** A structure that is shorter than its header has the fields that are there. */
function readLinkInfo(reader: ByteReader): StructValue | undefined {
  const size = reader.u32At(reader.position);
  const info = size === undefined ? undefined : reader.bytes(Math.max(size, SIZE_FIELD));
  if (info === undefined) return undefined;
  const parts = new ByteReader(info);
  const flags = parts.u32At(8) ?? 0;
  const isUnicode = (parts.u32At(4) ?? 0) >= UNICODE_HEADER;
  const text = (narrow: number, wide: number) => {
    // Offset 0 is the structure's size: no text is there.
    const wideOffset = isUnicode ? parts.u32At(wide) : 0;
    return wideOffset ? wideTextAt(info, wideOffset) : textAt(info, parts.u32At(narrow));
  };
  return {
    ...((flags & LinkInfoFlags.local) !== 0 && { ...readVolume(parts), local_base_path: text(16, 0x1c) }),
    ...((flags & LinkInfoFlags.network) !== 0 && { common_path_suffix: text(24, 0x20) }),
  };
}

/** Spec: this offset says that the one of a label in UTF-16 follows. */
const UNICODE_LABEL = 0x14;

function readVolume(info: ByteReader): StructValue {
  const at = info.u32At(12) ?? info.length;
  const size = info.u32At(at) ?? 0;
  const volume = info.bytesAt(at, size) ?? new Uint8Array(0);
  const label = info.u32At(at + 12);
  return {
    drive_type: asEnum(info.u32At(at + 4)),
    drive_serial_number: info.u32At(at + 8),
    volume_label: label === UNICODE_LABEL ? wideTextAt(volume, info.u32At(at + 16)) : textAt(volume, label),
  };
}

const TRACKER_SIGNATURE = 0xa0000003;
const TRACKER_SIZE = 0x60;
/** Spec: blocks begin with their size; a smaller one ends them. */
const MIN_BLOCK_SIZE = 4;

/** Of several trackers the last one counts. */
function readExtraData(reader: ByteReader): StructValue {
  let tracker: ByteReader | undefined;
  let overlay: StructValue | undefined;
  for (;;) {
    const size = reader.u32At(reader.position);
    if (size === undefined) break;
    if (size < MIN_BLOCK_SIZE) {
      reader.skip(MIN_BLOCK_SIZE);
      overlay = describeOverlay(reader);
      break;
    }
    const start = reader.position;
    if (!reader.skip(size)) break;
    const isTracker = size >= TRACKER_SIZE && reader.u32At(start + 4) === TRACKER_SIGNATURE;
    if (isTracker) tracker = reader.sub(start, size);
  }
  return { ...(tracker && { tracker_data: readTracker(tracker) }), ...overlay };
}

function readTracker(block: ByteReader): StructValue {
  const guid = (offset: number) => formatGuid(block.clampedBytesAt(offset, 16));
  return {
    version: block.u32At(12),
    machine_id: textAt(block.clampedBytesAt(16, 16), 0),
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
