import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { unboundedIn, unboundedPlaces } from "./kernel-loops.ts";

const assembly = fileURLToPath(new URL("../../../kernel/assembly", import.meta.url));

it("every loop of the kernels spends fuel or says what bounds it", () => {
  expect(unboundedPlaces(assembly)).toEqual([]);
});

/** A function `walk` with this body, among functions of the kernels. */
function unboundedWith(body: string, comment = ""): string[] {
  return unboundedIn(`
    export function spendFuel(units: u32): void {}
    export function pay(units: u32): void { spendFuel(units); }
    export function payForMany(count: u32): void { if (count > 16) spendFuel(count); }
    export function payInside(count: u32): void { for (let i = 0; i < count; i++) spendFuel(1); }
    export function payPerhaps(count: u32): void { if (count > 16) { other(); pay(count); } }
    ${comment}
    export function walk(count: u32, rest: u64, from: usize): void { ${body} }`).map((line) =>
    line.replace(/^.*?: /, ""),
  );
}

describe("finds loops that nothing bounds", () => {
  it.each([
    "for (let i = 0; i < count; i++) other();",
    "while (count) count--;",
    "do { count--; } while (count);",
    "for (let i = 0; i < count; i++) { for (let k = 0; k < count; k++) spendFuel(1); }",
    "for (let i = 0; i < count; i++) payInside(1);",
    "for (let i = 0; i < count; i++) payPerhaps(1);",
    "for (let i = 0; i < 16; i += count) other();",
    "for (let low = 0; low < high; low++) other();",
  ])("%s", (body) => {
    expect(unboundedWith(body)).toEqual(["a loop of walk"]);
  });
});

describe("lets bounded loops be", () => {
  it.each([
    "for (let i = 0; i < count; i++) spendFuel(1);",
    "for (let i = 0; i < count; i++) pay(1);",
    "for (let i = 0; i < count; i++) payForMany(i);",
    "for (let bits = rest; bits; bits &= bits - 1) other();",
    "for (let i: u32 = 0; i < 64; i++) other();",
    "for (let i: u32 = 0; i < BUCKET_COUNT; i += 4) other();",
    "while (low < high) { const middle = (low + high) >>> 1; if (at(middle)) low = middle + 1; else high = middle; }",
    "\n// Bounded: the end of the memory.\nwhile (count) count--;",
  ])("%s", (body) => {
    expect(unboundedWith(body)).toEqual([]);
  });

  it("whose function says what bounds it", () => {
    expect(unboundedWith("while (count) count--;", "// Bounded: by a miracle.")).toEqual([]);
  });
});

it("finds copies of any size, and recursion", () => {
  expect(unboundedWith("memory.fill(from, 0, count);")).toEqual(["a copy of walk"]);
  expect(unboundedWith("spendFuel(count); memory.fill(from, 0, count);")).toEqual([]);
  expect(unboundedWith("memory.fill(from, 0, 16 * Item_size);")).toEqual([]);
  expect(unboundedWith("walk(count - 1, rest, from);")).toEqual(["walk calls itself"]);
  expect(unboundedWith("walk(count - 1, rest, from);", "// Bounded: ends at once.")).toEqual([]);
});
