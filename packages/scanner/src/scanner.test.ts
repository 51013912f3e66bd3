/** One scanner used over and over: results equal those of a fresh one whatever came before, and memory stays bounded. */

import { field } from "@tyara/language/modules";
import { defineModule } from "@tyara/modules/kit";
import { Compiler, compile, float } from "tyara";
import { describe, expect, it, vi } from "vitest";
import { bytes } from "../../tyara/test/bytes.ts";
import { randomFrom } from "../../tyara/test/mutate.ts";
import { firstSeed, rounds } from "../../tyara/test/rounds.ts";
import { DataTooLargeError, maxDataLength } from "./data-too-large.ts";
import type { ScanResult } from "./result.ts";
import type { Rules } from "./rules.ts";
import type { DataSource, DataStream, Scanner } from "./scanner.ts";

/** Fails on demand, in its parser and in its function: what hostile bytes must never do and a module's author may. */
const moody = defineModule({
  name: "moody",
  fields: { one: field.integer() },
  functions: {
    "check(limit: integer) -> bool": (context, limit) => {
      if (context.data[1] === 0x21) throw new Error("the function failed");
      return BigInt(context.data.length) > limit;
    },
  },
  parse: ({ data }) => {
    if (data[0] === 0x21) throw new Error("the parser failed");
    return { one: 1n };
  },
});

const mixedRules = `
  import "test_proto2" import "moody" import "console"
  rule text { strings: $a = "ab" $b = "ba" wide condition: $a or $b }
  rule counted { strings: $a = "aa" condition: #a > 3 }
  rule placed { strings: $a = { 61 ?? 62 } condition: $a in (5..filesize) }
  rule swept { strings: $a = /b[^c]*a/ $b = /c{3,40}b/ condition: filesize > 4 and any of them }
  rule chained { strings: $a = { 61 61 [300-4000] 62 63 } condition: $a }
  rule loop { condition: for any i in (0..filesize) : (uint16(i) == 0x6262) }
  rule abort { condition: uint8(0) == 0x3f and console.log("abort") }
  rule slow { condition: uint8(0) == 0x2a and for all i in (0..10000000000) : (i >= 0) }
  rule crowded { strings: $a = /[abc]{2,90}/ condition: uint8(0) == 0x2b and for all i in (0..10000000000) : (i >= #a or i < #a) }
  rule value { condition: test_proto2.int64_one == 1 and test_proto2.array_string[1] == "bar" }
  rule module { condition: moody.one == 1 and moody.check(3) }
  rule last { condition: filesize != 3 }`;

const scanCount = rounds(40);

function mixed(): Rules {
  const compiler = new Compiler({ modules: [moody] });
  compiler.addSource(mixedRules);
  return compiler.build();
}

/** What the first byte makes of a scan: `!` the parser fails, `?` it is aborted on its way, `*` and `+` it takes for ever. */
const moods = [0x61, 0x61, 0x61, 0x62, 0x63, 0x21, 0x3f, 0x2a, 0x2b];

function randomData(next: (below: number) => number): Uint8Array {
  const length = next([10, 3000, 0x10001][next(3)]!);
  const data = Uint8Array.from({ length }, () => 0x61 + next(3));
  if (length > 0) data[0] = moods[next(moods.length)]!;
  if (length > 1 && next(12) === 0) data[1] = 0x21;
  return data;
}

/** Everything that a scan gives, or what it throws. */
function outcome(scanner: Scanner, data: Uint8Array, isAborted: boolean): string {
  const controller = new AbortController();
  if (isAborted) controller.abort();
  scanner.onConsoleLog(() => controller.abort());
  const isEndless = data[0] === 0x2a || data[0] === 0x2b;
  try {
    const result = scanner.scan(data, { signal: controller.signal, timeoutMs: isEndless ? 2 : 0 });
    const bytes = result.matches.map(({ patterns }) =>
      patterns.map(({ matches }) => matches.map((match) => String(match.data))),
    );
    // How far a scan came that takes for ever depends on the clock.
    return result.status === "timeout" ? "timeout" : JSON.stringify([result, bytes]);
  } catch (error) {
    return String(error);
  }
}

