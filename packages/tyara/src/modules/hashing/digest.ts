/**
 * The one door to digests: the host's own crypto where it has a synchronous one (Node, Deno and Bun lend theirs through
 * `process.getBuiltinModule`), plain JavaScript elsewhere. The Web's crypto is asynchronous, which a scan cannot wait
 * for.
 */
import { portableDigest } from "./portable-digest.ts";

export type HashAlgorithm = "md2" | "md5" | "sha1" | "sha256" | "sha384" | "sha512";

/** What is used of `node:crypto`. */
interface HostCrypto {
  createHash(algorithm: string): { update(data: Uint8Array): { digest(): Uint8Array } };
}

interface HostProcess {
  getBuiltinModule?(name: string): HostCrypto | undefined;
}

const hostCrypto = (globalThis as { process?: HostProcess }).process?.getBuiltinModule?.("node:crypto");

/** The digest's bytes. */
export function digest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array {
  return hostDigest(algorithm, data) ?? portableDigest(algorithm, data);
}

/** Hosts leave out algorithms that they hold for too weak (MD2 everywhere, MD5 where policy says so). */
function hostDigest(algorithm: HashAlgorithm, data: Uint8Array): Uint8Array | undefined {
  if (algorithm === "md2") return undefined;
  try {
    return hostCrypto?.createHash(algorithm).update(data).digest();
  } catch {
    return undefined;
  }
}

/** {@link digest} in lower-case hexadecimal. */
export function digestHex(algorithm: HashAlgorithm, data: Uint8Array): string {
  return toHex(digest(algorithm, data));
}

/** Two lower-case hexadecimal digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
