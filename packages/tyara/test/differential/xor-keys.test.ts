import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { LiteralSpec } from "@tyara/language/ir";
import { describe, expect, it } from "vitest";
import { BareSearch } from "./bare-search.ts";
import { quoted, Random } from "./pattern-generator.ts";

interface Official {
  initSync(options: { module: Uint8Array }): void;
  Compiler: new () => {
    addSource(source: string): void;
    build(): { scan(data: Uint8Array): { matches: readonly OfficialRule[] } };
  };
}

interface OfficialRule {
  readonly identifier: string;
  readonly patterns: readonly {
    readonly matches: readonly {
      readonly offset: number;
      readonly length: number;
      readonly xorKey?: number;
    }[];
  }[];
}

/** The official package, or undefined where it is not installed. It is slow and leaks: few scans. */
async function loadOfficial(): Promise<Official | undefined> {
  try {
    const require = createRequire(import.meta.url);
    const official = (await import("@virustotal/yara-x" as string)) as Official;
    const folder = require.resolve("@virustotal/yara-x/package.json").replace("package.json", "pkg/");
    official.initSync({ module: readFileSync(`${folder}yara_x_js_bg.wasm`) });
    return official;
  } catch {
    return undefined;
  }
}

const official = await loadOfficial();

/** Distinct bytes, so that one key at most fits each place. */
function xorPattern(random: Random): { text: string; spec: LiteralSpec } {
  const bytes = Uint8Array.from({ length: random.between(2, 6) }, (_, i) => 0x61 + i);
  const start = random.below(256);
  const xor = { start, end: random.between(start, 255) };
  const wide = random.isOneIn(2);
  const forms = { ascii: !wide, wide, nocase: false, fullword: random.isOneIn(3), isExistenceEnough: false };
  const modifiers = [
    `xor(${xor.start}-${xor.end})`,
    wide ? "wide" : "ascii",
    ...(forms.fullword ? ["fullword"] : []),
  ];
  return { text: `${quoted(bytes)} ${modifiers.join(" ")}`, spec: { kind: "literal", bytes, ...forms, xor } };
}

describe.skipIf(official === undefined)("xor keys, against the official package (skipped without it)", () => {
  it("are reported with each match", () => {
    const random = new Random(1);
    const patterns = Array.from({ length: 60 }, () => xorPattern(random));
    const compiler = new official!.Compiler();
    compiler.addSource(
      patterns.map(({ text }, i) => `rule r${i} { strings: $a = ${text} condition: $a }`).join("\n"),
    );
    const rules = compiler.build();
    const search = new BareSearch(patterns.map(({ spec }) => spec));
    const data = plantedData(random, patterns);
    const expected = patterns.map(() => "");
    for (const { identifier, patterns: found } of rules.scan(data).matches) {
      expected[Number(identifier.slice(1))] = found[0]!.matches
        .map((m) => `${m.offset}:${m.length}/${m.xorKey}`)
        .join(" ");
    }
    const found = search
      .scan(data)
      .map((matches) => matches.map((m) => `${m.offset}:${m.length}/${m.key}`).join(" "));
    expect(found.join("").length).toBeGreaterThan(100);
    expect(found).toEqual(expected);
  });
});

function plantedData(random: Random, patterns: readonly { spec: LiteralSpec }[]): Uint8Array {
  const data = Uint8Array.from({ length: 8000 }, () => random.below(256));
  for (const { spec } of patterns) {
    for (let copy = 0; copy < 4; copy++) {
      const key = random.below(256);
      const stride = spec.wide ? 2 : 1;
      const at = random.below(data.length - 16);
      for (let i = 0; i < spec.bytes.length * stride; i++) {
        data[at + i] = (i % stride === 0 ? spec.bytes[i / stride]! : 0) ^ key;
      }
    }
  }
  return data;
}
