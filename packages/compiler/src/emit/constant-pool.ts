/**
 * The constants of a rule module: bytes behind the state, at addresses known at once, so that rule code holds them as
 * immediates. Equal strings are kept once. The pool also hands out zeroed room that the scanner writes (roots of modules).
 */
import { ByteSink, spendMemory } from "@tyara/base";

const latin1 = new TextDecoder("latin1");

export class ConstantPool {
  readonly #start: number;
  readonly #sink = new ByteSink(4096);
  readonly #interned = new Map<string, number>();

  /** @param start the address of the first byte, a multiple of 16. */
  constructor(start: number) {
    this.#start = start;
  }

  /** The address of these bytes; equal bytes share one. */
  intern(bytes: Uint8Array): number {
    const key = latin1.decode(bytes);
    let address = this.#interned.get(key);
    if (address === undefined) {
      address = this.append(bytes, 1);
      this.#interned.set(key, address);
    }
    return address;
  }

  /** Adds bytes at an aligned address and returns it. */
  append(bytes: Uint8Array, alignment: number): number {
    this.#align(alignment);
    const address = this.end;
    spendMemory(bytes.length);
    this.#sink.bytes(bytes);
    return address;
  }

  /** Adds zeros, 16-aligned. */
  reserve(byteLength: number): number {
    return this.append(new Uint8Array(byteLength), 16);
  }

  /** The address after the last constant. */
  get end(): number {
    return this.#start + this.#sink.length;
  }

  get byteLength(): number {
    return this.#sink.length;
  }

  toBytes(): Uint8Array {
    return this.#sink.toBytes();
  }

  #align(alignment: number): void {
    while (this.end % alignment !== 0) this.#sink.u8(0);
  }
}