describe("a scanner used again", () => {
  it("gives what a fresh one gives, between time-outs, aborts and failures, in the same memory", () => {
    const rules = mixed();
    const scanner = rules.scanner();
    const next = randomFrom(firstSeed);
    const kinds = new Map<string, number>();
    outcome(scanner, new Uint8Array(0x10000).fill(0x61), false);
    outcome(scanner, new Uint8Array(0x10000).fill(0x61).fill(0x2b, 0, 1), false);
    const before = scanner.memoryByteLength;
    for (let round = 0; round < scanCount; round++) {
      const data = randomData(next);
      const isAborted = next(8) === 0;
      const ours = outcome(scanner, data, isAborted);
      const status = /^timeout|"aborted"|"complete"/.exec(ours)?.[0] ?? "unknown";
      const kind = ours.includes("all fields are undefined") ? "failed" : status;
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (ours !== outcome(rules.scanner(), data, isAborted)) expect.fail(`round ${round} differs: ${ours}`);
    }
    expect([...kinds.keys()].sort()).toEqual(['"aborted"', '"complete"', "failed", "timeout"]);
    expect(scanner.memoryByteLength).toBe(before);
  }, 3_600_000);

  it("does not grow the memory", () => {
    const scanner = mixed().scanner();
    const data = new Uint8Array(3000).fill(0x61);
    scanner.scan(data);
    const before = scanner.memoryByteLength;
    for (let round = 0; round < 500; round++) scanner.scan(data);
    expect(scanner.memoryByteLength).toBe(before);
  });

  it("keeps results alive while it goes on", () => {
    const scanner = compile(`rule a { strings: $a = /x\\d/ condition: $a }`).scanner();
    const first = scanner.scan(bytes("x1x2"));
    scanner.scan(bytes("------------x3"));
    const matches = first.matches[0]!.patterns[0]!.matches;
    expect(matches.map(({ offset, data }) => [offset, String.fromCharCode(...data)])).toEqual([
      [0, "x1"],
      [2, "x2"],
    ]);
  });
});

/** Runs with a clock that goes on by a millisecond at each look: soon is after few looks, however slow the machine is. */
function countingLooks<T>(run: () => T): T {
  let looks = 0;
  const clock = vi.spyOn(performance, "now").mockImplementation(() => 1_000_000 + looks++);
  try {
    const result = run();
    expect(looks).toBeLessThan(100);
    return result;
  } finally {
    clock.mockRestore();
  }
}

describe("a scan that is stopped", () => {
  const endless = `rule first { condition: true } rule never { condition: for all i in (0..100000000000) : (i >= 0) } rule last { condition: true }`;

  it("ends soon after its time-out and tells what it found", () => {
    const scanner = compile(endless).scanner();
    const result = countingLooks(() => scanner.scan(new Uint8Array(10), { timeoutMs: 30 }));
    expect(result.status).toBe("timeout");
    expect(result.matches.map((rule) => rule.identifier)).toEqual(["first"]);
  });

  it("is stopped before it begins when the signal is aborted", () => {
    const result = compile(endless).scan(new Uint8Array(10), { signal: AbortSignal.abort() });
    expect(result).toMatchObject({ status: "aborted", matches: [] });
  });

  it("is stopped in the pattern search, too", () => {
    const rules = compile(`rule a { strings: $a = /[a-c]{3,9}[bc]/ condition: #a > 1 }`);
    const result = rules.scan(new Uint8Array(1 << 22).fill(0x61), { timeoutMs: 1 });
    expect(result.status).toBe("timeout");
  });
});

describe("data from a source", () => {
  const rules = compile(
    `rule a { strings: $a = "needle" condition: $a } rule size { condition: filesize == 9 }`,
  );
  const source = (data: Uint8Array, byteLength = data.length): DataSource => ({
    byteLength,
    read: (target) => {
      target.set(data.subarray(0, target.length));
      return Math.min(data.length, target.length);
    },
  });

  it("is scanned like bytes, and matches keep their bytes", () => {
    const scanner: Scanner = rules.scanner();
    const result = scanner.scanSource(source(bytes("a needle!")));
    scanner.scan(new Uint8Array(20));
    const [match] = result.matches[0]!.patterns[0]!.matches;
    expect(String.fromCharCode(...match!.data)).toBe("needle");
    expect(result.matches.map((rule) => rule.identifier)).toEqual(["a", "size"]);
  });

  it("may turn out shorter than it said", () => {
    const result = rules.scanner().scanSource(source(bytes("123456789"), 1000));
    expect(result.matches.map((rule) => rule.identifier)).toEqual(["size"]);
  });

  it("is refused when it is larger than any memory, and the scanner goes on", () => {
    const scanner = rules.scanner();
    expect(() => scanner.scanSource(source(new Uint8Array(1), maxDataLength + 1))).toThrow(DataTooLargeError);
    expect(scanner.scan(bytes("a needle!")).matches).toHaveLength(2);
  });

  it("is scanned up to the size that is asked for", () => {
    const result = rules.scanner().scanSource(source(bytes("a needle!")), { maxScanSize: 5 });
    expect(result).toMatchObject({ matches: [], limits: ["scan-size"] });
  });

  it("passes on what its reading throws", () => {
    const scanner = rules.scanner();
    const broken: DataSource = {
      byteLength: 5,
      read: () => {
        throw new Error("disk on fire");
      },
    };
    expect(() => scanner.scanSource(broken)).toThrow("disk on fire");
    expect(scanner.scan(bytes("a needle!")).matches).toHaveLength(2);
  });
});

