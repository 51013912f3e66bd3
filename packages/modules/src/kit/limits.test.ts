import { field } from "@tyara/language/modules";
import { describe, expect, test } from "vitest";
import { compile } from "../../../tyara/src/compile.ts";
import { builtinModules } from "../registry.ts";
import { defineModule } from "./define-module.ts";
import { atMost, collectLimits, firstOf, isFull, noteLimit } from "./limits.ts";

/** What limits cut off of data that a module reads as a whole. */
function limitsOf(module: string, data: Uint8Array): string[] {
  const limits = new Set<string>();
  collectLimits(limits, () => builtinModules().get(module)!.parse!({ data }));
  return [...limits];
}

function bytesOf(byteLength: number, write: (view: DataView) => void): Uint8Array {
  const bytes = new Uint8Array(byteLength);
  write(new DataView(bytes.buffer));
  return bytes;
}

function words(view: DataView, at: number, ...values: readonly number[]): void {
  for (const [i, value] of values.entries()) view.setUint32(at + 4 * i, value, true);
}

const peHeader = 0x80;

/** An image of 32 bits with that many section headers. */
function peOf(sectionCount: number): Uint8Array {
  const sections = peHeader + 24 + 224;
  return bytesOf(sections + 40 * sectionCount, (view) => {
    view.setUint16(0, 0x5a4d, true);
    view.setUint32(0x3c, peHeader, true);
    view.setUint32(peHeader, 0x4550, true);
    view.setUint16(peHeader + 4, 0x14c, true);
    view.setUint16(peHeader + 6, sectionCount, true);
    view.setUint16(peHeader + 20, 224, true);
    view.setUint16(peHeader + 24, 0x10b, true);
  });
}

/** A zip archive of empty entries without names. */
function zipOf(entryCount: number): Uint8Array {
  const size = 46;
  return bytesOf(entryCount * size + 22, (view) => {
    for (let i = 0; i < entryCount; i++) view.setUint32(i * size, 0x02014b50, true);
    const end = entryCount * size;
    // Counts that do not fit say 0xffff; the directory then goes on to its end.
    words(view, end, 0x06054b50, 0, Math.min(entryCount, 0xffff) * 0x10001, end, 0);
  });
}

/** A fat Mach-O file whose architectures are empty. */
function fatOf(count: number): Uint8Array {
  return bytesOf(8 + 20 * count, (view) => {
    view.setUint32(0, 0xcafebabe);
    view.setUint32(4, count);
  });
}

/** A shell link with that many items in its list. */
describe("limits of parsers", () => {
  test.each([
    ["pe", peOf(96), []],
    ["pe", peOf(97), ["more than 96 sections"]],
    ["macho", fatOf(256), []],
    ["macho", fatOf(257), ["more than 256 architectures"]],
    ["zip", zipOf(1000), []],
  ] as const)("of %s are told when they are met", (module, data, expected) => {
    expect(limitsOf(module, data)).toEqual(expected);
  });

  test("are told by the result of a scan that asked for the module, and by no later one", () => {
    const scanner = compile('import "pe" rule r { condition: pe.number_of_sections > 0 }').scanner();
    expect(scanner.scan(peOf(97))).toMatchObject({
      limits: ["module"],
      moduleLimits: [{ module: "pe", what: "more than 96 sections" }],
    });
    expect(scanner.scan(peOf(1))).toMatchObject({ limits: [], moduleLimits: [] });
    const other = compile("rule r { condition: true }").scanner();
    expect(other.scan(peOf(97)).limits).toEqual([]);
    expect(other.scan(peOf(97), { moduleOutputs: ["pe"] }).limits).toEqual(["module"]);
  });
});

test("a module of one's own tells its limits, in its parser and in its functions", () => {
  const dots = defineModule({
    name: "dots",
    fields: { first: field.array(field.integer()) },
    functions: {
      "half() -> integer": ({ data }) => atMost(4, data.length >> 1, "halves"),
    },
    parse: ({ data }) => {
      if (data.length > 3) noteLimit("more than 3 dots");
      return { first: [...data.subarray(0, 3)] };
    },
  });
  const source = 'import "dots" rule r { condition: dots.first.len() == 3 and dots.half() == 4 }';
  const result = compile(source, { modules: [dots] }).scan(new Uint8Array(20));
  expect(result.matches).toHaveLength(1);
  expect(result.moduleLimits).toEqual([
    { module: "dots", what: "more than 3 dots" },
    { module: "dots", what: "more than 4 halves" },
  ]);
});

test("noting a limit outside of a scan does nothing", () => {
  noteLimit("more than anything");
  expect(limitsOf("pe", peOf(1))).toEqual([]);
});

test("counts and lists up to the limit are kept as they are", () => {
  const limits = new Set<string>();
  collectLimits(limits, () => {
    expect([atMost(3, 3, "x"), isFull(3, 2, "x"), firstOf(2, [1, 2], "x")]).toEqual([3, false, [1, 2]]);
  });
  expect(limits.size).toBe(0);
  collectLimits(limits, () => {
    expect([atMost(3, 4, "a"), isFull(3, 3, "b"), firstOf(2, [1, 2, 3], "c")]).toEqual([3, true, [1, 2]]);
  });
  expect([...limits]).toEqual(["more than 3 a", "more than 3 b", "more than 2 c"]);
});
