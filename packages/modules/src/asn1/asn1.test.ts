import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { elements, oidOf, readElement, stringOf, timeOf, unsignedInteger } from "./index.ts";

const der = (text: string) => readElement(Uint8Array.from(Buffer.from(text.replace(/ /g, ""), "hex")));

describe("DER", () => {
  test.each([
    ["02 01 05", 5n],
    ["02 02 00 ff", 255n],
    ["02 81 01 07", 7n],
  ])("integer %s", (text, value) => {
    expect(unsignedInteger(der(text))).toBe(value);
  });

  test.each(["", "02", "02 02 01", "02 80 01 00 00", "1f 01 00", "02 85 01 00 00 00 00 00"])(
    "refuses %j",
    (text) => {
      expect(der(text)).toBeUndefined();
    },
  );

  test("a list ends where an element leaves its parent", () => {
    expect(elements(der("30 06 02 01 01 02 05 01")).map(unsignedInteger)).toEqual([1n]);
  });

  test.each([
    ["06 09 2a 86 48 86 f7 0d 01 01 0b", "1.2.840.113549.1.1.11"],
    ["06 03 55 04 03", "2.5.4.3"],
    ["06 01 78", "2.40"],
  ])("object identifier %s", (text, oid) => {
    expect(oidOf(der(text))).toBe(oid);
  });

  test.each([
    ["17", "500101000000Z", Date.UTC(1950, 0, 1) / 1000],
    ["17", "491231235959Z", Date.UTC(2049, 11, 31, 23, 59, 59) / 1000],
    ["18", "20240229120000Z", Date.UTC(2024, 1, 29, 12) / 1000],
    ["18", "20240101000000+0100", Date.UTC(2023, 11, 31, 23) / 1000],
    ["17", "20240101000000Z", undefined],
    ["18", "yesterday", undefined],
  ])("time %s %s", (tag, text, seconds) => {
    const hex = Buffer.from(text, "latin1").toString("hex");
    expect(timeOf(der(`${tag}${text.length.toString(16).padStart(2, "0")}${hex}`))).toBe(seconds);
  });

  test.each([
    ["13 02 41 42", "AB"],
    ["13 02 41 5b", undefined],
    ["0c 02 c3 a9", "é"],
    ["0c 01 e9", undefined],
    ["1e 02 00 e9", "é"],
    ["1e 01 41", undefined],
    ["02 01 41", undefined],
  ])("string %s", (text, value) => {
    expect(stringOf(der(text)!)).toBe(value);
  });

  test("bytes that are no DER do no harm", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const element = readElement(bytes);
        expect(element === undefined || element.encoding.length <= bytes.length).toBe(true);
        for (const child of elements(element))
          expect(child.encoding.length).toBeLessThanOrEqual(bytes.length);
      }),
    );
  });
});
