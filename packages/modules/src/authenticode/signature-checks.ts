/**
 * Checks signatures with public keys, within a budget of work: a file can hold thousands of signatures, each of which costs
 * as much as reading a megabyte. The same check is made once, however often a file asks for it.
 */
import { spendWork } from "@tyara/base";
import type { DerElement } from "../asn1/index.ts";
import { digest, type HashAlgorithm, toHex } from "../hashing/index.ts";
import { noteLimit } from "../kit/limits.ts";
import { checkOf, type Signed } from "./public-key.ts";

/** Limit: units of work, for files of any size and for each byte; a unit takes about 10 ns. */
const GRACE_UNITS = 6_000_000;
const UNITS_PER_BYTE = 16;
/** Bytes hashed in a unit. */
const HASHED_BYTES = 4;

export class SignatureChecks {
  readonly #known = new Map<string, boolean>();
  #left: number;

  /** @param byteLength of the file that holds the signatures. */
  constructor(byteLength: number) {
    this.#left = GRACE_UNITS + UNITS_PER_BYTE * byteLength;
  }

  /** The digest of something that is signed; `undefined` when it would be too much work. */
  digest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array | undefined {
    return this.#take(Math.ceil(data.length / HASHED_BYTES)) ? digest(algorithm, data) : undefined;
  }

  /** Whether the owner of the key signed the digest; false for keys that are not known, and when it would be too much work. */
  isSignedBy(publicKey: DerElement, signed: Signed): boolean {
    const check = checkOf(publicKey, signed);
    if (check === undefined) return false;
    const scheme = signed.scheme?.parameters?.encoding ?? new Uint8Array();
    const parts = [publicKey.encoding, signed.signature, signed.digest, scheme];
    const name = `${signed.digestAlgorithm} ${signed.scheme?.oid} ${toHex(digest("sha256", parts))}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const result = this.#take(check.units) && check.run();
    this.#known.set(name, result);
    return result;
  }

  #take(units: number): boolean {
    if (units > this.#left) {
      noteLimit("more signatures than can be checked for a file of this size");
      return false;
    }
    this.#left -= units;
    spendWork(units);
    return true;
  }
}
