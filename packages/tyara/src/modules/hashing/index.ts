export { adler32, checksum32, crc32 } from "./checksums.ts";
export { digest, digestHex, type HashAlgorithm, toHex } from "./digest.ts";
export { portableDigest } from "./portable-digest.ts";
