// Vector instructions as functions on lanes: out, then the operands. They serve modules that use v128 on hosts
// without WebAssembly; whatever must be fast there has a plain twin, so these are written to be plainly right.
import { popcnt32 } from "./int64.ts";
import type { Lanes, NumberShape } from "./lanes.ts";
import { ceil, floor, nearest, trunc, truncSatS32, truncSatU32 } from "./numeric.ts";

/** Computes `out` from up to three vectors. `out` is none of them. */
export type VectorFunction = (out: Lanes, a: Lanes, b: Lanes, c: Lanes) => void;

type Numbers = { [index: number]: number; readonly length: number };

const lanesOf = (lanes: Lanes, shape: NumberShape): Numbers => lanes[shape];

function mapLanes(shape: NumberShape, f: (a: number) => number): VectorFunction {
  return (out, a) => {
    const [to, from] = [lanesOf(out, shape), lanesOf(a, shape)];
    for (let i = 0; i < to.length; i++) to[i] = f(from[i]!);
  };
}

function zipLanes(shape: NumberShape, f: (a: number, b: number) => number): VectorFunction {
  return (out, a, b) => {
    const [to, x, y] = [lanesOf(out, shape), lanesOf(a, shape), lanesOf(b, shape)];
    for (let i = 0; i < to.length; i++) to[i] = f(x[i]!, y[i]!);
  };
}

function zipLongs(shape: "i64" | "u64", f: (a: bigint, b: bigint) => bigint): VectorFunction {
  return (out, a, b) => {
    for (let i = 0; i < 2; i++) out[shape][i] = f(a[shape][i]!, b[shape][i]!);
  };
}

/** Lanes of the widened shape from half of the narrow lanes. */
function widen(from: NumberShape, to: "i16" | "i32", half: number, f: (a: number) => number): VectorFunction {
  return (out, a) => {
    const [narrow, wide] = [lanesOf(a, from), lanesOf(out, to)];
    for (let i = 0; i < wide.length; i++) wide[i] = f(narrow[half * wide.length + i]!);
  };
}

function widenProduct(from: NumberShape, to: "i16" | "i32", half: number): VectorFunction {
  return (out, a, b) => {
    const [x, y, wide] = [lanesOf(a, from), lanesOf(b, from), lanesOf(out, to)];
    for (let i = 0; i < wide.length; i++)
      wide[i] = Math.imul(x[half * wide.length + i]!, y[half * wide.length + i]!);
  };
}

function addPairs(from: NumberShape, to: "i16" | "i32"): VectorFunction {
  return (out, a) => {
    const [narrow, wide] = [lanesOf(a, from), lanesOf(out, to)];
    for (let i = 0; i < wide.length; i++) wide[i] = narrow[2 * i]! + narrow[2 * i + 1]!;
  };
}

function narrow(from: "i16" | "i32", to: NumberShape, low: number, high: number): VectorFunction {
  return (out, a, b) => {
    const [x, y, lanes] = [lanesOf(a, from), lanesOf(b, from), lanesOf(out, to)];
    for (let i = 0; i < lanes.length; i++) {
      lanes[i] = clamp(i < x.length ? x[i]! : y[i - x.length]!, low, high);
    }
  };
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), high);

const functions = new Map<string, VectorFunction>();
const define = (name: string, f: VectorFunction): void => {
  functions.set(name, f);
};

/** The function of a vector instruction whose operands and result are all vectors. */
export function vectorFunction(name: string): VectorFunction | undefined {
  return functions.get(name);
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  eq: (a, b) => a === b,
  ne: (a, b) => a !== b,
  lt: (a, b) => a < b,
  gt: (a, b) => a > b,
  le: (a, b) => a <= b,
  ge: (a, b) => a >= b,
};

// A comparison fills lanes of the same width with ones or zeros.
function compare(
  shape: NumberShape,
  mask: "i8" | "i16" | "i32",
  test: (a: number, b: number) => boolean,
): VectorFunction {
  return (out, a, b) => {
    const [to, x, y] = [lanesOf(out, mask), lanesOf(a, shape), lanesOf(b, shape)];
    for (let i = 0; i < to.length; i++) to[i] = test(x[i]!, y[i]!) ? -1 : 0;
  };
}

