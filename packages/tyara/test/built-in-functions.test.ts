/**
 * Functions of `math` and `hash` that rule code and the kernels compute: each build must give what the module in
 * TypeScript gives, to the last bit. A module of the caller's is never computed by the kernels, so the module in
 * TypeScript is given as one.
 */
import { crc32 as zlibCrc32 } from "node:zlib";
import type { KernelVariant } from "@tyara/kernel";
import { builtinModules } from "@tyara/modules";
import { Compiler, compile, Rules } from "tyara";
import { defineModule, type Module } from "tyara/modules";
import { describe, expect, test } from "vitest";
import { native } from "./peers.ts";

const KIBIBYTE = 1 << 10;
/** Small, so that large data are not all in the memory. */
const windowStep = 1 << 16;
const kernels: readonly KernelVariant[] = ["simd", "scalar", "javascript"];

/** What conditions have shown to the module `probe`. */
let shown: string[] = [];

const probe: Module = defineModule({
  name: "probe",
  functions: {
    "show(number: integer, value: integer) -> bool": (_context, number, value) => show(number, value),
    "show(number: integer, value: float) -> bool": (_context, number, value) => show(number, value),
    "show(number: integer, value: bool) -> bool": (_context, number, value) => show(number, value),
  },
});

function show(number: bigint, value: unknown): boolean {
  shown.push(`${number}: ${Object.is(value, -0) ? "-0" : value}`);
  return true;
}

function scanned(calls: readonly string[], data: Uint8Array, kernel: KernelVariant, own: readonly Module[]) {
  const compiler = new Compiler({ modules: [probe, ...own] });
  compiler.addSource(
    `import "math" import "hash" import "probe" ${calls
      .map((call, number) => `rule r${number} { condition: probe.show(${number}, ${call}) }`)
      .join("\n")}`,
  );
  expect(compiler.errors).toEqual([]);
  const modules = new Map([...builtinModules(), ...[probe, ...own].map((one) => [one.name, one] as const)]);
  // Through bytes: what rules know of functions must survive.
  const rules = Rules.deserialize(compiler.build().serialize(), { kernel, modules, windowStep });
  shown = [];
  const scanner = rules.scanner();
  scanner.scan(new Uint8Array(100).fill(7));
  shown = [];
  scanner.scan(data);
  return shown;
}

const inTypeScript = [...builtinModules().values()].filter(({ name }) => name === "math" || name === "hash");

function compare(calls: readonly string[], data: Uint8Array): void {
  const expected = scanned(calls, data, "simd", inTypeScript);
  for (const kernel of kernels) expect(scanned(calls, data, kernel, []), kernel).toEqual(expected);
}

function noise(length: number, seed = 7): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return state >>> 16;
  });
}

const data: Readonly<Record<string, Uint8Array>> = {
  nothing: new Uint8Array(0),
  "one byte": Uint8Array.of(0x41),
  "8 bytes": noise(8),
  "9 bytes": noise(9),
  noise: noise(70_001),
  "equal bytes": new Uint8Array(40_000).fill(0xff),
  text: new TextEncoder().encode("the quick brown fox jumps over the lazy dog ".repeat(300)),
  large: noise(900 * KIBIBYTE + 3),
};

const least = "(-9223372036854775807 - 1)";
const most = "9223372036854775807";

function rangesOf(length: number): (readonly [offset: number | string, length: number | string])[] {
  const near = 16 * KIBIBYTE;
  const lengths = [
    0,
    1,
    5,
    6,
    7,
    8,
    15,
    16,
    17,
    31,
    100,
    255,
    4079,
    4095,
    4096,
    4097,
    near,
    19_199,
    19_200,
    19_217,
  ];
  return [
    ...lengths.map((size) => [3, size] as const),
    ...[near - 8, near - 1, near, near + 1].map((size) => [0, size] as const),
    ...[near - 50, near - 10, near, near + 10].map((offset) => [offset, 50] as const),
    [0, length],
    [0, length + 1],
    [1, length],
    [length, 0],
    [length - 1, 1],
    [length, 1],
    [length + 1, 0],
    [length - 40, 100],
    [-1, 1],
    [0, -1],
    [5, -5],
    [0, most],
    [1, most],
    [most, 1],
    [most, most],
    [least, 1],
    [0, least],
    [least, least],
    [0x1_0000_0000, 1],
    [0, 0x1_0000_0001],
  ];
}

