// What translated functions stand in: views of the memory, and what JavaScript has no operator for.

import { turnsARest } from "./function-writer.mjs";

/**
 * Turns of loops after which fuel is spent, whatever the loops spend by themselves, and how much. In WebAssembly a loop whose
 * bound damaged tables give leaves the memory, which ends it; here it reads zeros. A turn costs a unit here as elsewhere:
 * rations grow as long as they are used up quickly, so work that costs less fuel than time would make them last too long.
 */
const turnsALook = 1 << 16;
const unitsALook = 1 << 16;

/** A module that exports `createKernel` and `kernelExports`. */
export function frame({ functions, globals, imports, exports }, head) {
  const variables = globals.map(([name, value]) => `  let ${name} = ${value};`);
  const entries = exports.map(({ name, params }) => {
    const names = params.flatMap((type, index) =>
      type === "i64" ? [`p${index}`, `q${index}`] : [`p${index}`],
    );
    return `    ${name}: (${names.join(", ")}) => (attach(), ${name}(${names.join(", ")})),`;
  });
  const spends = exports.some(({ name }) => name === "spendFuel");
  const types = exports.map(
    ({ name, params, results }) => `  ${name}: ${JSON.stringify({ params, results })},`,
  );
  return `${head}// @ts-nocheck

/** The types of the functions, as rule modules import them. */
export const kernelTypes: Readonly<Record<string, { readonly params: readonly ("i32" | "i64")[]; readonly results: readonly ("i32" | "i64")[] }>> = {
${types.join("\n")}
};

/** What the kernels ask of a memory; \`grow\` gives −1 when there is no more. */
export interface KernelMemory {
  readonly pages: number;
  data(): Uint8Array;
  grow(pages: number): number;
}

/** Functions on 32-bit numbers; a 64-bit one is two of them, low half first, and in results the high half is \`upper()\`. */
export type KernelFunctions = Readonly<Record<string, (...values: number[]) => number>>;

/** What the kernels call; they may be left by an exception. */
export type KernelImports = Readonly<Record<${imports.map((name) => JSON.stringify(name)).join(" | ") || "never"}, () => number>>;

/** The kernels on a memory of little-endian bytes. */
export function createKernel(memory: KernelMemory, { ${imports.join(", ")} }: KernelImports): KernelFunctions {
  let bytes, signedBytes, halves, signedHalves, words, view;
  let upper = 0;
  let restsLeft = ${turnsALook / turnsARest};
${variables.join("\n")}

  function attach() {
    const { buffer } = memory.data();
    if (bytes !== undefined && bytes.buffer === buffer) return;
    bytes = new Uint8Array(buffer);
    signedBytes = new Int8Array(buffer);
    halves = new Uint16Array(buffer);
    signedHalves = new Int16Array(buffer);
    words = new Int32Array(buffer);
    view = new DataView(buffer);
  }

  // Called now and then by all loops.
  function rest() {
    if (--restsLeft >= 0) return;
    restsLeft = ${turnsALook / turnsARest};
    ${spends ? `spendFuel(${unitsALook});` : ""}
  }
${helpers}
${functions.map((text) => text.replace(/^/gm, "  ")).join("\n")}

  return {
    upper: () => upper,
${entries.join("\n")}
  };
}
`;
}

const helpers = `
  const pages = () => memory.pages;

  function grow(count) {
    const before = memory.grow(count);
    attach();
    return before;
  }

  function fill(to, value, count) {
    bytes.fill(value, to >>> 0, (to >>> 0) + (count >>> 0));
  }

  function copy(to, from, count) {
    bytes.copyWithin(to >>> 0, from >>> 0, (from >>> 0) + (count >>> 0));
  }

  // Distances may be larger than the width; JavaScript takes them modulo 32 as WebAssembly does.
  const rotate = (value, count) => (value << count) | (value >>> (32 - count));

  const trailingZeros = (value) => (value === 0 ? 32 : 31 - Math.clz32(value & -value));

  const trailingZeros64 = (low, high) => (low === 0 ? 32 + trailingZeros(high) : 31 - Math.clz32(low & -low));

  const leadingZeros64 = (low, high) => (high === 0 ? 32 + Math.clz32(low) : Math.clz32(high));

  function countBits(value) {
    let bits = value - ((value >>> 1) & 0x55555555);
    bits = (bits & 0x33333333) + ((bits >>> 2) & 0x33333333);
    return Math.imul((bits + (bits >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
  }

  const countBits64 = (low, high) => countBits(low) + countBits(high);

  // Of the distance only the low half is looked at.
  function shiftLeft(low, high, distance) {
    const n = distance & 63;
    if (n >= 32) {
      upper = low << n;
      return 0;
    }
    upper = n === 0 ? high : (high << n) | (low >>> (32 - n));
    return low << n;
  }

  function shiftRight(low, high, distance) {
    const n = distance & 63;
    if (n >= 32) {
      upper = 0;
      return (high >>> n) | 0;
    }
    upper = (high >>> n) | 0;
    return n === 0 ? low : (low >>> n) | (high << (32 - n));
  }

  function rotateLeft(low, high, distance) {
    const n = distance & 31;
    if (distance & 32) {
      upper = n === 0 ? low : (low << n) | (high >>> (32 - n));
      return n === 0 ? high : (high << n) | (low >>> (32 - n));
    }
    upper = n === 0 ? high : (high << n) | (low >>> (32 - n));
    return n === 0 ? low : (low << n) | (high >>> (32 - n));
  }

  function multiply(low, high, otherLow, otherHigh) {
    const a = low & 0xffff;
    const b = low >>> 16;
    const c = otherLow & 0xffff;
    const d = otherLow >>> 16;
    // Each sum is below 2^32.
    const middle = (Math.imul(a, d) >>> 0) + (Math.imul(a, c) >>> 16);
    const carried = (Math.imul(b, c) >>> 0) + (middle & 0xffff);
    const product = Math.imul(b, d) + (middle >>> 16) + (carried >>> 16);
    upper = (product + Math.imul(low, otherHigh) + Math.imul(high, otherLow)) | 0;
    return Math.imul(low, otherLow);
  }
`;

/** Names that functions must not have: those of the frame. */
export const reservedNames = [
  ..."memory bytes signedBytes halves signedHalves words view upper attach pages turns rest restsLeft".split(
    " ",
  ),
  ...[...helpers.matchAll(/^ {2}(?:const|function) (\w+)/gm)].map((match) => match[1]),
];
