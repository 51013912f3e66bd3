/**
 * Installer packages: compound files that keep an Authenticode signature in a stream of their own.
 *
 * What is signed is the contents of the other streams, in the order of their names in UTF-16, and the class of the root.
 */

import type { StructValue } from "../../types/index.ts";
import { readSignatures, type Signature } from "../authenticode/index.ts";
import { digest } from "../hashing/index.ts";
import type { ModuleInput } from "../module.ts";
import {
  type CompoundFile,
  type DirectoryEntry,
  EntryType,
  openCompoundFile,
} from "../olecf/compound-file.ts";
import { inSteps } from "../steps.ts";

const SIGNATURE = "\x05DigitalSignature";
const EXTENDED_SIGNATURE = "\x05MsiDigitalSignatureEx";

/** The module's value; empty when the bytes are no compound file. */
export function parseMsi(input: ModuleInput): StructValue {
  const file = openCompoundFile(input.data);
  if (file === undefined) return {};
  const signatures = signaturesOf(file, input);
  return { is_signed: signatures.length > 0, signatures };
}

function signaturesOf(file: CompoundFile, input: ModuleInput): Signature[] {
  const streams = file.entries.filter((entry) => entry?.type === EntryType.stream).map((entry) => entry!);
  const signature = streams.find(({ name }) => name === SIGNATURE);
  if (signature === undefined) return [];
  return readSignatures(file.read(signature), {
    digest: (algorithm) => digest(algorithm, signedPieces(file, streams, input)),
  });
}

function* signedPieces(
  file: CompoundFile,
  streams: readonly DirectoryEntry[],
  input: ModuleInput,
): Generator<Uint8Array> {
  const signed = streams.filter(({ name }) => name !== SIGNATURE && name !== EXTENDED_SIGNATURE);
  for (const entry of signed.sort((a, b) => compareUtf16Bytes(a.name, b.name))) {
    yield* inSteps(input, file.read(entry));
  }
  yield file.entries[0]?.classId ?? new Uint8Array();
}

/** Spec: names are compared byte by byte, the low byte of a character first. */
function compareUtf16Bytes(a: string, b: string): number {
  for (let i = 0; i < Math.min(a.length, b.length); i++) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return (x & 0xff) - (y & 0xff) || x - y;
  }
  return a.length - b.length;
}
