/** PKCS #7 / CMS SignedData (RFC 5652), as far as Authenticode uses it: one signer. */

import { type DerElement, elements, oidOf, readElement, Tag, tagged, unwrapped } from "../asn1/index.ts";
import { firstOf } from "../kit/limits.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./algorithms.ts";
import { type Certificate, chainOf, isChainSound, readCertificate, sameBytes } from "./certificate.ts";
import type { SignatureChecks } from "./signature-checks.ts";

const SIGNED_DATA = "1.2.840.113549.1.7.2";
const MESSAGE_DIGEST = "1.2.840.113549.1.9.4";
/** Limit: certificates of one message. */
const MAX_CERTIFICATES = 256;

/** An attribute's values by its object identifier. */
export type Attributes = ReadonlyMap<string, readonly DerElement[]>;

export interface SignerInfo {
  readonly issuer: Uint8Array;
  readonly serialNumber: Uint8Array;
  readonly digestAlgorithm: AlgorithmIdentifier;
  /** The signed attributes as they are encoded, `undefined` when the content itself is signed. */
  readonly signedEncoding: Uint8Array | undefined;
  readonly signed: Attributes;
  readonly unsigned: Attributes;
  readonly signatureAlgorithm: AlgorithmIdentifier | undefined;
  readonly signature: Uint8Array;
}

export interface SignedData {
  readonly contentType: string;
  /** The contents' element, without the explicit tag. */
  readonly content: DerElement | undefined;
  readonly certificates: readonly Certificate[];
  readonly signer: SignerInfo;
}

/** Reads a ContentInfo that holds SignedData. */
export function readSignedData(contentInfo: DerElement | undefined): SignedData | undefined {
  const [type, wrapped] = elements(tagged(contentInfo, Tag.sequence));
  if (oidOf(type) !== SIGNED_DATA) return undefined;
  const [, , content, ...rest] = elements(unwrapped(wrapped));
  const [contentType, contentWrapped] = elements(content);
  const signer = readSignerInfo(elements(rest.find(({ tag }) => tag === Tag.set))[0]);
  const oid = oidOf(contentType);
  if (oid === undefined || signer === undefined) return undefined;
  return {
    contentType: oid,
    content: unwrapped(contentWrapped),
    certificates: readCertificates(rest.find(({ tag }) => tag === Tag.constructed)),
    signer,
  };
}

function readCertificates(set: DerElement | undefined): Certificate[] {
  const list = firstOf(MAX_CERTIFICATES, elements(set), "certificates of a signature");
  return list.map((element) => readCertificate(element)).filter((read) => read !== undefined);
}

/** Reads a SignerInfo that names its signer by issuer and serial number. */
export function readSignerInfo(element: DerElement | undefined): SignerInfo | undefined {
  const [, identifier, algorithm, ...rest] = elements(element);
  const [issuer, serialNumber] = elements(identifier);
  const digestAlgorithm = readAlgorithm(algorithm);
  const signedSet = tagged(rest[0], Tag.constructed);
  const [signatureAlgorithm, signature, unsignedSet] = signedSet ? rest.slice(1) : rest;
  if (!issuer || !serialNumber || !digestAlgorithm || signature?.tag !== Tag.octetString) return undefined;
  return {
    issuer: issuer.encoding,
    serialNumber: serialNumber.content,
    digestAlgorithm,
    signedEncoding: signedSet && asSet(signedSet),
    signed: readAttributes(signedSet),
    unsigned: readAttributes(tagged(unsignedSet, Tag.constructed + 1)),
    signatureAlgorithm: readAlgorithm(signatureAlgorithm),
    signature: signature.content,
  };
}

/** Spec: signed attributes are hashed as the SET that the implicit tag hides. */
function asSet({ encoding }: DerElement): Uint8Array {
  // Not `slice`: that of a Buffer is a view of what was given.
  const copy = Uint8Array.from(encoding);
  copy[0] = Tag.set;
  return copy;
}

function readAttributes(set: DerElement | undefined): Attributes {
  const attributes = new Map<string, readonly DerElement[]>();
  for (const attribute of elements(set)) {
    const [type, values] = elements(attribute);
    const oid = oidOf(type);
    if (oid !== undefined && !attributes.has(oid)) attributes.set(oid, elements(values));
  }
  return attributes;
}

/** The digest of the content that the signer has signed. */
export function messageDigest(signer: SignerInfo): Uint8Array | undefined {
  return tagged(signer.signed.get(MESSAGE_DIGEST)?.[0], Tag.octetString)?.content;
}

/** The certificate with the signer's serial number, and its issuers; empty when it is not there. */
export function signerChain(signer: SignerInfo, certificates: readonly Certificate[]): Certificate[] {
  const leaf = certificates.find(({ serialNumber }) => sameBytes(serialNumber, signer.serialNumber));
  return leaf ? chainOf(leaf, certificates) : [];
}

/** Compat: the chain that output shows begins with the first certificate of the signer's issuer, whatever its number. */
export function shownChain(signer: SignerInfo, certificates: readonly Certificate[]): Certificate[] {
  const leaf = certificates.find(({ issuer }) => sameBytes(issuer, signer.issuer));
  return leaf ? chainOf(leaf, certificates) : [];
}

/** Whether the chain is sound and the key of its first certificate signed `content` as the signer info says. */
export function isSignedBy(
  signer: SignerInfo,
  chain: readonly Certificate[],
  content: Uint8Array,
  checks: SignatureChecks,
): boolean {
  const { signature, signatureAlgorithm: scheme } = signer;
  const digestAlgorithm = signer.digestAlgorithm.digest;
  const certificate = chain[0];
  if (certificate === undefined || digestAlgorithm === undefined || !isChainSound(chain, checks))
    return false;
  const contentDigest = checks.digest(digestAlgorithm, content);
  if (contentDigest === undefined) return false;
  let digest: Uint8Array | undefined = contentDigest;
  if (signer.signedEncoding !== undefined) {
    const claimed = messageDigest(signer);
    if (claimed === undefined || !sameBytes(claimed, contentDigest)) return false;
    digest = checks.digest(digestAlgorithm, signer.signedEncoding);
  }
  return (
    digest !== undefined &&
    checks.isSignedBy(certificate.publicKey, { signature, digest, digestAlgorithm, scheme })
  );
}

/** The first element of some bytes, for contents that hold an encoding. */
export function nested(element: DerElement | undefined): DerElement | undefined {
  return element && readElement(element.content);
}
