/** Digests in plain JavaScript, for hosts that have no synchronous hashing of their own. */
import { md5, sha1 } from "@noble/hashes/legacy.js";
import { sha256, sha384, sha512 } from "@noble/hashes/sha2.js";
import type { HashAlgorithm } from "./digest.ts";
import { md2 } from "./md2.ts";

const digests: Readonly<Record<HashAlgorithm, (data: Uint8Array) => Uint8Array>> = {
  md2,
  md5,
  sha1,
  sha256,
  sha384,
  sha512,
};

/** The digest by the engine's own means; every algorithm is there. */
export function portableDigest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array {
  return digests[algorithm](data);
}
