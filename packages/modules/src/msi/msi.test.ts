/** Signed packages. Digests are those that osslsigncode 2.9 calculates of these files (`osslsigncode verify`). */

import { meterWork, WorkMeter } from "@tyara/base";
import { describe, expect, test } from "vitest";
import {
  buildMsi,
  DIRECTORY_DIGEST_NAME,
  msiAmplifiers,
  SIGNATURE_NAME,
  signatureEntries,
  signedEntries,
} from "../../../tyara/test/corpus/msi.ts";
import type { OleEntry } from "../../../tyara/test/corpus/ole.ts";
import { toHex } from "../hashing/index.ts";
import { collectLimits } from "../kit/limits.ts";
import { openCompoundFile } from "../olecf/compound-file.ts";
import { msiModule } from "./index.ts";
import { signedDigest } from "./signed-content.ts";

interface Value {
  readonly is_signed: boolean;
  readonly signatures: readonly { readonly verified: boolean; readonly file_digest: string }[];
}
const parse = (data: Uint8Array) => msiModule.parse!({ data }) as unknown as Value;

const text = (value: string) => new TextEncoder().encode(value);
const someClass = Uint8Array.from({ length: 16 }, (_, i) => i + 1);
const streams = signedEntries.slice(0, 4);
const inner = {
  name: "Inner",
  classId: someClass.map((byte) => byte + 100),
  children: [{ name: "q", content: text("q") }],
};
const storages: readonly OleEntry[] = [
  {
    name: "Sub",
    classId: someClass,
    stateBits: 5,
    created: 77n,
    modified: 99n,
    children: [{ name: "z", content: text("zz"), stateBits: 3 }, inner, { name: "y", content: text("yy") }],
  },
  { name: "Empty", classId: someClass, children: [] },
  { name: "none", content: text("") },
];
const signature = { name: SIGNATURE_NAME, content: text("any") };
const directoryDigest = { name: DIRECTORY_DIGEST_NAME, content: new Uint8Array(32) };
const nested = "a7dbf39769ac71e85d3fb79caa4e697cca1c87ea212a2e6d3dde06af2f63d298";
const nestedWithDirectory = "33166c0af40be1b260afc2f1f129a58133c5a23fade17aaec4db38f7dc3ea505";

test.each([
  ["streams", [...streams, signature], "d3b40e51fbb9dadbf2d3ff0cb8219b74f16b6e79bc4977140c0e1c75ba6bd8ba"],
  [
    "streams and the directory",
    [...streams, signature, directoryDigest],
    "2c0cc87b6180456f6f63db1854a2c3f9297b4c1b2ecedd13d8ef65b1a34c3456",
  ],
  ["storages", [...streams, ...storages, signature], nested],
  ["storages and the directory", [...streams, ...storages, signature, directoryDigest], nestedWithDirectory],
  ["another order", [...storages, ...streams, directoryDigest, signature], nestedWithDirectory],
])("the digest of %s", (_name, entries, expected) => {
  for (const sectorShift of [9, 12] as const) {
    const file = openCompoundFile(buildMsi(entries, { sectorShift, root: { stateBits: 9, modified: 4n } }))!;
    expect(toHex(signedDigest(file, "sha256", {}))).toBe(expected);
  }
});

describe("a signature", () => {
  const signed = [...signedEntries, ...signatureEntries];
  const isVerified = (entries: readonly OleEntry[], options = {}) =>
    parse(buildMsi(entries, options)).signatures.map(({ verified }) => verified);

  test("is verified, whatever the order of entries and the size of sectors", () => {
    expect(isVerified(signed)).toEqual([true]);
    expect(isVerified([...signed].reverse())).toEqual([true]);
    expect(isVerified(signed, { sectorShift: 12 })).toEqual([true]);
  });

  test.each([
    ["a stream's bytes", { ...signedEntries[1]!, content: text("2") }],
    ["a stream's time", { ...signedEntries[1]!, created: 5n }],
    ["a stream's name", { ...signedEntries[1]!, name: "AB" }],
    ["a stream's state", { ...signedEntries[1]!, stateBits: 1 }],
  ])("is not, with %s changed", (_name, changed) => {
    expect(isVerified(signed.map((entry) => (entry === signedEntries[1] ? changed : entry)))).toEqual([
      false,
    ]);
  });

  test("is not, with the root's class or state changed", () => {
    expect(isVerified(signed, { root: { classId: someClass } })).toEqual([false]);
    expect(isVerified(signed, { root: { stateBits: 1 } })).toEqual([false]);
    expect(isVerified(signed, { root: { modified: 1n } })).toEqual([true]);
  });

  test("is not, without the digest of the directory", () => {
    expect(isVerified([...signedEntries, signatureEntries[1]!])).toEqual([false]);
  });

  test("in a storage is none of the package", () => {
    const storage = { name: "S", children: signatureEntries };
    expect(parse(buildMsi([...signedEntries, storage])).is_signed).toBe(false);
  });
});

describe("what is doubled costs no more than twice as much", () => {
  test.each(msiAmplifiers.map((amplifier) => [amplifier.name, amplifier] as const))(
    "%s",
    (_name, { make, start }) => {
      const costs = [1, 2, 4, 8].map((factor) => {
        const data = make(start * factor);
        const meter = new WorkMeter();
        collectLimits(new Set(), () => meterWork(meter, () => parse(data)));
        return meter;
      });
      for (const [i, { units, bytes }] of costs.slice(1).entries()) {
        expect(units).toBeLessThan(costs[i]!.units * 2.5 + 1000);
        expect(bytes).toBeLessThan(costs[i]!.bytes * 2.2 + 100_000);
      }
    },
  );
});