function defineIntegers(shape: string, signed: "i8" | "i16" | "i32", unsigned: "u8" | "u16" | "u32"): void {
  define(
    `${shape}.add`,
    zipLanes(signed, (a, b) => a + b),
  );
  define(
    `${shape}.sub`,
    zipLanes(signed, (a, b) => a - b),
  );
  define(`${shape}.mul`, zipLanes(signed, Math.imul));
  define(`${shape}.abs`, mapLanes(signed, Math.abs));
  define(
    `${shape}.neg`,
    mapLanes(signed, (a) => -a),
  );
  define(`${shape}.min_s`, zipLanes(signed, Math.min));
  define(`${shape}.max_s`, zipLanes(signed, Math.max));
  define(`${shape}.min_u`, zipLanes(unsigned, Math.min));
  define(`${shape}.max_u`, zipLanes(unsigned, Math.max));
  define(
    `${shape}.avgr_u`,
    zipLanes(unsigned, (a, b) => (a + b + 1) >> 1),
  );
  for (const [name, test] of Object.entries(comparisons)) {
    define(`${shape}.${name}`, compare(signed, signed, test));
    define(`${shape}.${name}_s`, compare(signed, signed, test));
    define(`${shape}.${name}_u`, compare(unsigned, signed, test));
  }
}

function defineSaturating(shape: string, signed: "i8" | "i16", unsigned: "u8" | "u16", bits: number): void {
  const [low, high, most] = [-(2 ** (bits - 1)), 2 ** (bits - 1) - 1, 2 ** bits - 1];
  define(
    `${shape}.add_sat_s`,
    zipLanes(signed, (a, b) => clamp(a + b, low, high)),
  );
  define(
    `${shape}.sub_sat_s`,
    zipLanes(signed, (a, b) => clamp(a - b, low, high)),
  );
  define(
    `${shape}.add_sat_u`,
    zipLanes(unsigned, (a, b) => clamp(a + b, 0, most)),
  );
  define(
    `${shape}.sub_sat_u`,
    zipLanes(unsigned, (a, b) => clamp(a - b, 0, most)),
  );
}

function defineWidening(
  to: string,
  wide: "i16" | "i32",
  from: string,
  signed: "i8" | "i16",
  unsigned: "u8" | "u16",
): void {
  const same = (a: number) => a;
  [signed, unsigned].forEach((shape, isUnsigned) => {
    const sign = isUnsigned === 1 ? "u" : "s";
    define(`${to}.extend_low_${from}_${sign}`, widen(shape, wide, 0, same));
    define(`${to}.extend_high_${from}_${sign}`, widen(shape, wide, 1, same));
    define(`${to}.extmul_low_${from}_${sign}`, widenProduct(shape, wide, 0));
    define(`${to}.extmul_high_${from}_${sign}`, widenProduct(shape, wide, 1));
    define(`${to}.extadd_pairwise_${from}_${sign}`, addPairs(shape, wide));
  });
}

function defineLongs(): void {
  define(
    "i64x2.add",
    zipLongs("i64", (a, b) => a + b),
  );
  define(
    "i64x2.sub",
    zipLongs("i64", (a, b) => a - b),
  );
  define(
    "i64x2.mul",
    zipLongs("i64", (a, b) => a * b),
  );
  define(
    "i64x2.neg",
    zipLongs("i64", (a) => -a),
  );
  define(
    "i64x2.abs",
    zipLongs("i64", (a) => (a < 0n ? -a : a)),
  );
  const tests: Record<string, (a: bigint, b: bigint) => boolean> = {
    eq: (a, b) => a === b,
    ne: (a, b) => a !== b,
    lt_s: (a, b) => a < b,
    gt_s: (a, b) => a > b,
    le_s: (a, b) => a <= b,
    ge_s: (a, b) => a >= b,
  };
  for (const [name, test] of Object.entries(tests)) {
    define(
      `i64x2.${name}`,
      zipLongs("i64", (a, b) => (test(a, b) ? -1n : 0n)),
    );
  }
  (["i32", "u32"] as const).forEach((shape, isUnsigned) => {
    const sign = isUnsigned === 1 ? "u" : "s";
    ["low", "high"].forEach((part, half) => {
      const lane = (lanes: Lanes, i: number) => BigInt(lanes[shape][half * 2 + i]!);
      define(`i64x2.extend_${part}_i32x4_${sign}`, (out, a) => {
        for (let i = 0; i < 2; i++) out.i64[i] = lane(a, i);
      });
      define(`i64x2.extmul_${part}_i32x4_${sign}`, (out, a, b) => {
        for (let i = 0; i < 2; i++) out.i64[i] = lane(a, i) * lane(b, i);
      });
    });
  });
}

