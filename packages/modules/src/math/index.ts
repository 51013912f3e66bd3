/** Module `math`: arithmetic, and statistics of bytes. */

import type { FunctionContext, Module } from "@tyara/language/modules";
import { mathSchema } from "@tyara/language/modules";
import { clampedRange } from "../kit/data-range.ts";
import { bindModule, codeOf } from "../kit/define-module.ts";
import { inSteps } from "../kit/steps.ts";
import {
  byteCounts,
  deviation,
  entropy,
  mean,
  mode,
  monteCarloPi,
  occurrences,
  serialCorrelation,
  total,
} from "./statistics.ts";

export const mathModule: Module = bindModule(mathSchema, {
  functions: codeOf({
    "min(a: integer, b: integer) -> integer": (_context, a, b) => smaller(a, b),
    "max(a: integer, b: integer) -> integer": (_context, a, b) => larger(a, b),
    "abs(x: integer) -> integer": (_context, x) => BigInt.asIntN(64, x < 0n ? -x : x),
    "in_range(x: float, min: float, max: float) -> bool": (_context, x, min, max) => x >= min && x <= max,
    "in_range(x: integer, min: integer, max: integer) -> bool": (_context, x, min, max) =>
      x >= min && x <= max,
    "to_string(x: integer) -> string": (_context, x) => x.toString(),
    "to_string(x: integer, base: integer) -> string?": (_context, x, base) => digitsOf(x, base),
    "to_number(b: bool) -> integer": (_context, b) => (b ? 1 : 0),
    "count(byte: integer, offset: integer, length: integer) -> integer?": (context, byte, offset, length) =>
      countInRange(context, byte, offset, length),
    "percentage(byte: integer) -> float?": (context, byte) => percentage(countsOfData(context), byte),
    "percentage(byte: integer, offset: integer, length: integer) -> float?": (
      context,
      byte,
      offset,
      length,
    ) => percentage(countsOfRange(context, offset, length), byte),
    "mode() -> integer?": (context) => mode(countsOfData(context)),
    "mode(offset: integer, length: integer) -> integer?": (context, offset, length) =>
      ofDefined(countsOfRange(context, offset, length), mode),
    "count(byte: integer) -> integer?": (context, byte) => count(countsOfData(context), byte),
    "entropy(offset: integer, length: integer) -> float?": (context, offset, length) =>
      ofDefined(countsOfRange(context, offset, length), entropy),
    "entropy(s: string) -> float?": (context, s) => entropy(byteCounts(inSteps(context, s), scratchCounts)),
    "deviation(offset: integer, length: integer, mean: float) -> float?": (context, offset, length, from) =>
      ofDefined(countsOfRange(context, offset, length), (counts) => deviation(counts, from)),
    "deviation(s: string, mean: float) -> float?": (context, s, from) =>
      deviation(byteCounts(inSteps(context, s), scratchCounts), from),
    "mean(offset: integer, length: integer) -> float?": (context, offset, length) =>
      ofDefined(countsOfRange(context, offset, length), mean),
    "mean(s: string) -> float?": (context, s) => mean(byteCounts(inSteps(context, s), scratchCounts)),
    "serial_correlation(offset: integer, length: integer) -> float?": (context, offset, length) =>
      ofDefined(piecesOfRange(context, offset, length), serialCorrelation),
    "serial_correlation(s: string) -> float?": (context, s) => serialCorrelation(inSteps(context, s)),
    "monte_carlo_pi(offset: integer, length: integer) -> float?": (context, offset, length) =>
      ofDefined(piecesOfRange(context, offset, length), monteCarloPi),
    "monte_carlo_pi(s: string) -> float?": (context, s) => monteCarloPi(inSteps(context, s)),
  }),
});

function smaller(a: bigint, b: bigint): bigint {
  if (b < a) return b;
  return a;
}

function larger(a: bigint, b: bigint): bigint {
  if (b > a) return b;
  return a;
}

function ofDefined<T, R>(value: T | undefined, compute: (value: T) => R | undefined): R | undefined {
  return value === undefined ? undefined : compute(value);
}

function digitsOf(x: bigint, base: bigint): string | undefined {
  if (base === 10n) return x.toString();
  return base === 8n || base === 16n ? BigInt.asUintN(64, x).toString(Number(base)) : undefined;
}

/** Counts of all the data are asked for again and again: they are kept for the scan. */
function countsOfData(context: FunctionContext): Float64Array {
  const known = context.cache.get("counts") as Float64Array | undefined;
  const counts = known ?? byteCounts(inSteps(context, context.data));
  if (!known) context.cache.set("counts", counts);
  return counts;
}

function countsOfRange(context: FunctionContext, offset: bigint, length: bigint): Float64Array | undefined {
  const range = clampedRange(context.data, offset, length);
  return range?.length === context.data.length
    ? countsOfData(context)
    : range && byteCounts(inSteps(context, range), scratchCounts);
}

/** Counts of ranges and strings, which are used up before the next ones are made. */
const scratchCounts = new Float64Array(256);

function piecesOfRange(
  context: FunctionContext,
  offset: bigint,
  length: bigint,
): Iterable<Uint8Array> | undefined {
  return ofDefined(clampedRange(context.data, offset, length), (range) => inSteps(context, range));
}

function count(counts: Float64Array | undefined, byte: bigint): number | undefined {
  return byte >= 0n && byte <= 255n ? counts?.[Number(byte)] : undefined;
}

/** Of one byte. Perf: without counting the others, unless they are counted for the whole data already. */
function countInRange(
  context: FunctionContext,
  byte: bigint,
  offset: bigint,
  length: bigint,
): number | undefined {
  const range = clampedRange(context.data, offset, length);
  if (range?.length === context.data.length) return count(countsOfData(context), byte);
  if (range === undefined || byte < 0n || byte > 255n) return undefined;
  return occurrences(inSteps(context, range), Number(byte));
}

function percentage(counts: Float64Array | undefined, byte: bigint): number | undefined {
  const found = count(counts, byte);
  if (found === undefined || counts === undefined) return undefined;
  const size = total(counts);
  return size === 0 ? undefined : found / size;
}
