import fc from "fast-check";
import { expect, it } from "vitest";
import { fileName, nameBytes } from "./file-names.ts";

it("names that are text stand for themselves", () => {
  expect(fileName(Buffer.from("a/Ünïcode 😀.exe"))).toBe("a/Ünïcode 😀.exe");
  expect(fileName(Buffer.from("a\\x41"))).toBe("a\\x5cx41");
  expect(fileName(Buffer.from([0x61, 0xff, 0x5c]))).toBe("a\\xff\\x5c");
});

it("every name can be turned back into its bytes, so no two names are the same", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), (bytes) => {
      expect(new Uint8Array(nameBytes(fileName(bytes)))).toEqual(bytes);
    }),
  );
});
