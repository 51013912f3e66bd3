import { ByteSet, type Hir, parseRegexp } from "@tyara/language/regexp";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  dataWith,
  type GeneratedHexPattern,
  hexPattern,
  Random,
} from "../../../tyara/test/differential/pattern-generator.ts";
import { type ByteRun, placeAt } from "./byte-run.ts";
import { type RequiredRun, requiredRuns } from "./required-runs.ts";

const ALPHABET = [0x61, 0x62, 0x63];

function hirOf(source: string): Hir {
  const options = { caseInsensitive: false, dotMatchesNewline: true, context: "pattern" } as const;
  const parsed = parseRegexp(source, options);
  if (!("regexp" in parsed)) throw new Error(`${source} does not parse`);
  return parsed.regexp.hir;
}

/** The run as text: `?` for a place that is not one byte. */
function show({ run, prefixMin, prefixMax }: RequiredRun): string {
  const places = Array.from(run.values, (value, i) =>
    run.masks[i] === 0xff ? String.fromCharCode(value) : "?",
  );
  return `${places.join("")}@${prefixMin}-${prefixMax}`;
}

function occurs(run: ByteRun, data: Uint8Array, at: number): boolean {
  if (at < 0 || at + run.values.length > data.length) return false;
  return run.values.every((_, i) => placeAt(run, i).bytes.includes(data[at + i]!));
}

function hasCompanion({ companion }: RequiredRun, data: Uint8Array, at: number): boolean {
  if (companion === undefined) return true;
  for (let place = at + companion.from; place <= at + companion.to; place++) {
    if (data[place] === companion.first && data[place + 1] === companion.second) return true;
  }
  return false;
}

function isAround(required: RequiredRun, data: Uint8Array, start: number): boolean {
  const last = Math.min(required.prefixMax, data.length);
  for (let prefix = required.prefixMin; prefix <= last; prefix++) {
    if (prefix > 0 && prefix > required.prefixMin && !required.prefixBytes.has(data[start + prefix - 1]!))
      return false;
    const at = start + prefix;
    if (occurs(required.run, data, at) && hasCompanion(required, data, at)) return true;
  }
  return false;
}

describe("atoms", () => {
  it.each([
    ["fooq+barz", ["qbarz@3-Infinity"]],
    ["a(bcd|xyz)", ["bcd@1-1", "xyz@1-1"]],
    ["[a-z]*xq_zj", ["xq_zj@0-Infinity"]],
    ["(qj|zx)?abcd", ["abcd@0-2"]],
    ["(ab){2,5}", ["abab@0-0"]],
    ["(xyz|qxyz|wxyz%)", ["xyz@0-1"]],
    ["q*(xyz|zxyz)", ["xyz@0-Infinity"]],
  ])("of /%s/", (source, expected) => {
    expect(requiredRuns(hirOf(source)).map(show).sort()).toEqual([...expected].sort());
  });

  it("keep to a finite prefix where the rarer run has none", () => {
    expect(requiredRuns(hirOf("%%.*qjxz")).map(show)).toEqual(["%%@0-0"]);
  });

  it("count the way to them where they are inside an alternation", () => {
    expect(requiredRuns(hirOf("%%[^%]*(qjxz|zqjx)")).map(show)).toEqual(["%%@0-0"]);
  });

  it("have a companion where a match holds another rare pair near them", () => {
    const [run] = requiredRuns(hirOf("qx.{2,9}zj%%"));
    expect(run).toMatchObject({ prefixMin: 4, companion: { first: 0x71, second: 0x78, from: -11, to: -4 } });
  });

  it("are in every match, at a distance that they allow", () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const random = new Random(seed);
        const pattern = hexPattern(random, ALPHABET, 8);
        const data = dataWith(random, ALPHABET, 300, [pattern, pattern]);
        const runs = requiredRuns((pattern.spec as { hir: Hir }).hir);
        for (const start of startsOf(pattern, data)) {
          const isFound = runs.some((required) => isAround(required, data, start));
          if (!isFound) throw new Error(`${pattern.text} at ${start}: none of ${runs.map(show).join(", ")}`);
        }
      }),
      { numRuns: 200 },
    );
  });

  it("of a class that is empty match nowhere", () => {
    expect(
      placeAt(
        {
          values: Uint8Array.of(0),
          masks: Uint8Array.of(255),
          classes: [{ offset: 0, set: ByteSet.empty }],
          xor: undefined,
        },
        0,
      ).bytes,
    ).toEqual([]);
  });
});

function startsOf(pattern: GeneratedHexPattern, data: Uint8Array): number[] {
  const text = Array.from(data, (byte) => String.fromCharCode(byte)).join("");
  return Array.from(data.keys()).filter((start) => {
    pattern.regexp.lastIndex = start;
    return pattern.regexp.test(text);
  });
}
