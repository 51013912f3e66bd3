/**
 * The modules of archives, documents, Dalvik, .NET and Mach-O: each sample's dump must equal the recorded one, and the reference, where it has
 * the module, must see the same values in damaged copies too.
 */

import type { ArrayValue, StructValue, Value } from "@tyara/base";
import { builtinModules } from "@tyara/modules";
import { dumpYaml } from "@tyara/modules/dump";
import { compile } from "tyara";
import { describe, expect, test } from "vitest";
import { expressionsOf } from "../module-expressions.ts";
import { native } from "../peers.ts";
import { rounds } from "../rounds.ts";
import { hasSamples, samplesOf } from "../samples.ts";

const modules = builtinModules();
/** Compat: the grammar cannot name a field called like a keyword. */
const isNameable = (condition: string) => !/dex\.strings|\.filesize/.test(condition);
const names = ["zip", "crx", "dex", "olecf", "vba", "dotnet", "macho"] as const;
const samples = names.flatMap((name) => samplesOf(name));

describe.skipIf(!hasSamples)("samples", () => {
  test.each(samples.map((sample) => [`${sample.module} ${sample.name}`, sample] as const))(
    "%s",
    (_name, sample) => {
      const module = modules.get(sample.module)!;
      const value = module.parse?.({ data: sample.read() });
      expect(dumpYaml(module.schema, value ?? {})).toBe(sample.expected.trimEnd());
    },
  );
});

describe.skipIf(!hasSamples)("rules see what the parser gave", () => {
  const small = samples.filter((sample) => sample.read().length < 40_000 && sample.expected.length < 40_000);

  test.each(small.map((sample) => [`${sample.module} ${sample.name.slice(0, 8)}`, sample] as const))(
    "%s",
    (_name, { module: name, read }) => {
      const module = modules.get(name)!;
      const bytes = read();
      const conditions = expressionsOf(name, module.schema, module.parse?.({ data: bytes })).filter(
        isNameable,
      );
      const rules = conditions.map((text, k) => `rule r${k} { condition: ${text} }`).join("\n");
      const result = compile(`import "${name}"\n${rules}`).scan(bytes);
      const matched = new Set(result.matches.map((match) => match.identifier));
      expect(conditions.filter((_, k) => !matched.has(`r${k}`))).toEqual([]);
    },
  );
});

describe.skipIf(!hasSamples)("dotnet", () => {
  /** A copy in which an attribute has another name, which is no longer than its own. */
  function renamed(bytes: Uint8Array, from: string, to: string): Uint8Array {
    const copy = Buffer.from(bytes);
    copy.write(to.padEnd(from.length, "\0"), copy.indexOf(`\0${from}\0`, "latin1") + 1, "latin1");
    return copy;
  }

  test.each([
    ["aa45a346", "TargetFrameworkAttribute", ".NETFramework,Version=v4.7.2"],
    ["0885cff8", "AssemblyTitleAttribute", "TurboPing"],
  ])("%s: the type library is the text of the attribute Guid, here %s", (name, attribute, expected) => {
    const bytes = samplesOf("dotnet")
      .find((sample) => sample.name.startsWith(name))!
      .read();
    const parse = modules.get("dotnet")!.parse!;
    expect(parse({ data: bytes })?.typelib).toBeUndefined();
    expect(parse({ data: renamed(bytes, attribute, "GuidAttribute") })?.typelib).toBe(expected);
  });
});

/** Copies with a byte changed, bytes lost, or an extreme number put in, at places that a seed gives. */
function damaged(bytes: Uint8Array, count: number, seed: number): Uint8Array[] {
  let state = seed;
  const random = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const extremes = [0, 1, 0x7fffffff, 0x80000000, 0xffffffff, bytes.length, bytes.length - 1];
  return Array.from({ length: count }, (_, i) => {
    const copy = bytes.slice(0, i % 10 === 0 ? random(bytes.length) : bytes.length);
    const view = new DataView(copy.buffer);
    for (let k = 0; k <= i % 3 && copy.length > 4; k++) {
      const at = random(Math.min(copy.length - 4, i % 2 === 0 ? 200 : copy.length));
      if (i % 4 < 2) copy[at] = random(256);
      else view.setUint32(at, extremes[random(extremes.length)]!, true);
    }
    return copy;
  });
}

/**
 * Whether the reference reads a damaged `dex` as it is meant: it takes the size of a string for a number of bytes, and
 * leaves out items that it cannot read, so that later indices shift.
 */
function isReadAlike(bytes: Uint8Array, value: StructValue | undefined): boolean {
  const strings = (value?.strings ?? []) as ArrayValue;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const table = strings.length > 0 ? view.getUint32(0x3c, true) : 0;
  const hasSize = (text: Value | undefined, i: number) =>
    typeof text === "string" &&
    !text.includes("\ufffd") &&
    text.length === bytes[view.getUint32(table + 4 * i, true)];
  const lists = ["types", "protos", "fields", "methods", "class_defs"] as const;
  const required = ["shorty", "return_type", "class", "type", "name", "proto"] as const;
  const isReadable = (item: Value | undefined) =>
    item !== undefined &&
    (typeof item !== "object" ||
      required.every((name) => !(name in item) || (item as StructValue)[name] !== undefined));
  return (
    strings.every(hasSize) && lists.every((list) => ((value?.[list] ?? []) as ArrayValue).every(isReadable))
  );
}

/** Fewer of large samples: the time goes into the reference's compiling of thousands of rules. */
const copiesOf = (bytes: Uint8Array) => damaged(bytes, rounds(bytes.length > 20_000 ? 2 : 10), 7);

describe.skipIf(!hasSamples || !native)("damaged samples are seen as the reference sees them", () => {
  const inPeer = samples.filter(({ module }) => ["zip", "crx", "dex", "dotnet", "macho"].includes(module));

  test.each(inPeer.map((sample) => [`${sample.module} ${sample.name.slice(0, 8)}`, sample] as const))(
    "%s",
    (_name, sample) => {
      const name = sample.module;
      const module = modules.get(name)!;
      for (const [i, bytes] of copiesOf(sample.read()).entries()) {
        const value = module.parse?.({ data: bytes });
        if (name === "dex" && !isReadAlike(bytes, value)) continue;
        const conditions = expressionsOf(name, module.schema, value).filter(isNameable);
        const rules = conditions.map((text, k) => `rule r${k} { condition: ${text} }`).join("\n");
        const matched = new Set(
          native!
            .compile(`import "${name}"\n${rules}`)
            .scan(bytes)
            .map((m) => m.ruleIdentifier),
        );
        expect({ i, wrong: conditions.filter((_, k) => !matched.has(`r${k}`)) }).toEqual({ i, wrong: [] });
      }
    },
  );
});
