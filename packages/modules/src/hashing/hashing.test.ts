import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { adler32, checksum32, crc32, digestHex, type HashAlgorithm, portableDigest, toHex } from "./index.ts";

const text = (value: string) => new TextEncoder().encode(value);

describe("digests", () => {
  const algorithms: HashAlgorithm[] = [
    ...(["md5", "sha1", "sha224", "sha256", "sha384", "sha512", "sha512-224", "sha512-256"] as const),
    ...(["sha3-224", "sha3-256", "sha3-384", "sha3-512"] as const),
  ];
  test.each(algorithms)("portable %s equals the host's", (algorithm) => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (data) => {
        const expected = createHash(algorithm).update(data).digest("hex");
        expect(toHex(portableDigest(algorithm, data))).toBe(expected);
        expect(digestHex(algorithm, data)).toBe(expected);
      }),
      { numRuns: 30 },
    );
  });

  test.each([
    ["", "8350e5a3e24c153df2275c9f80692773"],
    ["a", "32ec01ec4a6dac72c0ab96fb34c0b5d1"],
    ["abc", "da853b0d3f88d99b30283a69e6ded6bb"],
    ["abcdefghijklmnopqrstuvwxyz", "4e8ddff3650292ab5a4108c3aa47940b"],
  ])("md2 of %j, from RFC 1319", (message, expected) => {
    expect(digestHex("md2", text(message))).toBe(expected);
  });
});

describe("checksums", () => {
  test("crc32 gives its check value", () => {
    expect(crc32(text("123456789"))).toBe(0xcbf43926);
  });

  test("crc32 equals that of another implementation, in one piece and in two", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (data, cut) => {
        // The last bytes of a gzip file: checksum and length.
        const expected = gzipSync(data).readUInt32LE(gzipSync(data).length - 8);
        expect(crc32(data)).toBe(expected);
        expect(crc32(data.subarray(cut), crc32(data.subarray(0, cut)))).toBe(expected);
      }),
    );
  });

  test("adler32 keeps exact sums over long runs", () => {
    expect(adler32(text("Wikipedia"))).toBe(0x11e60398);
    const long = new Uint8Array(3_000_000).fill(255);
    let a = 1n;
    let b = 0n;
    for (const byte of long) b += a += BigInt(byte);
    expect(adler32(long)).toBe(Number((b % 65521n) * 65536n + (a % 65521n)));
  });

  test("checksum32 wraps", () => {
    expect(checksum32(Uint8Array.of(255, 1))).toBe(256);
    expect(checksum32(new Uint8Array(0))).toBe(0);
  });
});
