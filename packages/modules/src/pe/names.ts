/**
 * Names inside an image. What counts as a name follows the reference: names are cut at a length instead of refused, and
 * those that no linker writes are no names, because tables that lead to them are usually garbage.
 */
import { endOfText, latin1, strictUtf8 } from "../kit/text.ts";
import type { PeImage } from "./image.ts";

const MAX_LIBRARY_NAME = 512;
const MAX_FUNCTION_NAME = 1024;

/** Blanks, control characters and what Windows forbids in file names. */
const NOT_IN_LIBRARY_NAMES = /[\0-\x20\x7f"*<>?|]/;
const FUNCTION_NAME = /^[!-~]+$/;

/** The name of a library. */
export function libraryNameAt(image: PeImage, rva: number): string | undefined {
  const bytes = bytesAt(image, rva, MAX_LIBRARY_NAME);
  const name = bytes && strictUtf8(bytes);
  return name === undefined || NOT_IN_LIBRARY_NAMES.test(name) ? undefined : name;
}

/** The name of an imported function: visible ASCII characters. */
export function importedNameAt(image: PeImage, rva: number): string | undefined {
  const bytes = bytesAt(image, rva, MAX_FUNCTION_NAME);
  const name = bytes && latin1(bytes);
  return name !== undefined && FUNCTION_NAME.test(name) ? name : undefined;
}

/** The name of an exported function, or of what it forwards to: any text in UTF-8. */
export function exportedNameAt(image: PeImage, rva: number): string | undefined {
  const bytes = bytesAt(image, rva, MAX_FUNCTION_NAME);
  return bytes && strictUtf8(bytes);
}

/** The bytes up to a zero, the end of the file or the limit. */
function bytesAt(image: PeImage, rva: number, limit: number): Uint8Array | undefined {
  const offset = image.offsetOf(rva);
  if (offset === undefined || !image.reader.has(offset, 0)) return undefined;
  const { data } = image.reader;
  const end = endOfText(data, offset, limit);
  return image.names.take(end - offset) ? data.subarray(offset, end) : undefined;
}
