/** The algorithms that signatures are made of: their names in output, and the digest that each stands for. */
import type { HashAlgorithm } from "../hashing/index.ts";

interface Algorithm {
  /** Compat: the reference's name; algorithms that it has no name for are written as their identifier. */
  readonly name?: string;
  readonly digest?: HashAlgorithm;
}

export const PSS = "1.2.840.113549.1.1.10";
const NIST = "2.16.840.1.101.3.4";

/** By object identifier. */
export const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ["1.2.840.113549.2.2", { name: "md2", digest: "md2" }],
  ["1.2.840.113549.2.5", { name: "md5", digest: "md5" }],
  ["1.3.14.3.2.26", { name: "sha1", digest: "sha1" }],
  [`${NIST}.2.1`, { name: "sha256", digest: "sha256" }],
  [`${NIST}.2.2`, { name: "sha384", digest: "sha384" }],
  [`${NIST}.2.3`, { name: "sha512", digest: "sha512" }],
  [`${NIST}.2.4`, { name: "id-sha224", digest: "sha224" }],
  [`${NIST}.2.5`, { digest: "sha512-224" }],
  [`${NIST}.2.6`, { digest: "sha512-256" }],
  [`${NIST}.2.7`, { digest: "sha3-224" }],
  [`${NIST}.2.8`, { digest: "sha3-256" }],
  [`${NIST}.2.9`, { digest: "sha3-384" }],
  [`${NIST}.2.10`, { digest: "sha3-512" }],
  ["1.2.840.113549.1.1.1", { name: "rsaEncryption" }],
  ["1.2.840.113549.1.1.2", { name: "md2WithRSAEncryption", digest: "md2" }],
  ["1.2.840.113549.1.1.4", { name: "md5WithRSAEncryption", digest: "md5" }],
  ["1.2.840.113549.1.1.5", { name: "sha1WithRSAEncryption", digest: "sha1" }],
  ["1.2.840.113549.1.1.7", { name: "id-RSAES-OAEP" }],
  ["1.2.840.113549.1.1.8", { name: "id-mgf1" }],
  ["1.2.840.113549.1.1.9", { name: "id-pSpecified" }],
  [PSS, { name: "id-RSASSA-PSS" }],
  ["1.2.840.113549.1.1.11", { name: "sha256WithRSAEncryption", digest: "sha256" }],
  ["1.2.840.113549.1.1.12", { name: "sha384WithRSAEncryption", digest: "sha384" }],
  ["1.2.840.113549.1.1.13", { name: "sha512WithRSAEncryption", digest: "sha512" }],
  ["1.2.840.113549.1.1.14", { name: "sha224WithRSAEncryption", digest: "sha224" }],
  ["1.2.840.113549.1.1.15", { digest: "sha512-224" }],
  ["1.2.840.113549.1.1.16", { digest: "sha512-256" }],
  ["1.3.14.3.2.29", { name: "sha1WithRSAEncryption", digest: "sha1" }],
  [`${NIST}.3.13`, { digest: "sha3-224" }],
  [`${NIST}.3.14`, { digest: "sha3-256" }],
  [`${NIST}.3.15`, { digest: "sha3-384" }],
  [`${NIST}.3.16`, { digest: "sha3-512" }],
  ["1.2.840.10040.4.1", { name: "dsaEncryption" }],
  ["1.2.840.10040.4.3", { name: "dsaWithSHA1", digest: "sha1" }],
  [`${NIST}.3.1`, { name: "dsa_with_SHA224", digest: "sha224" }],
  [`${NIST}.3.2`, { name: "dsa_with_SHA256", digest: "sha256" }],
  [`${NIST}.3.3`, { digest: "sha384" }],
  [`${NIST}.3.4`, { digest: "sha512" }],
  [`${NIST}.3.5`, { digest: "sha3-224" }],
  [`${NIST}.3.6`, { digest: "sha3-256" }],
  [`${NIST}.3.7`, { digest: "sha3-384" }],
  [`${NIST}.3.8`, { digest: "sha3-512" }],
  ["1.2.840.10045.2.1", { name: "id-ecPublicKey" }],
  ["1.2.840.10045.4.1", { digest: "sha1" }],
  ["1.2.840.10045.4.3.1", { name: "ecdsa-with-SHA224", digest: "sha224" }],
  ["1.2.840.10045.4.3.2", { name: "ecdsa-with-SHA256", digest: "sha256" }],
  ["1.2.840.10045.4.3.3", { name: "ecdsa-with-SHA384", digest: "sha384" }],
  ["1.2.840.10045.4.3.4", { name: "ecdsa-with-SHA512", digest: "sha512" }],
  [`${NIST}.3.9`, { digest: "sha3-224" }],
  [`${NIST}.3.10`, { digest: "sha3-256" }],
  [`${NIST}.3.11`, { digest: "sha3-384" }],
  [`${NIST}.3.12`, { digest: "sha3-512" }],
  ["1.3.101.112", { name: "id-Ed25519" }],
  ["1.3.101.113", { name: "id-Ed448" }],
]);

/** The digest that an identifier stands for; none for PSS, whose parameters name it. */
export function hashAlgorithmOf(oid: string | undefined): HashAlgorithm | undefined {
  return oid === undefined ? undefined : ALGORITHMS.get(oid)?.digest;
}
