/**
 * Authenticode signatures: SignedData whose content is the digest of a file, with nested signatures and
 * counter-signatures among the unsigned attributes.
 */

import { type DerElement, elements, readElement, Tag, tagged, unwrapped } from "../asn1/index.ts";
import { type HashAlgorithm, toHex } from "../hashing/index.ts";
import { isFull } from "../kit/limits.ts";
import { latin1, utf16 } from "../kit/text.ts";
import { type AlgorithmIdentifier, readAlgorithm } from "./algorithms.ts";
import type { CertificateFields } from "./certificate.ts";
import { type CounterSignatureFields, readCounterSignatures } from "./countersignature.ts";
import type { SignatureChecks } from "./signature-checks.ts";
import {
  isSignedBy,
  messageDigest,
  readSignedData,
  type SignedData,
  type SignerInfo,
  shownChain,
  signerChain,
} from "./signed-data.ts";

const NESTED_SIGNATURE = "1.3.6.1.4.1.311.2.4.1";
const INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
const OPUS_INFO = "1.3.6.1.4.1.311.2.1.12";
/** Limit: signatures of one file, nested ones counted. */
const MAX_SIGNATURES = 16;

/** What the modules show of a signature. */
export type Signature = Partial<CertificateFields> & {
  readonly verified: boolean;
  readonly digest_alg: string;
  readonly digest: string;
  readonly file_digest?: string;
  readonly number_of_certificates: number;
  readonly number_of_countersignatures: number;
  readonly signer_info: SignerFields;
  readonly certificates: readonly CertificateFields[];
  readonly countersignatures: readonly CounterSignatureFields[];
};

export type SignerFields = {
  readonly program_name?: string;
  readonly more_info?: string;
  readonly digest?: string;
  readonly digest_alg: string;
  readonly chain: readonly CertificateFields[];
};

/** What the signatures are compared with. */
export interface SignedFile {
  /** The digest of what signatures cover. */
  readonly digest: (algorithm: HashAlgorithm) => Uint8Array;
  /** Shared by all signatures of the file. */
  readonly checks: SignatureChecks;
}

/** The signature in a ContentInfo and those nested in it, outermost first. */
export function readSignatures(bytes: Uint8Array, file: SignedFile): Signature[] {
  const signatures: Signature[] = [];
  const waiting: DerElement[] = [];
  for (let next = readElement(bytes); next; next = waiting.shift()) {
    if (isFull(MAX_SIGNATURES, signatures.length, "signatures")) break;
    const data = readSignedData(next);
    const signature = data && describe(data, file);
    if (signature === undefined) continue;
    signatures.push(signature);
    for (const nested of data?.signer.unsigned.get(NESTED_SIGNATURE) ?? []) waiting.push(nested);
  }
  return signatures;
}

function describe(data: SignedData, file: SignedFile): Signature | undefined {
  const signed = readIndirectData(data);
  if (signed === undefined) return undefined;
  const { signer } = data;
  const { checks } = file;
  const counters = readCounterSignatures(signer, data.certificates, checks);
  const certificates = [...data.certificates, ...counters.flatMap((counter) => counter.certificates)];
  const chain = shownChain(signer, data.certificates);
  const fileDigest = signed.algorithm.digest && toHex(file.digest(signed.algorithm.digest));
  const digest = toHex(signed.digest);
  return {
    ...chain[0]?.fields,
    verified:
      digest === fileDigest &&
      isSignedBy(
        signer,
        signerChain(signer, data.certificates),
        data.content?.content ?? new Uint8Array(),
        checks,
      ),
    digest_alg: signed.algorithm.name,
    digest,
    ...(fileDigest !== undefined && { file_digest: fileDigest }),
    number_of_certificates: certificates.length,
    number_of_countersignatures: counters.length,
    signer_info: { ...describeSigner(signer), chain: chain.map(({ fields }) => fields) },
    certificates: certificates.map(({ fields }) => fields),
    countersignatures: counters.map(({ fields }) => fields),
  };
}

function describeSigner(signer: SignerInfo): Omit<SignerFields, "chain"> {
  const digest = messageDigest(signer);
  return {
    ...readOpusInfo(signer.signed.get(OPUS_INFO)?.[0]),
    ...(digest && { digest: toHex(digest) }),
    digest_alg: signer.digestAlgorithm.name,
  };
}

/** Spec: SpcIndirectDataContent is what is signed and its digest: an algorithm and bytes. */
function readIndirectData(
  data: SignedData,
): { algorithm: AlgorithmIdentifier; digest: Uint8Array } | undefined {
  if (data.contentType !== INDIRECT_DATA) return undefined;
  const [, info] = elements(data.content);
  const [algorithmElement, digest] = elements(info);
  const algorithm = readAlgorithm(algorithmElement);
  return algorithm && digest?.tag === Tag.octetString ? { algorithm, digest: digest.content } : undefined;
}

/** Spec: SpcSpOpusInfo names the program and says where to read about it. */
function readOpusInfo(info: DerElement | undefined): { program_name?: string; more_info?: string } {
  const parts = elements(info);
  const name = parts.find(({ tag }) => tag === Tag.constructed);
  const link = unwrapped(parts.find(({ tag }) => tag === Tag.constructed + 1));
  const url = tagged(link, Tag.primitive)?.content;
  const programName = name && spcString(unwrapped(name));
  const moreInfo = url && asciiOrWide(url);
  return {
    ...(programName !== undefined && { program_name: programName }),
    ...(moreInfo !== undefined && { more_info: moreInfo }),
  };
}

/** Spec: an SpcString is UTF-16 or ASCII, told apart by its tag. */
function spcString(element: DerElement | undefined): string | undefined {
  if (element?.tag === Tag.primitive) return utf16(element.content, "big");
  return element?.tag === Tag.primitive + 1 ? asciiOrWide(element.content) : undefined;
}

/** Text that should be ASCII; signers put UTF-16 there too. */
function asciiOrWide(bytes: Uint8Array): string | undefined {
  if (bytes.every((byte) => byte > 0 && byte < 0x80)) return latin1(bytes);
  return bytes.length % 2 === 0 ? utf16(bytes, "big") : undefined;
}
