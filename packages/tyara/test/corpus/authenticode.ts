/** Builds certificates and Authenticode signatures, with keys that node:crypto makes and signs with. */
import {
  constants,
  createHash,
  createPrivateKey,
  createPublicKey,
  type KeyObject,
  sign as signWith,
} from "node:crypto";
import {
  bitString,
  type Der,
  explicit,
  generalizedTime,
  implicit,
  integer,
  joined,
  nothing,
  octetString,
  oid,
  printableString,
  sequence,
  set,
  utcTime,
  utf16,
} from "./der.ts";
import type { SignableFile } from "./pe.ts";

/** An algorithm identifier. */
export const algorithm = (dotted: string, parameters: Der | undefined = nothing): Der =>
  parameters === undefined ? sequence(oid(dotted)) : sequence(oid(dotted), parameters);

/** Digests by the name that node:crypto has for them. */
export const DIGESTS: Readonly<Record<string, string>> = {
  sha1: "1.3.14.3.2.26",
  sha224: "2.16.840.1.101.3.4.2.4",
  sha256: "2.16.840.1.101.3.4.2.1",
  sha384: "2.16.840.1.101.3.4.2.2",
  sha512: "2.16.840.1.101.3.4.2.3",
  "sha512-224": "2.16.840.1.101.3.4.2.5",
  "sha512-256": "2.16.840.1.101.3.4.2.6",
  "sha3-224": "2.16.840.1.101.3.4.2.7",
  "sha3-256": "2.16.840.1.101.3.4.2.8",
  "sha3-384": "2.16.840.1.101.3.4.2.9",
  "sha3-512": "2.16.840.1.101.3.4.2.10",
};

/** A key pair and a way to sign with it. */
export interface SigningKey {
  readonly publicKeyInfo: Der;
  readonly signatureAlgorithm: Der;
  readonly sign: (message: Uint8Array) => Uint8Array;
}

export interface PssOptions {
  readonly saltLength: number;
}

/** A key of node:crypto that signs by a digest, with PSS padding where it is given. */
export function signingKey(privateKey: KeyObject, digest: string, pss?: PssOptions): SigningKey {
  const publicKeyInfo = createPublicKey(privateKey).export({ type: "spki", format: "der" });
  const padding = pss && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: pss.saltLength };
  const sign = (message: Uint8Array) =>
    Uint8Array.from(signWith(digest, message, { key: privateKey, ...padding }));
  const signatureAlgorithm = pss ? pssAlgorithm(digest, pss) : plainAlgorithm(privateKey, digest);
  return { publicKeyInfo: Uint8Array.from(publicKeyInfo), signatureAlgorithm, sign };
}

const RSA_WITH: Readonly<Record<string, string>> = {
  sha1: "1.2.840.113549.1.1.5",
  sha224: "1.2.840.113549.1.1.14",
  sha256: "1.2.840.113549.1.1.11",
  sha384: "1.2.840.113549.1.1.12",
  sha512: "1.2.840.113549.1.1.13",
  "sha512-224": "1.2.840.113549.1.1.15",
  "sha512-256": "1.2.840.113549.1.1.16",
  "sha3-224": "2.16.840.1.101.3.4.3.13",
  "sha3-256": "2.16.840.1.101.3.4.3.14",
  "sha3-384": "2.16.840.1.101.3.4.3.15",
  "sha3-512": "2.16.840.1.101.3.4.3.16",
};
const ECDSA_WITH: Readonly<Record<string, string>> = {
  sha1: "1.2.840.10045.4.1",
  sha224: "1.2.840.10045.4.3.1",
  sha256: "1.2.840.10045.4.3.2",
  sha384: "1.2.840.10045.4.3.3",
  sha512: "1.2.840.10045.4.3.4",
  "sha3-224": "2.16.840.1.101.3.4.3.9",
  "sha3-256": "2.16.840.1.101.3.4.3.10",
  "sha3-384": "2.16.840.1.101.3.4.3.11",
  "sha3-512": "2.16.840.1.101.3.4.3.12",
};

function plainAlgorithm(key: KeyObject, digest: string): Der {
  if (key.asymmetricKeyType === "ec") return algorithm(ECDSA_WITH[digest]!, undefined);
  return algorithm(RSA_WITH[digest]!);
}

function pssAlgorithm(digest: string, { saltLength }: PssOptions): Der {
  const hash = algorithm(DIGESTS[digest]!);
  const mask = algorithm("1.2.840.113549.1.1.8", hash);
  return algorithm(
    "1.2.840.113549.1.1.10",
    sequence(explicit(0, hash), explicit(1, mask), explicit(2, integer(saltLength))),
  );
}

/** An RSA key of 2048 bits that is published here: it protects nothing. */
export function rsaTestKey(): KeyObject {
  return createPrivateKey({ key: RSA_TEST_KEY, format: "jwk" });
}

