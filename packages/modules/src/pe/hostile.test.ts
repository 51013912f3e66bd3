/** Tables that lead to the same bytes again and again must not multiply the work: each file here is 2 MiB, each bound generous. */
import { meterWork, WorkMeter } from "@tyara/base";
import { expect, test } from "vitest";
import { collectLimits } from "../kit/limits.ts";
import { PeImage } from "./image.ts";
import { parsePe } from "./parse.ts";

const SIZE = 2 * 2 ** 20;
const HEADERS = 0x200;
const BASE = 0x1000;
const DIRECTORIES = 64 + 24 + 96;
/** Units of work: three a byte. */
const MOST_UNITS = 3 * SIZE;

/** The address of a file offset: one section maps the whole file behind the headers. */
const rva = (offset: number) => offset - HEADERS + BASE;

/** An image of 32 bits with one section and empty tables. */
function emptyImage(): { bytes: Uint8Array; view: DataView } {
  const bytes = new Uint8Array(SIZE);
  const view = new DataView(bytes.buffer);
  view.setUint16(0, 0x5a4d, true);
  view.setUint32(0x3c, 64, true);
  view.setUint32(64, 0x4550, true);
  view.setUint16(64 + 6, 1, true);
  view.setUint16(64 + 20, 224, true);
  view.setUint16(64 + 24, 0x10b, true);
  view.setUint32(64 + 24 + 92, 16, true);
  const section = 64 + 24 + 224;
  for (const [i, field] of [SIZE, BASE, SIZE - HEADERS, HEADERS].entries())
    view.setUint32(section + 8 + 4 * i, field, true);
  return { bytes, view };
}

function pointTo(view: DataView, directory: number, offset: number): void {
  view.setUint32(DIRECTORIES + 8 * directory, rva(offset), true);
  view.setUint32(DIRECTORIES + 8 * directory + 4, 0x1000, true);
}

const cases: readonly [name: string, damage: (bytes: Uint8Array, view: DataView) => void][] = [
  [
    "libraries that share one endless list of bad names",
    (_bytes, view) => {
      pointTo(view, 1, 0x10000);
      for (let at = 0x10000; at < 0x60000; at += 20) {
        for (const [offset, target] of [
          [0, 0x80000],
          [12, 0x800],
          [16, 0x80000],
        ] as const)
          view.setUint32(at + offset, rva(target), true);
      }
      for (let at = 0x80000; at < SIZE; at += 4) view.setUint32(at, rva(0x900), true);
    },
  ],
  [
    "functions that share one long name",
    (bytes, view) => {
      pointTo(view, 0, 0x10000);
      bytes.fill(0x41, 0x800, 0x1800);
      for (const [i, field] of [16_384, 16_384, rva(0x20000), rva(0x40000), rva(0x80000)].entries())
        view.setUint32(0x10014 + 4 * i, field, true);
      for (let i = 0; i < 16_384; i++) {
        view.setUint32(0x20000 + 4 * i, rva(0x10010), true);
        view.setUint32(0x40000 + 4 * i, rva(0x800), true);
        view.setUint16(0x80000 + 2 * i, i, true);
      }
    },
  ],
  [
    "a resource directory that contains itself 32,767 times under one name",
    (_bytes, view) => {
      pointTo(view, 2, 0x10000);
      view.setUint16(0x1000e, 1, true);
      view.setUint32(0x10014, 0x80000100, true);
      view.setUint16(0x1010e, 32_767, true);
      for (let i = 0; i < 32_767; i++) {
        view.setUint32(0x10110 + 8 * i, 0x80100000, true);
        view.setUint32(0x10114 + 8 * i, 0x80000100, true);
      }
      view.setUint16(0x110000, 999, true);
    },
  ],
];

test("the empty image is one", () => {
  const { bytes } = emptyImage();
  expect(PeImage.read(bytes)?.offsetOf(rva(0x800))).toBe(0x800);
  expect(parsePe({ data: bytes })).toMatchObject({
    is_pe: true,
    number_of_sections: 1,
    number_of_imports: 0,
  });
});

test.each(cases)("%s", (_name, damage) => {
  const { bytes, view } = emptyImage();
  damage(bytes, view);
  const meter = new WorkMeter();
  expect(meterWork(meter, () => parsePe({ data: bytes }).is_pe)).toBe(true);
  expect(meter.units).toBeLessThan(MOST_UNITS);
});

test("a small file's resource tree is visited a few times its size, however often it leads to itself", () => {
  const { bytes, view } = emptyImage();
  pointTo(view, 2, 0x1000);
  view.setUint16(0x100e, 1, true);
  view.setUint32(0x1014, 0x80000100, true);
  view.setUint16(0x110e, 4000, true);
  for (let i = 0; i < 4000; i++) view.setUint32(0x1114 + 8 * i, 0x80000100, true);
  const limits = new Set<string>();
  const small = bytes.subarray(0, 0x10000);
  expect(collectLimits(limits, () => parsePe({ data: small }).is_pe)).toBe(true);
  expect([...limits]).toEqual(["more than 32768 entries of resource directories"]);
});
