/** What a search costs grows with the data and with the patterns, not with their product: counted in fuel, never in time. */

import type { PatternSpec } from "@tyara/language/ir";
import { parseRegexp } from "@tyara/language/regexp";
import { describe, expect, it } from "vitest";
import { BareSearch } from "../../../tyara/test/differential/bare-search.ts";
import type { TableOptions } from "./build-tables.ts";

const forms = { ascii: true, wide: false, nocase: false, fullword: false, isExistenceEnough: true };

function regexp(source: string): PatternSpec {
  const parsed = parseRegexp(source, {
    caseInsensitive: false,
    dotMatchesNewline: true,
    relaxed: false,
    context: "pattern",
  } as Parameters<typeof parseRegexp>[1]);
  if ("error" in parsed) throw new Error(source);
  return { kind: "regexp", hir: parsed.regexp.hir, preference: "longest", ...forms };
}

function workOf(specs: readonly PatternSpec[], data: Uint8Array, options: TableOptions = {}): number {
  const search = new BareSearch(specs, options);
  search.scan(data);
  return search.work;
}

describe("with twice the data a search costs about twice as much", () => {
  const sources = [
    "([A-Za-z0-9]{4})*([A-Za-z0-9]{2}==|[A-Za-z0-9]{3}=|[A-Za-z0-9]{4})",
    "A[A-Z]+",
    "[A-Z]+A[A-Z]*B",
    "AAAA[A-Z]+?A",
    "(A|AA)+",
  ];
  it.each(sources.flatMap((source) => [[source, undefined] as const, [source, "yara-x"] as const]))(
    "%s, compat: %s",
    (source, compat) => {
      const [once, twice] = [20_000, 40_000].map((length) =>
        workOf([regexp(source)], new Uint8Array(length).fill(0x41), { compat }),
      ) as [number, number];
      expect(twice).toBeLessThan(2.5 * once);
      expect(twice).toBeLessThan(40_000 * 400);
    },
  );
});