/** A name with one attribute a part; a part with several is given as a list. */
export function name(
  ...parts: readonly (readonly [type: string, value: Der] | readonly (readonly [string, Der])[])[]
): Der {
  const attribute = ([type, value]: readonly [string, Der]) => sequence(oid(type), value);
  return sequence(
    ...parts.map((part) =>
      typeof part[0] === "string"
        ? set(attribute(part as readonly [string, Der]))
        : set(...(part as readonly (readonly [string, Der])[]).map(attribute)),
    ),
  );
}

export const COMMON_NAME = "2.5.4.3";
export const commonName = (text: string): Der => name([COMMON_NAME, printableString(text)]);

export interface CertificateOptions {
  readonly subject: Der;
  readonly key: SigningKey;
  readonly issuer: Der;
  readonly issuerKey: SigningKey;
  /** Default 1. */
  readonly serial?: number;
  /** What the certificate says of its signature, default the truth. */
  readonly signatureAlgorithm?: Der;
  readonly notBefore?: Der;
}

export interface BuiltCertificate {
  readonly encoding: Der;
  readonly issuer: Der;
  readonly serial: number;
  readonly key: SigningKey;
}

export function certificate(options: CertificateOptions): BuiltCertificate {
  const { subject, issuer, key, issuerKey, serial = 1, notBefore = utcTime("240101000000Z") } = options;
  const signatureAlgorithm = options.signatureAlgorithm ?? issuerKey.signatureAlgorithm;
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    signatureAlgorithm,
    issuer,
    sequence(notBefore, generalizedTime("20490101000000Z")),
    subject,
    key.publicKeyInfo,
  );
  const encoding = sequence(body, signatureAlgorithm, bitString(issuerKey.sign(body)));
  return { encoding, issuer, serial, key };
}

/** The certificate of a key that signs itself. */
export function selfSigned(key: SigningKey, subject: Der = commonName("Test"), serial = 1): BuiltCertificate {
  return certificate({ subject, issuer: subject, key, issuerKey: key, serial });
}

export interface SignatureOptions {
  /** Default `sha256`. */
  readonly digest?: string;
  readonly signer: BuiltCertificate;
  /** All that come along; default the signer's. */
  readonly certificates?: readonly BuiltCertificate[];
  /** Contents of SpcSpOpusInfo. */
  readonly opus?: readonly Der[];
  /** Unsigned attributes, made of the signature. */
  readonly unsigned?: (signature: Uint8Array) => readonly Der[];
}

export const attribute = (type: string, ...values: readonly Der[]): Der =>
  sequence(oid(type), set(...values));

const INDIRECT_DATA = "1.3.6.1.4.1.311.2.1.4";
const SIGNED_DATA = "1.2.840.113549.1.7.2";

/** An Authenticode signature of a file. */
export function authenticode(options: SignatureOptions): (file: SignableFile) => Uint8Array {
  return ({ covered }) => {
    const { digest = "sha256" } = options;
    const hash = createHash(digest);
    for (const piece of covered) hash.update(piece);
    const content = sequence(
      sequence(
        oid("1.3.6.1.4.1.311.2.1.15"),
        sequence(bitString(new Uint8Array()), explicit(0, explicit(2, implicit(0, new Uint8Array())))),
      ),
      sequence(algorithm(DIGESTS[digest]!), octetString(Uint8Array.from(hash.digest()))),
    );
    const opus = options.opus ? [attribute("1.3.6.1.4.1.311.2.1.12", sequence(...options.opus))] : [];
    return signedData(INDIRECT_DATA, content, options, opus);
  };
}

/** A time stamp of a signature by RFC 3161, as an unsigned attribute. */
export function timeStamp(signature: Uint8Array, options: SignatureOptions): Der {
  const { digest = "sha256" } = options;
  const imprint = sequence(
    algorithm(DIGESTS[digest]!),
    octetString(Uint8Array.from(createHash(digest).update(signature).digest())),
  );
  const info = sequence(integer(1), oid("1.2.3.4"), imprint, integer(5), generalizedTime("20240601000000Z"));
  const token = signedData("1.2.840.113549.1.9.16.1.4", octetString(info), options, [
    attribute("1.2.840.113549.1.9.5", utcTime("240601000000Z")),
  ]);
  return attribute("1.3.6.1.4.1.311.3.3.1", token);
}

/** A signature in the place of a nested one. */
export const nestedSignature = (...signatures: readonly Der[]): Der =>
  attribute("1.3.6.1.4.1.311.2.4.1", ...signatures);

function signedData(type: string, content: Der, options: SignatureOptions, attributes: readonly Der[]): Der {
  const { digest = "sha256", signer, certificates = [signer], unsigned = () => [] } = options;
  const message = contentOf(content);
  const attributeSet = [
    attribute("1.2.840.113549.1.9.3", oid(type)),
    attribute(
      "1.2.840.113549.1.9.4",
      octetString(Uint8Array.from(createHash(digest).update(message).digest())),
    ),
    ...attributes,
  ];
  const signature = signer.key.sign(set(...attributeSet));
  const after = unsigned(signature);
  const info = sequence(
    integer(1),
    sequence(signer.issuer, integer(signer.serial)),
    algorithm(DIGESTS[digest]!),
    explicit(0, ...attributeSet),
    signer.key.signatureAlgorithm,
    octetString(signature),
    ...(after.length > 0 ? [explicit(1, ...after)] : []),
  );
  const body = sequence(
    integer(1),
    set(algorithm(DIGESTS[digest]!)),
    sequence(oid(type), explicit(0, content)),
    explicit(0, ...certificates.map(({ encoding }) => encoding)),
    set(info),
  );
  return sequence(oid(SIGNED_DATA), explicit(0, body));
}

