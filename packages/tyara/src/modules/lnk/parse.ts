/** Shell links (MS-SHLLINK): a header, the target's item list, where it was, strings, and blocks of extra data. */
import { ByteReader } from "../../base/index.ts";
import type { StructValue } from "../../types/index.ts";
import type { ModuleInput } from "../module.ts";
import { latin1, strictUtf8, utf16 } from "../text.ts";
import { formatGuid } from "./guid.ts";
import { readShellItems, textAt } from "./shell-items.ts";

const HEADER_SIZE = 0x4c;
const CLASS_ID = [0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46];

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
  const isLink = reader.u32At(0) === HEADER_SIZE && reader.startsWith(CLASS_ID, 4) && reader.has(0, HEADER_SIZE);
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
    show_command: reader.u32At(60)!,
  };
}

/** Spec: times count 100 nanoseconds since 1601. */
const TICKS_PER_SECOND = 10_000_000n;
const SECONDS_TO_1970 = 11_644_473_600n;

function unixTime(ticks: bigint): bigint {
  return ticks / TICKS_PER_SECOND - SECONDS_TO_1970;
}

/** What follows the header, in its order; the cursor stands behind what could be read. */
function readParts(reader: ByteReader, flags: number): StructValue {
  const has = (flag: number) => (flags & flag) !== 0;
  const string = (flag: number) => (has(flag) ? readString(reader, has(Flags.unicode)) : undefined);
  return {
    ...(has(Flags.targetIdList) && readIdList(reader)),
    ...(has(Flags.linkInfo) && readLinkInfo(reader)),
    name: string(Flags.name),
    relative_path: string(Flags.relativePath),
    working_dir: string(Flags.workingDir),
    cmd_line_args: string(Flags.arguments),
    icon_location: string(Flags.iconLocation),
    ...readExtraData(reader),
    ...describeOverlay(reader),
  };
}

function readIdList(reader: ByteReader): StructValue {
  const size = reader.u16();
  const list = size === undefined ? undefined : reader.bytes(size);
  return list ? { target_id_list: readShellItems(list) } : {};
}

function readString(reader: ByteReader, isUnicode: boolean): string | undefined {
  const length = reader.u16();
  const bytes = length === undefined ? undefined : reader.bytes(isUnicode ? 2 * length : length);
  if (bytes === undefined) return undefined;
  return isUnicode ? utf16(bytes) : (strictUtf8(bytes) ?? latin1(bytes));
}

const VOLUME_AND_LOCAL_PATH = 1;
const MIN_LINK_INFO = 0x1c;

function readLinkInfo(reader: ByteReader): StructValue {
  const size = reader.u32At(reader.position);
  const info = size === undefined || size < MIN_LINK_INFO ? undefined : reader.bytes(size);
  if (info === undefined) return {};
  const parts = new ByteReader(info);
  const suffix = textAt(info, parts.u32At(24)!);
  const isLocal = (parts.u32At(8)! & VOLUME_AND_LOCAL_PATH) !== 0;
  return {
    ...(isLocal && readVolume(parts)),
    ...(isLocal && { local_base_path: textAt(info, parts.u32At(16)!) }),
    common_path_suffix: suffix === "" ? undefined : suffix,
  };
}

function readVolume(info: ByteReader): StructValue {
  const at = info.u32At(12)!;
  const size = info.u32At(at);
  const volume = size === undefined ? undefined : info.sub(at, size);
  const label = volume?.u32At(12);
  return {
    drive_type: volume?.u32At(4),
    drive_serial_number: volume?.u32At(8),
    volume_label: volume && label !== undefined ? textAt(volume.data, label) : undefined,
  };
}

const TRACKER_SIGNATURE = 0xa0000003;
const MIN_BLOCK_SIZE = 8;
/** Limit: blocks of one link. */
const MAX_BLOCKS = 1024;

/** Spec: blocks begin with their size and a signature; a size too small for that ends them. */
function readExtraData(reader: ByteReader): StructValue {
  let tracker: StructValue | undefined;
  for (let i = 0; i < MAX_BLOCKS; i++) {
    const size = reader.u32At(reader.position);
    if (size === undefined) break;
    if (size < MIN_BLOCK_SIZE) {
      reader.skip(4);
      break;
    }
    const block = reader.bytes(size);
    if (block === undefined) break;
    const part = new ByteReader(block);
    if (part.u32At(4) === TRACKER_SIGNATURE) tracker = readTracker(part);
  }
  return { tracker_data: tracker };
}

function readTracker(block: ByteReader): StructValue {
  const guid = (offset: number) => formatGuid(block.clampedBytesAt(offset, 16));
  const machine = block.clampedBytesAt(16, 16);
  const end = machine.indexOf(0);
  const name = end < 0 ? machine : machine.subarray(0, end);
  return {
    version: block.u32At(12),
    machine_id: strictUtf8(name) ?? latin1(name),
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
