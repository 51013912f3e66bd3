/** Signatures made by node:crypto (OpenSSL) with every kind of key and digest; osslsigncode accepts such files. */
import { generateKeyPairSync } from "node:crypto";
import { describe, expect, test } from "vitest";
import {
  authenticode,
  type BuiltCertificate,
  COMMON_NAME,
  certificate,
  commonName,
  DIGESTS,
  moreInfo,
  name,
  nestedSignature,
  programName,
  rsaTestKey,
  type SignatureOptions,
  selfSigned,
  signingKey,
  timeStamp,
} from "../../../tyara/test/corpus/authenticode.ts";
import {
  bmpString,
  element,
  explicit,
  implicit,
  printableString,
  teletexString,
  universalString,
  utf8String,
  utf16,
} from "../../../tyara/test/corpus/der.ts";
import { PeBuilder, type SignableFile } from "../../../tyara/test/corpus/pe.ts";
import { collectLimits } from "../kit/limits.ts";
import { parsePe } from "../pe/parse.ts";
import type { Signature } from "./index.ts";

const rsa = rsaTestKey();
const plain = signingKey(rsa, "sha256");

function signaturesOf(...all: SignatureOptions[]): readonly Signature[] {
  const data = new PeBuilder().buildSigned(all.map(authenticode));
  return parsePe({ data }).signatures as unknown as readonly Signature[];
}

describe("keys and digests", () => {
  test.each(Object.keys(DIGESTS))("RSA with %s", (digest) => {
    const [signature] = signaturesOf({ digest, signer: selfSigned(signingKey(rsa, digest)) });
    expect(signature).toMatchObject({ verified: true });
    expect(signature!.digest).toBe(signature!.file_digest);
  });

  test.each(["sha1", "sha224", "sha256", "sha512", "sha3-256"])("RSA-PSS with %s", (digest) => {
    for (const saltLength of [0, 20, 32]) {
      const issuerKey = signingKey(rsa, digest, { saltLength });
      const signer = certificate({
        subject: commonName("Leaf"),
        issuer: commonName("Root"),
        key: issuerKey,
        issuerKey,
        serial: 2,
      });
      const root = selfSigned(issuerKey, commonName("Root"));
      const [signature] = signaturesOf({ digest, signer, certificates: [signer, root] });
      expect(signature).toMatchObject({ verified: true, algorithm: "id-RSASSA-PSS" });
      expect(signature!.signer_info.chain).toHaveLength(2);
    }
  });

  test.each([
    ...["prime192v1", "secp224r1", "prime256v1", "secp384r1", "secp521r1", "secp256k1"],
    ...[160, 192, 224, 256, 320, 384, 512].flatMap((bits) => [`brainpoolP${bits}r1`, `brainpoolP${bits}t1`]),
  ])("the curve %s", (namedCurve) => {
    const { privateKey } = generateKeyPairSync("ec", { namedCurve });
    for (const digest of ["sha1", "sha224", "sha512", "sha3-384"]) {
      const [signature] = signaturesOf({ digest, signer: selfSigned(signingKey(privateKey, digest)) });
      expect({ digest, verified: signature!.verified }).toEqual({ digest, verified: true });
    }
  });

  test("a signature by another key does not hold", () => {
    for (const namedCurve of ["prime256v1", "secp521r1"]) {
      const [a, b] = [0, 1].map(() =>
        signingKey(generateKeyPairSync("ec", { namedCurve }).privateKey, "sha256"),
      );
      const signer: BuiltCertificate = { ...selfSigned(a!), key: b! };
      expect(signaturesOf({ signer })[0]!.verified).toBe(false);
    }
    const pss = signingKey(rsa, "sha256", { saltLength: 32 });
    const other = signingKey(generateKeyPairSync("rsa", { modulusLength: 2048 }).privateKey, "sha256", {
      saltLength: 32,
    });
    expect(signaturesOf({ signer: { ...selfSigned(pss), key: other } })[0]!.verified).toBe(false);
    // The salt is as long as the parameters say.
    const longer = signingKey(rsa, "sha256", { saltLength: 33 });
    const signer = { ...selfSigned(pss), key: { ...longer, signatureAlgorithm: pss.signatureAlgorithm } };
    expect(signaturesOf({ signer })[0]!.verified).toBe(false);
  });
});

