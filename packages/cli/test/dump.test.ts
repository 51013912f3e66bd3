/** The built command on the recorded samples, which it is given on its standard input: they are never written to disk. */
import { spawnSync } from "node:child_process";
import { describe, expect, it } from "vitest";
import { hasSamples, samplesOf } from "../../tyara/test/samples.ts";
import { isBuilt, script } from "./command.ts";

function dump(input: Uint8Array, ...args: readonly string[]) {
  return spawnSync(process.execPath, [script, "dump", ...args], {
    input,
    encoding: "utf8",
    maxBuffer: 1 << 28,
  });
}

describe.skipIf(!isBuilt)("tyara dump", () => {
  const pe = samplesOf("pe")[0];

  it.skipIf(!hasSamples).each(["pe", "elf"])("prints the recorded output of a sample of %s", (module) => {
    const sample = samplesOf(module)[0]!;
    expect(dump(sample.read(), "-m", module).stdout).toBe(sample.expected);
  });

  it.skipIf(pe === undefined)("prints every module that recognises the input, under its name", () => {
    const { stdout } = dump(pe!.read());
    expect(stdout).toMatch(/^pe:\n {4}is_pe: true\n {4}machine: /);
  });

  it.skipIf(pe === undefined)("writes JSON", () => {
    const { pe: value } = JSON.parse(dump(pe!.read(), "-o", "json", "-").stdout);
    expect(value.is_pe).toBe(true);
  });

  it("warns of what a module leaves out", () => {
    const fat = Buffer.alloc(8 + 20 * 300);
    fat.writeUInt32BE(0xcafebabe, 0);
    fat.writeUInt32BE(300, 4);
    expect(dump(fat, "-m", "macho")).toMatchObject({
      status: 0,
      stderr: "warning: -: the module macho does not read more than 256 architectures; the rest is missing\n",
    });
  });

  it("says nothing of what no module knows, and refuses unknown modules and missing files", () => {
    expect(dump(Buffer.from("plain text"))).toMatchObject({ status: 0, stdout: "", stderr: "" });
    expect(dump(Buffer.from(""), "-m", "nonsense")).toMatchObject({
      status: 1,
      stderr: "error: there is no module named `nonsense`\n",
    });
    expect(dump(Buffer.from(""), "absent.exe")).toMatchObject({
      status: 1,
      stderr: "error: cannot read absent.exe: no such file or directory\n",
    });
  });
});
