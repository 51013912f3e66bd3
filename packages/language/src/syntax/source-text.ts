/**
 * A source as the lexer wants it: a string with exactly one character (0–255) per UTF-8 byte.
 *
 * All positions in Tyara count UTF-8 bytes. In such a byte string an index is that position, a character is that
 * byte, engines store it in one byte per character, and for the usual ASCII source it is the source itself, not a
 * copy. Rejected: lexing the JavaScript string and mapping offsets (a table or a search per span), and lexing a
 * `Uint8Array` (every identifier would need a decoder call).
 */

const encoder = new TextEncoder();
const lenientDecoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strictDecoder = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

// Perf: nearly all sources are ASCII, and looking is cheaper than encoding.
const BEYOND_ASCII = /[^\0-\x7f]/;
const ALL_BEYOND_ASCII = /[^\0-\x7f]+/g;

/** `String.fromCharCode` takes its characters as arguments, and engines bound their number. */
const CHUNK_LENGTH = 8192;

/** The text of one source of rules, addressed by UTF-8 byte offsets. */
export class SourceText {
  /** One character per byte. */
  readonly bytes: string;
  /** The source as text: what it is decoded to when it came as bytes (invalid bytes become U+FFFD). */
  readonly text: string;
  /** Where the first byte stands that is not part of valid UTF-8, if there is one. */
  readonly firstInvalidByte: number | undefined;
  readonly #isAscii: boolean;

  /** Lone surrogates in a string count as U+FFFD, three bytes. */
  constructor(source: string | Uint8Array) {
    if (typeof source === "string" && !BEYOND_ASCII.test(source)) {
      this.#isAscii = true;
      this.text = source;
      this.bytes = source;
      this.firstInvalidByte = undefined;
      return;
    }
    const sound = typeof source === "string" ? source : decodeSound(source);
    this.text = sound ?? lenientDecoder.decode(source as Uint8Array);
    this.firstInvalidByte = sound === undefined ? findInvalidByte(source as Uint8Array) : undefined;
    this.#isAscii = !BEYOND_ASCII.test(this.text);
    if (this.#isAscii) this.bytes = this.text;
    else if (typeof source !== "string" && this.firstInvalidByte !== undefined)
      this.bytes = toByteString(source);
    // Perf: the engine copies what is ASCII, which is nearly all.
    else this.bytes = this.text.replace(ALL_BEYOND_ASCII, (part) => toByteString(encoder.encode(part)));
  }

  /** Length in bytes. */
  get byteLength(): number {
    return this.bytes.length;
  }

  /** The text of a span, decoded. */
  slice(start: number, end: number): string {
    const slice = this.bytes.slice(start, end);
    return this.#isAscii || !BEYOND_ASCII.test(slice) ? slice : decodeByteString(slice);
  }
}

/** The bytes of a byte string. */
export function bytesOf(byteString: string): Uint8Array {
  const bytes = new Uint8Array(byteString.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = byteString.charCodeAt(i);
  return bytes;
}

function decodeByteString(byteString: string): string {
  return lenientDecoder.decode(bytesOf(byteString));
}

function toByteString(bytes: Uint8Array): string {
  let result = "";
  for (let i = 0; i < bytes.length; i += CHUNK_LENGTH) {
    result += String.fromCharCode.apply(null, bytes.subarray(i, i + CHUNK_LENGTH) as unknown as number[]);
  }
  return result;
}

function findInvalidByte(bytes: Uint8Array): number | undefined {
  for (let i = 0; i < bytes.length; ) {
    const length = utf8SequenceLength(bytes[i]!, bytes[i + 1] ?? 0, bytes[i + 2] ?? 0, bytes[i + 3] ?? 0);
    if (length === 0) return i;
    i += length;
  }
  return undefined;
}

/** The text, if all of it is valid UTF-8. */
function decodeSound(bytes: Uint8Array): string | undefined {
  try {
    return strictDecoder.decode(bytes);
  } catch {
    return undefined;
  }
}

/** The length of the well-formed UTF-8 sequence that begins with these bytes, or 0 when there is none. */
export function utf8SequenceLength(b0: number, b1: number, b2: number, b3: number): number {
  if (b0 < 0x80) return 1;
  if (b0 < 0xc2 || b0 > 0xf4 || (b1 & 0xc0) !== 0x80) return 0;
  if (b0 < 0xe0) return 2;
  if ((b2 & 0xc0) !== 0x80) return 0;
  if (b0 < 0xf0) {
    const isOverlong = b0 === 0xe0 && b1 < 0xa0;
    const isSurrogate = b0 === 0xed && b1 >= 0xa0;
    return isOverlong || isSurrogate ? 0 : 3;
  }
  const isOutOfRange = (b0 === 0xf0 && b1 < 0x90) || (b0 === 0xf4 && b1 >= 0x90);
  return isOutOfRange || (b3 & 0xc0) !== 0x80 ? 0 : 4;
}
