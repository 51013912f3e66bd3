/** Writes installer packages: compound files of the class that Windows Installer has. */
import type { Amplifier } from "./amplifier.ts";
import { buildOle, type OleEntry, type OleOptions } from "./ole.ts";

/** {000C1084-0000-0000-C000-000000000046} */
export const INSTALLER_CLASS: Uint8Array = Uint8Array.from([
  ...[0x84, 0x10, 0x0c, 0, 0, 0, 0, 0],
  ...[0xc0, 0, 0, 0, 0, 0, 0, 0x46],
]);

/** The streams that hold a signature and the digest of the directory. */
export const SIGNATURE_NAME = "\x05DigitalSignature";
export const DIRECTORY_DIGEST_NAME = "\x05MsiDigitalSignatureEx";

/** A package of these streams and storages. */
export function buildMsi(entries: readonly OleEntry[], options: OleOptions = {}): Uint8Array<ArrayBuffer> {
  return buildOle(entries, { ...options, root: { classId: INSTALLER_CLASS, ...options.root } });
}

const text = (value: string) => new TextEncoder().encode(value);
const someClass = Uint8Array.from({ length: 16 }, (_, i) => i + 1);

/** What the signature below is of: streams, and a storage with streams, with all that the directory can say of them. */
export const signedEntries: readonly OleEntry[] = [
  { name: "\u4840\u3f3f\u4577", content: text("x".repeat(5000)) },
  { name: "ab", content: text("1") },
  { name: "a", content: text("2") },
  { name: "\u0161", content: text("3"), stateBits: 7, created: 1n, modified: 2n },
  {
    name: "\ufffe",
    classId: someClass,
    stateBits: 5,
    created: 77n,
    modified: 99n,
    children: [
      { name: "z", content: text("zz"), stateBits: 3 },
      { name: "y", content: text("yy") },
    ],
  },
];

/** The streams that osslsigncode 2.9 added to the package of {@link signedEntries}, with `sign -add-msi-dse -h sha256`. */
export const signatureEntries: readonly OleEntry[] = [
  {
    name: DIRECTORY_DIGEST_NAME,
    content: fromHex("c4962a6b81f6d2097bc2fe8bf5bc541f349b7f113612e553cd63a4e9d7a65f2e"),
  },
  { name: SIGNATURE_NAME, content: fromBase64(signatureText()) },
];

function fromHex(digits: string): Uint8Array {
  return Uint8Array.from(digits.match(/../g)!, (pair) => Number.parseInt(pair, 16));
}

function fromBase64(encoded: string): Uint8Array {
  return Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
}

function signatureText(): string {
  return [
    "MIIDXAYJKoZIhvcNAQcCoIIDTTCCA0kCAQExDzANBglghkgBZQMEAgEFADB3BgorBgEEAYI3AgEEoGkwZzAyBgorBgEEAYI3AgEe",
    "MCQCAQEEEPEQDAAAAAAAwAAAAAAAAEYCAQACAQACAQACAQACAQAwMTANBglghkgBZQMEAgEFAAQgl11Zy34Z0eWdeXEdv7MVBNN+",
    "2wPbcPIDYPH6BjX4UsmgggGSMIIBjjCCATSgAwIBAgIUEJS6qWAq9uFB3jFRGkRiemJg2yAwCgYIKoZIzj0EAwIwETEPMA0GA1UE",
    "AwwGVGVzdGVyMCAXDTI2MTEzMDE4MjkwMFoYDzIxMjYxMTA2MTgyOTAwWjARMQ8wDQYDVQQDDAZUZXN0ZXIwWTATBgcqhkjOPQIB",
    "BggqhkjOPQMBBwNCAAS1bWRmpyTgwfg640pGEC4+w5ulqipJNbxFp1c0LA4j5PegvCg1eGcC5oS0FdMdo3jMNtDnkZ47Rys4rRig",
    "kEIxo2gwZjAdBgNVHQ4EFgQUqufcYgJ9KlcINJbHLVNLGaSEmw0wHwYDVR0jBBgwFoAUqufcYgJ9KlcINJbHLVNLGaSEmw0wDwYD",
    "VR0TAQH/BAUwAwEB/zATBgNVHSUEDDAKBggrBgEFBQcDAzAKBggqhkjOPQQDAgNIADBFAiEAg7/t8VY2oJcvM+nFRYSN8+mOnkq7",
    "pmdecI7MUDsD9kYCIF0xVjvuYZ9uYDq2fLqOuGHyCf9pNwoPFXSC6B+x1M3VMYIBIjCCAR4CAQEwKTARMQ8wDQYDVQQDDAZUZXN0",
    "ZXICFBCUuqlgKvbhQd4xURpEYnpiYNsgMA0GCWCGSAFlAwQCAQUAoIGIMBkGCSqGSIb3DQEJAzEMBgorBgEEAYI3AgEEMBwGCSqG",
    "SIb3DQEJBTEPFw0yNjExMzAxODI5MDBaMBwGCisGAQQBgjcCAQsxDjAMBgorBgEEAYI3AgEVMC8GCSqGSIb3DQEJBDEiBCAn50il",
    "1VFkC8uF08ckn8VpXSA47PdAPpewznPSS1QtZjAKBggqhkjOPQQDAgRIMEYCIQCkK+aD9zoLCTIUOLcWa3b59Oi+niZN2hLgDVeR",
    "omjrKgIhALxvSeao0TSCHYOPs0W6tF16hHM1Qx3xwgfARLS6KL5Y",
  ].join("");
}

const shared = new Uint8Array(20_000).fill(0x61);

/** All with a signature, because without one nothing is hashed. */
const signed = signatureEntries[1]!;

export const msiAmplifiers: readonly Amplifier[] = [
  {
    module: "msi",
    name: "streams that share sectors",
    start: 50,
    make: (count) =>
      buildMsi([
        { name: "first", content: shared },
        signed,
        ...Array.from({ length: count }, (_, i) => ({ name: `s${i}`, startSector: 0, size: shared.length })),
      ]),
  },
  {
    module: "msi",
    name: "streams with chains that go round",
    start: 50,
    make: (count) =>
      buildMsi(
        [
          { name: "first", content: shared },
          signed,
          ...Array.from({ length: count }, (_, i) => ({ name: `s${i}`, startSector: 0, size: 0x0fffffff })),
        ],
        { links: [[1, 0]] },
      ),
  },
  {
    module: "msi",
    name: "streams with a name each",
    start: 300,
    make: (count) =>
      buildMsi([
        signed,
        ...Array.from({ length: count }, (_, i) => ({
          name: `${count - i}`,
          content: shared.subarray(0, 8),
        })),
      ]),
  },
  {
    module: "msi",
    name: "storages that share what they hold",
    start: 300,
    make: (count) =>
      buildMsi([
        signed,
        ...Array.from({ length: count }, (_, i) => ({
          name: `s${i}`,
          children: [],
          child: 1 + ((i * 7) % count),
        })),
      ]),
  },
];
