export { adler32, type Checksum, checksum32, crc32, inPieces } from "./checksums.ts";
export { digest, digestHex, type HashAlgorithm, toHex } from "./digest.ts";
export { portableDigest } from "./portable-digest.ts";
