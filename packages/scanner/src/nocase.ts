/**
 * The string operators that ignore case, for strings that are not ASCII; the kernels answer for the rest.
 * Compat: valid UTF-8 is lower-cased code point by code point (no final sigma), bytes that are not UTF-8 stay as they
 * are (`conditions.test.ts`).
 */
import type { nocaseOperators } from "@tyara/contract";

const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const latin1 = new TextDecoder("latin1");
const encoder = new TextEncoder();

/** Limit: bytes of text that are lower-cased at once. */
const maxChunk = 1 << 14;

/** Answers one operator; calls `checkpoint` now and then. */
export function testNocase(
  operator: (typeof nocaseOperators)[number],
  left: Uint8Array,
  right: Uint8Array,
  checkpoint: () => void = () => {},
): boolean {
  const text = lowerCased(left, checkpoint);
  const wanted = lowerCased(right, checkpoint);
  if (operator === "iequals") return text === wanted;
  if (operator === "icontains") return text.includes(wanted);
  return operator === "istartswith" ? text.startsWith(wanted) : text.endsWith(wanted);
}

/** The lower-cased bytes, one character a byte, so that comparing them compares bytes. */
function lowerCased(bytes: Uint8Array, checkpoint: () => void): string {
  let result = "";
  for (const { chunk, isText } of utf8Chunks(bytes)) {
    checkpoint();
    result += isText ? byteString(encoder.encode(lowerCaseText(decoder.decode(chunk)))) : byteString(chunk);
  }
  return result;
}

function lowerCaseText(text: string): string {
  let result = "";
  for (const character of text) result += character.toLowerCase();
  return result;
}

/** Latin-1 in the sense of the web maps some bytes elsewhere; equal bytes still give equal characters. */
function byteString(bytes: Uint8Array): string {
  return latin1.decode(bytes);
}

interface Chunk {
  readonly chunk: Uint8Array;
  readonly isText: boolean;
}

/** Splits bytes into runs that are valid UTF-8, long ones into several, and single bytes that are not. */
function* utf8Chunks(bytes: Uint8Array): Generator<Chunk> {
  let start = 0;
  for (let at = 0; at < bytes.length; ) {
    const length = sequenceLength(bytes, at);
    if (length > 0) {
      at += length;
      if (at - start < maxChunk) continue;
    }
    if (at > start) yield { chunk: bytes.subarray(start, at), isText: true };
    start = at;
    if (length > 0) continue;
    at += 1;
    yield { chunk: bytes.subarray(start, at), isText: false };
    start = at;
  }
  if (start < bytes.length) yield { chunk: bytes.subarray(start), isText: true };
}

/** The length of the UTF-8 sequence that begins here; 0 when none does. */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const lead = bytes[at]!;
  if (lead < 0x80) return 1;
  const length = lead >= 0xf0 ? 4 : lead >= 0xe0 ? 3 : 2;
  const sequence = bytes.subarray(at, at + length);
  try {
    decoder.decode(sequence);
    return sequence.length;
  } catch {
    return 0;
  }
}
