/** Search tables that one scanner's memory holds for all serve the others, the rules' bytes, and scanners to come. */

import { MemoryMap } from "@tyara/contract";
import { field } from "@tyara/language/modules";
import { defineModule } from "@tyara/modules/kit";
import { Engine, Memory, Store } from "@tyara/runtime";
import { Compiler, compile, Rules } from "tyara";
import { describe, expect, it } from "vitest";
import { SharedTables } from "./shared-tables.ts";

const pageSize = 0x10000;

function memoryOf(pages: number): Memory {
  return Memory.create(new Store(new Engine(), undefined), { minimum: pages });
}

/** Tables that are large enough to be shared. */
const tables = () => Uint8Array.from({ length: 1 << 20 }, (_, at) => at * 7);
const pages = (MemoryMap.constants + (1 << 20)) / pageSize;

describe("tables", () => {
  it("are held by the first memory only", () => {
    const shared = new SharedTables(tables());
    const [first, second] = [memoryOf(pages), memoryOf(pages)];
    shared.loadInto(first);
    shared.loadInto(second);
    expect(shared.bytes.buffer).toBe(first.data().buffer);
    expect(Buffer.compare(shared.bytes, tables())).toBe(0);
    expect(Buffer.compare(second.data().subarray(MemoryMap.constants), tables())).toBe(0);
  });

  it("are found after that memory has grown", () => {
    const shared = new SharedTables(tables());
    const memory = memoryOf(pages);
    shared.loadInto(memory);
    memory.grow(10);
    shared.review(memory);
    expect(Buffer.compare(shared.bytes, tables())).toBe(0);
  });

  it("are taken out of a memory that has become large", () => {
    const shared = new SharedTables(tables());
    const memory = memoryOf(pages);
    shared.loadInto(memory);
    memory.grow((1 << 27) / pageSize);
    shared.review(memory);
    expect(shared.bytes.buffer).not.toBe(memory.data().buffer);
    expect(Buffer.compare(shared.bytes, tables())).toBe(0);
  });

  it("stay where they are when they are small", () => {
    const small = tables().slice(0, 64);
    const shared = new SharedTables(small);
    shared.loadInto(memoryOf(pages));
    expect(shared.bytes).toBe(small);
  });
});

describe("rules with large tables", () => {
  const word = (i: number) => (Math.imul(i + 1, 0x9e3779b1) >>> 0).toString(36).padStart(7, "q");
  const strings = Array.from({ length: 9000 }, (_, i) => `$_${i} = "${word(i)}"`).join("\n");
  const source = `rule many { strings: ${strings} condition: any of them }`;
  const data = new TextEncoder().encode(`-- ${word(4711)} --`);
  const found = (rules: Rules) =>
    rules
      .scanner()
      .scan(data)
      .matches.map(({ identifier }) => identifier);

  it("are the same before and behind their first scanners, in bytes and in what they find", () => {
    const rules = compile(source);
    expect(rules.ruleSet.search.bytes.length).toBeGreaterThan(1 << 20);
    const before = rules.serialize();
    expect(found(rules)).toEqual(["many"]);
    rules.scan(new Uint8Array(1 << 27));
    expect(found(rules)).toEqual(["many"]);
    expect(Buffer.compare(rules.serialize(), before)).toBe(0);
    expect(found(Rules.deserialize(rules.serialize()))).toEqual(["many"]);
    expect(found(new Rules(structuredClone(rules.ruleSet)))).toEqual(["many"]);
  });

  it("are rehearsed without telling modules of one's own or the console", () => {
    const parsed: number[] = [];
    const own = defineModule({
      name: "own",
      fields: { size: field.integer() },
      parse: ({ data }) => {
        parsed.push(data.length);
        return { size: BigInt(data.length) };
      },
    });
    const compiler = new Compiler({ modules: [own] });
    compiler.addSource(`import "own" import "console"
      rule told { condition: own.size == ${data.length} and console.log("told") }
      ${source}`);
    const scanner = compiler.build().scanner();
    const messages: string[] = [];
    scanner.onConsoleLog((message) => messages.push(message));
    expect(parsed).toEqual([]);
    expect(scanner.scan(data).matches.map(({ identifier }) => identifier)).toEqual(["told", "many"]);
    expect([parsed, messages]).toEqual([[data.length], ["told"]]);
  });
});
