// The built package as programs use it: its doors, and the polyfill in a process whose host has no WebAssembly.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { describe, expect, test } from "vitest";

const run = promisify(execFile);
const door = (name: string) => fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
const { exports } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

/** Runs a program in a Node of its own; gives what it wrote. */
async function output(options: readonly string[], program: string): Promise<string> {
  const { stdout } = await run(process.execPath, [...options, "--input-type=module", "--eval", program]);
  return stdout;
}

describe("the built package", () => {
  test("has the doors that it names", async () => {
    for (const { default: file, types } of Object.values<{ default: string; types: string }>(exports)) {
      expect(readFileSync(new URL(`../${types}`, import.meta.url), "utf8")).not.toBe("");
      expect(await import(new URL(`../${file}`, import.meta.url).href)).toBeDefined();
    }
  });

  // (module (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1))))
  const add = [
    [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, 1, 7, 1, 0x60, 2, 0x7f, 0x7f, 1, 0x7f, 3, 2, 1, 0],
    [7, 7, 1, 3, 0x61, 0x64, 0x64, 0, 0, 10, 9, 1, 7, 0, 0x20, 0, 0x20, 1, 0x6a, 0x0b],
  ].flat();

  test("runs modules where the host has no WebAssembly", async () => {
    const program = `
      import * as Other from ${JSON.stringify(door("webassembly"))};
      const { instance } = await Other.instantiate(Uint8Array.from(${JSON.stringify(add)}));
      console.log(typeof WebAssembly, instance.exports.add(40, 2));`;
    expect(await output(["--jitless", "--no-warnings"], program)).toMatch(/^undefined 42\n$/m);
  });

  test("leaves a host that compiles as it is", async () => {
    const program = "console.log(WebAssembly.Module.toString().includes('[native code]'))";
    expect(await output(["--import", door("polyfill")], program)).toBe("true\n");
  });

  test("an engine of a program with the polyfill does not run on it", async () => {
    const program = `
      import { Engine } from ${JSON.stringify(door("index"))};
      console.log(typeof WebAssembly, new Engine().backend.name);`;
    expect(await output(["--jitless", "--import", door("polyfill")], program)).toMatch(
      /^object interpreter\n$/m,
    );
  });

  // Node's client of HTTP is WebAssembly.
  test("makes fetch work in a Node without WebAssembly", async () => {
    const server = createServer((request, response) => {
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify({ path: request.url, text: "x".repeat(100_000) }));
    });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    try {
      const program = `
        const answers = await Promise.all([1, 2, 3].map(async (n) => {
          const response = await fetch("http://127.0.0.1:${(server.address() as AddressInfo).port}/" + n);
          const { path, text } = await response.json();
          return path + " " + text.length;
        }));
        console.log(answers.join());`;
      expect(await output(["--jitless", "--import", door("polyfill")], program)).toMatch(
        /^\/1 100000,\/2 100000,\/3 100000\n$/m,
      );
    } finally {
      server.close();
    }
  });
});
