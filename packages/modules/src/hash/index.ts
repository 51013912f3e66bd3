/** Module `hash`. What was computed for a range is kept until the scan ends: rules ask for the same few ranges. */

import type { FunctionContext, Module } from "@tyara/language/modules";
import { hashSchema } from "@tyara/language/modules";
import {
  type Checksum,
  checksum32,
  crc32,
  digestHex,
  type HashAlgorithm,
  inPieces,
} from "../hashing/index.ts";
import { exactRange } from "../kit/data-range.ts";
import { bindModule, codeOf } from "../kit/define-module.ts";
import { atOnceOrInSteps, inSteps } from "../kit/steps.ts";
import { RangeCache } from "./range-cache.ts";

export const hashModule: Module = bindModule(hashSchema, {
  functions: codeOf({
    "md5(offset: integer, size: integer) -> string?": rangeDigest("md5"),
    "md5(string: string) -> string?": stringDigest("md5"),
    "sha1(offset: integer, size: integer) -> string?": rangeDigest("sha1"),
    "sha1(string: string) -> string?": stringDigest("sha1"),
    "sha256(offset: integer, size: integer) -> string?": rangeDigest("sha256"),
    "sha256(string: string) -> string?": stringDigest("sha256"),
    "crc32(offset: integer, size: integer) -> integer?": rangeChecksum("crc32", crc32),
    "crc32(string: string) -> integer?": (context, string) => inPieces(crc32, inSteps(context, string)),
    "checksum32(offset: integer, size: integer) -> integer?": rangeChecksum("checksum32", checksum32),
    "checksum32(string: string) -> integer?": (context, string) =>
      inPieces(checksum32, inSteps(context, string)),
  }),
});

type OfRange<T> = (context: FunctionContext, offset: bigint, size: bigint) => T | undefined;
type OfString<T> = (context: FunctionContext, string: Uint8Array) => T;

function rangeDigest(algorithm: HashAlgorithm): OfRange<string> {
  return cachedByRange(algorithm, (context, bytes) => digestHex(algorithm, atOnceOrInSteps(context, bytes)));
}

function stringDigest(algorithm: HashAlgorithm): OfString<string> {
  return (context, string) => digestHex(algorithm, atOnceOrInSteps(context, string));
}

function rangeChecksum(name: string, checksum: Checksum): OfRange<number> {
  return cachedByRange(name, (context, bytes) => inPieces(checksum, inSteps(context, bytes)));
}

function cachedByRange<T extends string | number>(
  name: string,
  compute: (context: FunctionContext, bytes: Uint8Array) => T,
): OfRange<T> {
  return (context, offset, size) => {
    const bytes = exactRange(context.data, offset, size);
    if (bytes === undefined) return undefined;
    const cache = rangeCacheOf<T>(context.cache, name);
    const start = Number(offset);
    const known = cache.get(start, bytes.length);
    if (known !== undefined) return known;
    const result = compute(context, bytes);
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