const functionsOfRange = [
  "math.count(0x41, @)",
  "math.count(255, @)",
  "math.count(256, @)",
  "math.count(-1, @)",
  "math.percentage(0x61, @)",
  "math.percentage(300, @)",
  "math.mode(@)",
  "math.mode(@)",
  "math.mean(@)",
  "math.deviation(@, 127.5)",
  "math.deviation(@, math.mean(@))",
  "math.entropy(@)",
  "math.serial_correlation(@)",
  "math.monte_carlo_pi(@)",
  "hash.crc32(@)",
  "hash.checksum32(@)",
];

const ofData = [
  "math.count(0x41)",
  "math.count(-1)",
  "math.percentage(0xff)",
  "math.percentage(256)",
  "math.mode()",
];

describe.each(Object.keys(data))("of %s", (name) => {
  const bytes = data[name]!;
  const ranges = rangesOf(bytes.length).map((range) => range.join(", "));
  test.each(functionsOfRange)("%s", (call) => {
    compare(
      ranges.map((range) => call.replaceAll("@", range)),
      bytes,
    );
  });

  test("the whole data", () => {
    compare(ofData, bytes);
  });

  test("far questions after near ones, and near ones again", () => {
    const calls = ["math.entropy(0, 100)", "math.mode()", "hash.crc32(0, filesize)", "math.entropy(0, 100)"];
    compare(calls, bytes);
  });
});

describe("of so much data that they are shown in pieces", () => {
  const bytes = new Uint8Array((16 << 20) + 1).fill(0x41, 1000);
  const far = bytes.length - 300 * KIBIBYTE;
  bytes.set(noise(300 * KIBIBYTE), far);
  const piece = 48 * KIBIBYTE;
  const ranges = [
    "filesize - 9, 9",
    "filesize - 9, 10",
    "5, 20000",
    ...[0, 1, 5, 6, 17, 100, piece - 1, piece, piece + 1, 2 * piece + 7, 299 * KIBIBYTE].map(
      (size) => `${far + 3}, ${size}`,
    ),
  ];

  test.each(functionsOfRange)("%s", (call) => {
    compare(
      ranges.map((range) => call.replaceAll("@", range)),
      bytes,
    );
  });

  test("the whole data", () => {
    compare(["math.count(0x41)", "math.mode()"], bytes);
  });

  test("the search finds its way after them, and they theirs after it", () => {
    const data = bytes.slice();
    const text = new TextEncoder().encode("needle");
    for (const at of [100, 5_000_000, data.length - text.length]) data.set(text, at);
    const source = `import "math" import "hash"
      rule before { condition: math.count(0x6e, 4999990, 100) == 1 and hash.crc32(8000000, 30000) >= 0 }
      rule search { strings: $a = "needle" condition: #a == 3 and @a[3] == filesize - 6 }
      rule after { condition: math.count(0x6e, 4999990, 100) == 1 }
      rule again { strings: $a = "needle" $b = "AAneed" condition: $a and #b == 1 }`;
    for (const kernel of kernels) {
      const { matches } = compile(source, { kernel }).scanner().scan(data);
      expect(Array.from(matches, ({ identifier }) => identifier)).toEqual([
        "before",
        "search",
        "after",
        "again",
      ]);
    }
  });
});

test("strings", () => {
  const texts = ["", "a", "aaaa", "the quick brown fox", "\\xff\\x00\\x80\\xfe\\x01\\x02\\x03"];
  const functions = [
    "mean(@)",
    "deviation(@, 64.0)",
    "entropy(@)",
    "serial_correlation(@)",
    "monte_carlo_pi(@)",
  ];
  const calls = [
    ...functions.map((call) => `math.${call}`),
    "hash.crc32(@)",
    "hash.checksum32(@)",
    // Strings that take each other's place in the memory.
    "math.entropy(math.to_string(123))",
    "math.entropy(math.to_string(111))",
  ];
  compare(
    calls.flatMap((call) => texts.map((text) => call.replace("@", `"${text}"`))),
    noise(10),
  );
});

test("means that are no numbers", () => {
  const means = ["1.0 \\ 0.0", "-1.0 \\ 0.0", "0.0 \\ 0.0", "123456789012345678901234567890.5", "-0.0"];
  compare(
    means.map((mean) => `math.deviation(0, filesize, ${mean})`),
    data.text!,
  );
});