describe("a stream of data", () => {
  const rules = compile(`
    rule needle { strings: $a = "needle" condition: $a }
    rule odd { condition: filesize % 2 == 1 }`);

  /** Gives the data in parts of so many bytes. */
  const stream = (data: Uint8Array, step: number): DataStream => {
    let at = 0;
    return {
      read: (target) => {
        const part = data.subarray(at, at + Math.min(step, target.length));
        target.set(part);
        at += part.length;
        return part.length;
      },
      isAtEnd: () => at === data.length,
    };
  };

  const told = ({ status, limits, matches }: ScanResult) => ({
    status,
    limits,
    matches: matches.map((rule) => rule.identifier),
  });

  const data = (length: number) => {
    const made = new Uint8Array(length);
    made.set(bytes("needle"), length - 6);
    return made;
  };

  it.each([
    [7, 1],
    [65_536, 1000],
    [65_537, 70_000],
    [5_000_001, 1_000_000],
  ])("of %i bytes is scanned like bytes when it comes in parts of %i", (length, step) => {
    const scanner = rules.scanner();
    const result = scanner.scanStream(stream(data(length), step));
    expect(told(result)).toEqual(told(scanner.scan(data(length))));
    scanner.scan(new Uint8Array(20));
    const [match] = result.matches[0]!.patterns[0]!.matches;
    expect([match!.offset, String.fromCharCode(...match!.data)]).toEqual([length - 6, "needle"]);
  });

  it("is scanned up to the size that is asked for, and its end is seen there", () => {
    const scan = (maxScanSize: number) =>
      told(rules.scanner().scanStream(stream(data(100), 9), { maxScanSize }));
    expect(scan(99)).toEqual({ status: "complete", limits: ["scan-size"], matches: ["odd"] });
    expect(scan(100)).toEqual({ status: "complete", limits: [], matches: ["needle"] });
    expect(scan(0)).toEqual({ status: "complete", limits: ["scan-size"], matches: [] });
    expect(told(rules.scanner().scanStream(stream(data(6), 9), { maxScanSize: 0 })).limits).toEqual([
      "scan-size",
    ]);
  });

  it("without an end is read until the time-out", () => {
    const endless: DataStream = { read: () => 1, isAtEnd: () => false };
    expect(told(rules.scanner().scanStream(endless, { timeoutMs: 5 }))).toEqual({
      status: "timeout",
      limits: [],
      matches: [],
    });
  });

  it("that breaks its promises is refused, and the scanner goes on", () => {
    const scanner = rules.scanner();
    const wrong: readonly unknown[] = [-1, 0.5, 1e9, undefined, Promise.resolve(1)];
    for (const count of wrong) {
      const broken = { read: () => count, isAtEnd: () => true } as DataStream;
      expect(() => scanner.scanStream(broken)).toThrow(TypeError);
    }
    expect(() => scanner.scanStream({ read: () => 0 } as never)).toThrow("isAtEnd");
    expect(told(scanner.scan(data(7))).matches).toEqual(["needle", "odd"]);
  });
});

describe("limits in results", () => {
  it("names too many matches", () => {
    const scanner = compile(`rule a { strings: $a = "a" condition: $a }`).scanner();
    scanner.setMaxMatchesPerPattern(10);
    const result = scanner.scan(new Uint8Array(100).fill(0x61));
    expect(result.limits).toEqual(["matches-per-pattern"]);
    expect(result.matches[0]!.patterns[0]!.matches).toHaveLength(10);
  });
});