test("the chain of a time stamp goes on among the certificates of the signature", () => {
  const root = selfSigned(plain, commonName("Stamp root"), 7);
  const stamper = certificate({
    subject: commonName("Stamper"),
    issuer: commonName("Stamp root"),
    key: plain,
    issuerKey: plain,
    serial: 8,
  });
  const signer = selfSigned(plain);
  const [signature] = signaturesOf({
    signer,
    certificates: [signer, root],
    unsigned: (signed) => [timeStamp(signed, { signer: stamper })],
  });
  expect(signature!.countersignatures).toMatchObject([{ verified: true }]);
  expect(signature!.countersignatures[0]!.chain.map(({ subject }) => subject)).toEqual([
    "/CN=Stamper",
    "/CN=Stamp root",
  ]);
});

test("names with several attributes a part, and in every type of string", () => {
  const subject = name(
    [
      [COMMON_NAME, printableString("a")],
      ["2.5.4.11", utf8String("é")],
    ],
    [COMMON_NAME, bmpString("Ж")],
    [COMMON_NAME, universalString("😀")],
    [COMMON_NAME, teletexString("ü")],
    [COMMON_NAME, element(0x1c, Uint8Array.of(0, 0x11, 0, 0))],
  );
  expect(signaturesOf({ signer: selfSigned(plain, subject) })[0]!.subject).toBe(
    "/CN=a/OU=é/CN=Ж/CN=😀/CN=ü/CN=#00110000",
  );
});

test("opus information", () => {
  const opus = [programName("Prögramm Ж"), moreInfo("https://example.com/")];
  expect(signaturesOf({ signer: selfSigned(plain), opus })[0]!.signer_info).toMatchObject({
    program_name: "Prögramm Ж",
    more_info: "https://example.com/",
  });
});

test("opus information that should be ASCII and is not is UTF-16", () => {
  const textOf = (bytes: Uint8Array) => {
    const opus = [explicit(0, implicit(1, bytes)), explicit(1, implicit(0, bytes))];
    const { program_name, more_info } = signaturesOf({ signer: selfSigned(plain), opus })[0]!.signer_info;
    return [program_name, more_info];
  };
  expect(textOf(new TextEncoder().encode("plain"))).toEqual(["plain", "plain"]);
  expect(textOf(utf16("Prögramm"))).toEqual(["Prögramm", "Prögramm"]);
  expect(textOf(Uint8Array.of(0x41, 0x42, 0xe9))).toEqual([undefined, undefined]);
});

test("nothing that is given is written to, not even a Buffer, whose slices are views", () => {
  const data = Buffer.from(new PeBuilder().buildSigned([authenticode({ signer: selfSigned(plain) })]));
  const before = Buffer.from(data);
  for (let i = 0; i < 2; i++) expect(parsePe({ data }).is_signed).toBe(true);
  expect(data.equals(before)).toBe(true);
});

test("signatures are checked as far as the file's size allows, each once", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "secp521r1" });
  const key = signingKey(privateKey, "sha256");
  const signer = selfSigned(key);
  const nested =
    (depth: number): ((file: SignableFile) => Uint8Array) =>
    (file) =>
      authenticode({
        signer: depth % 2 === 0 ? signer : selfSigned(key, commonName(`Depth ${depth}`)),
        unsigned: () => (depth === 0 ? [] : [nestedSignature(nested(depth - 1)(file))]),
      })(file);
  const data = new PeBuilder().buildSigned([nested(15)]);
  const limits = new Set<string>();
  const { signatures } = collectLimits(limits, () => parsePe({ data }));
  const verified = (signatures as unknown as Signature[]).filter((signature) => signature.verified);
  expect(verified.length).toBeGreaterThan(5);
  expect(verified.length).toBeLessThan(16);
  expect([...limits]).toContain("more signatures than can be checked for a file of this size");
});
