/**
 * Installer packages: compound files that keep an Authenticode signature in a stream of their own.
 *
 * What is signed is the contents of the other streams, in the order of their names in UTF-16, and the class of the root.
 */

import type { StructValue } from "../../types/index.ts";
import { readSignatures, type Signature } from "../authenticode/index.ts";
import { digest, type HashAlgorithm } from "../hashing/index.ts";
import type { ModuleInput } from "../module.ts";
import {
  type CompoundFile,
  type DirectoryEntry,
  EntryType,
  openCompoundFile,
} from "../olecf/compound-file.ts";

const SIGNATURE = "\x05DigitalSignature";
const EXTENDED_SIGNATURE = "\x05MsiDigitalSignatureEx";

/** The module's value; empty when the bytes are no compound file. */
export function parseMsi({ data }: ModuleInput): StructValue {
  const file = openCompoundFile(data);
  if (file === undefined) return {};
  const signatures = signaturesOf(file);
  return { is_signed: signatures.length > 0, signatures };
}

function signaturesOf(file: CompoundFile): Signature[] {
  const streams = file.entries.filter((entry) => entry?.type === EntryType.stream).map((entry) => entry!);
  const signature = streams.find(({ name }) => name === SIGNATURE);
  if (signature === undefined) return [];
  return readSignatures(file.read(signature), {
    digest: (algorithm) => contentDigest(file, streams, algorithm),
  });
}

function contentDigest(
  file: CompoundFile,
  streams: readonly DirectoryEntry[],
  algorithm: HashAlgorithm,
): Uint8Array {
  const signed = streams.filter(({ name }) => name !== SIGNATURE && name !== EXTENDED_SIGNATURE);
  const parts = signed.sort((a, b) => compareUtf16Bytes(a.name, b.name)).map((entry) => file.read(entry));
  return digest(algorithm, concatenated([...parts, file.entries[0]?.classId ?? new Uint8Array()]));
}

/** Spec: names are compared byte by byte, the low byte of a character first. */
function compareUtf16Bytes(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return (x & 0xff) - (y & 0xff) || x - y;
  }
  return a.length - b.length;
}

function concatenated(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
