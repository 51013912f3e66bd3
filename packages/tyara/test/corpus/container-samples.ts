/** Links, extensions, archives, packages and documents in which every part that their parsers read is there. */
import type { WrittenSample } from "../fuzz/written-samples.ts";
import { buildCrx } from "./crx.ts";
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
} from "./lnk.ts";
import { buildMsi, signatureEntries, signedEntries } from "./msi.ts";
import { buildOle } from "./ole.ts";
import { vbaEntries } from "./vba.ts";
import { buildZip } from "./zip.ts";

const joined = (...parts: (Uint8Array | readonly number[])[]) =>
  Uint8Array.from(parts.flatMap((part) => [...part]));
const identifier = Uint8Array.from({ length: 16 }, (_, i) => i);

const items = [
  joined([0x1f, 0x50], identifier),
  joined([0x2f], narrow("C:\\"), new Uint8Array(19)),
  joined([0x2e, 0x80], identifier),
  fileItem(narrow("FOLDER"), 0x31),
  fileItem(wide("name.exe"), 0x36),
  joined([0x41, 0, 0], narrow("\\\\server\\share")),
  joined([0, 0], new Uint8Array(8), narrow("C:\\a.cpl")),
  joined([0, 0], new Uint8Array(20), wide("C:\\b.cpl"), wide("name")),
  joined([0x71, 0x80], identifier),
];
const texts = {
  name: "name",
  relativePath: "..\\a.exe",
  workingDir: "C:\\",
  arguments: "-a -b",
  iconLocation: "shell32.dll",
};
const link: LnkOptions = {
  attributes: 0x21,
  times: [132000000000000000n, 132000000000000001n, 0n],
  fileSize: 5000,
  iconIndex: 3,
  showCommand: 7,
  ...texts,
  blocks: [buildBlock(0xa0000005, new Uint8Array(8)), buildTracker({ version: 1 })],
  overlay: joined([1, 2, 3]),
};

export const lnkSamples: readonly WrittenSample[] = [
  { name: "items", bytes: buildLnk({ ...link, items }) },
  {
    name: "paths",
    bytes: buildLnk({
      ...link,
      linkInfo: buildLinkInfo({
        flags: 3,
        volume: buildVolume({ label: narrow("LABEL") }),
        localBasePath: narrow("C:\\a.exe"),
        commonPathSuffix: narrow("a.exe"),
      }),
    }),
  },
  {
    name: "paths in UTF-16",
    bytes: buildLnk({
      ...link,
      linkInfo: buildLinkInfo({
        headerSize: 0x24,
        flags: 3,
        volume: buildVolume({ labelOffset: 0x14, unicodeLabelOffset: 0x14, label: wide("LABEL") }),
        localBasePath: narrow("C:\\a.exe"),
        commonPathSuffix: narrow("a.exe"),
        localBasePathUnicode: wide("C:\\\u0416.exe"),
        commonPathSuffixUnicode: wide("\u0416.exe"),
      }),
    }),
  },
  {
    name: "one byte a character",
    bytes: buildLnk({ ...link, isUnicode: false, overlay: new Uint8Array(0) }),
  },
  { name: "long", bytes: buildLnk({ ...link, name: { text: "n".repeat(260), declared: 300 } }) },
];

const manifest = {
  manifest_version: 3,
  name: "__MSG_name__",
  description: "__MSG_text__",
  version: "1.2.3",
  default_locale: "en",
  homepage_url: "https://example.com/",
  update_url: "https://example.com/update",
  minimum_chrome_version: "100",
  permissions: ["tabs", "storage"],
  host_permissions: ["https://*/*"],
  optional_permissions: ["cookies"],
  optional_host_permissions: ["http://*/*"],
};
const messages = {
  en: { name: { message: "A name" }, text: { message: "With $1$", placeholders: {} } },
};
const key = new Uint8Array(32).fill(7);
/** Not compressed, so that damage reaches the manifest. */
const extension = { manifest, messages, isDeflated: false };

export const crxSamples: readonly WrittenSample[] = [
  {
    name: "version 2",
    bytes: buildCrx({ ...extension, version: 2, proofs: [{ publicKey: key, signature: key }] }),
  },
  {
    name: "version 3",
    bytes: buildCrx({
      ...extension,
      proofs: [
        { publicKey: key, signature: key },
        { publicKey: key, signature: key, isEcdsa: true },
      ],
    }),
  },
  { name: "deflated", bytes: buildCrx({ manifest, messages }) },
];

export const zipSamples: readonly WrittenSample[] = [
  {
    name: "files",
    bytes: buildZip([
      { path: "a.txt", content: "text" },
      { path: "b/c.txt", content: "x".repeat(500), method: 8, comment: joined([1, 2]) },
      { path: "d", hasDescriptor: true, extra: joined([9, 0, 2, 0, 1, 2]) },
    ]),
  },
];

export const msiSamples: readonly WrittenSample[] = [
  { name: "signed", bytes: buildMsi([...signedEntries, ...signatureEntries]) },
];

const code = 'Attribute VB_Name = "M"\r\nSub AutoOpen()\r\nEnd Sub\r\n';
const project = vbaEntries({
  references: ["stdole", "Office"],
  modules: [
    { name: "M", code, prefix: new Uint8Array(40) },
    { name: "ThisDocument", code: `${code}${"Rem\r\n".repeat(2000)}`, isClass: true },
    { name: "Lost", code, offset: 9999 },
  ],
});
const document = buildOle([{ name: "Macros", children: [{ name: "VBA", children: project }] }]);

export const vbaSamples: readonly WrittenSample[] = [
  { name: "document", bytes: document },
  {
    name: "archive",
    bytes: buildZip([
      { path: "[Content_Types].xml", content: "<Types/>" },
      { path: "word/vbaProject.bin", content: document },
    ]),
  },
];
