/** Shell items: the steps from the desktop to the target of a link. */
import { ByteReader } from "../../base/index.ts";
import { latin1, strictUtf8, utf16 } from "../text.ts";
import { formatGuid } from "./guid.ts";

/** Types whose low bits say something else. */
const Family = { volume: 0x20, file: 0x30, network: 0x40 } as const;
const FAMILY_MASK = 0x70;
const ROOT_FOLDER = 0x1f;
const CONTROL_PANEL_CPL = 0;
/** Spec: a volume that is named by an identifier, not by a letter. */
const VOLUME_BY_ID = 0x2e;
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
  while (items.length < MAX_ITEMS) {
    const size = reader.u16At(at) ?? 0;
    const item = size < 3 ? undefined : reader.bytesAt(at + 2, size - 2);
    if (item === undefined) break;
    items.push(readShellItem(item[0]!, item.slice(1)));
    at += size;
  }
  return items;
}

function readShellItem(type: number, data: Uint8Array): ShellItem {
  const family = type & FAMILY_MASK;
  if (type === ROOT_FOLDER) return { item_type: type, data, ...guidField("root_folder_id", data, 1) };
  if (type === CONTROL_PANEL_CPL) return { item_type: type, data };
  if (type === VOLUME_BY_ID) return { item_type: family, data, ...guidField("volume_id", data, 1) };
  if (family === Family.volume) return { item_type: family, data, ...textField("volume_name", data, 0) };
  if (family === Family.file) return { item_type: family, data, ...fileName(type, data) };
  if (family === Family.network) return { item_type: family, data, ...textField("network_location", data, 2) };
  return { item_type: type, data };
}

function guidField(name: "root_folder_id" | "volume_id", data: Uint8Array, offset: number): Partial<ShellItem> {
  const guid = formatGuid(data.subarray(offset, offset + 16));
  return guid === undefined ? {} : { [name]: guid };
}

function textField(name: "volume_name" | "network_location", data: Uint8Array, offset: number): Partial<ShellItem> {
  const text = textAt(data, offset);
  return text === undefined ? {} : { [name]: text };
}

/** Spec: the name follows a size, a date and attributes. */
const FILE_NAME_OFFSET = 11;

function fileName(type: number, data: Uint8Array): Partial<ShellItem> {
  const name = (type & UNICODE_NAME) === 0 ? textAt(data, FILE_NAME_OFFSET) : wideTextAt(data, FILE_NAME_OFFSET);
  return name === undefined ? {} : { file_entry_name: name };
}

/** The text up to a zero, which must be there. */
export function textAt(data: Uint8Array, offset: number): string | undefined {
  const end = data.indexOf(0, offset);
  if (end < 0 || offset > data.length) return undefined;
  const bytes = data.subarray(offset, end);
  return strictUtf8(bytes) ?? latin1(bytes);
}

/** The UTF-16 text up to a zero, which must be there. */
export function wideTextAt(data: Uint8Array, offset: number): string | undefined {
  for (let end = offset; end + 1 < data.length; end += 2) {
    if (data[end] === 0 && data[end + 1] === 0) return utf16(data.subarray(offset, end));
  }
  return undefined;
}
