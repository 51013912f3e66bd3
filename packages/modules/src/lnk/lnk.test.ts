/**
 * Links that are out of the ordinary. Expected values are those that Windows' own reading leads to ([MS-SHLLINK], and what
 * is known of control-panel items from CVE-2010-2568); the reference agrees where it says anything.
 */
import { expect, test } from "vitest";
import {
  buildBlock,
  buildLinkInfo,
  buildLnk,
  buildTracker,
  buildVolume,
  fileItem,
  type LnkOptions,
  narrow,
  wide,
} from "../../../tyara/test/corpus/lnk.ts";
import { parseLnk } from "./parse.ts";

const join = (...parts: (Uint8Array | number[])[]) => Uint8Array.from(parts.flatMap((part) => [...part]));
const withoutZero = (bytes: Uint8Array) => bytes.subarray(0, bytes.length - (bytes.at(-2) === 0 ? 2 : 1));
const zeros = (byteLength: number) => new Uint8Array(byteLength);

/** A control-panel item: the offsets of its names, then what stands behind them. */
const controlPanelItem = (rest: Uint8Array) => join(zeros(10), rest);
const wideControlPanelItem = (path: Uint8Array, narrowPath: number[] = [0, 0], flags = 1) =>
  controlPanelItem(join(narrowPath, [0, 0, flags, 0, 0, 0, 0, 0, 0, 0], path));

const volume = buildVolume({ label: narrow("LABEL") });
const info = (options: Parameters<typeof buildLinkInfo>[0]) => ({
  linkInfo: buildLinkInfo({ volume, localBasePath: narrow("C:\\a"), ...options }),
});
const volumeInfo = (options: Parameters<typeof buildVolume>[0]) => info({ volume: buildVolume(options) });
/** A string that says it is longer than it is, as one that hides what follows it does. */
const long = (length: number, declared = length) => ({ text: "n".repeat(length), declared });
const others = { relativePath: "rel", workingDir: "dir", arguments: "-args", iconLocation: "icon" };
const otherValues = {
  relative_path: "rel",
  working_dir: "dir",
  cmd_line_args: "-args",
  icon_location: "icon",
};
const absentTracker = { tracker_data: undefined };
const tracker = {
  tracker_data: {
    version: 0,
    machine_id: "machine",
    droid_volume_id: "03020100-0504-0706-0809-0a0b0c0d0e0f",
    droid_file_id: "13121110-1514-1716-1819-1a1b1c1d1e1f",
    droid_birth_volume_id: "23222120-2524-2726-2829-2a2b2c2d2e2f",
    droid_birth_file_id: "33323130-3534-3736-3839-3a3b3c3d3e3f",
  },
};