describe("external variables", () => {
  it("may be whole numbers that are floats, and have any name", () => {
    const compiler = new Compiler({ globals: { ["__proto__"]: 7 } }).defineGlobal("half", 2, "float");
    compiler.addSource("rule r { condition: half \\ 4 == 0.5 and __proto__ == 7 }");
    expect(compiler.build().scan(bytes("")).matches.length).toBe(1);
  });

  it("may be floats inside lists and structures", () => {
    const globals = { ratio: float(2), list: [float(1), 2.5], box: { half: float(4), whole: 4 } };
    const compiler = new Compiler({ globals }).addSource(`
      rule a { condition: ratio \\ 4 == 0.5 and box.half \\ 8 == 0.5 and box.whole \\ 8 == 0 }
      rule b { condition: for any one in list : (one == 1.0) and 5 \\ ratio == 2.5 }
      rule c { condition: 5 \\ ratio == 1.25 }`);
    const scanner = compiler.build().scanner();
    const matching = () => scanner.scan(bytes("")).matches.map(({ identifier }) => identifier);
    expect(matching()).toEqual(["a", "b"]);
    scanner.setGlobal("ratio", 4);
    expect(matching()).toEqual(["c"]);
    scanner.setGlobal("ratio", float(4));
    expect(matching()).toEqual(["c"]);
  });

  it("are changed for the scans to come and keep their type", () => {
    const compiler = new Compiler();
    compiler.defineGlobal("limit", 3n).defineGlobal("names", ["a", "b"]);
    compiler.addSource(
      `rule a { condition: filesize < limit } rule b { condition: for any n in names : (n == "zebra") }`,
    );
    const scanner = compiler.build().scanner();
    const matching = () => scanner.scan(new Uint8Array(5)).matches.map((rule) => rule.identifier);
    expect(matching()).toEqual([]);
    scanner.setGlobal("limit", 6n);
    scanner.setGlobal("names", ["zebra"]);
    expect(matching()).toEqual(["a", "b"]);
    expect(() => scanner.setGlobal("limit", "x")).toThrow("integer");
    expect(() => scanner.setGlobal("other", 1)).toThrow("other");
    expect(matching()).toEqual(["a", "b"]);
  });

  it("are changed by what a scan calls for later scans only", () => {
    const compiler = new Compiler().defineGlobal("name", "short");
    compiler.addSource(`import "console" rule a { strings: $a = "needle"
      condition: console.log("now") and uint8(0) == 0x2e and $a and name == "short" }`);
    const scanner = compiler.build().scanner();
    const data = new TextEncoder().encode(`${".".repeat(500)}needle`);
    scanner.onConsoleLog(() => scanner.setGlobal("name", "x".repeat(9000)));
    expect(scanner.scan(data).matches.length).toBe(1);
    expect(scanner.scan(data).matches.length).toBe(0);
  });
});

describe("many rules", () => {
  const source = (count: number) =>
    Array.from(
      { length: count },
      (_, id) =>
        `rule r${id} { strings: $a = "marker ${id}" condition: filesize < ${1000 + id} and ($a or uint32(4) == ${id}) }`,
    ).join("\n");

  it("are compiled in time and size linear in their number", () => {
    const ruleSet = (count: number) => compile(source(count)).ruleSet;
    const small = ruleSet(500).code.length;
    expect(ruleSet(4000).code.length).toBeLessThan(small * 9);
  });

  it("can be prepared without blocking", async () => {
    const rules = await compile(source(300)).prepare();
    const result = rules.scan(bytes("xxxx\x07\0\0\0 marker 299"));
    expect(result.matches.map((rule) => rule.identifier)).toEqual(["r2", "r7", "r29", "r299"]);
  });
});

const costly: [string, string][] = [
  ["a tight loop", "for all i in (0..100000000000) : (i >= 0)"],
  [
    "long strings in a loop",
    'for all i in (0..1000000000) : (not test_proto2.head(filesize) icontains "needle and thread")',
  ],
  [
    "a regexp in a loop",
    "for all i in (0..1000000000) : (not test_proto2.head(filesize) matches /[xyz]{4,9}q/)",
  ],
  ["digests in a loop", 'for all i in (0..1000000000) : (hash.md5(0, filesize - i % 100) != "")'],
];

describe("time-outs", () => {
  it.each(costly)("end %s", (_, condition) => {
    const scanner = compile(
      `import "test_proto2" import "hash" rule r { condition: ${condition} }`,
    ).scanner();
    const data = new Uint8Array(100_000).fill(0x61);
    expect(countingLooks(() => scanner.scan(data, { timeoutMs: 20 })).status).toBe("timeout");
  });
});

