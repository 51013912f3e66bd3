/**
 * Reads a Chrome extension package: a header with public keys and signatures, then a zip archive. The header of version
 * 2 is one key and one signature; that of version 3 is a protocol buffer with several, and the extension's id.
 */

import { ByteReader } from "@tyara/base";
import { CRX_MAGIC } from "@tyara/language/modules";
import { firstOf } from "../kit/limits.ts";
import { readMessage } from "./protocol-buffer.ts";

const PREFIX_SIZE_2 = 16;
const PREFIX_SIZE_3 = 12;
/** Limit: signatures of one package; real ones have two or three. */
const MAX_PROOFS = 32;

/** A public key and what was made with it. */
export interface Proof {
  /** SubjectPublicKeyInfo in DER. */
  readonly publicKey: Uint8Array;
  readonly signature: Uint8Array;
}

export interface ExtensionPackage {
  readonly version: 2 | 3;
  readonly headerSize: number;
  readonly proofs: readonly Proof[];
  /** The signed part of the header; version 2 has none. */
  readonly signedHeader: Uint8Array | undefined;
  /** The bytes of the id, where the header says it. */
  readonly id: Uint8Array | undefined;
  readonly archive: Uint8Array;
}

/** The parts of a package; `undefined` when the data is none. */
export function readPackage(data: Uint8Array): ExtensionPackage | undefined {
  const reader = new ByteReader(data);
  if (!reader.startsWith(CRX_MAGIC)) return undefined;
  const version = reader.u32At(4);
  if (version === 2) return readVersion2(reader);
  return version === 3 ? readVersion3(reader) : undefined;
}

function readVersion2(reader: ByteReader): ExtensionPackage | undefined {
  const keySize = reader.u32At(8) ?? 0;
  const signatureSize = reader.u32At(12) ?? 0;
  const publicKey = reader.bytesAt(PREFIX_SIZE_2, keySize);
  const signature = reader.bytesAt(PREFIX_SIZE_2 + keySize, signatureSize);
  if (!publicKey || !signature) return undefined;
  const headerSize = keySize + signatureSize;
  const archive = reader.data.subarray(PREFIX_SIZE_2 + headerSize);
  const proofs = [{ publicKey, signature }];
  return { version: 2, headerSize, proofs, signedHeader: undefined, id: undefined, archive };
}

/** Numbers of the fields in the header's messages. */
const Field = { rsaProof: 2, ecdsaProof: 3, signedHeader: 10000, publicKey: 1, signature: 2, id: 1 } as const;

function readVersion3(reader: ByteReader): ExtensionPackage | undefined {
  const headerSize = reader.u32At(8) ?? 0;
  const header = reader.bytesAt(PREFIX_SIZE_3, headerSize);
  const fields = header && readMessage(header);
  if (!fields) return undefined;
  const signedHeader = fields.get(Field.signedHeader)?.at(-1) ?? new Uint8Array(0);
  const encodedProofs = [...(fields.get(Field.rsaProof) ?? []), ...(fields.get(Field.ecdsaProof) ?? [])];
  return {
    version: 3,
    headerSize,
    proofs: firstOf(MAX_PROOFS, encodedProofs, "signatures").map(readProof),
    signedHeader,
    id: readMessage(signedHeader)?.get(Field.id)?.at(-1) ?? new Uint8Array(0),
    archive: reader.data.subarray(PREFIX_SIZE_3 + headerSize),
  };
}

function readProof(encoded: Uint8Array): Proof {
  const fields = readMessage(encoded);
  const part = (number: number) => fields?.get(number)?.at(-1) ?? new Uint8Array(0);
  return { publicKey: part(Field.publicKey), signature: part(Field.signature) };
}
