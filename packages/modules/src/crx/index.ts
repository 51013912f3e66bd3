/** Module `crx`: extensions of Chrome. */
import type { StructValue } from "@tyara/base";
import type { FunctionContext, Module, ModuleInput } from "@tyara/language/modules";
import { crxSchema } from "@tyara/language/modules";
import { readElement } from "../asn1/index.ts";
import { SignatureChecks } from "../authenticode/signature-checks.ts";
import { digest, digestHex } from "../hashing/index.ts";
import { bindModule } from "../kit/define-module.ts";
import { onceAScan } from "../kit/once-a-scan.ts";
import { inSteps } from "../kit/steps.ts";
import { latin1 } from "../kit/text.ts";
import { readArchive } from "../zip/archive.ts";
import { readManifest } from "./manifest.ts";
import { type ExtensionPackage, type Proof, readPackage } from "./package.ts";

const ID_SIZE = 16;

export const crxModule: Module = bindModule(crxSchema, {
  parse: (input) => parseCrx(input, input.wanted?.has("signatures") ?? true),
  functions: { "permhash()": permissionHash },
  // The hash is of permissions, which are always read.
  fieldsOfFunction: () => [],
});

function parseCrx(input: ModuleInput, withSignatures: boolean): StructValue {
  const extension = readPackage(input.data);
  const entries = extension && readArchive(extension.archive);
  if (!entries) return { is_crx: false };
  return {
    is_crx: true,
    crx_version: extension.version,
    header_size: extension.headerSize,
    id: idText(extension.id ?? idOfKey(extension)),
    ...readManifest(extension.archive, entries),
    signatures: withSignatures ? readSignatures(extension, input) : [],
  };
}

/** Spec: without an id of its own, an extension has half of the digest of its key. */
function idOfKey({ proofs }: ExtensionPackage): Uint8Array {
  return digest("sha256", proofs[0]?.publicKey ?? new Uint8Array(0)).subarray(0, ID_SIZE);
}

/** Spec: each half of a byte is a letter from `a` to `p`. */
function idText(bytes: Uint8Array): string {
  const letter = (half: number) => String.fromCharCode(0x61 + half);
  return [...bytes].map((byte) => letter(byte >> 4) + letter(byte & 0xf)).join("");
}

const SIGNED_PREFIX = new TextEncoder().encode("CRX3 SignedData\0");

function readSignatures(
  { version, proofs, signedHeader, archive }: ExtensionPackage,
  input: ModuleInput,
): StructValue[] {
  const algorithm = version === 2 ? "sha1" : "sha256";
  const prefix = version === 2 ? new Uint8Array(0) : signedPrefix(signedHeader ?? new Uint8Array(0));
  const signedDigest = digest(algorithm, signedPieces(prefix, archive, input));
  const checks = new SignatureChecks(input.data.length);
  return proofs.map((proof) => ({
    key: base64(proof.publicKey),
    verified: isVerified(proof, signedDigest, algorithm, checks),
  }));
}

function* signedPieces(prefix: Uint8Array, archive: Uint8Array, input: ModuleInput): Generator<Uint8Array> {
  yield prefix;
  yield* inSteps(input, archive);
}

function isVerified(
  { publicKey, signature }: Proof,
  signedDigest: Uint8Array,
  digestAlgorithm: "sha1" | "sha256",
  checks: SignatureChecks,
): boolean {
  const key = readElement(publicKey);
  const signed = { signature, digest: signedDigest, digestAlgorithm, scheme: undefined };
  return key !== undefined && checks.isSignedBy(key, signed);
}

/** Spec: what version 3 signs: a text, the length of the header's signed part, that part, the archive. */
function signedPrefix(header: Uint8Array): Uint8Array {
  const start = SIGNED_PREFIX.length + 4;
  const bytes = new Uint8Array(start + header.length);
  bytes.set(SIGNED_PREFIX);
  new DataView(bytes.buffer).setUint32(SIGNED_PREFIX.length, header.length, true);
  bytes.set(header, start);
  return bytes;
}

function base64(bytes: Uint8Array): string {
  return btoa(latin1(bytes));
}

/** SHA-256 of all permissions, one after the other. The value may lack them, so they are read again. */
function permissionHash(context: FunctionContext): string | undefined {
  return onceAScan(context, "permhash", () => computePermissionHash(context.data));
}

function computePermissionHash(data: Uint8Array): string | undefined {
  const extension = readPackage(data);
  const entries = extension && readArchive(extension.archive);
  if (!entries) return undefined;
  const permissions = readManifest(extension.archive, entries)?.permissions ?? [];
  return digestHex("sha256", new TextEncoder().encode(permissions.join("")));
}