function defineFloats(shape: "f32x4" | "f64x2", lanes: "f32" | "f64"): void {
  const arithmetic: Record<string, (a: number, b: number) => number> = {
    add: (a, b) => a + b,
    sub: (a, b) => a - b,
    mul: (a, b) => a * b,
    div: (a, b) => a / b,
    min: Math.min,
    max: Math.max,
  };
  for (const [name, f] of Object.entries(arithmetic)) define(`${shape}.${name}`, zipLanes(lanes, f));
  const rounding = { ceil, floor, trunc, nearest, sqrt: Math.sqrt };
  for (const [name, f] of Object.entries(rounding)) define(`${shape}.${name}`, mapLanes(lanes, f));
  define(
    `${shape}.pmin`,
    pick(lanes, (a, b) => b < a),
  );
  define(
    `${shape}.pmax`,
    pick(lanes, (a, b) => a < b),
  );
}

// Takes the second operand's lane where the test holds, bits unchanged.
function pick(shape: "f32" | "f64", takesSecond: (a: number, b: number) => boolean): VectorFunction {
  const width = shape === "f32" ? 1 : 2;
  return (out, a, b) => {
    for (let word = 0; word < 4; word++) {
      const lane = Math.floor(word / width);
      out.i32[word] = (takesSecond(a[shape][lane]!, b[shape][lane]!) ? b : a).i32[word]!;
    }
  };
}

// Signs are bits: a NaN keeps its payload.
function defineSigns(): void {
  define(
    "f32x4.abs",
    mapLanes("i32", (a) => a & 0x7fff_ffff),
  );
  define(
    "f32x4.neg",
    mapLanes("i32", (a) => a ^ -0x8000_0000),
  );
  define(
    "f64x2.abs",
    zipLongs("u64", (a) => BigInt.asUintN(63, a)),
  );
  define(
    "f64x2.neg",
    zipLongs("u64", (a) => a ^ (1n << 63n)),
  );
}

function defineFloatComparisons(): void {
  for (const [name, test] of Object.entries(comparisons)) {
    define(`f32x4.${name}`, compare("f32", "i32", test));
    define(`f64x2.${name}`, (out, a, b) => {
      for (let i = 0; i < 2; i++) out.i64[i] = test(a.f64[i]!, b.f64[i]!) ? -1n : 0n;
    });
  }
}

function convert(
  count: number,
  to: NumberShape,
  from: NumberShape,
  f: (a: number) => number,
): VectorFunction {
  return (out, a) => {
    out.i32.fill(0);
    const [lanes, source] = [lanesOf(out, to), lanesOf(a, from)];
    for (let i = 0; i < count; i++) lanes[i] = f(source[i]!);
  };
}

function defineConversions(): void {
  const same = (a: number) => a;
  define("f32x4.convert_i32x4_s", convert(4, "f32", "i32", same));
  define("f32x4.convert_i32x4_u", convert(4, "f32", "u32", same));
  define("f64x2.convert_low_i32x4_s", convert(2, "f64", "i32", same));
  define("f64x2.convert_low_i32x4_u", convert(2, "f64", "u32", same));
  define("f32x4.demote_f64x2_zero", convert(2, "f32", "f64", same));
  define("f64x2.promote_low_f32x4", convert(2, "f64", "f32", same));
  define("i32x4.trunc_sat_f32x4_s", convert(4, "i32", "f32", truncSatS32));
  define("i32x4.trunc_sat_f32x4_u", convert(4, "i32", "f32", truncSatU32));
  define("i32x4.trunc_sat_f64x2_s_zero", convert(2, "i32", "f64", truncSatS32));
  define("i32x4.trunc_sat_f64x2_u_zero", convert(2, "i32", "f64", truncSatU32));
}

function defineBits(): void {
  define(
    "v128.not",
    mapLanes("i32", (a) => ~a),
  );
  define(
    "v128.and",
    zipLanes("i32", (a, b) => a & b),
  );
  define(
    "v128.andnot",
    zipLanes("i32", (a, b) => a & ~b),
  );
  define(
    "v128.or",
    zipLanes("i32", (a, b) => a | b),
  );
  define(
    "v128.xor",
    zipLanes("i32", (a, b) => a ^ b),
  );
  define("v128.bitselect", (out, a, b, c) => {
    for (let i = 0; i < 4; i++) out.i32[i] = (a.i32[i]! & c.i32[i]!) | (b.i32[i]! & ~c.i32[i]!);
  });
  define("i8x16.popcnt", mapLanes("u8", popcnt32));
  define("i8x16.swizzle", (out, a, b) => {
    for (let i = 0; i < 16; i++) out.u8[i] = a.u8[b.u8[i]!] ?? 0;
  });
}

