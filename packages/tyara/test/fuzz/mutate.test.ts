import { expect, test } from "vitest";
import { mutateGuided } from "../mutate.ts";

const size = 256;
const original = new Uint8Array(size).fill(0x20);
const field = { offset: 100, byteLength: 4 };
const donor = new Uint8Array(size).fill(0xd7);
const guide = { fields: [field], donors: [donor] };
const damaged = Array.from({ length: 3000 }, (_, seed) => mutateGuided(original, seed, guide));

const fieldOf = (bytes: Uint8Array) =>
  new DataView(bytes.buffer, bytes.byteOffset).getUint32(field.offset, true);
const changes = (bytes: Uint8Array) => bytes.filter((byte) => byte !== 0x20);

test("the same seed gives the same damage, and leaves the original alone", () => {
  expect(mutateGuided(original, 17, guide)).toEqual(damaged[17]);
  expect(changes(original)).toHaveLength(0);
});

test.each([
  [
    "a flipped bit",
    (bytes) => changes(bytes).length === 1 && [0x21, 0x22, 0x30, 0xa0].includes(changes(bytes)[0]!),
  ],
  ["a missing end", (bytes) => bytes.length < size - 64],
  ["an end missing in front of a field", (bytes) => bytes.length === field.offset],
  ["a missing part", (bytes) => bytes.length < size && bytes.length >= size - 64],
  ["a doubled part", (bytes) => bytes.length > size],
  ["a part of another file", (bytes) => bytes.filter((byte) => byte === 0xd7).length > 32],
  ["a field of ones", (bytes) => bytes.length > 104 && fieldOf(bytes) === 0xffffffff],
  ["a field of zeros", (bytes) => bytes.length > 104 && fieldOf(bytes) === 0],
  ["a field at the edge of its signed half", (bytes) => bytes.length > 104 && fieldOf(bytes) === 0x7fffffff],
  ["a field that points at the end", (bytes) => bytes.length === size && fieldOf(bytes) === size],
  ["a field that points at itself", (bytes) => bytes.length === size && fieldOf(bytes) === field.offset],
] as [string, (bytes: Uint8Array) => boolean][])("there is %s", (_name, isThere) => {
  expect(damaged.some(isThere)).toBe(true);
});
