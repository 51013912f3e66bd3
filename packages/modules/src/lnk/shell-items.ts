/** Shell items: the steps from the desktop to the target of a link. */

import { ByteReader } from "@tyara/base";
import { formatGuid } from "./guid.ts";
import { textAt, wideTextAt } from "./terminated-text.ts";

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
/** Where a path in one byte a character stands, and one in UTF-16 when that is empty. */
const CONTROL_PANEL_PATH_OFFSET = 9;
const CONTROL_PANEL_WIDE_PATH_OFFSET = 21;
/** Spec: a bit of the types of files. */
const UNICODE_NAME = 4;
const SIZE_FIELD = 2;

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

/** The items of a list of identifiers, up to size 0 or the end; those that are nothing but their size are left out. */
export function readShellItems(list: Uint8Array): ShellItem[] {
  const reader = new ByteReader(list);
  const items: ShellItem[] = [];
  for (;;) {
    const size = reader.u16() ?? 0;
    if (size === 0) return items;
    const bodySize = Math.min(Math.max(size - SIZE_FIELD, 0), reader.remaining);
    const body = reader.bytes(bodySize) ?? new Uint8Array(0);
    if (body.length > 0) items.push(readShellItem(body[0]!, body.subarray(1)));
  }
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

/** Spec: links to applets of more than one language have the path in UTF-16, and nothing at the place of the other. */
function controlPanelPath(data: Uint8Array): Partial<ShellItem> {
  const narrow = textAt(data, CONTROL_PANEL_PATH_OFFSET);
  const path = narrow || (wideTextAt(data, CONTROL_PANEL_WIDE_PATH_OFFSET) ?? narrow);
  return path === undefined ? {} : { cpl_file_path: path };
}

/** Spec: the name follows a size, a date and attributes. */
const FILE_NAME_OFFSET = 11;

function fileName(type: number, data: Uint8Array): Partial<ShellItem> {
  const name =
    (type & UNICODE_NAME) === 0 ? textAt(data, FILE_NAME_OFFSET) : wideTextAt(data, FILE_NAME_OFFSET);
  return name === undefined ? {} : { file_entry_name: name };
}
