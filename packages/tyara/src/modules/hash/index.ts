/** Module `hash`. What was computed for a range is kept until the scan ends: rules ask for the same few ranges. */
import { exactRange } from "../data-range.ts";
import { defineModule } from "../define-module.ts";
import {
  type Checksum,
  checksum32,
  crc32,
  digestHex,
  type HashAlgorithm,
  inPieces,
} from "../hashing/index.ts";
import type { FunctionContext, Module } from "../module.ts";
import { between, lowercaseOf } from "../schema/index.ts";
import { inSteps } from "../steps.ts";
import { RangeCache } from "./range-cache.ts";

const MAX_U32 = 0xffff_ffffn;
const MD5_DIGITS = 32;
const SHA1_DIGITS = 40;
const SHA256_DIGITS = 64;

export const hashModule: Module = defineModule({
  name: "hash",
  functions: {
    "md5(offset: integer, size: integer) -> string?": ofRange(MD5_DIGITS, rangeDigest("md5")),
    "md5(string: string) -> string?": ofString(MD5_DIGITS, stringDigest("md5")),
    "sha1(offset: integer, size: integer) -> string?": ofRange(SHA1_DIGITS, rangeDigest("sha1")),
    "sha1(string: string) -> string?": ofString(SHA1_DIGITS, stringDigest("sha1")),
    "sha256(offset: integer, size: integer) -> string?": ofRange(SHA256_DIGITS, rangeDigest("sha256")),
    "sha256(string: string) -> string?": ofString(SHA256_DIGITS, stringDigest("sha256")),
    "crc32(offset: integer, size: integer) -> integer?": {
      description: "CRC-32 of a range of the data.",
      constraints: between(0n, MAX_U32),
      run: rangeChecksum("crc32", crc32),
    },
    "crc32(string: string) -> integer?": {
      description: "CRC-32 of a string.",
      constraints: between(0n, MAX_U32),
      run: (context, string) => inPieces(crc32, inSteps(context, string)),
    },
    "checksum32(offset: integer, size: integer) -> integer?": {
      description: "The sum of the bytes of a range of the data, in 32 bits.",
      constraints: between(0n, MAX_U32),
      run: rangeChecksum("checksum32", checksum32),
    },
    "checksum32(string: string) -> integer?": {
      description: "The sum of the bytes of a string, in 32 bits.",
      constraints: between(0n, MAX_U32),
      run: (context, string) => inPieces(checksum32, inSteps(context, string)),
    },
  },
});

type OfRange<T> = (context: FunctionContext, offset: bigint, size: bigint) => T | undefined;
type OfString<T> = (context: FunctionContext, string: Uint8Array) => T;

function ofRange(digits: number, run: OfRange<string>) {
  return {
    description: "The digest of a range of the data; undefined unless all of it is there.",
    constraints: lowercaseOf(digits),
    run,
  };
}

function ofString(digits: number, run: OfString<string>) {
  return { description: "The digest of a string.", constraints: lowercaseOf(digits), run };
}

function rangeDigest(algorithm: HashAlgorithm): OfRange<string> {
  return cachedByRange(algorithm, (pieces) => digestHex(algorithm, pieces));
}

function stringDigest(algorithm: HashAlgorithm): OfString<string> {
  return (context, string) => digestHex(algorithm, inSteps(context, string));
}

function rangeChecksum(name: string, checksum: Checksum): OfRange<number> {
  return cachedByRange(name, (pieces) => inPieces(checksum, pieces));
}

function cachedByRange<T extends string | number>(
  name: string,
  compute: (pieces: Iterable<Uint8Array>) => T,
): OfRange<T> {
  return (context, offset, size) => {
    const bytes = exactRange(context.data, offset, size);
    if (bytes === undefined) return undefined;
    const cache = rangeCacheOf<T>(context.cache, name);
    const start = Number(offset);
    const known = cache.get(start, bytes.length);
    if (known !== undefined) return known;
    const result = compute(inSteps(context, bytes));
    cache.set(start, bytes.length, result);
    return result;
  };
}

function rangeCacheOf<T>(caches: Map<string, unknown>, name: string): RangeCache<T> {
  const known = caches.get(name) as RangeCache<T> | undefined;
  if (known !== undefined) return known;
  const cache = new RangeCache<T>();
  caches.set(name, cache);
  return cache;
}
