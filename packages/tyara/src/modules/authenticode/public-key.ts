/** Checks signatures with the public key of a certificate. */
import { bitStringBytes, type DerElement, elements } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";
import { readAlgorithm } from "./algorithms.ts";
import { verifyDsa } from "./dsa.ts";
import { verifyEcdsa } from "./ecdsa.ts";
import { verifyRsa } from "./rsa.ts";

/** Whether the owner of the key signed `digest`; false for kinds of keys that are not known. */
export function verifySignature(
  publicKey: DerElement,
  signature: Uint8Array,
  digest: Uint8Array,
  digestAlgorithm: HashAlgorithm,
): boolean {
  const [algorithmElement, keyElement] = elements(publicKey);
  const algorithm = readAlgorithm(algorithmElement);
  const key = bitStringBytes(keyElement);
  if (algorithm === undefined || key === undefined) return false;
  if (algorithm.name === "rsaEncryption") return verifyRsa(key, signature, digest, digestAlgorithm);
  if (algorithm.name === "dsaEncryption") return verifyDsa(algorithm.parameters, key, signature, digest);
  if (algorithm.name === "id-ecPublicKey") return verifyEcdsa(algorithm.parameters, key, signature, digest);
  return false;
}
