// Constants of test scripts as bit patterns, and the comparison of results with what a script expects.
import type { JsValue, ValRaw, ValType } from "@tyara/runtime";
import { keyword, type List, type Node } from "./s-expression.ts";

/** What a script writes for an argument or an expected result. */
export type Constant =
  | { readonly kind: "bits"; readonly type: ValType; readonly lanes: readonly Lane[] }
  | { readonly kind: "null"; readonly type: ValType }
  | { readonly kind: "extern"; readonly value: number | undefined }
  | { readonly kind: "func" }
  | { readonly kind: "either"; readonly options: readonly Constant[] };

/** One lane (a scalar has one): its width in bits and its bits, or a class of NaNs. */
export interface Lane {
  readonly width: number;
  readonly bits: bigint | "canonical" | "arithmetic";
}

const scalarWidths: Record<string, number> = { i32: 32, i64: 64, f32: 32, f64: 64 };
const laneShapes: Record<string, readonly [string, number]> = {
  i8x16: ["i", 8],
  i16x8: ["i", 16],
  i32x4: ["i", 32],
  i64x2: ["i", 64],
  f32x4: ["f", 32],
  f64x2: ["f", 64],
};

/** Reads `(i32.const 1)`, `(v128.const i8x16 …)`, `(ref.null func)`, `(either …)`. */
export function readConstant(node: Node): Constant {
  const { items } = node as List;
  const name = keyword(node);
  const atoms = items.slice(1).map((item) => (item.kind === "atom" ? item.text : ""));
  if (name === "either") return { kind: "either", options: items.slice(1).map(readConstant) };
  if (name === "ref.null") return { kind: "null", type: atoms[0] === "extern" ? "externref" : "funcref" };
  if (name === "ref.extern")
    return { kind: "extern", value: atoms[0] === undefined ? undefined : Number(atoms[0]) };
  if (name === "ref.func") return { kind: "func" };
  const type = name.split(".")[0] as ValType;
  if (type === "v128") {
    const [family, width] = laneShapes[atoms[0]!]!;
    return { kind: "bits", type, lanes: atoms.slice(1).map((text) => readLane(text, family, width)) };
  }
  return { kind: "bits", type, lanes: [readLane(atoms[0]!, type[0]!, scalarWidths[type]!)] };
}

function readLane(text: string, family: string, width: number): Lane {
  if (text === "nan:canonical") return { width, bits: "canonical" };
  if (text === "nan:arithmetic") return { width, bits: "arithmetic" };
  const clean = text.replaceAll("_", "");
  return { width, bits: family === "i" ? integerBits(clean, width) : floatBits(clean, width) };
}

function integerBits(text: string, width: number): bigint {
  const negative = text.startsWith("-");
  const value = BigInt(text.replace(/^[+-]/, ""));
  return BigInt.asUintN(width, negative ? -value : value);
}

const formats: Record<number, { exponent: number; mantissa: number }> = {
  32: { exponent: 8, mantissa: 23 },
  64: { exponent: 11, mantissa: 52 },
};

function floatBits(text: string, width: number): bigint {
  const { exponent, mantissa } = formats[width]!;
  const sign = text.startsWith("-") ? 1n << BigInt(width - 1) : 0n;
  const body = text.replace(/^[+-]/, "");
  const infinity = ((1n << BigInt(exponent)) - 1n) << BigInt(mantissa);
  if (body === "inf") return sign | infinity;
  if (body === "nan") return sign | infinity | (1n << BigInt(mantissa - 1));
  if (body.startsWith("nan:")) return sign | infinity | BigInt(body.slice(4));
  const value = body.startsWith("0x") ? hexFloat(body, mantissa) : Number(body);
  return sign | numberBits(value, width);
}

function numberBits(value: number, width: number): bigint {
  const view = new DataView(new ArrayBuffer(8));
  if (width === 32) view.setFloat32(0, value);
  else view.setFloat64(0, value);
  return width === 32 ? BigInt(view.getUint32(0)) : view.getBigUint64(0);
}

