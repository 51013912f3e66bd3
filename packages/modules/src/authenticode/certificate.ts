/** X.509 certificates, as far as signatures need them. */

import {
  bitStringBytes,
  type DerElement,
  elements,
  readElement,
  Tag,
  tagged,
  timeOf,
} from "../asn1/index.ts";
import { digestHex, toHex } from "../hashing/index.ts";
import { isFull } from "../kit/limits.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./algorithms.ts";
import { formatName } from "./distinguished-name.ts";
import type { SignatureChecks } from "./signature-checks.ts";

/** What the modules show of a certificate. */
export type CertificateFields = {
  readonly issuer: string;
  readonly subject: string;
  readonly thumbprint: string;
  readonly version: number;
  readonly algorithm: string;
  readonly algorithm_oid: string;
  readonly serial: string;
  readonly not_before: number;
  readonly not_after: number;
};

export interface Certificate {
  readonly fields: CertificateFields;
  /** The encoded names, by which certificates refer to each other. */
  readonly issuer: Uint8Array;
  readonly subject: Uint8Array;
  readonly serialNumber: Uint8Array;
  /** SubjectPublicKeyInfo. */
  readonly publicKey: DerElement;
  /** What the issuer signed, how, and the signature. */
  readonly signed: Uint8Array;
  readonly algorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array | undefined;
}

/** Reads a certificate; `undefined` when a part that every certificate has is missing. */
export function readCertificate(element: DerElement): Certificate | undefined {
  const [body, , signatureBits] = elements(tagged(element, Tag.sequence));
  const parts = elements(tagged(body, Tag.sequence));
  const version = tagged(parts[0], Tag.constructed);
  const [serialNumber, signature, issuer, validity, subject, publicKey] = version ? parts.slice(1) : parts;
  const algorithm = readAlgorithm(signature);
  const [notBefore, notAfter] = elements(validity).map(timeOf);
  if (!serialNumber || !issuer || !subject || !publicKey || !algorithm) return undefined;
  if (notBefore === undefined || notAfter === undefined) return undefined;
  return {
    fields: {
      issuer: formatName(issuer),
      subject: formatName(subject),
      thumbprint: digestHex("sha1", element.encoding),
      version: versionOf(version),
      algorithm: algorithm.name,
      algorithm_oid: algorithm.oid,
      serial: formatSerial(serialNumber.content),
      not_before: notBefore,
      not_after: notAfter,
    },
    issuer: issuer.encoding,
    subject: subject.encoding,
    serialNumber: serialNumber.content,
    publicKey,
    signed: body?.encoding ?? new Uint8Array(),
    algorithm,
    signature: bitStringBytes(signatureBits),
  };
}

/** Spec: versions are counted from 0, and absent means the first. */
function versionOf(element: DerElement | undefined): number {
  const number = element && readElement(element.content)?.content[0];
  return (number ?? 0) + 1;
}

function formatSerial(bytes: Uint8Array): string {
  return (toHex(bytes).match(/../g) ?? []).join(":");
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** Limit: certificates of one chain. */
const MAX_CHAIN = 10;

/** From `leaf` to its issuer and on, as far as the certificates reach; each certificate once. */
export function chainOf(leaf: Certificate, certificates: readonly Certificate[]): Certificate[] {
  const chain = [leaf];
  let last = leaf;
  for (;;) {
    const issuer = certificates.find((candidate) => sameBytes(candidate.subject, last.issuer));
    if (issuer === undefined || chain.includes(issuer)) break;
    if (isFull(MAX_CHAIN, chain.length, "certificates of a chain")) break;
    chain.push(issuer);
    last = issuer;
  }
  return chain;
}

/** Whether each certificate of a chain is signed by the next; what signed the last is not there to ask. */
export function isChainSound(chain: readonly Certificate[], checks: SignatureChecks): boolean {
  return chain.every((certificate, i) => {
    const issuer = chain[i + 1];
    return issuer === undefined || isIssuedBy(certificate, issuer, checks);
  });
}

function isIssuedBy(certificate: Certificate, issuer: Certificate, checks: SignatureChecks): boolean {
  const { signed, algorithm, signature } = certificate;
  if (algorithm.digest === undefined || signature === undefined) return false;
  const digest = checks.digest(algorithm.digest, signed);
  if (digest === undefined) return false;
  return checks.isSignedBy(issuer.publicKey, {
    signature,
    digest,
    digestAlgorithm: algorithm.digest,
    scheme: algorithm,
  });
}
