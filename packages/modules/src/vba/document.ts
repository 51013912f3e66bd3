/** Finds the compound files with macros in the zip archives that Office documents of today are. */
import { OLE_MAGIC } from "@tyara/language/modules";
import { Budget } from "../kit/budget.ts";
import { latin1 } from "../kit/text.ts";
import { type CompoundFile, openCompoundFile } from "../olecf/compound-file.ts";
import { readArchive, type ZipEntry } from "../zip/archive.ts";
import { beginningOf, readContent } from "../zip/content.ts";

/** The name that Office gives the compound file with the macros; `xl/vbaProject.bin` in a workbook. */
const PROJECT_NAME = "vbaproject.bin";
/** The part that every Office document has. */
const CONTENT_TYPES = "[content_types].xml";
/** Spec: a compound file has a header and two sectors at least. */
const MIN_COMPOUND_FILE_SIZE = 1536n;
/** Plain bytes of the parts of small documents. */
const GRACE = 2 ** 23;

/**
 * The compound files in an archive: in an Office document all, because its relations say which one has the macros, and
 * malware gives it another name; in other archives those that have the name which Office gives.
 */
export function* compoundFilesIn(data: Uint8Array): Generator<CompoundFile> {
  const entries = readArchive(data) ?? [];
  const isDocument = entries.some(({ path }) => isNamed(path, CONTENT_TYPES));
  const budget = Budget.ofBytes(data.length, "parts of a document", GRACE);
  for (const entry of entries) {
    const isWanted = isNamed(entry.path, PROJECT_NAME) || (isDocument && isCompoundFile(data, entry));
    const content = isWanted && !budget.isExhausted ? readContent(data, entry, budget) : undefined;
    const file = content && openCompoundFile(content);
    if (file) yield file;
  }
}

/** Whether the last part of a path is that name, which is in lower case. */
function isNamed(path: Uint8Array, name: string): boolean {
  const start = path.length - name.length;
  if (start < 0 || (start > 0 && !isSeparator(path[start - 1]!))) return false;
  return latin1(path.subarray(start)).toLowerCase() === name;
}

function isSeparator(byte: number): boolean {
  return byte === 0x2f || byte === 0x5c;
}

function isCompoundFile(data: Uint8Array, entry: ZipEntry): boolean {
  if (entry.uncompressedSize < MIN_COMPOUND_FILE_SIZE) return false;
  const beginning = beginningOf(data, entry, OLE_MAGIC.length);
  return OLE_MAGIC.every((byte, i) => beginning[i] === byte);
}
