/** Shell items: the steps from the desktop to the target of a link. */

import { ByteReader } from "../../base/index.ts";
import { isFull } from "../limits.ts";
import { utf8, utf16 } from "../text.ts";
import { formatGuid } from "./guid.ts";

/** Types whose low bits say something else. */
const Family = { volume: 0x20, file: 0x30, network: 0x40 } as const;
const FAMILY_MASK = 0x70;
const ROOT_FOLDER = 0x1f;
const ROOT_FOLDER_OF_VIEW = 0x1e;
const CONTROL_PANEL_CPL = 0;
/** Spec: a bit of the types of volumes. */
const HAS_NAME = 1;
const VOLUME_NAME_SIZE = 20;
const NETWORK_LOCATION_OFFSET = 2;
const CONTROL_PANEL_PATH_OFFSET = 9;
/** Spec: a bit of the types of files. */
const UNICODE_NAME = 4;
/** Limit: items of one list. */
const MAX_ITEMS = 1024;

export type ShellItem = {
  readonly item_type: number;
  readonly data: Uint8Array;
  readonly cpl_file_path?: string;
  readonly root_folder_id?: string;
  readonly volume_name?: string;
  readonly volume_id?: string;
  readonly file_entry_name?: string;
  readonly network_location?: string;
};

/** The items of a list of identifiers, up to the empty one that ends it. */
export function readShellItems(list: Uint8Array): ShellItem[] {
  const reader = new ByteReader(list);
  const items: ShellItem[] = [];
  let at = 0;
  for (;;) {
    const size = reader.u16At(at) ?? 0;
    const item = reader.clampedBytesAt(at + 2, size - 2);
    if (size < 3 || item.length === 0) break;
    if (isFull(MAX_ITEMS, items.length, "items of a list")) break;
    items.push(readShellItem(item[0]!, item.slice(1)));
    at += size;
  }
  return items;
}

function readShellItem(type: number, data: Uint8Array): ShellItem {
  const family = type & FAMILY_MASK;
  if (type === ROOT_FOLDER || type === ROOT_FOLDER_OF_VIEW) {
    return { item_type: ROOT_FOLDER, data, ...guidField("root_folder_id", data) };
  }
  if (type === CONTROL_PANEL_CPL) return { item_type: type, data, ...controlPanelPath(data) };
  if (family === Family.volume) return { item_type: family, data, ...volumeField(type, data) };
  if (family === Family.file) return { item_type: family, data, ...fileName(type, data) };
  if (family === Family.network) return { item_type: family, data, ...networkLocation(data) };
  return { item_type: type, data };
}

function guidField(name: "root_folder_id" | "volume_id", data: Uint8Array): Partial<ShellItem> {
  const guid = formatGuid(data.subarray(1, 17));
  return guid === undefined ? {} : { [name]: guid };
}

/** Spec: a volume is named by a letter, in a field of fixed size, or by an identifier. */
function volumeField(type: number, data: Uint8Array): Partial<ShellItem> {
  if ((type & HAS_NAME) === 0) return guidField("volume_id", data);
  const name = data.length < VOLUME_NAME_SIZE ? undefined : textAt(data.subarray(0, VOLUME_NAME_SIZE), 0);
  return name === undefined ? {} : { volume_name: name };
}

function networkLocation(data: Uint8Array): Partial<ShellItem> {
  const location = textAt(data, NETWORK_LOCATION_OFFSET);
  return location === undefined ? {} : { network_location: location };
}

function controlPanelPath(data: Uint8Array): Partial<ShellItem> {
  return data.length < CONTROL_PANEL_PATH_OFFSET
    ? {}
    : { cpl_file_path: utf8(data.subarray(CONTROL_PANEL_PATH_OFFSET)) };
}

/** Spec: the name follows a size, a date and attributes. */
const FILE_NAME_OFFSET = 11;

function fileName(type: number, data: Uint8Array): Partial<ShellItem> {
  const name =
    (type & UNICODE_NAME) === 0 ? textAt(data, FILE_NAME_OFFSET) : wideTextAt(data, FILE_NAME_OFFSET);
  return name === undefined ? {} : { file_entry_name: name };
}

/** The text up to a zero or the end. */
export function textAt(data: Uint8Array, offset: number): string | undefined {
  if (offset > data.length) return undefined;
  const end = data.indexOf(0, offset);
  return utf8(data.subarray(offset, end < 0 ? data.length : end));
}

/** The UTF-16 text up to a zero, which must be there. */
export function wideTextAt(data: Uint8Array, offset: number): string | undefined {
  for (let end = offset; end + 1 < data.length; end += 2) {
    if (data[end] === 0 && data[end + 1] === 0) return utf16(data.subarray(offset, end));
  }
  return undefined;
}
