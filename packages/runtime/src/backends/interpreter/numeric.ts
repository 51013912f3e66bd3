// The arithmetic of 32-bit division and of conversions between floats and integers, with their traps.
import { Trap } from "../../errors.ts";
import { fromNumber, toSignedNumber, toUnsignedNumber } from "./int64.ts";

export function divS32(a: number, b: number): number {
  if (b === 0) throw new Trap("integerDivisionByZero");
  if (b === -1 && a === -0x8000_0000) throw new Trap("integerOverflow");
  return (a / b) | 0;
}

export function divU32(a: number, b: number): number {
  if (b === 0) throw new Trap("integerDivisionByZero");
  return ((a >>> 0) / (b >>> 0)) | 0;
}

export function remS32(a: number, b: number): number {
  if (b === 0) throw new Trap("integerDivisionByZero");
  return (a % b) | 0;
}

export function remU32(a: number, b: number): number {
  if (b === 0) throw new Trap("integerDivisionByZero");
  return ((a >>> 0) % (b >>> 0)) | 0;
}

// Hosts may hand a signalling NaN through their rounding functions as it is; WebAssembly wants it quiet.

export function ceil(value: number): number {
  return Number.isNaN(value) ? Number.NaN : Math.ceil(value);
}

export function floor(value: number): number {
  return Number.isNaN(value) ? Number.NaN : Math.floor(value);
}

export function trunc(value: number): number {
  return Number.isNaN(value) ? Number.NaN : Math.trunc(value);
}

/** The integer nearest to a number, the even one of two that are equally near. */
export function nearest(value: number): number {
  // Beyond 2^52 every double is an integer; adding and taking away 2^52 rounds the others as the host does.
  if (Number.isNaN(value)) return Number.NaN;
  if (Math.abs(value) >= 0x10_0000_0000_0000) return value;
  const magic = value < 0 || Object.is(value, -0) ? -0x10_0000_0000_0000 : 0x10_0000_0000_0000;
  const rounded = value + magic - magic;
  return rounded === 0 ? 0 * Math.sign(magic) : rounded;
}

// The bounds are exclusive, and exact as doubles.
function truncated(value: number, below: number, above: number): number {
  if (value > below && value < above) return Math.trunc(value);
  throw new Trap(Number.isNaN(value) ? "badConversionToInteger" : "integerOverflow");
}

const two31 = 0x8000_0000;
const two32 = 0x1_0000_0000;
const two63 = 2 ** 63;
const two64 = 2 ** 64;

export function truncS32(value: number): number {
  return truncated(value, -two31 - 1, two31);
}

export function truncU32(value: number): number {
  return truncated(value, -1, two32) | 0;
}

export function truncS64(r: Int32Array, d: number, value: number): void {
  if (value === -two63) writeParts(r, d, 0, -0x8000_0000);
  else fromNumber(r, d, truncated(value, -two63, two63));
}

export function truncU64(r: Int32Array, d: number, value: number): void {
  fromNumber(r, d, truncated(value, -1, two64));
}

export function truncSatS32(value: number): number {
  if (value >= two31) return 0x7fff_ffff;
  return value <= -two31 ? -two31 : value | 0;
}

export function truncSatU32(value: number): number {
  if (value >= two32) return -1;
  return value > 0 ? Math.trunc(value) | 0 : 0;
}

export function truncSatS64(r: Int32Array, d: number, value: number): void {
  if (value >= two63) writeParts(r, d, -1, 0x7fff_ffff);
  else if (value <= -two63) writeParts(r, d, 0, -0x8000_0000);
  else fromNumber(r, d, Number.isNaN(value) ? 0 : Math.trunc(value));
}

export function truncSatU64(r: Int32Array, d: number, value: number): void {
  if (value >= two64) writeParts(r, d, -1, -1);
  else fromNumber(r, d, value > 0 ? Math.trunc(value) : 0);
}

function writeParts(r: Int32Array, d: number, low: number, high: number): void {
  r[d] = low;
  r[d + 1] = high;
}

// Rounding to a double and then to a single would round twice. So the twelve lowest bits are folded into one
// that tells whether any was set: the number then fits a double exactly, and the single is rounded once.
function sticky(low: number): number {
  return (low & 0xfff) === 0 ? low : (low & ~0xfff) | 0x800;
}

/** A signed 64-bit integer as a number that rounds to the right single. */
export function signedForSingle(low: number, high: number): number {
  const isSmall = high >= -0x20_0000 && high < 0x20_0000;
  return toSignedNumber(isSmall ? low : sticky(low), high);
}

/** An unsigned 64-bit integer as a number that rounds to the right single. */
export function unsignedForSingle(low: number, high: number): number {
  return toUnsignedNumber(high >>> 0 < 0x20_0000 ? low : sticky(low), high);
}