describe("steps", () => {
  it.each([
    ...costly,
    [
      "a module's function that is called again and again",
      "for all i in (0..1000000000) : (math.count(i % 256) >= 0)",
    ],
    ["a parser", "pe.is_pe or for all i in (0..1000000000) : (i >= 0)"],
  ])("end %s at the same place each time", (_, condition) => {
    const scanner = compile(
      `import "test_proto2" import "hash" import "math" import "pe"
       rule first { condition: true } rule r { condition: ${condition} }`,
    ).scanner();
    const data = new Uint8Array(10_000).fill(0x61);
    for (const maxSteps of [1000, 1_000_000]) {
      const result = scanner.scan(data, { maxSteps });
      expect(result).toMatchObject({
        status: "timeout",
        limits: ["steps"],
        matches: [{ identifier: "first" }],
      });
    }
    expect(scanner.scan(data, { timeoutMs: 1 }).limits).toEqual([]);
  });

  it("end a stream that never does", () => {
    const stream: DataStream = { read: () => 1, isAtEnd: () => false };
    const scanner = compile("rule a { condition: true }").scanner();
    expect(scanner.scanStream(stream, { maxSteps: 1000 })).toMatchObject({
      status: "timeout",
      limits: ["steps"],
    });
  });

  it("that suffice change nothing", () => {
    const rules = mixed();
    const data = new Uint8Array(0x10001).fill(0x61);
    expect(rules.scan(data, { maxSteps: 1e9 })).toEqual(rules.scan(data));
  });
});

describe("module outputs", () => {
  it("are given when asked for, whole, and outlive the next scan", () => {
    const rules = compile(`import "test_proto2" rule a { condition: test_proto2.int64_one == 1 }`);
    const scanner = rules.scanner();
    const { moduleOutputs } = scanner.scan(bytes("abc"), { moduleOutputs: ["test_proto2", "unknown"] });
    scanner.scan(new Uint8Array(100_000));
    expect(Object.keys(moduleOutputs)).toEqual(["test_proto2"]);
    expect(moduleOutputs.test_proto2).toMatchObject({ int64_one: 1, file_size: 3 });
    expect(scanner.scan(bytes("abc")).moduleOutputs).toEqual({});
  });
});

describe("references to rules", () => {
  it("hold in the body of a `with` that declares constants only", () => {
    const rules = compile(`
      rule no { condition: filesize == 3 }
      rule yes { condition: filesize == 4 }
      rule named { condition: with one = 1 : (yes) }
      rule nested { condition: with one = 1.5, two = "a" : (with three = 3 : (yes)) }
      rule wrong { condition: with one = 1 : (no) }`);
    expect(rules.scan(bytes("abcd")).matches.map((rule) => rule.identifier)).toEqual([
      "yes",
      "named",
      "nested",
    ]);
  });
});

describe("the pattern search", () => {
  it.each([
    "(test_proto2.int64_undef of ($c, true)) or $c",
    "(test_proto2.int64_undef % of ($c, true)) or $c",
    "(for test_proto2.int64_undef i in (1, 2) : ($c and i > 0)) or $c",
  ])("is done even when what would have begun it was passed over: %s", (condition) => {
    const rules = compile(`import "test_proto2" rule r { strings: $c = "abc" condition: ${condition} }`);
    expect(rules.scan(bytes("abc")).matches).toHaveLength(1);
  });
});

describe("a scanner that is disposed of", () => {
  it("scans no more, and others do", () => {
    const rules = compile(`rule a { strings: $a = "abc" condition: $a }`);
    const scanner = rules.scanner();
    scanner[Symbol.dispose]();
    scanner[Symbol.dispose]();
    expect(() => scanner.scan(bytes("abc"))).toThrow("disposed of");
    expect(scanner.memoryByteLength).toBe(0);
    expect(rules.scan(bytes("abc")).matches).toHaveLength(1);
    rules[Symbol.dispose]();
    expect(rules.scan(bytes("abc")).matches).toHaveLength(1);
  });

  it("is not while it scans", () => {
    const scanner = compile(`import "console" rule a { condition: console.log("now") }`).scanner();
    scanner.onConsoleLog(() => scanner[Symbol.dispose]());
    expect(() => scanner.scan(bytes("abc"))).toThrow("is scanning");
    scanner.onConsoleLog(() => {});
    expect(scanner.scan(bytes("abc")).matches).toHaveLength(1);
  });
});

describe("methods", () => {
  it("are given the structure that they are called on", () => {
    const rules = compile(`import "test_proto2"
      rule method { condition: not test_proto2.nested.nested_method() }
      rule right { condition: test_proto2.nested.nested_method_with_arg("foo") }
      rule wrong { condition: test_proto2.nested.nested_method_with_arg("bar") }`);
    expect(rules.scan(bytes("abcd")).matches.map((rule) => rule.identifier)).toEqual(["method", "right"]);
  });
});
