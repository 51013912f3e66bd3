/** `tyara/compat` against the package whose classes it has: the same calls, and the same values, results and exceptions. */
import { beforeAll, describe, expect, it } from "vitest";
import * as compat from "../../src/compat.ts";
import { loadOfficial, type OfficialPeer } from "../peers.ts";

type Api = Pick<OfficialPeer, "Compiler" | "Rules" | "Scanner">;

const official = await loadOfficial();
const ours = compat as unknown as Api;
const text = (value: string) => new TextEncoder().encode(value);

/** What happened: a value, or the message of what was thrown. */
function outcome(run: () => unknown): unknown {
  try {
    return withoutSentences(run());
  } catch (error) {
    return { threw: withoutSentences((error as Error).message), isError: error instanceof Error };
  }
}

/** Reports keep their headlines and places; the sentences in them are each engine's own. */
function withoutSentences(value: unknown): unknown {
  if (typeof value === "string") {
    if (!/^(error|warning)\[/.test(value)) return value;
    return value.split("\n").filter((line) => /^((error|warning)\[| *-->)/.test(line));
  }
  if (Array.isArray(value)) return value.map(withoutSentences);
  if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutSentences(one)]));
}

function compileAll(api: Api, ...sources: string[]) {
  const compiler = new api.Compiler();
  for (const source of sources) compiler.addSource(source);
  return compiler.build();
}

const scan = (api: Api, source: string, data: Uint8Array | string): unknown =>
  compileAll(api, source).scan(typeof data === "string" ? text(data) : data);

const everything = `rule a : t1 t2 {
  meta: i = 5 n = -7 f = 1.5 g = 2.0 b = true s = "str" e = "\\x00\\xff" u = "ñ" big = 9007199254740991
  strings:
    $a = "abc"
    $b = { 61 62 ?? }
    $c = /b+c.cab/
    private $d = "cab"
    $x = "abc" xor
    $y = "nope"
    $z = "zz" wide ascii nocase
  condition: any of them
}
private rule p { condition: filesize > 0 }
global rule g { condition: filesize < 1000 }
rule q { condition: p and a }`;

const values: Record<string, unknown> = {
  bool: true,
  integer: 5,
  negative: -5,
  float: 1.5,
  notANumber: Number.NaN,
  infinite: Number.POSITIVE_INFINITY,
  bigint: 5n,
  largest: 2n ** 63n - 1n,
  tooLarge: 2n ** 63n,
  farTooLarge: 2n ** 64n,
  unsafe: 2 ** 53,
  string: "x",
  object: { a: 1, b: "x" },
  array: [1, 2],
  mixed: [1, "x"],
  mixedNumbers: [1, 1.5],
  empty: [],
  nothing: null,
  absent: undefined,
  function: () => 1,
  arrow: (
    () => () =>
      1
  )(),
  symbol: Symbol("x"),
  bytes: new Uint8Array([1, 2]),
  map: new Map([["a", 1]]),
  set: new Set([1]),
  nested: { a: { b: [1] } },
  nullMember: { a: null },
  nullItem: [null],
  arrays: [[1]],
  emptyObject: {},
  objects: [{ a: 1 }, { a: 2 }],
};

const uses = [
  "x + 1 > 0 or true",
  "(x | 1) == 0 or true",
  "x or true",
  'x contains "" or true',
  "x.a == 1 or true",
  "x[0] == 1 or true",
];

/** Which uses of a variable with this value are accepted. */
function acceptedUses(api: Api, value: unknown): unknown {
  return uses.map(
    (use) =>
      typeof outcome(() => {
        const compiler = new api.Compiler();
        compiler.defineGlobal("x", value);
        compiler.addSource(`rule r { condition: ${use} }`);
      }),
  );
}

const assignments: [string, unknown][] = [
  ["i", 2],
  ["i", 2n],
  ["i", 2.5],
  ["i", true],
  ["i", "x"],
  ["i", null],
  ["i", {}],
  ["f", 2.5],
  ["f", 2],
  ["f", Number.NaN],
  ["b", false],
  ["b", 0],
  ["s", "y"],
  ["s", 5],
  ["s", new Uint8Array(2)],
  ["o", { a: 2 }],
  ["o", { a: "x" }],
  ["o", { b: 2 }],
  ["o", { a: 2, b: 3 }],
  ["o", 5],
  ["r", [2, 3]],
  ["r", [2]],
  ["r", ["x"]],
  ["r", []],
  ["r", 5],
  ["unknown", 1],
];

function assign(api: Api, name: string, value: unknown): unknown {
  const compiler = new api.Compiler();
  const initial = { i: 1, f: 1.5, b: true, s: "x", o: { a: 1 }, r: [1, 2] };
  for (const [key, one] of Object.entries(initial)) compiler.defineGlobal(key, one);
  compiler.addSource(
    `rule a { condition: i == 2 or f == 2.5 or not b or s == "y" or o.a == 2 or r[0] == 2 }`,
  );
  const scanner = compiler.build().scanner();
  return [outcome(() => scanner.setGlobal(name, value)), scanner.scan(new Uint8Array(1)).matches.length];
}

