/** The certificate table of an image, and the digest that its signatures are made of. */

import { spendWork } from "@tyara/base";
import type { ModuleInput } from "@tyara/language/modules";
import {
  readSignatures as readAuthenticode,
  type Signature,
  SignatureChecks,
} from "../authenticode/index.ts";
import { digest, type HashAlgorithm } from "../hashing/index.ts";
import { Budget } from "../kit/budget.ts";
import { isFull } from "../kit/limits.ts";
import { inSteps } from "../kit/steps.ts";
import { Directory } from "./headers.ts";
import type { PeImage } from "./image.ts";

const ENTRY_HEADER_SIZE = 8;
const ENTRY_ALIGNMENT = 8;
const TYPE_SIGNED_DATA = 2;
const CHECKSUM_SIZE = 4;
const DIRECTORY_SIZE = 8;
/** Limit: how often sections that overlap may hold the bytes of the file. */
const MAX_SHARE = 4;
/** Limit: entries of the certificate table. */
const MAX_ENTRIES = 16;

/** The signatures in the order of the table, each followed by those nested in it. */
export function readSignatures(image: PeImage, input: ModuleInput): Signature[] {
  const digests = new Map<HashAlgorithm, Uint8Array>();
  const file = {
    checks: new SignatureChecks(image.reader.length),
    digest: (algorithm: HashAlgorithm) => {
      const known = digests.get(algorithm) ?? digest(algorithm, signedPieces(image, input));
      digests.set(algorithm, known);
      return known;
    },
  };
  return certificates(image).flatMap((bytes) => readAuthenticode(bytes, file));
}

/** Spec: the table's directory entry holds a file offset, not an address. */
function certificates(image: PeImage): Uint8Array[] {
  const table = image.directory(Directory.security);
  const found: Uint8Array[] = [];
  let at = table?.virtual_address ?? 0;
  const end = at + (table?.size ?? 0);
  for (let i = 0; at + ENTRY_HEADER_SIZE <= end; i++) {
    if (isFull(MAX_ENTRIES, i, "entries of the certificate table")) break;
    const length = image.reader.u32At(at);
    const type = image.reader.u16At(at + 6);
    if (length === undefined || length < ENTRY_HEADER_SIZE) break;
    if (type === TYPE_SIGNED_DATA) {
      found.push(image.reader.clampedBytesAt(at + ENTRY_HEADER_SIZE, length - ENTRY_HEADER_SIZE));
    }
    at += Math.ceil(length / ENTRY_ALIGNMENT) * ENTRY_ALIGNMENT;
  }
  return found;
}

/**
 * Spec: a signature covers the headers but for the checksum and the table's directory entry, then the sections in the
 * order of the file, then what is behind them but for the table, which is last. Compat: nothing counts from the first
 * section on that the file does not hold.
 */
function* signedPieces(image: PeImage, input: ModuleInput): Generator<Uint8Array> {
  const { reader, optional } = image;
  const entry = optional.directories + Directory.security * DIRECTORY_SIZE;
  yield between(image, 0, optional.checksumOffset);
  yield between(image, optional.checksumOffset + CHECKSUM_SIZE, entry);
  yield between(image, entry + DIRECTORY_SIZE, optional.sizeOfHeaders);
  const sections = image.sections.filter((section) => section.raw_data_size > 0);
  let hashed = optional.sizeOfHeaders;
  const budget = new Budget(MAX_SHARE * reader.length, "sections");
  for (const section of sections.sort((a, b) => a.raw_data_offset - b.raw_data_offset)) {
    const bytes = reader.bytesAt(section.raw_data_offset, section.raw_data_size);
    if (bytes === undefined || !budget.take(bytes.length)) return;
    spendWork(bytes.length >> 3);
    yield* inSteps(input, bytes);
    hashed += bytes.length;
  }
  const end = reader.length - (image.directory(Directory.security)?.size ?? 0);
  yield* inSteps(input, between(image, hashed, end));
}

function between(image: PeImage, start: number, end: number): Uint8Array {
  return image.reader.clampedBytesAt(start, Math.max(0, end - start));
}
