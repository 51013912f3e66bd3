import { enumeration, inlineEnumeration } from "../enumeration.ts";
import { field, hex, struct } from "../field.ts";
import { type ModuleSchema, moduleSchema } from "../module-schema.ts";

/** Spec: a link begins with the size of its header, 0x4c, and its class. */
export const LNK_MAGIC: readonly number[] = [
  ...[0x4c, 0, 0, 0],
  ...[0x01, 0x14, 0x02, 0, 0, 0, 0, 0, 0xc0, 0, 0, 0, 0, 0, 0, 0x46],
];

const ShowCommand = enumeration("ShowCommand", {
  NORMAL: 1,
  MAXIMIZED: 3,
  MIN_NO_ACTIVE: 7,
});

const DriveType = enumeration("DriveType", {
  UNKNOWN: 0,
  NO_ROOT_DIR: 1,
  REMOVABLE: 2,
  FIXED: 3,
  REMOTE: 4,
  CDROM: 5,
  RAMDISK: 6,
});

const TrackerData = struct("lnk.TrackerData", {
  version: field.u32(),
  machine_id: field.string(),
  droid_volume_id: field.string(),
  droid_file_id: field.string(),
  droid_birth_volume_id: field.string(),
  droid_birth_file_id: field.string(),
});

const ShellItemType = enumeration("ShellItemType", {
  CONTROL_PANEL_CPL: 0,
  CONTROL_PANEL_CATEGORY: 1,
  ROOT_FOLDER: 0x1f,
  VOLUME: 0x20,
  FILE_ENTRY: 0x30,
  NETWORK_LOCATION: 0x40,
  COMPRESSED_FOLDER: 0x52,
  URI: 0x61,
  CONTROL_PANEL: 0x71,
  PRINTERS: 0x72,
  COMMON_PLACES_FOLDER: 0x73,
  USERS_FILES_FOLDER: 0x74,
});

const ShellItem = struct("lnk.ShellItem", {
  item_type: field.enumeration(ShellItemType, hex),
  data: field.bytes(),
  cpl_file_path: field.string(),
  root_folder_id: field.string(),
  volume_name: field.string(),
  volume_id: field.string(),
  file_entry_name: field.string(),
  network_location: field.string(),
});

const FileAttributes = inlineEnumeration("FileAttributes", {
  FILE_ATTRIBUTE_READONLY: 1,
  FILE_ATTRIBUTE_HIDDEN: 2,
  FILE_ATTRIBUTE_SYSTEM: 4,
  RESERVED_1: 8,
  FILE_ATTRIBUTE_DIRECTORY: 0x10,
  FILE_ATTRIBUTE_ARCHIVE: 0x20,
  RESERVED_2: 0x40,
  FILE_ATTRIBUTE_NORMAL: 0x80,
  FILE_ATTRIBUTE_TEMPORARY: 0x100,
  FILE_ATTRIBUTE_SPARSE_FILE: 0x200,
  FILE_ATTRIBUTE_REPARSE_POINT: 0x400,
  FILE_ATTRIBUTE_COMPRESSED: 0x800,
  FILE_ATTRIBUTE_OFFLINE: 0x1000,
  FILE_ATTRIBUTE_NOT_CONTENT_INDEXED: 0x2000,
  FILE_ATTRIBUTE_ENCRYPTED: 0x4000,
});

/** What rules see of the module `lnk`. */
export const lnkSchema: ModuleSchema = moduleSchema({
  name: "lnk",
  signature: { alternatives: [LNK_MAGIC] },
  fields: {
    is_lnk: field.bool(),
    name: field.string(),
    creation_time: field.u64(),
    access_time: field.u64(),
    write_time: field.u64(),
    file_size: field.u32(),
    file_attributes: field.u32(),
    icon_location: field.string(),
    icon_index: field.u32(),
    show_command: field.enumeration(ShowCommand),
    drive_type: field.enumeration(DriveType),
    drive_serial_number: field.u32(),
    volume_label: field.string(),
    local_base_path: field.string(),
    common_path_suffix: field.string(),
    relative_path: field.string(),
    working_dir: field.string(),
    cmd_line_args: field.string(),
    overlay_size: field.u64(),
    overlay_offset: field.u64(),
    tracker_data: field.struct(TrackerData),
    target_id_list: field.array(ShellItem),
  },
  enumerations: [FileAttributes, ShowCommand, DriveType, ShellItemType],
});
