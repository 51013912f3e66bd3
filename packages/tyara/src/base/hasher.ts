/** The digests that modules and certificates need. */
export type HashAlgorithm = "md2" | "md5" | "sha1" | "sha256" | "sha384" | "sha512";

/**
 * A synchronous source of digests. The engine has a portable one; a host with faster hashing (Node's crypto) passes its
 * own. `undefined` for an algorithm that it does not have: the portable one is asked then.
 */
export interface Hasher {
  digest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array | undefined;
}
