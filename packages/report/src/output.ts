/**
 * Text on its way out, in blocks of bounded size: a result may have millions of matches, and none of them is held as a string longer than it
 * takes to write it.
 */

const BLOCK = 1 << 16;
/** Length of a byte in hexadecimal notation inside of a JSON string, where backslashes are doubled. */
const LONGEST_ESCAPE = 5;
/** Bytes that are shown in one go. */
const PART = Math.floor(BLOCK / LONGEST_ESCAPE);
/** Characters that are copied one by one. */
const SHORT = 100;
const encoder = new TextEncoder();
const HEX = encoder.encode("0123456789abcdef");
const BACKSLASH = 0x5c;
const SPACE = 0x20;
/** The letters of `\t`, `\n` and `\r`, by byte. */
const LETTERS: Readonly<Record<number, number>> = { 9: 0x74, 10: 0x6e, 13: 0x72 };

/** How bytes are shown. */
export type ByteNotation =
  /** Printable ASCII as it is, everything else escaped: `MZ\x90\x00`. */
  | "escaped"
  /** The same inside of a JSON string. */
  | "json"
  /** `4d 5a 90`: the way hex patterns are written. */
  | "hex";

export class Output {
  readonly #block = new Uint8Array(BLOCK);
  readonly #write: (bytes: Uint8Array) => void;
  #length = 0;

  /** @param write takes a block that is used again when it returns. */
  constructor(write: (bytes: Uint8Array) => void) {
    this.#write = write;
  }

  /** Text, printable already. */
  text(text: string): void {
    // No UTF-16 code unit takes more than three bytes.
    if (text.length * 3 > BLOCK) {
      for (let at = 0; at < text.length; ) at += this.#part(text, at);
      return;
    }
    this.#room(text.length * 3);
    if (text.length > SHORT || !this.#ascii(text))
      this.#length += encoder.encodeInto(text, this.#block.subarray(this.#length)).written;
  }

  /** Writes ASCII; false, and nothing is written, when it is other text. Calling the host for a few characters takes longer. */
  #ascii(text: string): boolean {
    const start = this.#length;
    for (let i = 0; i < text.length; i++) {
      const unit = text.charCodeAt(i);
      if (unit >= 0x80) return false;
      this.#block[start + i] = unit;
    }
    this.#length = start + text.length;
    return true;
  }

  /** Writes the next part of a long text, which does not end between surrogates; returns its length. */
  #part(text: string, at: number): number {
    let end = Math.min(text.length, at + BLOCK / 4);
    if (end < text.length && (text.charCodeAt(end - 1) & 0xfc00) === 0xd800) end++;
    this.text(text.slice(at, end));
    return end - at;
  }

  bytes(bytes: Uint8Array, notation: ByteNotation): void {
    if (bytes.length <= PART) this.#bytes(bytes, notation, false);
    else
      for (let at = 0; at < bytes.length; at += PART)
        this.#bytes(bytes.subarray(at, at + PART), notation, at > 0);
  }

  #bytes(bytes: Uint8Array, notation: ByteNotation, isContinued: boolean): void {
    this.#room(bytes.length * LONGEST_ESCAPE);
    if (notation === "hex") this.#hexPairs(bytes, isContinued);
    else this.#escaped(bytes, notation === "json");
  }

  flush(): void {
    const length = this.#length;
    this.#length = 0;
    if (length > 0) this.#write(this.#block.subarray(0, length));
  }

  #room(byteLength: number): void {
    if (this.#length + byteLength > BLOCK) this.flush();
  }

  #escaped(bytes: Uint8Array, isJson: boolean): void {
    const block = this.#block;
    let end = this.#length;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      const isQuote = isJson && byte === 0x22;
      if (byte >= SPACE && byte < 0x7f && byte !== BACKSLASH && !isQuote) {
        block[end++] = byte;
        continue;
      }
      block[end++] = BACKSLASH;
      if (isQuote) {
        block[end++] = byte;
        continue;
      }
      if (isJson) block[end++] = BACKSLASH;
      if (byte === BACKSLASH) {
        block[end++] = BACKSLASH;
        if (isJson) block[end++] = BACKSLASH;
      } else if (LETTERS[byte] !== undefined) block[end++] = LETTERS[byte]!;
      else {
        block[end++] = 0x78;
        block[end++] = HEX[byte >> 4]!;
        block[end++] = HEX[byte & 15]!;
      }
    }
    this.#length = end;
  }

  #hexPairs(bytes: Uint8Array, isContinued: boolean): void {
    const block = this.#block;
    let end = this.#length;
    for (let i = 0; i < bytes.length; i++) {
      const byte = bytes[i]!;
      if (i > 0 || isContinued) block[end++] = SPACE;
      block[end++] = HEX[byte >> 4]!;
      block[end++] = HEX[byte & 15]!;
    }
    this.#length = end;
  }
}

/** What `write` gives to an output, as one string. */
export function collectText(write: (output: Output) => void): string {
  const decoder = new TextDecoder();
  let text = "";
  const output = new Output((block) => {
    text += decoder.decode(block, { stream: true });
  });
  write(output);
  output.flush();
  return text + decoder.decode();
}
