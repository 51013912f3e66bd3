/** Places in a text counted in UTF-8 bytes, as spans are, and in UTF-16 units, as JavaScript counts. */
export interface ByteTable {
  toUnit(byte: number): number;
  toByte(unit: number): number;
}

/** The table of a text. For ASCII there is nothing to translate. */
export function byteTableOf(text: string): ByteTable {
  return /[^\0-\x7f]/.test(text) ? new WideByteTable(text) : asciiTable;
}

const asciiTable: ByteTable = { toUnit: (byte) => byte, toByte: (unit) => unit };

/** Units between two remembered places. */
const STEP = 256;

class WideByteTable implements ByteTable {
  readonly #text: string;
  /** The byte offset of every 256th unit. */
  readonly #bytes: number[] = [0];
  readonly #length: number;

  constructor(text: string) {
    this.#text = text;
    let bytes = 0;
    for (let unit = 0; unit < text.length; unit += STEP) {
      bytes += measure(text, unit, Math.min(text.length, unit + STEP));
      this.#bytes.push(bytes);
    }
    this.#length = bytes;
  }

  toByte(unit: number): number {
    if (unit >= this.#text.length) return this.#length + (unit - this.#text.length);
    const block = Math.floor(unit / STEP);
    return this.#bytes[block]! + measure(this.#text, block * STEP, unit);
  }

  toUnit(byte: number): number {
    if (byte >= this.#length) return this.#text.length + (byte - this.#length);
    let low = 0;
    let high = this.#bytes.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (this.#bytes[middle]! <= byte) low = middle;
      else high = middle - 1;
    }
    let unit = low * STEP;
    let left = byte - this.#bytes[low]!;
    while (left > 0 && unit < this.#text.length) left -= bytesOfUnit(this.#text, unit++);
    return left < 0 ? unit - 1 : unit;
  }
}

/** Like `utf8Length`, but adds up wherever a text is cut: of a pair, the first half counts 3 and the second 1. */
function measure(text: string, start: number, end: number): number {
  let bytes = 0;
  for (let at = start; at < end; at++) bytes += bytesOfUnit(text, at);
  return bytes;
}

function bytesOfUnit(text: string, at: number): number {
  const unit = text.charCodeAt(at);
  if (unit < 0x80) return 1;
  if (unit < 0x800) return 2;
  const isPairEnd = (unit & 0xfc00) === 0xdc00 && at > 0 && (text.charCodeAt(at - 1) & 0xfc00) === 0xd800;
  return isPairEnd ? 1 : 3;
}
