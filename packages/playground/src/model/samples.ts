import { Emitter } from "./emitter.ts";

/** Something to scan. */
export interface Sample {
  readonly name: string;
  readonly blob: Blob;
}

/** How a sample is written down by hand. */
export type Notation = "text" | "hex" | "base64";

/** What is scanned: one input written by hand, and any number of files. */
export class Samples extends Emitter {
  notation: Notation = "text";
  written = "";
  #files: Sample[] = [];

  get files(): readonly Sample[] {
    return this.#files;
  }

  addFiles(files: readonly Sample[]): void {
    this.#files = [...this.#files, ...files];
    this.changed();
  }

  clearFiles(): void {
    this.#files = [];
    this.changed();
  }

  write(notation: Notation, written: string): void {
    this.notation = notation;
    this.written = written;
    this.changed();
  }

  /** Everything that is there to scan. Throws an error that says what is wrong with what was written. */
  get all(): Sample[] {
    const input: Sample[] =
      this.written === "" && this.#files.length > 0
        ? []
        : [{ name: `${this.notation} input`, blob: new Blob([bytesOf(this.notation, this.written)]) }];
    return [...input, ...this.#files];
  }
}

export function bytesOf(notation: Notation, written: string): Uint8Array<ArrayBuffer> {
  if (notation === "text") return new TextEncoder().encode(written);
  return notation === "hex" ? fromHex(written) : fromBase64(written);
}

/** Digits in pairs, with whatever people put between them: spaces, commas, `0x`, `\x`. */
function fromHex(written: string): Uint8Array<ArrayBuffer> {
  const digits = written.replace(/0x|\\x|[\s,;:]/gi, "");
  const wrong = /[^0-9a-f]/i.exec(digits);
  if (wrong !== null) throw new Error(`“${wrong[0]}” is no hexadecimal digit`);
  if (digits.length % 2 === 1) throw new Error("a hexadecimal digit is missing: bytes have two");
  return Uint8Array.from({ length: digits.length / 2 }, (_, i) =>
    Number.parseInt(digits.slice(2 * i, 2 * i + 2), 16),
  );
}

function fromBase64(written: string): Uint8Array<ArrayBuffer> {
  const text = written.replace(/\s/g, "").replaceAll("-", "+").replaceAll("_", "/");
  try {
    return Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
  } catch {
    throw new Error("this is not base64");
  }
}
