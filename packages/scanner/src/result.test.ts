/** Results are plain data: they survive their scanner, the scanned bytes, threads and JSON. */

import { deepStrictEqual } from "node:assert";
import { inspect } from "node:util";
import { MessageChannel, receiveMessageOnPort } from "node:worker_threads";
import { compile, jsonValue, type ScanResult } from "tyara";
import { describe, expect, it, vi } from "vitest";
import { bytes } from "../../tyara/test/bytes.ts";

const rules = compile(`
  import "test_proto2" import "console"
  rule found : one two {
    meta: score = 75 large = 9007199254740993 ratio = 0.5 yes = true author = "somebody" raw = "\\xff"
    strings: $a = "needle" $b = /[0-9]+/ $x = "hidden" xor(1-3) $none = "nowhere" private
    condition: $a and ($b or $x or $none)
  }
  private rule secret { condition: true }
  rule missed { meta: score = 1 strings: $a = "needle" condition: #a > 100 }
  rule tested { condition: test_proto2.int64_one == 1 }`);

const data = () => bytes("a needle 123 iheedo needle");

const scanned = (): ScanResult =>
  rules.scan(data(), { includePrivate: true, includeNonMatches: true, moduleOutputs: ["test_proto2"] });

const firstMatches = (result: ScanResult, pattern = 0) => result.matches[0]!.patterns[pattern]!.matches;

/** The same 62 letters and digits in another order each time, so that neighbours differ. */
function randomText(length: number): Uint8Array {
  let state = 1;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return 0x61 + ((state >>> 16) % 26);
  });
}

describe("a result", () => {
  it("is the same after structuredClone", () => {
    const result = scanned();
    expect(result.nonMatches).toHaveLength(1);
    expect(result.matches).toHaveLength(3);
    deepStrictEqual(structuredClone(result.matches), result.matches);
    expect(structuredClone(result)).toEqual(result);
    deepStrictEqual(structuredClone(rules.scan(data())), rules.scan(data()));
  });

  it("arrives whole in another thread", () => {
    const { port1, port2 } = new MessageChannel();
    const result = scanned();
    port1.postMessage(result);
    expect(receiveMessageOnPort(port2)!.message).toEqual(result);
    port1.close();
  });

  it("is shown by the console, with its matches", () => {
    const shown = inspect(rules.scan(data()), { depth: 9 });
    expect(shown).not.toContain("Getter");
    for (const text of ["found", "score", "$b", "offset: 9", "length: 3"]) expect(shown).toContain(text);
  });

  it("is the same in JSON as its copy is", () => {
    const result = scanned();
    const parsed = JSON.parse(JSON.stringify(result));
    expect(parsed).toEqual(JSON.parse(JSON.stringify(jsonValue(structuredClone(result)))));
    expect(parsed.status).toBe("complete");
    expect(parsed.moduleOutputs.test_proto2.int64_one).toBe(1);
    expect(parsed.matches[0]).toMatchObject({ identifier: "found", tags: ["one", "two"] });
    expect(parsed.matches[0].patterns[2].matches).toEqual([
      { offset: 13, length: 6, xorKey: 1, data: [...bytes("iheedo")] },
    ]);
    expect(parsed.matches[0].metadata.map((meta: { value: unknown }) => meta.value)).toEqual([
      75,
      "9007199254740993",
      0.5,
      true,
      "somebody",
      [255],
    ]);
  });

  it("has integers of metadata as numbers where these are exact", () => {
    const { metadata } = scanned().matches[0]!;
    expect(metadata.slice(0, 3)).toEqual([
      { identifier: "score", kind: "integer", value: 75 },
      { identifier: "large", kind: "integer", value: 9007199254740993n },
      { identifier: "ratio", kind: "float", value: 0.5 },
    ]);
  });

  it("does not change when somebody writes to another one", () => {
    const { tags, metadata } = scanned().matches[0]!;
    expect(() => (tags as string[]).push("three")).toThrow(TypeError);
    expect(() => ((metadata[0] as { value: unknown }).value = 5)).toThrow(TypeError);
    expect(scanned().matches[0]).toMatchObject({ tags: ["one", "two"] });
  });

  it("has rules that did not match only when asked for", () => {
    expect("nonMatches" in rules.scan(data())).toBe(false);
    const { nonMatches } = rules.scan(data(), { includeNonMatches: true });
    expect(nonMatches).toMatchObject([
      { identifier: "missed", patterns: [{ identifier: "$a", matches: [] }] },
    ]);
  });
});

describe("the bytes of a match", () => {
  const texts = (result: ScanResult, pattern = 0) =>
    firstMatches(result, pattern).map((match) => String.fromCharCode(...match.data));

  it("stay when the scanned bytes are used again or transferred", () => {
    const scanner = rules.scanner();
    const buffer = data();
    const result = scanner.scan(buffer);
    buffer.fill(0);
    expect(texts(result)).toEqual(["needle", "needle"]);
    structuredClone(buffer, { transfer: [buffer.buffer] });
    scanner.scan(new Uint8Array(1000));
    expect(texts(result)).toEqual(["needle", "needle"]);
    expect(texts(result, 1)).toEqual(["123", "23", "3"]);
  });

  it("do not keep the scanned bytes alive", () => {
    const large = new Uint8Array(1 << 20);
    large.set(data(), 1000);
    for (const match of firstMatches(rules.scan(large))) expect(match.data.buffer.byteLength).toBe(6);
  });

  it("are cut at `maxMatchData`, which is no limit met", () => {
    const result = rules.scan(data(), { maxMatchData: 2 });
    expect(texts(result)).toEqual(["ne", "ne"]);
    expect(result.limits).toEqual([]);
    expect(texts(rules.scan(data(), { maxMatchData: 0 }))).toEqual(["", ""]);
  });

  it("are cut at `maxTotalMatchData`, which the result tells", () => {
    const words = compile("rule r { strings: $a = /[a-z]{8}/ condition: $a }");
    const result = words.scan(randomText(1007), { maxTotalMatchData: 64 * 10 });
    expect(result.limits).toEqual(["match-data"]);
    const matches = firstMatches(result);
    expect(matches).toHaveLength(1000);
    expect(matches.map((match) => match.data.length)).toEqual([...Array(10).fill(8), ...Array(990).fill(0)]);
    const partial = words.scan(randomText(8), { maxTotalMatchData: 5 });
    expect([partial.limits, firstMatches(partial)[0]!.data.length]).toEqual([["match-data"], 5]);
  });

  it("of a million equal matches are held once", () => {
    const one = compile(`rule r { strings: $a = "a" condition: $a }`);
    const result = one.scan(new Uint8Array(1_000_000).fill(0x61));
    expect(result.limits).toEqual([]);
    expect(new Set(firstMatches(result).map((match) => match.data)).size).toBe(1);
  });
});

describe("reading out what thousands of rules found", () => {
  it("ends with the time-out", () => {
    const count = 20_000;
    const source = Array.from({ length: count }, (_, id) => `rule r${id} { condition: true }`).join("\n");
    const many = compile(source);
    expect(many.scan(new Uint8Array(1)).matches).toHaveLength(count);
    let looks = 0;
    const clock = vi.spyOn(performance, "now").mockImplementation(() => looks++ / 4);
    try {
      const result = many.scan(new Uint8Array(1), { timeoutMs: 20 });
      expect(result.status).toBe("timeout");
      expect(result.matches.length).toBeLessThan(count);
      expect(result.matches[0]!.identifier).toBe("r0");
    } finally {
      clock.mockRestore();
    }
  });
});