const scenarios: Record<string, (api: Api) => unknown> = {
  "a result with everything": (api) => scan(api, everything, "abcabc`cabbcZzbcd"),
  "no match": (api) => scan(api, `rule a { strings: $a = "abc" condition: $a }`, "xyz"),
  "empty data": (api) => scan(api, `rule a { condition: filesize == 0 }`, ""),
  "no rules": (api) => scan(api, "", "abc"),
  "a global rule that is false": (api) =>
    scan(api, `rule a { condition: filesize > 1 } global rule g { condition: filesize > 100 }`, "abc"),
  namespaces: (api) => {
    const compiler = new api.Compiler();
    compiler.addSource("rule a { condition: filesize > 0 }");
    compiler.newNamespace("other");
    compiler.addSource("rule a { condition: filesize > 0 }");
    compiler.addSource("rule b { condition: a }");
    return compiler.build().scan(text("x"));
  },
  errors: (api) => {
    const compiler = new api.Compiler();
    const added = outcome(() => compiler.addSource("rule a { condition: foo } rule b { condition: bar }"));
    return [added, compiler.errors, compiler.warnings, outcome(() => compiler.build()), compiler.errors];
  },
  "going on after an error": (api) => {
    const compiler = new api.Compiler();
    const bad = outcome(() => compiler.addSource("rule a { condition: foo }"));
    const good = outcome(() => compiler.addSource("rule b { condition: filesize > 0 }"));
    return [bad, good, outcome(() => compiler.build())];
  },
  warnings: (api) => {
    const compiler = new api.Compiler();
    compiler.addSource(`rule w { strings: $a = "abcd" condition: $a or 1 }`);
    const { warnings } = compiler;
    const rules = compiler.build();
    return [warnings, rules.warnings, rules.scan(text("x"))];
  },
  "a spent compiler": (api) => {
    const compiler = new api.Compiler();
    compiler.build();
    return [
      outcome(() => compiler.addSource("")),
      outcome(() => compiler.build()),
      outcome(() => compiler.errors),
      outcome(() => compiler.warnings),
      outcome(() => compiler.newNamespace("x")),
      outcome(() => compiler.defineGlobal("x", 1)),
    ];
  },
  "a scanner of something else": (api) => outcome(() => new api.Scanner({} as never)),
  "a variable defined twice": (api) => {
    const compiler = new api.Compiler();
    compiler.defineGlobal("x", 1);
    return [
      outcome(() => compiler.defineGlobal("x", 2)),
      outcome(() => compiler.defineGlobal("1x", 2)),
      outcome(() => compiler.defineGlobal("", 2)),
    ];
  },
  "integers in metadata": (api) =>
    ["9007199254740991", "9007199254740992", "-9007199254740993"].map((value) =>
      outcome(() => scan(api, `rule a { meta: big = ${value} condition: filesize > 0 }`, "x")),
    ),
  "few matches a pattern": (api) =>
    [0, 1, 2, 3].map((count) => {
      const scanner = compileAll(api, `rule a { strings: $a = "ab" condition: $a }`).scanner();
      scanner.setMaxMatchesPerPattern(count);
      return scanner.scan(text("abababab")).matches;
    }),
  payloads: (api) => {
    const rules = compileAll(api, `rule a { strings: $a = "abc" condition: $a or filesize == 3 }`);
    const payloads = [
      [97, 98, 99],
      "abc",
      new ArrayBuffer(3),
      Buffer.from("abc"),
      new Uint16Array([97, 98, 99]),
    ];
    return payloads.map((payload) => outcome(() => rules.scan(payload as Uint8Array)));
  },
  "an include": (api) => outcome(() => new api.Compiler().addSource('include "x.yar"')),
};

describe.skipIf(official === undefined)("tyara/compat", () => {
  let peer: Api;
  beforeAll(() => {
    peer = official as Api;
  });

  it.each(Object.keys(scenarios))("%s", (name) => {
    expect(outcome(() => scenarios[name]!(ours))).toStrictEqual(outcome(() => scenarios[name]!(peer)));
  });

  it.each(Object.keys(values))("defineGlobal: %s", (name) => {
    const define = (api: Api) => outcome(() => new api.Compiler().defineGlobal("x", values[name]));
    expect(define(ours)).toStrictEqual(define(peer));
    expect(acceptedUses(ours, values[name])).toStrictEqual(acceptedUses(peer, values[name]));
  });

  it.each(assignments)("setGlobal: %s = %o", (name, value) => {
    expect(assign(ours, name, value)).toStrictEqual(assign(peer, name, value));
  });

  it("has the same exports", () => {
    expect(Object.keys(compat).sort()).toEqual(Object.keys(official!).sort());
  });
});

describe("tyara/compat, for itself", () => {
  it("needs no initialising and no freeing", async () => {
    await compat.default();
    compat.initSync();
    const rules = compileAll(ours, "rule a { condition: filesize > 0 }");
    rules.free();
    expect(rules.scan(text("x")).matches).toHaveLength(1);
  });

  it("throws when the time is over", () => {
    const source = "rule a { condition: for all i in (0..filesize * 1000000000) : (i >= 0) }";
    const scanner = compileAll(ours, source).scanner();
    scanner.setTimeoutMs(20);
    expect(() => scanner.scan(text("abc"))).toThrow("timeout");
  });
});
