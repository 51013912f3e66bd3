/**
 * What a module or another function of the caller does cannot cost a scan more than its own answer: not by failing, nor by
 * giving what has no end, nor by scanning meanwhile.
 */

import type { StructValue } from "@tyara/base";
import { spendWork } from "@tyara/base";
import { field, type Module, struct } from "@tyara/language/modules";
import { defineModule } from "@tyara/modules/kit";
import { Compiler } from "tyara";
import { describe, expect, it } from "vitest";
import type { Scanner } from "./scanner.ts";

const Item = struct("odd.Item", { name: field.string(), bytes: field.bytes() });

const fields = {
  one: field.integer(),
  names: field.array(field.string()),
  items: field.array(Item),
  by_name: field.map("string", field.integer()),
  by_number: field.map("integer", field.integer()),
} as const;

const data = new TextEncoder().encode("some needle in some hay");

/** A module like any other, but of which nothing is checked: `give` is what its parser gives. */
function oddModule(parse: NonNullable<Module["parse"]>, call: () => unknown = () => 1): Module {
  const sound = defineModule({ name: "odd", fields, functions: { "call() -> integer?": () => 1 } });
  return { ...sound, parse, functions: new Map([["call()", call as never]]) };
}

const source = `
  import "odd"
  rule one { condition: odd.one == 1 }
  rule names { condition: for any name in odd.names : (name == "x") }
  rule items { condition: for any item in odd.items : (item.name == "x" or item.bytes == "x") }
  rule maps { condition: odd.by_name["x"] == 1 or odd.by_number[1] == 1 }
  rule called { condition: odd.call() == 1 }
  rule uncalled { condition: not defined odd.call() }
  rule sound { strings: $a = "needle" condition: $a and filesize > 0 }`;

function scannerWith(module: Module): Scanner {
  const compiler = new Compiler({ modules: [module] });
  compiler.addSource(source);
  return compiler.build().scanner();
}

const matched = (scanner: Scanner, input = data) =>
  scanner.scan(input).matches.map(({ identifier }) => identifier);

function cyclic(): StructValue {
  const value: Record<string, unknown> = { one: 1 };
  value.again = value;
  return value as StructValue;
}

function deep(): StructValue {
  let value: Record<string, unknown> = {};
  for (let depth = 0; depth < 3_000_000; depth++) value = { value };
  return value as StructValue;
}

class EndlessMap extends Map<string, number> {
  override get size(): number {
    return 1;
  }
  override *[Symbol.iterator](): MapIterator<[string, number]> {
    for (let count = 0; ; count++) yield [String(count), count];
  }
}

/** Of each, `new Proxy` gives whatever it is asked for, and is as long as an array can be. */
const endlessList = new Proxy([], {
  get: (target, name) => (name === "length" ? 2 ** 32 - 1 : name in target ? Reflect.get(target, name) : "x"),
});

const failures: readonly (readonly [name: string, parse: () => unknown, what: RegExp])[] = [
  [
    "throws",
    () => {
      throw new TypeError("oh no");
    },
    /an error, TypeError: oh no$/,
  ],
  [
    "throws what is no error",
    () => {
      throw Object.create(null);
    },
    /an error, object$/,
  ],
  [
    "recurses for ever",
    function again(): unknown {
      return again();
    },
    /an error, RangeError/,
  ],
  ["makes too long an array", () => new Array(-1), /an error, RangeError/],
  [
    "works for ever",
    () => {
      for (;;) spendWork(1);
    },
    /more work than/,
  ],
  ["gives a promise", async () => ({ one: 1 }), /promise/],
  [
    "gives a promise that is rejected",
    async () => {
      throw new Error("late");
    },
    /promise/,
  ],
  ["gives a number", () => 5, /number instead of an object/],
  ["gives a cyclic value", cyclic, /more memory than/],
  [
    "gives a value with a field that throws",
    () => ({
      get one() {
        throw new Error("no one");
      },
    }),
    /no one/,
  ],
  ["gives a sparse list", () => ({ names: new Array(2 ** 31) }), /more memory than/],
  ["gives an endless list", () => ({ names: endlessList, items: endlessList }), /more memory than/],
  ["gives an endless map", () => ({ by_name: new EndlessMap() }), /more memory than|more work than/],
  ["gives a map with keys that are no numbers", () => ({ by_number: new Map([["x", 1]]) }), /SyntaxError/],
  ["gives a value as deep as memory", deep, /more memory than/],
];

/** Values that rules read a part of, which is there; who asks for all of it meets what is wrong with it. */
const wrongElsewhere: readonly string[] = ["gives a cyclic value", "gives a value as deep as memory"];

