/** Nothing that callers give is ever written to, in whatever form they give it, and all forms give the same. */

import { builtinModules } from "@tyara/modules";
import { Compiler, dumpModules } from "tyara";
import { beforeAll, describe, expect, it } from "vitest";
import { allAmplifiers } from "./amplification/amplifiers.ts";
import { writtenSamples } from "./fuzz/written-samples.ts";
import { samplesOf } from "./samples.ts";

const modules = [...builtinModules({ testModules: true }).values()].filter((module) => module.parse);
const amplifiers = await allAmplifiers();

type Buffers = new (byteLength: number, options?: { maxByteLength: number }) => ArrayBuffer;

/** A stretch of other bytes on both sides, where views are of a part. */
const MARGIN = 16;

function within(buffer: ArrayBufferLike, bytes: Uint8Array): Uint8Array {
  const all = new Uint8Array(buffer).fill(0xa5);
  all.set(bytes, MARGIN);
  return new Uint8Array(buffer, MARGIN, bytes.length);
}

const forms: Readonly<Record<string, (bytes: Uint8Array) => Uint8Array>> = {
  "a plain array": (bytes) => bytes.slice(),
  "a Buffer": (bytes) => Buffer.concat([bytes]),
  "a view with an offset": (bytes) => within(new ArrayBuffer(bytes.length + 2 * MARGIN), bytes),
  "a view of shared memory": (bytes) => within(new SharedArrayBuffer(bytes.length + 2 * MARGIN), bytes),
  "a view of a resizable buffer": (bytes) => {
    const byteLength = bytes.length + 2 * MARGIN;
    return within(new (ArrayBuffer as Buffers)(byteLength, { maxByteLength: 2 * byteLength }), bytes);
  },
};

/** A few files of each format, what there is of them. */
function inputsOf(module: string): Uint8Array[] {
  const made = amplifiers.filter((one) => one.module === module).map((one) => one.make(one.start));
  const written = writtenSamples(module).map(({ bytes }) => bytes);
  const recorded = samplesOf(module).map((sample) => sample.read());
  const all = [...made, ...written, ...recorded].filter(({ length }) => length < 1 << 16);
  return [new Uint8Array(64), ...all.slice(0, 4), ...all.slice(-4)];
}

/** Everything that is said of the data, as text. */
function saidOf(data: Uint8Array, module: string, scan: (data: Uint8Array) => unknown): string {
  const dump = dumpModules(data, { modules: [module] });
  const again = dumpModules(data, { modules: [module], format: "json" });
  return JSON.stringify([dump, again, scan(data)], (_, value: unknown) =>
    typeof value === "bigint" ? `${value}n` : value instanceof Map ? [...value] : value,
  );
}

describe.each(modules.map(({ name }) => name))("the bytes given to %s", (module) => {
  const compiler = new Compiler({ testModules: true });
  compiler.addSource(`import "${module}" import "hash" import "math" import "console"
    rule a {
      strings: $a = { 00 00 }
      condition:
        (hash.sha256(0, filesize) != "" and math.entropy(0, filesize) >= 0 and console.log(0, filesize)) or #a > 0
    }`);
  const scanner = compiler.build().scanner();
  const scan = (data: Uint8Array) => {
    const moduleMetadata = { [module]: data, cuckoo: data };
    const result = scanner.scan(data, { moduleOutputs: [module, "cuckoo"], moduleMetadata });
    return [result, result.moduleOutputs];
  };

  // Once for all forms.
  const inputs = inputsOf(module);
  const expected: string[] = [];
  beforeAll(() => {
    for (const input of inputs) expected.push(saidOf(input.slice(), module, scan));
  });

  it("are not needed for the result, nor is its prototype", () => {
    for (const input of inputs) {
      const [result] = scan(input.slice());
      expect(structuredClone(result)).toEqual(result);
    }
  });

  it.each(Object.keys(forms))("stay as they are, and say the same, as %s", (form) => {
    for (const [i, input] of inputs.entries()) {
      const given = forms[form]!(input);
      const before = new Uint8Array(given.buffer).slice();
      expect(saidOf(given, module, scan) === expected[i]).toBe(true);
      expect(Buffer.compare(new Uint8Array(given.buffer).slice(), before)).toBe(0);
    }
  });
});
