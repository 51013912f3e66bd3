/** Which archives and compressed files are known, by their first bytes. */

export type ArchiveFormat = "zip" | "tar" | "gzip" | "bzip2" | "xz" | "zstd";

/** Bytes that tell. */
export const HEAD_LENGTH = 512;

const TAR_MAGIC_AT = 257;
const CHECKSUM_AT = 148;
const CHECKSUM_LENGTH = 8;

/** Undefined when it is none. */
export function detectArchive(head: Uint8Array): ArchiveFormat | undefined {
  const begins = (...bytes: readonly number[]) => bytes.every((byte, at) => head[at] === byte);
  if (begins(0x50, 0x4b, 0x03, 0x04)) return "zip";
  if (begins(0x1f, 0x8b, 0x08)) return "gzip";
  if (begins(0x42, 0x5a, 0x68) && head[3]! >= 0x31 && head[3]! <= 0x39) return "bzip2";
  if (begins(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00)) return "xz";
  if (begins(0x28, 0xb5, 0x2f, 0xfd)) return "zstd";
  return isTarHeader(head) ? "tar" : undefined;
}

/** Old archives have no magic, but their checksums are sums of the header. */
export function isTarHeader(header: Uint8Array): boolean {
  if (header.length < HEAD_LENGTH) return false;
  const text = Buffer.from(header.buffer, header.byteOffset, HEAD_LENGTH);
  const isUstar = text.toString("latin1", TAR_MAGIC_AT, TAR_MAGIC_AT + 5) === "ustar";
  if (!isUstar && header[0] === 0) return false;
  const expected = Number.parseInt(text.toString("latin1", CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_LENGTH), 8);
  let sum = 0x20 * CHECKSUM_LENGTH;
  for (let at = 0; at < HEAD_LENGTH; at++)
    if (at < CHECKSUM_AT || at >= CHECKSUM_AT + CHECKSUM_LENGTH) sum += header[at]!;
  return sum === expected;
}