describe("a parser that", () => {
  it.each(failures.filter(([name]) => !wrongElsewhere.includes(name)))(
    "%s leaves its module undefined, and every other rule's result right",
    (_, parse, what) => {
      let isOdd = true;
      const scanner = scannerWith(oddModule(() => (isOdd ? parse() : { one: 1, names: ["x"] }) as never));
      const result = scanner.scan(data);
      expect(result.status).toBe("complete");
      expect(result.matches.map(({ identifier }) => identifier)).toEqual(["called", "sound"]);
      expect(result.limits).toEqual(["module"]);
      expect(result.moduleLimits).toEqual([
        { module: "odd", what: expect.stringMatching(/^all fields are undefined: /) },
      ]);
      expect(result.moduleLimits[0]!.what).toMatch(what);
      isOdd = false;
      expect(matched(scanner)).toEqual(["one", "names", "called", "sound"]);
      expect(scanner.scan(data).limits).toEqual([]);
    },
  );

  it.each(failures)("%s says the same when a result is asked for its value", (_, parse, what) => {
    const scanner = scannerWith(oddModule(() => parse() as never));
    const result = scanner.scan(data, { moduleOutputs: ["odd"] });
    expect(result).toMatchObject({ status: "complete", moduleOutputs: {} });
    expect(result.matches.map(({ identifier }) => identifier)).toContain("sound");
    expect(result.moduleLimits.map(({ what: told }) => told)).toContainEqual(expect.stringMatching(what));
  });

  it("gives a value that does not fit its fields is told where", () => {
    const module = defineModule({ name: "odd", fields, parse: () => ({ items: [{ name: 5 as never }] }) });
    const compiler = new Compiler({ modules: [module] });
    compiler.addSource('import "odd" rule a { condition: odd.one == 1 } rule b { condition: true }');
    const result = compiler.build().scan(data);
    expect(result.matches.map(({ identifier }) => identifier)).toEqual(["b"]);
    expect(result.moduleLimits[0]!.what).toContain(
      "odd.items[0].name must be a string or bytes, not number 5",
    );
  });

  it("works for ever is stopped by the time-out, too", () => {
    const scanner = scannerWith(
      oddModule(({ checkpoint }) => {
        for (;;) checkpoint?.();
      }),
    );
    expect(scanner.scan(data, { timeoutMs: 20 }).status).toBe("timeout");
  });
});

const failingCalls: readonly (readonly [name: string, call: () => unknown, what: RegExp])[] = [
  [
    "throws",
    () => {
      throw new TypeError("oh no");
    },
    /an error, TypeError: oh no$/,
  ],
  [
    "works for ever",
    () => {
      for (;;) spendWork(1);
    },
    /more work than/,
  ],
  ["gives a promise", async () => 1, /promise/],
];

describe("a function that", () => {
  it.each(failingCalls)("%s is undefined, and its module is not", (_, call, what) => {
    const scanner = scannerWith(oddModule(() => ({ one: 1 }), call));
    const result = scanner.scan(data);
    expect(result.status).toBe("complete");
    expect(result.matches.map(({ identifier }) => identifier)).toEqual(["one", "uncalled", "sound"]);
    expect(result.limits).toEqual(["module"]);
    expect(result.moduleLimits).toEqual([
      { module: "odd", what: expect.stringMatching(/^a result of call\(\) is undefined: /) },
    ]);
    expect(result.moduleLimits[0]!.what).toMatch(what);
  });
});

describe("module outputs", () => {
  /** Parses quickly for the rules, and for ever when the result is asked for. */
  const slow = oddModule(({ wanted }) => {
    while (wanted === undefined) spendWork(1);
    return { one: 1 };
  });
  const rules = () => {
    const compiler = new Compiler({ modules: [slow] });
    compiler.addSource('import "odd" rule a { strings: $a = "needle" condition: $a and odd.one == 1 }');
    return compiler.build();
  };

  it("that take longer than the scan may are left out, and matches are kept", () => {
    // So much data that the time is over before the work that is allowed for them.
    const large = new Uint8Array(1 << 24);
    large.set(data, 1 << 23);
    const result = rules().scan(large, { moduleOutputs: ["odd"], timeoutMs: 100 });
    expect(result).toMatchObject({ status: "timeout", moduleOutputs: {} });
    expect(result.matches[0]!.patterns[0]!.matches).toHaveLength(1);
  });

  it("whose module scans with the same scanner meanwhile are told of it", () => {
    const again: { scanner?: Scanner } = {};
    const scanner = scannerWith(
      oddModule(() => {
        again.scanner!.scan(new Uint8Array(5));
        return { one: 1 };
      }),
    );
    again.scanner = scanner;
    const result = scanner.scan(data, { moduleOutputs: ["odd"] });
    expect(result.matches.map(({ identifier }) => identifier)).toEqual(["called", "sound"]);
    expect(result.moduleOutputs).toEqual({});
    expect(result.moduleLimits[0]!.what).toContain("this scanner is scanning");
    expect(matched(scanner)).toEqual(["called", "sound"]);
  });
});

describe("a console callback", () => {
  const rules = () => {
    const compiler = new Compiler();
    compiler.addSource(
      'import "console" rule a { strings: $a = "needle" condition: console.log("hear") and $a }',
    );
    return compiler.build();
  };

  it.each([
    ["an error", new Error("mine")],
    ["undefined", undefined],
  ])("that throws %s ends the scan with it, and the scanner goes on", (_, thrown) => {
    const scanner = rules().scanner();
    scanner.onConsoleLog(() => {
      throw thrown;
    });
    const caught = { error: "nothing" as unknown };
    try {
      scanner.scan(data);
    } catch (error) {
      caught.error = error;
    }
    expect(caught.error).toBe(thrown);
    scanner.onConsoleLog(() => {});
    expect(matched(scanner)).toEqual(["a"]);
  });

  it("may scan with another scanner, not with the same", () => {
    const scanner = rules().scanner();
    const other = rules().scanner();
    scanner.onConsoleLog(() => expect(matched(other)).toEqual(["a"]));
    expect(matched(scanner)).toEqual(["a"]);
    scanner.onConsoleLog(() => scanner.scan(data));
    expect(() => scanner.scan(data)).toThrow("this scanner is scanning");
  });
});
