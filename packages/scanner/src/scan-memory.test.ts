import { MemoryMap, ScanLimit } from "@tyara/contract";
import type { Memory } from "@tyara/runtime";
import { expect, test } from "vitest";
import { ScanMemory } from "./scan-memory.ts";

/** A memory that counts how often it grows, to so many pages at most. */
function memoryUpTo(mostPages: number) {
  let bytes = new Uint8Array(1 << 16);
  const counted = {
    grows: 0,
    data: () => bytes,
    get pages() {
      return bytes.length >>> 16;
    },
    grow(pages: number): number {
      const before = bytes.length >>> 16;
      if (before + pages > mostPages) return -1;
      counted.grows++;
      const grown = new Uint8Array((before + pages) << 16);
      grown.set(bytes);
      bytes = grown;
      return before;
    },
  };
  return counted;
}

test("a heap of 32 MB in small pieces takes few steps", () => {
  const counted = memoryUpTo(1 << 15);
  const memory = new ScanMemory(counted as unknown as Memory);
  memory.beginHeap(0x1000);
  for (let left = 32 << 20; left > 0; left -= 1024) memory.allocate(1024);
  expect(counted.grows).toBeLessThan(40);
});

test("the last pages are used when there are no more to grow by", () => {
  const counted = memoryUpTo(10);
  const memory = new ScanMemory(counted as unknown as Memory);
  expect(memory.ensure(9 << 16)).toBe(true);
  expect(memory.ensure(10 << 16)).toBe(true);
  memory.beginHeap(10 << 16);
  expect(memory.allocate(16)).toBe(0);
  expect(memory.get(MemoryMap.limitsMet)).toBe(ScanLimit.memory);
});
