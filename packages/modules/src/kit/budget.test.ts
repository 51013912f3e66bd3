import { describe, expect, test } from "vitest";
import { builtinModules } from "../registry.ts";
import { Budget } from "./budget.ts";

test("a budget that did not suffice once stays exhausted", () => {
  const budget = new Budget(10, "names");
  expect(budget.take(10)).toBe(true);
  expect(budget.isExhausted).toBe(false);
  expect(budget.take(1)).toBe(false);
  expect(budget.take(0)).toBe(false);
  expect(budget.isExhausted).toBe(true);
});

/** A little-endian image of 64 bits with one command, a symbol table of symbols that all have the name at offset 0. */
function machoOfSharedNames(symbolCount: number, nameLength: number): Uint8Array {
  const start = 32 + 24;
  const strings = start + 16 * symbolCount;
  const view = new DataView(new ArrayBuffer(strings + nameLength + 1));
  const words = (at: number, ...values: number[]) => {
    for (const [i, value] of values.entries()) view.setUint32(at + 4 * i, value, true);
  };
  words(0, 0xfeedfacf, 0x01000007, 3, 2, 1, 24);
  words(32, 2, 24, start, symbolCount, strings, nameLength + 1);
  return new Uint8Array(view.buffer).fill(0x61, strings, strings + nameLength);
}

describe("files that multiply themselves", () => {
  const parse = builtinModules().get("macho")!.parse!;

  function nameCount(symbolCount: number, nameLength: number): number {
    const value = parse({ data: machoOfSharedNames(symbolCount, nameLength) });
    return (value!.symtab as { entries: readonly unknown[] }).entries.length;
  }

  test("a name that a few symbols share is given to each", () => {
    expect(nameCount(100, 50)).toBe(100);
  });

  test("a long name that very many symbols share is given to some", () => {
    const count = nameCount(20_000, 60_000);
    expect(count).toBeGreaterThan(10);
    expect(count).toBeLessThan(200);
  });

  test("images inside images are read a few times only", () => {
    const image = machoOfSharedNames(1, 8);
    const offset = 8 + 20 * 200;
    const view = new DataView(new ArrayBuffer(2 ** 20));
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, 200);
    for (let i = 0; i < 200; i++) {
      view.setUint32(8 + 20 * i + 8, offset);
      view.setUint32(8 + 20 * i + 12, view.byteLength - offset);
    }
    const data = new Uint8Array(view.buffer);
    data.set(image, offset);
    const value = parse({ data });
    expect((value!.file as readonly unknown[]).length).toBeLessThan(20);
    expect(value?.nfat_arch).toBe(200);
  });
});