// Rounds the digits to the mantissa once, with a sticky bit, so that nothing is rounded twice.
function hexFloat(text: string, mantissa: number): number {
  const [, whole = "", fraction = "", exponent = "0"] = /^0x([\da-f]*)\.?([\da-f]*)(?:p([+-]?\d+))?$/i.exec(
    text,
  )!;
  let digits = BigInt(`0x${whole}${fraction}`);
  let scale = Number(exponent) - fraction.length * 4;
  for (const keep = mantissa + 3; digits >> BigInt(keep) > 0n; scale++)
    digits = (digits >> 1n) | (digits & 1n);
  // Two steps, because 2 ** scale alone may be out of range where the product is not.
  const half = Math.trunc(scale / 2);
  return Number(digits) * 2 ** half * 2 ** (scale - half);
}

/** Whether a bit pattern is what a lane expects. */
function laneMatches(lane: Lane, bits: bigint): boolean {
  if (typeof lane.bits === "bigint") return lane.bits === bits;
  const { exponent, mantissa } = formats[lane.width]!;
  const quiet = ((1n << BigInt(exponent + 1)) - 1n) << BigInt(mantissa - 1);
  const magnitude = BigInt.asUintN(lane.width - 1, bits);
  return lane.bits === "canonical" ? magnitude === quiet : (magnitude & quiet) === quiet;
}

/** The lanes of a value as one number, the first lane lowest. */
function packed(lanes: readonly Lane[]): bigint {
  return lanes.reduceRight((sum, { width, bits }) => (sum << BigInt(width)) | (bits as bigint), 0n);
}

/** Writes an argument into slots. */
export function writeArgument(slots: ValRaw, slot: number, constant: Constant): void {
  if (constant.kind !== "bits") throw new Error(`${constant.kind} does not fit in a slot`);
  const bits = packed(constant.lanes);
  slots.setI64(slot, BigInt.asIntN(64, bits));
  if (constant.type === "v128") slots.setI64(slot + 1, BigInt.asIntN(64, bits >> 64n));
}

/** The argument as a JavaScript value. */
export function toJs(constant: Constant): JsValue {
  if (constant.kind === "null") return null;
  if (constant.kind === "extern") return constant.value;
  if (constant.kind !== "bits") throw new Error(`${constant.kind} cannot be an argument`);
  const bits = packed(constant.lanes);
  const view = new DataView(new ArrayBuffer(8));
  view.setBigUint64(0, BigInt.asUintN(64, bits), true);
  if (constant.type === "i32") return view.getInt32(0, true);
  if (constant.type === "i64") return view.getBigInt64(0, true);
  return constant.type === "f32" ? view.getFloat32(0, true) : view.getFloat64(0, true);
}

/** The bits of a result in slots. */
export function readBits(slots: ValRaw, slot: number, type: ValType): bigint {
  const low = BigInt.asUintN(64, slots.i64(slot));
  if (type === "i32" || type === "f32") return low & 0xffff_ffffn;
  return type === "v128" ? low | (BigInt.asUintN(64, slots.i64(slot + 1)) << 64n) : low;
}

/** The bits of a JavaScript number, bigint or vector. */
export function bitsOf(value: JsValue, type: ValType): bigint {
  if (value instanceof Uint8Array)
    return [...value].reduceRight((sum, byte) => (sum << 8n) | BigInt(byte), 0n);
  if (typeof value === "bigint") return BigInt.asUintN(64, value);
  if (type === "i32") return BigInt((value as number) >>> 0);
  return numberBits(value as number, type === "f32" ? 32 : 64);
}

/** Whether a result's bits are the expected ones. */
export function bitsMatch(expected: Constant, bits: bigint): boolean {
  if (expected.kind === "either") return expected.options.some((option) => bitsMatch(option, bits));
  if (expected.kind !== "bits") return false;
  let rest = bits;
  return expected.lanes.every((lane) => {
    const own = BigInt.asUintN(lane.width, rest);
    rest >>= BigInt(lane.width);
    return laneMatches(lane, own);
  });
}

/** Whether a reference is the expected one. */
export function referenceMatches(expected: Constant, value: unknown): boolean {
  if (expected.kind === "null") return value === null;
  if (expected.kind === "func") return typeof value === "object" && value !== null;
  return (
    expected.kind === "extern" && (expected.value === undefined ? value !== null : value === expected.value)
  );
}