test("arithmetic", () => {
  const numbers = [0, 1, -1, 2, most, `-${most}`, least];
  const pairs = numbers.flatMap((a) => numbers.map((b) => `${a}, ${b}`));
  const floats = ["0.0", "-0.0", "1.5", "-1.5", "1.0 \\ 0.0", "0.0 \\ 0.0"];
  compare(
    [
      ...pairs.flatMap((pair) => [`math.min(${pair})`, `math.max(${pair})`, `math.in_range(${pair}, 1)`]),
      ...pairs.map((pair) => `math.in_range(filesize, ${pair})`),
      ...numbers.map((x) => `math.abs(${x})`),
      ...floats.flatMap((x) => floats.map((y) => `math.in_range(${x}, ${y}, 1.5)`)),
      "math.to_number(filesize == 10)",
      "math.to_number(filesize == 11)",
      "math.min(uint8(100), 1)",
      "math.max(1, uint8(100))",
    ],
    noise(10),
  );
});

test("crc32 of ranges that are folded", () => {
  const bytes = noise(300 * KIBIBYTE, 3);
  const ranges = [19_200, 19_216, 50_000, 65_536, 200_001].flatMap((size) =>
    [0, 1, 7].map((from) => [from, size]),
  );
  const calls = ranges.map(([from, size]) => `hash.crc32(${from}, ${size})`);
  const table = tableOfCrc32();
  const expected = ranges.map(([from, size], number) => {
    const range = bytes.subarray(from!, from! + size!);
    return `${number}: ${zlibCrc32?.(range) ?? bytewiseCrc32(table, range)}`;
  });
  for (const kernel of kernels) expect(scanned(calls, bytes, kernel, []), kernel).toEqual(expected);
});

function tableOfCrc32(): Uint32Array {
  return Uint32Array.from({ length: 256 }, (_, byte) => {
    let value = byte;
    for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
    return value;
  });
}

function bytewiseCrc32(table: Uint32Array, bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ table[(crc ^ byte) & 0xff]!;
  return ~crc >>> 0;
}

test.each(kernels)("long ranges in loops end in time, %s", (kernel) => {
  const calls = [
    "math.count(1, i, 1000000) == 0",
    "math.mean(i, 1000000) > 300.0",
    "math.entropy(i, 1000000) > 9.0",
    "math.serial_correlation(i, 1000000) > 2.0",
    "math.monte_carlo_pi(i, 1000000) > 9.0",
    "hash.crc32(i, 1000000) == -1",
  ];
  for (const call of calls) {
    const source = `import "math" import "hash" rule r { condition: for any i in (0..1000000) : (${call}) }`;
    const scanner = compile(source, { kernel }).scanner();
    scanner.setTimeoutMs(10);
    expect(scanner.scan(noise(3_000_000)).status, call).toBe("timeout");
  }
});

test("a module of the caller's named math is asked itself", () => {
  const math = defineModule({
    name: "math",
    functions: {
      "min(a: integer, b: integer) -> integer": () => 42,
      "entropy(offset: integer, length: integer) -> float?": () => 0.25,
    },
  });
  expect(scanned(["math.min(1, 2)", "math.entropy(0, 10)"], noise(10), "simd", [math])).toEqual([
    "0: 42",
    "1: 0.25",
  ]);
});

test.skipIf(native === undefined)("the native engine counts alike", () => {
  const bytes = data.noise!;
  const ranges = ["0, 100", "5, 1000", "0, filesize", "70000, 100", "0, 0", "-1, 4", "70001, 1", "70002, 1"];
  const calls = [
    ...ranges.map((range) => `math.count(0x41, ${range})`),
    ...ranges.map((range) => `math.mode(${range})`),
    ...ranges.map((range) => `hash.crc32(${range})`),
    ...ranges.map((range) => `hash.checksum32(${range})`),
  ];
  for (const line of scanned(calls, bytes, "simd", [])) {
    const [number, value] = line.split(": ");
    const source = `import "math" import "hash" rule r { condition: ${calls[Number(number)]} == ${value} }`;
    expect(native!.compile(source).scan(bytes), calls[Number(number)]).toHaveLength(1);
  }
  const shownNumbers = new Set(shown.map((line) => Number(line.split(":")[0])));
  calls.forEach((call, number) => {
    if (shownNumbers.has(number)) return;
    const source = `import "math" import "hash" rule r { condition: not defined ${call} }`;
    expect(native!.compile(source).scan(bytes), call).toHaveLength(1);
  });
});
