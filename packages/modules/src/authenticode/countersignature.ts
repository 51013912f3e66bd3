/**
 * Counter-signatures: a time stamping authority signs the signature, so that it stays good when the certificate expires.
 * There are two kinds, a signer info in an attribute of PKCS #9, and a whole SignedData with a time stamp (RFC 3161).
 */

import { type DerElement, elements, readElement, Tag, tagged, timeOf } from "../asn1/index.ts";
import { type HashAlgorithm, toHex } from "../hashing/index.ts";
import { firstOf } from "../kit/limits.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./algorithms.ts";
import { type Certificate, type CertificateFields, sameBytes } from "./certificate.ts";
import type { SignatureChecks } from "./signature-checks.ts";
import {
  isSignedBy,
  messageDigest,
  readSignedData,
  readSignerInfo,
  type SignerInfo,
  signerChain,
} from "./signed-data.ts";

const COUNTERSIGNATURE = "1.2.840.113549.1.9.6";
const MICROSOFT_TIME_STAMP = "1.3.6.1.4.1.311.3.3.1";
const SIGNING_TIME = "1.2.840.113549.1.9.5";

/** Limit: counter-signatures of one kind of one signer; each costs public-key arithmetic. */
const MAX_COUNTERSIGNATURES = 4;

/** What the modules show of a counter-signature. */
export type CounterSignatureFields = {
  readonly verified: boolean;
  readonly sign_time?: number;
  readonly digest?: string;
  readonly digest_alg?: string;
  readonly chain: readonly CertificateFields[];
};

export interface CounterSignature {
  readonly fields: CounterSignatureFields;
  /** Certificates that came with it. */
  readonly certificates: readonly Certificate[];
}

/** The counter-signatures of a signer, in the order of its attributes. */
export function readCounterSignatures(
  signer: SignerInfo,
  certificates: readonly Certificate[],
  checks: SignatureChecks,
): CounterSignature[] {
  const list: (CounterSignature | undefined)[] = [];
  for (const [oid, values] of signer.unsigned) {
    for (const value of firstOf(MAX_COUNTERSIGNATURES, values, "counter-signatures of a kind")) {
      if (oid === COUNTERSIGNATURE) list.push(readPlain(value, signer.signature, certificates, checks));
      if (oid === MICROSOFT_TIME_STAMP)
        list.push(readTimeStamp(value, signer.signature, certificates, checks));
    }
  }
  return list.filter((read) => read !== undefined);
}

function readPlain(
  element: DerElement,
  signed: Uint8Array,
  certificates: readonly Certificate[],
  checks: SignatureChecks,
): CounterSignature | undefined {
  const counter = readSignerInfo(element);
  if (counter === undefined) return undefined;
  const chain = signerChain(counter, certificates);
  const claimed = messageDigest(counter);
  return {
    fields: {
      verified: isSignedBy(counter, chain, signed, checks),
      ...signTime(counter),
      ...(claimed && { digest: toHex(claimed) }),
      digest_alg: counter.digestAlgorithm.name,
      chain: chain.map(({ fields }) => fields),
    },
    certificates: [],
  };
}

/** The chain of a time stamp may go on among the certificates of what is stamped. */
function readTimeStamp(
  element: DerElement,
  signed: Uint8Array,
  certificates: readonly Certificate[],
  checks: SignatureChecks,
): CounterSignature | undefined {
  const data = readSignedData(element);
  const token = tagged(data?.content, Tag.octetString)?.content;
  const stamp = token && readStamp(readElement(token));
  if (data === undefined || token === undefined || stamp === undefined) return undefined;
  const chain = signerChain(data.signer, [...data.certificates, ...certificates]);
  const isOfSignature = hasDigest(signed, stamp.algorithm.digest, stamp.digest, checks);
  return {
    fields: {
      verified: isOfSignature && isSignedBy(data.signer, chain, token, checks),
      ...signTime(data.signer),
      digest: toHex(stamp.digest),
      digest_alg: stamp.algorithm.name,
      chain: chain.map(({ fields }) => fields),
    },
    certificates: data.certificates,
  };
}

/** Compat: the time comes from the signer's attribute, for time stamps too, which Microsoft's own do not have. */
function signTime(signer: SignerInfo): { sign_time?: number } {
  const time = timeOf(signer.signed.get(SIGNING_TIME)?.[0]);
  return time === undefined ? {} : { sign_time: time };
}

interface TimeStamp {
  readonly algorithm: AlgorithmIdentifier;
  readonly digest: Uint8Array;
}

/** Spec: TSTInfo is version, policy, message imprint and fields that do not matter here. */
function readStamp(element: DerElement | undefined): TimeStamp | undefined {
  const [, , imprint] = elements(element);
  const [algorithmElement, hashed] = elements(imprint);
  const algorithm = readAlgorithm(algorithmElement);
  if (algorithm === undefined || hashed?.tag !== Tag.octetString) return undefined;
  return { algorithm, digest: hashed.content };
}

function hasDigest(
  data: Uint8Array,
  algorithm: HashAlgorithm | undefined,
  expected: Uint8Array,
  checks: SignatureChecks,
): boolean {
  const actual = algorithm && checks.digest(algorithm, data);
  return actual !== undefined && sameBytes(actual, expected);
}
