/**
 * Modules leave out what nobody asked for, and nothing else: each field alone, and each function with the fields that it
 * says it reads, gives what it gives when the whole value is read.
 */

import type { FunctionContext, Module } from "@tyara/language/modules";
import { builtinModules } from "@tyara/modules";
import { describe, expect, test } from "vitest";
import { hasSamples, samplesOf } from "../samples.ts";

const modules = [...builtinModules().values()].filter(({ parse }) => parse !== undefined);
/** Beyond it, reading a sample once a field takes long. */
const maxSampleSize = 600_000;

const argumentsByType: Readonly<Record<string, unknown>> = {
  integer: 7n,
  float: 1,
  bool: true,
  string: new TextEncoder().encode("printf"),
  regexp: { regexp: 0 },
};

function callAll(module: Module, data: Uint8Array, fieldsOf: (id: string) => readonly string[] | undefined) {
  const results: Record<string, unknown> = {};
  for (const [id, run] of module.functions ?? []) {
    if (id.includes("::")) continue;
    const types = /\((.*)\)/.exec(id)![1]!.split(",").filter(Boolean);
    const fields = fieldsOf(id);
    const input = fields === undefined ? { data } : { data, wanted: new Set(fields) };
    const context: FunctionContext = {
      ...input,
      value: module.parse!(input),
      matches: (_regexp, text) => text.includes(0x61),
      log: () => {},
      cache: new Map(),
    };
    results[id] = run(context, ...types.map((type) => argumentsByType[type] as never));
  }
  return results;
}

describe.skipIf(!hasSamples)("dear functions compute once a scan", () => {
  const dear = modules.flatMap((module) =>
    [...(module.functions ?? [])]
      .filter(([id]) => /(hash|md5|checksum|signature)\(\)$/.test(id))
      .map(([id, run]) => [`${module.name}.${id}`, module, run] as const),
  );

  test.each(dear)("%s", (_id, module, run) => {
    const data = samplesOf(module.name)[0]!.read();
    const services = { matches: () => false, log: () => {}, cache: new Map() };
    const first = run({ ...services, data, value: module.parse!({ data }) });
    expect(services.cache.size).toBeGreaterThan(0);
    expect(run({ ...services, data: new Uint8Array(), value: undefined })).toBe(first);
  });
});

describe.skipIf(!hasSamples).each(modules.map((module) => [module.name, module] as const))(
  "%s",
  (name, module) => {
    const samples = samplesOf(name).filter((sample) => sample.read().length < maxSampleSize);

    test.each(samples.map((sample) => [sample.name, sample] as const))("%s", (_name, sample) => {
      const data = sample.read();
      const whole = module.parse!({ data }) ?? {};
      for (const field of Object.keys(whole)) {
        const partial = module.parse!({ data, wanted: new Set([field]) });
        expect({ [field]: partial?.[field] }).toEqual({ [field]: whole[field] });
      }
      const { fieldsOfFunction } = module;
      if (fieldsOfFunction !== undefined)
        expect(callAll(module, data, fieldsOfFunction)).toEqual(callAll(module, data, () => undefined));
    });
  },
);
