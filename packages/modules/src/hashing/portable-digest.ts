/** Digests in plain JavaScript, for hosts that have no synchronous hashing of their own. */
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha224, sha256, sha384, sha512, sha512_224, sha512_256 } from "@noble/hashes/sha2.js";
import { sha3_224, sha3_256, sha3_384, sha3_512 } from "@noble/hashes/sha3.js";
import type { HashAlgorithm, Hasher } from "./digest.ts";
import { md2 } from "./md2.ts";

const digests = {
  md5,
  sha1,
  sha224,
  sha256,
  sha384,
  sha512,
  "sha512-224": sha512_224,
  "sha512-256": sha512_256,
  "sha3-224": sha3_224,
  "sha3-256": sha3_256,
  "sha3-384": sha3_384,
  "sha3-512": sha3_512,
};

/** The engine's own means; every algorithm is there. */
export function portableHasher(algorithm: HashAlgorithm): Hasher {
  return algorithm === "md2" ? new Md2Hasher() : digests[algorithm].create();
}

/** The digest by the engine's own means. */
export function portableDigest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array {
  const hasher = portableHasher(algorithm);
  hasher.update(data);
  return hasher.digest();
}

/** MD2 stirs its message twice: the pieces are kept until the end. */
class Md2Hasher implements Hasher {
  readonly #pieces: Uint8Array[] = [];

  update(data: Uint8Array): void {
    this.#pieces.push(data.slice());
  }

  digest(): Uint8Array {
    const message = new Uint8Array(this.#pieces.reduce((sum, piece) => sum + piece.length, 0));
    let at = 0;
    for (const piece of this.#pieces) {
      message.set(piece, at);
      at += piece.length;
    }
    return md2(message);
  }
}
