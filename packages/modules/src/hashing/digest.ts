/**
 * The one door to digests: the host's own crypto where it has a synchronous one (Node, Deno and Bun lend theirs through
 * `process.getBuiltinModule`), plain JavaScript elsewhere. The Web's crypto is asynchronous, which a scan cannot wait
 * for.
 */
import { portableHasher } from "./portable-digest.ts";

export type HashAlgorithm =
  | "md2"
  | "md5"
  | "sha1"
  | "sha224"
  | "sha256"
  | "sha384"
  | "sha512"
  | "sha512-224"
  | "sha512-256"
  | "sha3-224"
  | "sha3-256"
  | "sha3-384"
  | "sha3-512";

/** A digest in the making. */
export interface Hasher {
  update(data: Uint8Array): unknown;
  digest(): Uint8Array;
}

/** What is used of `node:crypto`. */
interface HostCrypto {
  createHash(algorithm: string): Hasher;
  /** Not in every version. */
  hash?(algorithm: string, data: Uint8Array, encoding: "hex"): string;
}

interface HostProcess {
  getBuiltinModule?(name: string): HostCrypto | undefined;
}

const hostCrypto = (globalThis as { process?: HostProcess }).process?.getBuiltinModule?.("node:crypto");

/** The digest's bytes, of bytes in one piece or in several. */
export function digest(algorithm: HashAlgorithm, data: Uint8Array | Iterable<Uint8Array>): Uint8Array {
  const hasher = hostHasher(algorithm) ?? portableHasher(algorithm);
  if (data instanceof Uint8Array) hasher.update(data);
  else for (const piece of data) hasher.update(piece);
  return hasher.digest();
}

/** Hosts leave out algorithms that they hold for too weak (MD2 everywhere, MD5 where policy says so). */
function hostHasher(algorithm: HashAlgorithm): Hasher | undefined {
  if (algorithm === "md2") return undefined;
  try {
    return hostCrypto?.createHash(algorithm);
  } catch {
    return undefined;
  }
}

/** {@link digest} in lower-case hexadecimal. */
export function digestHex(algorithm: HashAlgorithm, data: Uint8Array | Iterable<Uint8Array>): string {
  const atOnce = data instanceof Uint8Array ? hostDigestHex(algorithm, data) : undefined;
  return atOnce ?? toHex(digest(algorithm, data));
}

/** Perf: in one call, where the host has one; it costs half of what a hasher does for short data. */
function hostDigestHex(algorithm: HashAlgorithm, data: Uint8Array): string | undefined {
  if (hostCrypto?.hash === undefined || algorithm === "md2") return undefined;
  try {
    return hostCrypto.hash(algorithm, data, "hex");
  } catch {
    return undefined;
  }
}

const digitPairs = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** Two lower-case hexadecimal digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += digitPairs[bytes[i]!];
  return text;
}
