/** The whole scanner on every backend of the runtime: the same rules, the same data, the same results. */

import type { KernelVariant } from "@tyara/kernel";
import { Engine, HostBackend, InterpreterBackend, type RuntimeBackend } from "@tyara/runtime";
import { MirroredBackend } from "@tyara/runtime/testing";
import { compile } from "tyara";
import { describe, expect, it, vi } from "vitest";

const source = `
  import "test_proto2" import "hash"
  rule literals { strings: $a = "needle" $b = "wide" wide $c = "xor" xor(1-255) condition: any of them }
  rule regexps { strings: $a = /ab+c?/ $b = { 61 [1-3] 64 ?? } condition: $a and #b >= 0 and @a[1] < 50 }
  rule values { condition: for any k, v in test_proto2.map_string_int64 : (k == "one" and v == 1) }
  rule calls { condition: hash.md5(0, 3) != "" and test_proto2.string_foo matches /^fo+$/ }
  rule texts { condition: "ÀB" iequals "àb" and "hello" icontains "ELL" }
  rule loops { condition: for all i in (0..filesize - 1) : (uint8(i) >= 0) and not for any i in (0..9) : (i \\ 0 == 1) }
  rule floats { condition: float64(0) != 1.5 and 7 \\ 2.0 == 3.5 }
  global rule bounded { condition: filesize < 1000 }`;

const inputs = ["", "needle", "abbc abd ad w\0i\0d\0e\0", "abcd".repeat(100), "x".repeat(2000)].map((text) =>
  Uint8Array.from(text, (character) => character.charCodeAt(0)),
);

const backends: [string, () => RuntimeBackend][] = [
  ["host", () => new HostBackend()],
  ["interpreter", () => new InterpreterBackend()],
  ["mirrored", () => new MirroredBackend()],
];
const kernels = ["simd", "scalar", "javascript"] as const satisfies KernelVariant[];
const combinations = backends.flatMap(([name, create]) =>
  kernels.map((kernel) => ({ name, create, kernel })),
);

function results(backend: RuntimeBackend, kernel: KernelVariant): string[] {
  const scanner = compile(source, { kernel, engine: new Engine({ backend }) }).scanner();
  return inputs.map((input) => JSON.stringify(scanner.scan(input)));
}

describe.each(combinations)("the $name backend with $kernel kernels", ({ create, kernel }) => {
  it("gives what the host's WebAssembly gives", () => {
    expect(results(create(), kernel)).toEqual(results(new HostBackend(), "simd"));
  });

  it("can be stopped", () => {
    const endless = "rule r { condition: for all i in (0..100000000000) : (i >= 0) }";
    const scanner = compile(endless, { kernel, engine: new Engine({ backend: create() }) }).scanner();
    expect(scanner.scan(new Uint8Array(3), { timeoutMs: 20 }).status).toBe("timeout");
  });

  it("can be stopped after so many steps, at the same place whatever the clock says", () => {
    const source = `
      rule before { condition: true }
      rule found { strings: $a = /[ab]{2,9}b/ condition: #a > 1 }
      rule loop { condition: for all i in (0..100000000000) : (i >= 0) }
      rule behind { condition: true }`;
    const scanner = compile(source, { kernel, engine: new Engine({ backend: create() }) }).scanner();
    const data = Uint8Array.from({ length: 10_000 }, (_, at) => 0x61 + ((at * at) % 7 === 2 ? 1 : 0));
    const told = (maxSteps: number, timeoutMs: number) => {
      const { status, limits, matches } = scanner.scan(data, { maxSteps, timeoutMs });
      expect([status, limits]).toEqual(["timeout", ["steps"]]);
      return matches.map(({ identifier, patterns }) => [
        identifier,
        ...patterns.map((one) => one.matches.length),
      ]);
    };
    const all = [0, 1, 3000, 100_000].map((maxSteps) => told(maxSteps, 0));
    expect(all[0]).toEqual([["before"]]);
    expect(all.at(-1)!.map(([name]) => name)).toEqual(["before", "found"]);
    expect([0, 1, 3000, 100_000].map((maxSteps) => told(maxSteps, 1_000_000))).toEqual(all);
  });

  it("can be stopped when the clock stands still", () => {
    const clock = vi.spyOn(performance, "now").mockReturnValue(1000);
    try {
      const endless =
        "rule a { condition: true } rule r { condition: for all i in (0..100000000000) : (i >= 0) }";
      const scanner = compile(endless, { kernel, engine: new Engine({ backend: create() }) }).scanner();
      const { status, limits, matches } = scanner.scan(new Uint8Array(3), { timeoutMs: 0.1 });
      expect([status, limits, matches.length]).toEqual(["timeout", [], 1]);
    } finally {
      clock.mockRestore();
    }
  });

  it("can be stopped in the search", () => {
    const common = "rule r { strings: $a = { 61 61 61 61 } $b = /a+b|a{3}[bc]/ condition: any of them }";
    const scanner = compile(common, { kernel, engine: new Engine({ backend: create() }) }).scanner();
    expect(scanner.scan(new Uint8Array(1 << 22).fill(0x61), { timeoutMs: 1 }).status).toBe("timeout");
  });
});