const cases: readonly (readonly [name: string, link: LnkOptions, expected: object])[] = [
  ["a name of 260 characters", { name: long(260), ...others }, { name: "n".repeat(260), ...otherValues }],
  ["a name that says 300", { name: long(260, 300), ...others }, { name: "n".repeat(260), ...otherValues }],
  ["a name that says 65535", { name: long(260, 0xffff), ...others }, otherValues],
  [
    "a name in one byte a character that says 300",
    { isUnicode: false, name: long(260, 300), ...others },
    { name: "n".repeat(260), ...otherValues },
  ],
  [
    "a relative path, directory and icon that say 300",
    {
      ...others,
      relativePath: long(260, 300),
      workingDir: long(260, 300),
      iconLocation: long(260, 300),
      blocks: [buildTracker()],
    },
    { cmd_line_args: "-args", icon_location: "n".repeat(260), ...tracker },
  ],
  [
    "arguments of 300 characters",
    { ...others, arguments: long(300) },
    { cmd_line_args: "n".repeat(300), icon_location: "icon" },
  ],
  [
    "a string that is cut off",
    { name: { text: "abc", declared: 20 }, terminator: undefined },
    { name: undefined },
  ],
  ["a zero in UTF-16", { name: "ab\0cd", arguments: "x" }, { name: "ab", cmd_line_args: "x" }],
  ["a zero in one byte a character", { isUnicode: false, name: "ab\0cd" }, { name: "ab\0cd" }],

  ["an applet", { items: [controlPanelItem(narrow("C:\\a.cpl"))] }, { cpl_file_path: "C:\\a.cpl" }],
  [
    "an applet with a name",
    { items: [controlPanelItem(join(narrow("C:\\a.cpl"), narrow("name")))] },
    { cpl_file_path: "C:\\a.cpl" },
  ],
  [
    "an applet in UTF-16",
    { items: [wideControlPanelItem(join(wide("C:\\ж.cpl"), wide("name")))] },
    { cpl_file_path: "C:\\ж.cpl" },
  ],
  [
    "an applet in UTF-16 without its mark",
    { items: [wideControlPanelItem(wide("C:\\a.cpl"), [0, 0], 0)] },
    { cpl_file_path: "C:\\a.cpl" },
  ],
  [
    "an applet in UTF-16 without an end",
    { items: [wideControlPanelItem(withoutZero(wide("C:\\a.cpl")))] },
    { cpl_file_path: "C:\\a.cpl" },
  ],
  [
    "an applet in both",
    { items: [wideControlPanelItem(wide("C:\\a.cpl"), [0x41, 0])] },
    { cpl_file_path: "A" },
  ],
  ["an applet that is cut off", { items: [zeros(6)] }, { cpl_file_path: undefined }],

  [
    "a file without an end",
    { items: [fileItem(withoutZero(narrow("A.TXT")))] },
    { file_entry_name: "A.TXT" },
  ],
  ["a file in UTF-16", { items: [fileItem(wide("ж.TXT"), 0x36)] }, { file_entry_name: "ж.TXT" }],
  [
    "a file in UTF-16 without an end",
    { items: [fileItem(withoutZero(wide("A.TXT")), 0x36)] },
    { file_entry_name: "A.TXT" },
  ],
  [
    "a file in UTF-16 cut within a character",
    { items: [fileItem(join(withoutZero(wide("A.TXT")), [0x42]), 0x36)] },
    { file_entry_name: "A.TXT" },
  ],
  ...[1, 2].map(
    (size) =>
      [
        `an item of size ${size}`,
        { items: [{ size, bytes: zeros(0) }, fileItem(narrow("A.TXT"))], name: "n" },
        { file_entry_name: "A.TXT", name: "n" },
      ] as const,
  ),
  [
    "an item that is too long",
    { items: [{ size: 1000, bytes: fileItem(narrow("A.TXT")) }], isItemListEnded: false, name: "n" },
    { file_entry_name: "A.TXT", name: "n" },
  ],

  ["information in ANSI", info({}), { local_base_path: "C:\\a", volume_label: "LABEL", drive_type: 3 }],
  [
    "information in UTF-16",
    info({ headerSize: 0x24, localBasePathUnicode: wide("C:\\ж") }),
    { local_base_path: "C:\\ж" },
  ],
  [
    "information in UTF-16 without an end",
    info({ headerSize: 0x24, localBasePathUnicode: withoutZero(wide("C:\\w")) }),
    { local_base_path: "C:\\w" },
  ],
  [
    "a large header without UTF-16",
    info({ headerSize: 0x24, flags: 3, commonPathSuffix: narrow("rest") }),
    { local_base_path: "C:\\a", common_path_suffix: "rest" },
  ],
  [
    "a large header with one text in UTF-16",
    info({ headerSize: 0x28, flags: 3, localBasePathUnicode: wide("w"), commonPathSuffix: narrow("rest") }),
    { local_base_path: "w", common_path_suffix: "rest" },
  ],
  [
    "an offset of a text in UTF-16 that lies outside",
    info({ headerSize: 0x24, offsets: { localBasePathUnicode: 0x10000 } }),
    { local_base_path: undefined, drive_type: 3 },
  ],
  ...[0, 3, 4, 0x10, 0x14, 0x18, 0x1b].map(
    (size) =>
      [
        `information of ${size} bytes`,
        { linkInfo: buildLinkInfo({ size }).subarray(0, Math.max(size, 4)), name: "n" },
        { name: "n" },
      ] as const,
  ),
  ["information that is cut off", { ...info({ size: 1000 }), name: "n" }, { name: undefined }],

  [
    "a label in UTF-16",
    volumeInfo({ labelOffset: 0x14, unicodeLabelOffset: 0x14, label: wide("ж") }),
    { volume_label: "ж" },
  ],
  [
    "a label in UTF-16 without an end",
    volumeInfo({ labelOffset: 0x14, unicodeLabelOffset: 0x14, label: withoutZero(wide("WIDE")) }),
    { volume_label: "WIDE" },
  ],
  [
    "a label in UTF-16 further on",
    volumeInfo({ labelOffset: 0x14, unicodeLabelOffset: 0x18, label: join(zeros(4), wide("WIDE")) }),
    { volume_label: "WIDE" },
  ],
  [
    "a label in UTF-16 outside",
    volumeInfo({ labelOffset: 0x14, unicodeLabelOffset: 0x1000, label: wide("WIDE") }),
    { volume_label: undefined },
  ],
  ["an empty label", volumeInfo({ size: 0x10, label: narrow("LABEL") }), { volume_label: "" }],
  ["a volume that is too long", volumeInfo({ size: 0x1000 }), { volume_label: undefined, drive_type: 3 }],

  ["a tracker", { blocks: [buildTracker()], overlay: zeros(3) }, { ...tracker, overlay_size: 3 }],
  ...[4, 5, 7].map(
    (size) =>
      [
        `a block of ${size} bytes`,
        { blocks: [join([size, 0, 0, 0], zeros(size - 4)), buildTracker()] },
        { ...tracker, overlay_size: 0 },
      ] as const,
  ),
  ["a size of 3", { terminator: 3, overlay: buildTracker() }, { ...absentTracker, overlay_size: 0x60 }],
  ...[0, 24, 63].map(
    (byteLength) =>
      [
        `a tracker with ${byteLength} bytes of identifiers`,
        { blocks: [buildTracker({ identifiers: zeros(byteLength) })] },
        absentTracker,
      ] as const,
  ),
  [
    "a tracker that is cut off",
    { blocks: [buildTracker({ size: 0x60, identifiers: zeros(20) })], terminator: undefined },
    absentTracker,
  ],
  [
    "a tracker behind two thousand blocks",
    { blocks: [...Array.from({ length: 2000 }, () => buildBlock(1, zeros(1))), buildTracker()] },
    tracker,
  ],
];

test.each(cases)("%s", (_name, options, expected) => {
  const value = parseLnk({ data: buildLnk(options) });
  const [item] = (value.target_id_list ?? []) as object[];
  const seen = { ...item, ...value } as Record<string, unknown>;
  expect(Object.fromEntries(Object.keys(expected).map((key) => [key, seen[key]]))).toEqual(expected);
});

test("more than a thousand items are read", () => {
  const items = Array.from({ length: 3000 }, () => fileItem(narrow("A")));
  expect(parseLnk({ data: buildLnk({ items }) }).target_id_list).toHaveLength(3000);
});
