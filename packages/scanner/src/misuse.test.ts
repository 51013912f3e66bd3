import { RuleFormatError } from "@tyara/contract";
import { Compiler, compile, float, Rules } from "tyara";
import { describe, expect, it } from "vitest";

const rules = () => compile('rule a { strings: $a = "a" condition: $a }');
const bytes = new Uint8Array([0x61]);

function detached(): Uint8Array {
  const array = new Uint8Array(8);
  structuredClone(array.buffer, { transfer: [array.buffer] });
  return array;
}

/** The types of the language level of the sources do not know these. */
type ResizableBuffers = new (
  byteLength: number,
  options: { maxByteLength: number },
) => ArrayBuffer & { resize(byteLength: number): void };
const Resizable = ArrayBuffer as unknown as ResizableBuffers;

/** A view of the last bytes of a buffer that has shrunk since. */
function shrunk(): Uint8Array {
  const buffer = new Resizable(8, { maxByteLength: 8 });
  const view = new Uint8Array(buffer, 4, 4);
  buffer.resize(4);
  return view;
}

const source = (read: unknown, byteLength: unknown = 1) => ({ byteLength, read }) as never;

/** Calls that only callers without types can make; each must name what is wrong, and never look like a clean scan. */
const misuses: readonly (readonly [name: string, use: (rules: Rules) => unknown, told: RegExp])[] = [
  ["text instead of bytes", (r) => r.scan("aaa" as never), /the data to scan must be a Uint8Array/],
  ["an array buffer", (r) => r.scan(new ArrayBuffer(4) as never), /the data to scan/],
  ["nothing", (r) => r.scan(undefined as never), /the data to scan/],
  ["bytes that were transferred", (r) => r.scan(detached()), /the data to scan must have its bytes/],
  ["bytes that have gone", (r) => r.scan(shrunk()), /the data to scan must have its bytes/],
  ["a negative size", (r) => r.scan(bytes, { maxScanSize: -1 }), /maxScanSize/],
  ["a size that is no number", (r) => r.scan(bytes, { maxScanSize: Number.NaN }), /maxScanSize/],
  ["a time-out as bigint", (r) => r.scan(bytes, { timeoutMs: 10n as never }), /timeoutMs/],
  ["a time-out as text", (r) => r.scanner().setTimeoutMs("5" as never), /timeoutMs/],
  ["a negative time-out", (r) => r.scan(bytes, { timeoutMs: -1 }), /timeoutMs/],
  ["a count that is no number", (r) => r.scanner().setMaxMatchesPerPattern(Number.NaN), /count/],
  [
    "a count of none",
    (r) => r.scanner().setMaxMatchesPerPattern(0),
    /count must be a number that is at least 1/,
  ],
  [
    "an option that there is not",
    (r) => r.scan(bytes, { timeout: 5 } as never),
    /no option `timeout`.* timeoutMs,/,
  ],
  [
    "an option's name in an object",
    (r) => r.scan(bytes, { constructor: 5 } as never),
    /no option `constructor`/,
  ],
  ["options that are null", (r) => r.scan(bytes, null as never), /options must be an object/],
  [
    "an option of a source",
    (r) =>
      r.scanner().scanSource(
        source(() => 1),
        { max: 5 } as never,
      ),
    /no option `max`/,
  ],
  [
    "an option of rules",
    (r) => new Rules(r.ruleSet, { kernal: "simd" } as never),
    /no option `kernal`.* kernel,/,
  ],
  ["compiled rules that were transferred", () => Rules.deserialize(detached()), /bytes must have its bytes/],
  ["compiled rules as text", () => Rules.deserialize("TYARA" as never), /bytes must be a Uint8Array/],
  [
    "an option of compiled rules",
    (r) => Rules.deserialize(r.serialize(), { keepByte: true } as never),
    /no option `keepByte`/,
  ],
  ["negative steps", (r) => r.scan(bytes, { maxSteps: -1 }), /maxSteps/],
  ["negative match data of all", (r) => r.scan(bytes, { maxTotalMatchData: -1 }), /maxTotalMatchData/],
  [
    "an integer that is said to be a float",
    (r) => r.scanner().setGlobal("whole", float(2)),
    /integer; a float is not/,
  ],
  ["a float that is none", () => float("2" as never), /a float must be a number/],
  ["negative match data", (r) => r.scan(bytes, { maxMatchData: -1 }), /maxMatchData/],
  ["match data that are no number", (r) => r.scan(bytes, { maxMatchData: Number.NaN }), /maxMatchData/],
  ["match data as text", (r) => r.scan(bytes, { maxMatchData: "9" as never }), /maxMatchData/],
  ["a signal that is none", (r) => r.scan(bytes, { signal: {} as never }), /signal/],
  ["a signal that is null", (r) => r.scan(bytes, { signal: null as never }), /signal/],
  [
    "a module's name instead of a list",
    (r) => r.scan(bytes, { moduleOutputs: "pe" as never }),
    /moduleOutputs/,
  ],
  ["metadata that are no object", (r) => r.scan(bytes, { moduleMetadata: 5 as never }), /moduleMetadata/],
  [
    "metadata of a module that are no bytes",
    (r) => r.scan(bytes, { moduleMetadata: { cuckoo: "{}" as never } }),
    /moduleMetadata\.cuckoo must be a Uint8Array/,
  ],
  ["a callback that is none", (r) => r.scanner().onConsoleLog(5 as never), /log must be a function/],
  [
    "an option that throws",
    (r) =>
      r.scan(bytes, {
        get signal(): never {
          throw new Error("mine");
        },
      }),
    /mine/,
  ],
  ["a source of negative length", (r) => r.scanner().scanSource(source(() => 0, -1)), /byteLength/],
  ["a source of half a byte", (r) => r.scanner().scanSource(source(() => 0, 0.5)), /byteLength/],
  ["a source of unknown length", (r) => r.scanner().scanSource(source(() => 0, Number.NaN)), /byteLength/],
  ["a source of infinite length", (r) => r.scanner().scanSource(source(() => 0, 1 / 0)), /byteLength/],
  ["a source without a function", (r) => r.scanner().scanSource(source(undefined)), /read/],
  ["a source that is asynchronous", (r) => r.scanner().scanSource(source(async () => 1)), /read must return/],
  ["a source that tells nothing", (r) => r.scanner().scanSource(source(() => {})), /read must return/],
  ["a source that reads NaN", (r) => r.scanner().scanSource(source(() => Number.NaN)), /read must return/],
  [
    "a source that reads more",
    (r) => r.scanner().scanSource(source(() => 2)),
    /read must return .* from 0 to 1/,
  ],
  ["a source that reads less than none", (r) => r.scanner().scanSource(source(() => -1)), /read must return/],
];

