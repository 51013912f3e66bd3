/** Archives whose end record is wrong, or far from where it should be. */
import { expect, test } from "vitest";
import { buildZip, type ZipFile, type ZipOptions } from "../../../tyara/test/corpus/zip.ts";
import { zipModule } from "./index.ts";

const pathsIn = (data: Uint8Array) => {
  const value = zipModule.parse!({ data }) as unknown as { entries?: readonly { file_path: string }[] };
  return value.entries?.map(({ file_path }) => file_path);
};
const files = (count: number): ZipFile[] =>
  Array.from({ length: count }, (_, i) => ({ path: `f${i}`, content: "x" }));
const two = ["f0", "f1"];

test.each([
  ["nothing else", {}, two],
  ["bytes in front", { prefix: new Uint8Array(100) }, two],
  ["bytes in front that offsets count", { prefix: new Uint8Array(100), offsetsIncludePrefix: true }, two],
  ["bytes behind", { suffix: new Uint8Array(100) }, two],
  ["a comment", { comment: new Uint8Array(100) }, two],
  ["a comment that is longer than it says", { comment: new Uint8Array(100), commentLength: 5 }, two],
  ["a comment that is cut off", { comment: new Uint8Array(10), commentLength: 50 }, undefined],
  ["an archive as comment", { comment: buildZip(files(1)) }, ["f0"]],
  ["a count too small", { entryCount: 1 }, two],
  ["a count of 0", { entryCount: 0 }, two],
  ["a count too large", { entryCount: 7 }, two],
  ["a count of 65,535", { entryCount: 0xffff }, two],
  ["another count on its disk", { diskEntryCount: 1 }, two],
  ["another disk", { diskNumber: 1 }, undefined],
  ["a directory's size too large", { directorySize: 100_000 }, two],
  ["a directory's offset too large", { directoryOffset: 100_000 }, two],
  [
    "a directory's size and offset too large",
    { directorySize: 100_000, directoryOffset: 100_000 },
    undefined,
  ],
  ["a record of 64 bits", { isZip64: true }, two],
  ["a record of 64 bits with a wrong count", { isZip64: true, entryCount64: 1n << 62n }, two],
  ["a record of 64 bits behind bytes in front", { isZip64: true, prefix: new Uint8Array(9) }, two],
] as const satisfies readonly (readonly [string, ZipOptions, readonly string[] | undefined])[])(
  "%s",
  (_name, options, expected) => {
    expect(pathsIn(buildZip(files(2), options))).toEqual(expected);
  },
);

test.each([65_535, 65_536, 70_000, 100_000])("%i entries without a record of 64 bits", (count) => {
  const entries = Array.from({ length: count }, (_, i) => ({ path: `f${i}`, isListedOnly: true }));
  expect(pathsIn(buildZip(entries))).toHaveLength(count);
});

test("entries of one name, with descriptors, sharing a body", () => {
  const [file] = files(1);
  const shared = { ...file!, isListedOnly: true, offset: 0 };
  expect(pathsIn(buildZip([{ ...file!, hasDescriptor: true }, shared, shared]))).toEqual(["f0", "f0", "f0"]);
});
