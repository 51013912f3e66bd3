// The WebAssembly core test suite on every backend. The scripts' modules are assembled with wabt; what it
// cannot assemble is listed with its reason, and so are the assertions about the text format.
import { appendFileSync, existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { type Config, HostBackend, InterpreterBackend } from "@tyara/runtime";
import { afterAll, describe, expect, test } from "vitest";
import loadWabt from "wabt";
import { type Assembler, runScript, type ScriptResult } from "./wast/script-runner.ts";

const folder = new URL("../../../../../shared/conformance/wasm-spec/", import.meta.url);
const present = existsSync(folder);
if (!present) console.warn(`the WebAssembly test suite is not at ${fileURLToPath(folder)}: nothing to run`);
const scripts = present ? readdirSync(folder).filter((name) => name.endsWith(".wast")) : [];

const wabt = await loadWabt();
const features = {
  mutable_globals: true,
  sat_float_to_int: true,
  sign_extension: true,
  simd: true,
  multi_value: true,
  tail_call: true,
  bulk_memory: true,
  reference_types: true,
  threads: false,
  extended_const: false,
};

const latin1 = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0));

const assembler: Assembler = {
  assemble(text) {
    try {
      const module = wabt.parseWat("script", latin1(text), features);
      const bytes = module.toBinary({}).buffer;
      module.destroy();
      return bytes;
    } catch {
      return undefined;
    }
  },
  accepts(text) {
    try {
      const module = wabt.parseWat("script", latin1(text), features);
      module.validate();
      module.destroy();
      return true;
    } catch {
      return false;
    }
  },
};

// Instrumented code must mean the same as the code that it was.
const engines: readonly (readonly [string, () => Config])[] = [
  ["host", () => ({ backend: new HostBackend() })],
  ["host with interruption", () => ({ backend: new HostBackend(), epochInterruption: true })],
  ["interpreter", () => ({ backend: new InterpreterBackend() })],
];

describe.skipIf(!present).each(engines)("the WebAssembly test suite on the %s", (name, create) => {
  const results = new Map<string, ScriptResult>();
  const reportPath = process.env.TYARA_WASM_SPEC_REPORT;

  test.each(scripts)("%s", (script) => {
    const source = readFileSync(new URL(script, folder), "latin1");
    const result = runScript(source, create(), assembler);
    results.set(script, result);
    expect(result.failures.slice(0, 20)).toEqual([]);
  });

  afterAll(() => {
    if (reportPath === undefined) return;
    for (const [script, { passed, failures, skipped }] of results) {
      appendFileSync(reportPath, `${JSON.stringify({ backend: name, script, passed, failures, skipped })}\n`);
    }
  });
});
