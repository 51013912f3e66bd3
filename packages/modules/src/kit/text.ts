/** Text in the encodings that file formats use. Whoever decodes pays for it (`base/work.ts`). */
import { spendMemory, spendWork } from "@tyara/base";

const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });
/** `String.fromCharCode` takes only so many arguments at once. */
const CHUNK = 0x2000;

/** One character a byte; for names that are ASCII or of unknown encoding. */
export function latin1(bytes: Uint8Array): string {
  spendMemory(bytes.length);
  // Bounded: a chunk.
  if (bytes.length <= CHUNK) return String.fromCharCode.apply(null, bytes as unknown as number[]);
  let text = "";
  for (let i = 0; i < bytes.length; i += CHUNK) {
    // Bounded: a chunk.
    text += String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return text;
}

/** Where the text at `offset` ends: at its zero byte, at the end of the data or at `limit` bytes. */
export function endOfText(data: Uint8Array, offset: number, limit: number): number {
  const most = Math.min(data.length, offset + limit);
  let end = offset;
  while (end < most && data[end] !== 0) end++;
  spendWork(Math.max(0, end - offset) >>> 4);
  return end;
}

/** UTF-8; ill-formed sequences become U+FFFD. Text without such bytes takes a shorter way. */
export function utf8(bytes: Uint8Array): string {
  for (const byte of bytes) if (byte >= 0x80) return decodeUtf8(bytes);
  return latin1(bytes);
}

function decodeUtf8(bytes: Uint8Array): string {
  spendMemory(bytes.length);
  return UTF8.decode(bytes);
}

/** Well-formed UTF-8 only. */
export function strictUtf8(bytes: Uint8Array): string | undefined {
  const text = utf8(bytes);
  return text.includes("\uFFFD") && !isWellFormed(bytes) ? undefined : text;
}

function isWellFormed(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** UTF-16 of whole code units; lone surrogates become U+FFFD. */
export function utf16(bytes: Uint8Array, order: "little" | "big" = "little"): string {
  spendMemory(bytes.length);
  // A unit a code unit, about what collecting them takes.
  spendWork(bytes.length >>> 1);
  const [low, high] = order === "little" ? [0, 1] : [1, 0];
  const units = new Uint16Array(bytes.length >> 1);
  for (let i = 0; i < units.length; i++) units[i] = bytes[2 * i + low]! | (bytes[2 * i + high]! << 8);
  return utf16Text(units);
}

/** The text of UTF-16 units; lone surrogates become U+FFFD. */
export function utf16Text(units: Uint16Array): string {
  let text = "";
  for (let i = 0; i < units.length; i += CHUNK) {
    // Bounded: a chunk.
    text += String.fromCharCode.apply(null, units.subarray(i, i + CHUNK) as unknown as number[]);
  }
  return wellFormed(text);
}

/** The text with lone surrogates replaced by U+FFFD, so that it has a UTF-8 form. */
export function wellFormed(text: string): string {
  return text.replace(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g, "\uFFFD");
}
