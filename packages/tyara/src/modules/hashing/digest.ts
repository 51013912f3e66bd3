/** The one door to digests: the host's hasher where a scan carries one, else the portable code. */
import type { HashAlgorithm, Hasher } from "../../base/index.ts";
import { portableDigest } from "./portable-hasher.ts";

/** The digest's bytes. Anything that may carry a hasher is a `source`: a module's input or context, or nothing. */
export function digest(
  source: { readonly hasher?: Hasher | undefined } | undefined,
  algorithm: HashAlgorithm,
  data: Uint8Array,
): Uint8Array {
  return source?.hasher?.digest(algorithm, data) ?? portableDigest(algorithm, data);
}

/** {@link digest} in lower-case hexadecimal. */
export function digestHex(
  source: { readonly hasher?: Hasher | undefined } | undefined,
  algorithm: HashAlgorithm,
  data: Uint8Array,
): string {
  return toHex(digest(source, algorithm, data));
}

/** Two lower-case hexadecimal digits a byte. */
export function toHex(bytes: Uint8Array): string {
  let text = "";
  for (const byte of bytes) text += byte.toString(16).padStart(2, "0");
  return text;
}
