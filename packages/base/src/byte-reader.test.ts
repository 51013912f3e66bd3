import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { ByteReader } from "./byte-reader.ts";

const bytes = (...values: number[]) => Uint8Array.from(values);

describe("ByteReader", () => {
  test("reads both byte orders", () => {
    const data = bytes(0x01, 0x80, 0x03, 0x04, 0x05, 0x06, 0x07, 0xff);
    const little = new ByteReader(data);
    const big = new ByteReader(data, { order: "big" });
    expect(little.u16At(0)).toBe(0x8001);
    expect(big.u16At(0)).toBe(0x0180);
    expect(little.i16At(0)).toBe(0x8001 - 0x10000);
    expect(little.u32At(0)).toBe(0x04038001);
    expect(big.u64At(0)).toBe(0x01800304050607ffn);
    expect(little.i64At(0)).toBe(BigInt.asIntN(64, 0xff07060504038001n));
  });

  test("a failed cursor read does not move", () => {
    const reader = new ByteReader(bytes(1, 2, 3));
    expect(reader.u16()).toBe(0x0201);
    expect(reader.u16()).toBeUndefined();
    expect(reader.position).toBe(2);
    expect(reader.u8()).toBe(3);
    expect(reader.remaining).toBe(0);
  });

  test("strings end at a zero byte inside the limit", () => {
    const reader = new ByteReader(bytes(65, 66, 0, 67));
    expect(reader.zeroTerminatedAt(0, 2)).toBeUndefined();
    expect(reader.zeroTerminatedAt(0, 3)).toEqual(bytes(65, 66));
    expect(reader.zeroTerminatedAt(3, 100)).toBeUndefined();
    expect(reader.zeroTerminated(3)).toEqual(bytes(65, 66));
    expect(reader.position).toBe(3);
  });

  test("a sub-reader sees only its part", () => {
    const outer = new ByteReader(bytes(1, 2, 3, 4), { order: "big" });
    const inner = outer.sub(1, 2);
    expect(inner?.u16()).toBe(0x0203);
    expect(inner?.u8()).toBeUndefined();
    expect(outer.sub(3, 2)).toBeUndefined();
  });

  test("respects the offset of a view into a larger buffer", () => {
    const reader = new ByteReader(bytes(9, 9, 1, 2, 9).subarray(2, 4));
    expect(reader.u16()).toBe(0x0201);
    expect(reader.u8At(2)).toBeUndefined();
  });

  const anyOffset = fc.oneof(fc.double(), fc.integer(), fc.integer({ min: -2, max: 12 }));

  test("no offset or length throws or leaves the data", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 10 }), anyOffset, anyOffset, (data, offset, byteLength) => {
        const reader = new ByteReader(data);
        const fits = Number.isInteger(offset) && offset >= 0 && offset + 4 <= data.length;
        expect(reader.u32At(offset) !== undefined).toBe(fits);
        expect(reader.clampedBytesAt(offset, byteLength).length).toBeLessThanOrEqual(data.length);
        const part = reader.bytesAt(offset, byteLength);
        if (part) expect(part.length).toBe(byteLength);
        reader.seek(offset);
        reader.skip(byteLength);
        expect(reader.remaining).toBeGreaterThanOrEqual(0);
        expect(reader.zeroTerminatedAt(offset, byteLength)?.includes(0) ?? false).toBe(false);
      }),
    );
  });
});
