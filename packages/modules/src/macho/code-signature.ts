/** The code signature of an image: blobs behind an index, of which the entitlements and the certificates are read. */

import type { StructValue } from "@tyara/base";
import { ByteReader } from "@tyara/base";
import { type DerElement, elements, oidOf, stringOf, Tag, tagged } from "../asn1/index.ts";
import type { Budget } from "../kit/budget.ts";
import { atMost, firstOf } from "../kit/limits.ts";
import { utf8 } from "../kit/text.ts";
import { berElements } from "./ber.ts";
import { readEntitlements } from "./property-list.ts";

const Blob = { index: 0xfade0cc0, entitlements: 0xfade7171, wrapper: 0xfade0b01 } as const;
const BLOB_HEADER_SIZE = 8;
/** Limit: blobs of one signature. */
const MAX_BLOBS = 64;
/** Limit: certificates of one signature. */
const MAX_CERTIFICATES = 256;

export interface CodeSignature {
  readonly entitlements: readonly string[];
  readonly certificates: readonly StructValue[];
}

/** Reads the signature in the link data; it is big-endian in every image. Its blobs may share their bytes. */
export function readCodeSignature(data: Uint8Array, budget: Budget): CodeSignature {
  const reader = new ByteReader(data, { order: "big" });
  const entitlements: string[] = [];
  const certificates: StructValue[] = [];
  const count =
    reader.u32At(0) === Blob.index ? atMost(MAX_BLOBS, reader.u32At(8) ?? 0, "blobs of a signature") : 0;
  for (let i = 0; i < count; i++) {
    const at = reader.u32At(16 + 8 * i) ?? reader.length;
    const content = blobContent(reader, at);
    const magic = reader.u32At(at);
    if (!content || (magic !== Blob.entitlements && magic !== Blob.wrapper)) continue;
    if (!budget.take(content.length)) break;
    if (magic === Blob.wrapper) append(certificates, readCertificates(content));
    else append(entitlements, readEntitlements(utf8(content)));
  }
  return { entitlements, certificates };
}

function append<T>(list: T[], items: readonly T[]): void {
  for (const item of items) list.push(item);
}

function blobContent(reader: ByteReader, at: number): Uint8Array | undefined {
  const size = reader.u32At(at + 4);
  return size === undefined ? undefined : reader.bytesAt(at + BLOB_HEADER_SIZE, size - BLOB_HEADER_SIZE);
}

/** The certificates of a CMS message, in BER because Apple's tools write lengths that are not known in advance. */
function readCertificates(message: Uint8Array): StructValue[] {
  const [contentInfo] = berElements(message);
  const [, wrapped] = berElements(contentInfo?.content);
  const [signedData] = berElements(wrapped?.content);
  const set = berElements(signedData?.content).find(({ tag }) => tag === Tag.constructed);
  return firstOf(MAX_CERTIFICATES, berElements(set?.content), "certificates of a signature")
    .map(certificateValue)
    .filter((value) => value !== undefined);
}

function certificateValue(element: DerElement): StructValue | undefined {
  const [body] = elements(tagged(element, Tag.sequence));
  const parts = elements(tagged(body, Tag.sequence));
  const [, , issuer, , subject] = tagged(parts[0], Tag.constructed) ? parts.slice(1) : parts;
  if (!issuer || !subject) return undefined;
  const [issuerName, subjectName] = [nameText(issuer), nameText(subject)];
  return { issuer: issuerName, subject: subjectName, is_self_signed: issuerName === subjectName };
}

const shortNames: ReadonlyMap<string, string> = new Map([
  ["2.5.4.3", "CN"],
  ["2.5.4.4", "SN"],
  ["2.5.4.5", "serialNumber"],
  ["2.5.4.6", "C"],
  ["2.5.4.7", "L"],
  ["2.5.4.8", "ST"],
  ["2.5.4.9", "street"],
  ["2.5.4.10", "O"],
  ["2.5.4.11", "OU"],
  ["2.5.4.12", "title"],
  ["2.5.4.17", "postalCode"],
  ["2.5.4.42", "GN"],
  ["0.9.2342.19200300.100.1.1", "uid"],
  ["0.9.2342.19200300.100.1.25", "DC"],
  ["1.2.840.113549.1.9.1", "emailAddress"],
]);

/** `C=US, O=Example, CN=Somebody`. */
function nameText(name: DerElement): string {
  return elements(name)
    .map((set) => elements(set).map(attributeText).join(" + "))
    .join(", ");
}

function attributeText(attribute: DerElement): string {
  const [type, value] = elements(attribute);
  const oid = oidOf(type) ?? "";
  return `${shortNames.get(oid) ?? oid}=${value ? stringOf(value) : ""}`;
}
