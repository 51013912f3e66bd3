/**
 * The external variables that large public collections of rules expect for each file (`--file-variables`). All are strings; what is not known of
 * a file, as of the standard input, is empty.
 * Members of archives have no owner.
 */
import { closeSync, openSync, readFileSync, readSync, statSync } from "node:fs";
import { basename, dirname, extname, resolve } from "node:path";
import { STANDARD_INPUT } from "../defaults.ts";
import { type FilePath, systemPath } from "../file-path.ts";

export const FILE_VARIABLES = ["filename", "filepath", "extension", "filetype", "owner"] as const;

export type FileVariables = Readonly<Record<(typeof FILE_VARIABLES)[number], string>>;

/** `filename` is `cmd.exe`, `filepath` the absolute path of its directory, `extension` is `.exe`, `filetype` is `EXE`, `owner` a name or number. */
export function fileVariables(path: FilePath, bytes?: Uint8Array): FileVariables {
  if (path.location === STANDARD_INPUT)
    return { filename: "", filepath: "", extension: "", filetype: "", owner: "" };
  const { shown } = path;
  return {
    filename: basename(shown),
    filepath: dirname(resolve(shown)),
    extension: extname(shown),
    ...(bytes === undefined ? contentVariables(path) : { filetype: typeOf(bytes), owner: "" }),
  };
}

function contentVariables(path: FilePath): { filetype: string; owner: string } {
  try {
    const status = statSync(systemPath(path));
    return {
      filetype: status.isFile() && status.size > 0 ? fileType(path) : "",
      owner: ownerName(status.uid),
    };
  } catch {
    // The scan will say what is wrong with the file.
    return { filetype: "", owner: "" };
  }
}

// ── Types by the first bytes ────────────────────────────────────────────────

/** Names as in the signature lists of scanners that public rules are written for; bytes in Latin-1. */
const SIGNATURES: readonly (readonly [start: string, type: string])[] = [
  ["MZ", "EXE"],
  ["\x7fELF", "ELF"],
  ["%PDF", "PDF"],
  ["PK\x03\x04", "ZIP"],
  ["Rar!\x1a\x07", "RAR"],
  ["7z\xbc\xaf\x27\x1c", "7Z"],
  ["\x1f\x8b", "GZIP"],
  ["\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "OLE"],
  ["{\\rt", "RTF"],
  ["GIF8", "GIF"],
  ["\xff\xd8\xff", "JPEG"],
  ["\x89PNG", "PNG"],
  ["L\x00\x00\x00\x01\x14\x02\x00", "LNK"],
  ["MSCF", "CAB"],
  ["\xfe\xed\xfa\xce", "MACHO"],
  ["\xfe\xed\xfa\xcf", "MACHO"],
  ["\xce\xfa\xed\xfe", "MACHO"],
  ["\xcf\xfa\xed\xfe", "MACHO"],
];

const LONGEST_SIGNATURE = 8;

function fileType(path: FilePath): string {
  const descriptor = openSync(systemPath(path), "r");
  try {
    const start = Buffer.alloc(LONGEST_SIGNATURE);
    return typeOf(start.subarray(0, readSync(descriptor, start)));
  } finally {
    closeSync(descriptor);
  }
}

function typeOf(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.subarray(0, LONGEST_SIGNATURE)).toString("latin1");
  return SIGNATURES.find(([signature]) => text.startsWith(signature))?.[1] ?? "";
}

// ── Owners ──────────────────────────────────────────────────────────────────

let names: ReadonlyMap<number, string> | undefined;

function ownerName(user: number): string {
  names ??= userNames();
  return names.get(user) ?? String(user);
}

function userNames(): ReadonlyMap<number, string> {
  try {
    const lines = readFileSync("/etc/passwd", "utf8").split("\n");
    return new Map(lines.map((line) => line.split(":")).map(([name, , user]) => [Number(user), name!]));
  } catch {
    return new Map();
  }
}
