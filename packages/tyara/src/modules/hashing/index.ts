export { adler32, checksum32, crc32 } from "./checksums.ts";
export { digest, digestHex, toHex } from "./digest.ts";
export { portableDigest } from "./portable-hasher.ts";