describe("misuse", () => {
  it.each(misuses)("%s throws, and the next scan is as good as new", (_, use, told) => {
    const compiler = new Compiler({ globals: { whole: 2 } });
    compiler.addSource(
      'import "cuckoo" rule a { strings: $a = "a" condition: $a or cuckoo.sync.mutex(/x/) > 0 }',
    );
    const used = compiler.build();
    expect(() => use(used)).toThrow(told);
    expect(used.scan(bytes).matches.length).toBe(1);
  });

  /** Calls `meddle` in the middle of a scan, before the search. */
  function scanWhile(data: Uint8Array, meddle: () => void): () => unknown {
    const compiler = new Compiler();
    compiler.addSource('import "console" rule a { strings: $a = "a" condition: console.log("") and #a > 0 }');
    const scanner = compiler.build().scanner();
    scanner.onConsoleLog(meddle);
    return () => scanner.scan(data).matches.length;
  }

  it.each([
    ["small data", 100],
    ["data behind a window", 1 << 20],
  ])("of %s whose buffer is transferred while they are scanned throws", (_, length) => {
    const data = new Uint8Array(length).fill(0x61);
    const scan = scanWhile(data, () => structuredClone(data.buffer, { transfer: [data.buffer] }));
    expect(scan).toThrow(TypeError);
  });

  it("of data whose buffer shrinks while they are scanned throws", () => {
    const buffer = new Resizable(1 << 20, { maxByteLength: 1 << 20 });
    const data = new Uint8Array(buffer);
    data.fill(0x61);
    expect(scanWhile(data, () => buffer.resize(10))).toThrow(/their buffer was transferred or has shrunk/);
  });

  it("of data whose buffer grows while they are scanned scans what there was", () => {
    const buffer = new Resizable(10, { maxByteLength: 1 << 20 });
    const data = new Uint8Array(buffer);
    data.fill(0x61);
    expect(scanWhile(data, () => buffer.resize(1 << 20))()).toBe(1);
  });

  it("of damaged compiled rules is refused, whichever byte is wrong", () => {
    const good = rules().serialize();
    for (let at = 0; at < good.length; at += Math.max(1, Math.floor(good.length / 500))) {
      const bad = good.slice();
      bad[at]! ^= 1 << (at % 8);
      expect(() => Rules.deserialize(bad), `byte ${at}`).toThrow(RuleFormatError);
    }
  });
});