function defineProducts(): void {
  define(
    "i16x8.q15mulr_sat_s",
    zipLanes("i16", (a, b) => clamp((a * b + 0x4000) >> 15, -0x8000, 0x7fff)),
  );
  define("i32x4.dot_i16x8_s", (out, a, b) => {
    for (let i = 0; i < 4; i++) {
      out.i32[i] = a.i16[2 * i]! * b.i16[2 * i]! + a.i16[2 * i + 1]! * b.i16[2 * i + 1]!;
    }
  });
}

// Relaxed instructions may do one of several things; here they do what their strict twins do, and do not fuse products with
// sums.
const strictTwins = [
  ["i8x16.relaxed_swizzle", "i8x16.swizzle"],
  ["i32x4.relaxed_trunc_f32x4_s", "i32x4.trunc_sat_f32x4_s"],
  ["i32x4.relaxed_trunc_f32x4_u", "i32x4.trunc_sat_f32x4_u"],
  ["i32x4.relaxed_trunc_f64x2_s_zero", "i32x4.trunc_sat_f64x2_s_zero"],
  ["i32x4.relaxed_trunc_f64x2_u_zero", "i32x4.trunc_sat_f64x2_u_zero"],
  ...["i8x16", "i16x8", "i32x4", "i64x2"].map((shape) => [`${shape}.relaxed_laneselect`, "v128.bitselect"]),
  ...["f32x4", "f64x2"].flatMap((shape) =>
    ["min", "max"].map((name) => [`${shape}.relaxed_${name}`, `${shape}.${name}`]),
  ),
  ["i16x8.relaxed_q15mulr_s", "i16x8.q15mulr_sat_s"],
] as const;

function defineRelaxed(): void {
  for (const [relaxed, strict] of strictTwins) define(relaxed!, functions.get(strict!)!);
  for (const lanes of ["f32", "f64"] as const) {
    const shape = lanes === "f32" ? "f32x4" : "f64x2";
    const round = lanes === "f32" ? Math.fround : (value: number) => value;
    for (const [name, sign] of [
      ["madd", 1],
      ["nmadd", -1],
    ] as const) {
      define(`${shape}.relaxed_${name}`, (out, a, b, c) => {
        for (let i = 0; i < out[lanes].length; i++)
          out[lanes][i] = round(sign * a[lanes][i]! * b[lanes][i]!) + c[lanes][i]!;
      });
    }
  }
  const dot = (a: Lanes, b: Lanes, i: number) =>
    a.i8[2 * i]! * b.i8[2 * i]! + a.i8[2 * i + 1]! * b.i8[2 * i + 1]!;
  define("i16x8.relaxed_dot_i8x16_i7x16_s", (out, a, b) => {
    for (let i = 0; i < 8; i++) out.i16[i] = dot(a, b, i);
  });
  const short = (value: number) => (value << 16) >> 16;
  define("i32x4.relaxed_dot_i8x16_i7x16_add_s", (out, a, b, c) => {
    for (let i = 0; i < 4; i++) {
      out.i32[i] = short(dot(a, b, 2 * i)) + short(dot(a, b, 2 * i + 1)) + c.i32[i]!;
    }
  });
}

defineIntegers("i8x16", "i8", "u8");
defineIntegers("i16x8", "i16", "u16");
defineIntegers("i32x4", "i32", "u32");
defineSaturating("i8x16", "i8", "u8", 8);
defineSaturating("i16x8", "i16", "u16", 16);
defineWidening("i16x8", "i16", "i8x16", "i8", "u8");
defineWidening("i32x4", "i32", "i16x8", "i16", "u16");
define("i8x16.narrow_i16x8_s", narrow("i16", "i8", -0x80, 0x7f));
define("i8x16.narrow_i16x8_u", narrow("i16", "u8", 0, 0xff));
define("i16x8.narrow_i32x4_s", narrow("i32", "i16", -0x8000, 0x7fff));
define("i16x8.narrow_i32x4_u", narrow("i32", "u16", 0, 0xffff));
defineLongs();
defineFloats("f32x4", "f32");
defineFloats("f64x2", "f64");
defineSigns();
defineFloatComparisons();
defineConversions();
defineBits();
defineProducts();
defineRelaxed();
