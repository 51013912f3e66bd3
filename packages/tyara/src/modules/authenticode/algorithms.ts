/** Algorithm identifiers: their names in output, and the digest that each stands for. */

import { type DerElement, elements, oidOf } from "../asn1/index.ts";
import type { HashAlgorithm } from "../hashing/index.ts";

interface Algorithm {
  readonly name: string;
  readonly digest?: HashAlgorithm;
}

const ALGORITHMS: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ["1.2.840.113549.2.2", { name: "md2", digest: "md2" }],
  ["1.2.840.113549.2.5", { name: "md5", digest: "md5" }],
  ["1.3.14.3.2.26", { name: "sha1", digest: "sha1" }],
  ["2.16.840.1.101.3.4.2.1", { name: "sha256", digest: "sha256" }],
  ["2.16.840.1.101.3.4.2.2", { name: "sha384", digest: "sha384" }],
  ["2.16.840.1.101.3.4.2.3", { name: "sha512", digest: "sha512" }],
  ["1.2.840.113549.1.1.1", { name: "rsaEncryption" }],
  ["1.2.840.113549.1.1.2", { name: "md2WithRSAEncryption", digest: "md2" }],
  ["1.2.840.113549.1.1.4", { name: "md5WithRSAEncryption", digest: "md5" }],
  ["1.2.840.113549.1.1.5", { name: "sha1WithRSAEncryption", digest: "sha1" }],
  ["1.2.840.113549.1.1.10", { name: "rsassaPss" }],
  ["1.2.840.113549.1.1.11", { name: "sha256WithRSAEncryption", digest: "sha256" }],
  ["1.2.840.113549.1.1.12", { name: "sha384WithRSAEncryption", digest: "sha384" }],
  ["1.2.840.113549.1.1.13", { name: "sha512WithRSAEncryption", digest: "sha512" }],
  ["1.3.14.3.2.29", { name: "sha1WithRSA", digest: "sha1" }],
  ["1.2.840.10040.4.1", { name: "dsaEncryption" }],
  ["1.2.840.10040.4.3", { name: "dsaWithSHA1", digest: "sha1" }],
  ["2.16.840.1.101.3.4.3.2", { name: "dsa_with_SHA256", digest: "sha256" }],
  ["1.2.840.10045.2.1", { name: "id-ecPublicKey" }],
  ["1.2.840.10045.4.1", { name: "ecdsa-with-SHA1", digest: "sha1" }],
  ["1.2.840.10045.4.3.2", { name: "ecdsa-with-SHA256", digest: "sha256" }],
  ["1.2.840.10045.4.3.3", { name: "ecdsa-with-SHA384", digest: "sha384" }],
  ["1.2.840.10045.4.3.4", { name: "ecdsa-with-SHA512", digest: "sha512" }],
]);

export interface AlgorithmIdentifier {
  readonly oid: string;
  /** The name in output; the identifier itself when it has none. */
  readonly name: string;
  /** What is hashed with, where the algorithm says so. */
  readonly digest: HashAlgorithm | undefined;
  readonly parameters: DerElement | undefined;
}

/** Reads an AlgorithmIdentifier: a sequence of an object identifier and parameters. */
export function readAlgorithm(element: DerElement | undefined): AlgorithmIdentifier | undefined {
  const [id, parameters] = elements(element);
  const oid = oidOf(id);
  if (oid === undefined) return undefined;
  const known = ALGORITHMS.get(oid);
  return { oid, name: known?.name ?? oid, digest: known?.digest, parameters };
}
