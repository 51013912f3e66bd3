/** The kernel's `regexpMatches` against its TypeScript twin, on programs of every size. */

import { MemoryMap } from "@tyara/contract";
import { absentHost, Kernel } from "@tyara/kernel";
import { parseRegexp } from "@tyara/language/regexp";
import { Engine, Linker, Memory, Store } from "@tyara/runtime";
import { describe, expect, it } from "vitest";
import { compileProgram } from "../../../compiler/src/regexp-programs/program.ts";
import { Random } from "../differential/random.ts";
import { generateRegexp, generateText } from "../differential/regexp-generator.ts";
import { ProgramMatcher } from "./twin/program-matcher.ts";

const TEXT = MemoryMap.constants;
const PROGRAM = TEXT + 0x1000;
const HEAP = PROGRAM + 0x100000;

class KernelMatcher {
  private readonly memory: Memory;
  private readonly regexpMatches: (program: number, address: number, length: number) => number;

  constructor() {
    const engine = new Engine();
    const store = new Store(engine, undefined);
    this.memory = Memory.create(store, { minimum: 64 });
    const linker = new Linker<undefined>(engine).define(store, "tyara", "memory", this.memory);
    const kernel = Kernel.compileSync(engine).instantiate(linker, store, this.memory, absentHost);
    this.regexpMatches = kernel.getTypedFunc("regexpMatches", ["i32", "i32", "i32"], ["i32"]);
  }

  matches(program: Uint8Array, text: Uint8Array): boolean {
    const bytes = this.memory.data();
    bytes.set(text, TEXT);
    bytes.set(program, PROGRAM);
    const view = new DataView(bytes.buffer, 0, bytes.length);
    view.setUint32(MemoryMap.heapNext, HEAP, true);
    view.setUint32(MemoryMap.heapEnd, bytes.length, true);
    const answer = this.regexpMatches(PROGRAM, TEXT, text.length);
    expect(view.getUint32(MemoryMap.heapNext, true), "the heap is given back").toBe(HEAP);
    return answer === 1;
  }
}

/** Makes a program too large for sets of one word, and of several. */
const TAILS = ["", `|${"z".repeat(80)}`, `|${"z".repeat(300)}`];

describe("regexpMatches", () => {
  it.each(TAILS.map((tail) => [tail.length, tail] as const))(
    "agrees with the twin, %i bytes added",
    (_, tail) => {
      const random = new Random(5 + tail.length);
      const kernel = new KernelMatcher();
      for (let round = 0; round < 300; round++) {
        const source = generateRegexp(random, true) + tail;
        const result = parseRegexp(source, {
          caseInsensitive: false,
          dotMatchesNewline: false,
          context: "matches",
        });
        if ("error" in result) continue;
        const program = compileProgram(result.regexp.hir, { isWide: false });
        const twin = new ProgramMatcher(program);
        for (let i = 0; i < 5; i++) {
          const text = generateText(random);
          expect(kernel.matches(program, text), `/${source}/ on ${text}`).toBe(twin.isMatch(text));
        }
      }
    },
  );
});
