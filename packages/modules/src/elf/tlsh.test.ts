import { expect, test } from "vitest";
import { tlsh } from "./tlsh.ts";

const encoder = new TextEncoder();
const names = Array.from({ length: 40 }, (_, i) => `function_${i * i}_of_${i % 7}`);

test("short and uniform texts have no hash", () => {
  expect(tlsh(encoder.encode("too short"))).toBeUndefined();
  expect(tlsh(new Uint8Array(4000))).toBeUndefined();
});

test("a hash is a version and 70 digits, and changes little when the text does", () => {
  const one = tlsh(encoder.encode(names.join(",")))!;
  const other = tlsh(encoder.encode(names.slice(1).join(",")))!;
  expect(one).toMatch(/^T1[0-9A-F]{70}$/);
  const differing = [...one].filter((digit, i) => digit !== other[i]).length;
  expect(differing).toBeLessThan(25);
});