/** An element without its tag and length. */
function contentOf(element: Der): Uint8Array {
  const first = element[1]!;
  return element.subarray(first < 0x80 ? 2 : 2 + (first - 0x80));
}

/** Opus information: a program's name in UTF-16, and a link. */
export const programName = (text: string): Der => explicit(0, implicit(0, utf16(text)));
export const moreInfo = (url: string): Der =>
  explicit(1, implicit(0, joined([new TextEncoder().encode(url)])));

/** Made for these tests. */
const RSA_TEST_KEY = {
  kty: "RSA",
  n: "yJ3E-BdeljliR2vcWH10-E9n8bUJBSdQ5Yv8xPzUUkmGtZGAeNrUT1X7gmip8EoxnpoXbUqFbRszxNTIVeKSbWOzDzAE9snUFdcOZTxcVmoSRdkbJc81UQZj8YTFdDif-D9Fl-cfZPFqRLvuMXV__mLr0WkV7bDr-IFOVwkvqONKwBMfK939OY68bWtPljKF9IRBKKkeKiXLS2cI5h5Puc0ft_tbG62jh9LDBGUO0h9yTMvtNmuutkaflCgbuRRqxbjxiQIBxnG-THPx0qLf-wpSf0ZZc9cuhvYFuq0UQS2tjj16h5r01In9gDeyZDzg48mvGgYZQG7T1CvegqRajQ",
  e: "AQAB",
  d: "TXMDONgkzxAmTfZpIcyFXNujAGBotBGinIv3sMD-4ym5lN0wYPfyYRKLv6PSf47VKyrIAoxziFSpHsMa-HU5HHwSA7oBIJl4hFn7F8A-0amvlkGjxmwBZF94NCSS6jR2JaufnW4_44OECDcZVQTMvhPIgJb2PUZBQzYAXX-RY7x1ASdCcWZ4pvEfag_hNo5MfOCr901Auu7buAz8kNq768Sdb1YG0lq2Nzw6-23PPUN0ft7KBlxSuUwYZ7-EgnTWr3_e7PnG7kqx5vypZ895_69IK2ZqpWYZlb2JjFsNZGbWejz7Q4zR9JKDiPoKQ2pZKmnOuz9zhOrbNZ_zg9fiLQ",
  p: "5MPoqzDB-nO4ssmrvbifSw1W__Y55nomEmHr6WoF1LaJKrT6vecOWoGwHTE0UsmiMAIC5tVUVNfzLxiG6BUAYfpjn_pYTkbAxj0LdiB3Axf4AMWSKVDykbXvAQLTh52NK6X2YUouFQTagbtPAEn-tKEEezIo6_liUnsSATLA-Zc",
  q: "4H_2aMNmTEb02AnZDgBD4gXvNisgfNfmKD5GNXPyjLwWug25FkvJlWWBOFwfLDZwZB0o1cKJLf_4gA5vYyf5rNEN9f1Eh8w1byeDmI7w5_mSUM7Qh1D-dvS2hoFOhzYTPRpbqeyr2D0ozzgMSf3yPX6W2ZSHYIhRQcp5PK2O6Xs",
  dp: "nzNXMAt2cv0lhAak5hsdf_WAnhCUqrhG1nQe4QlPlYCSZI4eERpC-ulVznr3lsWLgS1lJ48-aOz_576B4_D5mzXNLv_hhFfowAyrdUGSkSyVArR7yxTyOkUKVwHIg5A5Ni8BDyO4fhgqmC3qBKF6B-omXDXEFLQwoIXVOdBAS3E",
  dq: "GB9n2MX2Pgf50yTrv8djg-vjUky8Bu4j-vsGDERTMbAcOQ20b6LhHD517hpn9xY6aWeAtcdbeifhCdGDQoJPH7Su7VmzfWwB6dmzGDdzx1lX0XsHiSK41QtieX13dKvo0U39v3qA1JFtyyZYm7K_zr_Fcce17Dd5k7ov4Mc9bfU",
  qi: "pc_rEhsIuI5xAzdaNtdc8HKg39_Bt03tqXnNGJ2z2Q6EcIlDRYWaRwP6cbO9srqQN6cO1fIwsVqQmq2hIWzY1B3EcdSEDwInaslh4-nwDWcG_HFhFDwliaenCQ7F3UTeAFB8LMgWbzfwFk1U_iKfaWfE3gYCNUeqSiCCPNq7L8c",
};
