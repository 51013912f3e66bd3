import { expect, test } from "vitest";
import { RangeCache } from "./range-cache.ts";

test("gives what was kept for exactly that range, or nothing", () => {
  const cache = new RangeCache<string>();
  const sizes = [0, 1, 64, 1000, 20_000, 5_000_000_000];
  for (let offset = 0; offset < 500; offset++) {
    for (const size of sizes) {
      const range = `${offset} ${size}`;
      cache.set(offset, size, range);
      expect(cache.get(offset, size)).toBe(range);
      expect(cache.get(offset + 1, size)).toBeUndefined();
    }
    for (const size of sizes) expect([undefined, `0 ${size}`]).toContain(cache.get(0, size));
  }
});

test("large ranges do not push each other out", () => {
  const cache = new RangeCache<number>();
  for (let i = 0; i < 100; i++) cache.set(i * 64, 1 << 20, i);
  for (let i = 0; i < 10_000; i++) cache.set(i, 16, -i);
  expect(Array.from({ length: 100 }, (_, i) => cache.get(i * 64, 1 << 20))).toEqual(
    Array.from({ length: 100 }, (_, i) => i),
  );
});
