/** What results tell of rules is the same after packing. */
import { describe, expect, it } from "vitest";
import type { RuleInfo } from "./rule-set.ts";
import { packRules, RuleReader } from "./rule-table.ts";

const plain: RuleInfo = {
  identifier: "plain",
  namespace: 0,
  isGlobal: false,
  isPrivate: false,
  tags: [],
  metadata: [],
  patterns: [],
  references: [],
};

const full: RuleInfo = {
  identifier: "full",
  namespace: 300,
  isGlobal: true,
  isPrivate: true,
  tags: ["one", "two"],
  metadata: [
    { identifier: "zero", kind: "integer", value: 0 },
    { identifier: "least", kind: "integer", value: -(2n ** 63n) },
    { identifier: "greatest", kind: "integer", value: 2n ** 63n - 1n },
    { identifier: "greatest number", kind: "integer", value: Number.MAX_SAFE_INTEGER },
    { identifier: "no number", kind: "integer", value: 2n ** 53n },
    { identifier: "low", kind: "integer", value: -1 },
    { identifier: "middle", kind: "integer", value: 0xffff_ffff },
    { identifier: "float", kind: "float", value: -0.1 },
    { identifier: "whole", kind: "float", value: 1 },
    { identifier: "yes", kind: "bool", value: true },
    { identifier: "no", kind: "bool", value: false },
    { identifier: "empty", kind: "string", value: "" },
    { identifier: "text", kind: "string", value: `naïve \0 ${"x".repeat(300)} 🦠` },
    { identifier: "bytes", kind: "bytes", value: Uint8Array.of(0, 255, 128) },
  ],
  patterns: [
    { identifier: "$a", kind: "text", isPrivate: false, pattern: 0 },
    { identifier: "$", kind: "hex", isPrivate: true, pattern: 70_000 },
    { identifier: "$re", kind: "regexp", isPrivate: false, pattern: 3 },
  ],
  references: [0],
};

const limits = { namespaceCount: 2 ** 32, patternCount: 2 ** 32 };

describe("packed rules", () => {
  it("are read back, in any order", () => {
    const rules = new RuleReader(packRules([plain, full, plain]), limits);
    expect(rules.length).toBe(3);
    expect([2, 1, 0].map((id) => rules.rule(id))).toEqual([plain, full, plain]);
  });

  it("are read once", () => {
    const rules = new RuleReader(packRules([plain, full]), limits);
    expect(rules.rule(1)).toBe(rules.rule(1));
  });

  it("may be none", () => {
    expect(new RuleReader(packRules([]), limits).length).toBe(0);
  });
});
