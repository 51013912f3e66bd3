/** The steps of the GitHub Action, run as a runner does, with the built command in place of the installed one. */
import { execFileSync, spawnSync } from "node:child_process";
import { chmodSync, existsSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { isBuilt, script, Workplace } from "./command.ts";

const action = readFileSync(new URL("../../../action.yml", import.meta.url), "utf8");

/** The script of a step. */
function stepScript(id: string): string {
  const [, block] = new RegExp(`- id: ${id}\\n[\\s\\S]*?run: \\|\\n((?: {8}.*\\n|\\n)+)`).exec(action)!;
  return block!.replace(/^ {8}/gm, "");
}

describe.skipIf(!isBuilt)("the action", () => {
  let place: Workplace;
  beforeAll(() => {
    place = new Workplace();
    place.write("bin/tyara", `#!/bin/sh\nexec "${process.execPath}" "${script}" "$@"\n`);
    chmodSync(join(place.path, "bin/tyara"), 0o755);
    place.write("rules/a b.yar", "rule hello { strings: $a = { 68 65 6c 6c 6f } condition: $a }");
    place.write("broken/x.yar", "rule broken { condition: nothing }");
    place.write("dist/one.txt", "hello");
    place.write("clean/two.txt", "nothing");
  });
  afterAll(() => place.remove());

  function run(id: string, variables: Readonly<Record<string, string>>) {
    const output = join(place.path, "output");
    rmSync(output, { force: true });
    const { status, stdout } = spawnSync(
      "bash",
      ["--noprofile", "--norc", "-eo", "pipefail", "-c", stepScript(id)],
      {
        cwd: place.path,
        encoding: "utf8",
        env: {
          PATH: `${join(place.path, "bin")}:${process.env.PATH}`,
          HOME: place.path,
          RUNNER_TEMP: place.path,
          GITHUB_OUTPUT: output,
          ...variables,
        },
      },
    );
    const lines = existsSync(output) ? readFileSync(output, "utf8").trim().split("\n") : [];
    return { status, stdout, outputs: Object.fromEntries(lines.map((line) => line.split("=", 2))) };
  }

  const verdict = (check: string, scan: string, warnings = "false", match = "true") =>
    run("verdict", { CHECK: check, SCAN: scan, FAIL_ON_WARNINGS: warnings, FAIL_ON_MATCH: match }).status;

  it("checks rules, with annotations and a report", () => {
    const { status, stdout, outputs } = run("check", { RULES: "rules\n\nbroken\n" });
    expect(status).toBe(0);
    expect(stdout).toMatch(/^::warning file=rules\/a b\.yar,[\s\S]*^::error file=broken\/x\.yar/m);
    expect(outputs.status).toBe("1");
    expect(JSON.parse(readFileSync(outputs.sarif!, "utf8")).runs[0].results).toHaveLength(2);
    expect(run("check", { RULES: "rules/a b.yar" }).outputs.status).toBe("2");
  });

  it("scans what it is given, and runs nothing of it", () => {
    const { outputs } = run("scan", { RULES: "rules\nbroken", TARGETS: "dist\nclean" });
    expect(outputs.status).toBe("3");
    const [result, ...others] = JSON.parse(readFileSync(outputs.sarif!, "utf8")).runs[0].results;
    expect(others).toEqual([]);
    expect(result.locations[0].physicalLocation.artifactLocation.uri).toBe("dist/one.txt");
    expect(run("scan", { RULES: "rules", TARGETS: "clean" }).outputs.status).toBe("0");
    const hostile = run("scan", { RULES: "rules", TARGETS: "$(touch evil); `touch evil`\nclean" });
    expect(hostile.outputs.status).toBe("2");
    expect(existsSync(join(place.path, "evil"))).toBe(false);
  });

  it("fails for what the inputs say", () => {
    expect(verdict("", "")).toBe(0);
    expect(verdict("0", "0")).toBe(0);
    expect(verdict("1", "0")).toBe(1);
    expect(verdict("2", "0")).toBe(0);
    expect(verdict("2", "0", "true")).toBe(1);
    expect(verdict("0", "3")).toBe(1);
    expect(verdict("0", "3", "false", "false")).toBe(0);
    expect(verdict("0", "2")).toBe(1);
  });

  it("puts no input into a script", () => {
    const scripts = [...action.matchAll(/run: \|\n((?: {8}.*\n|\n)+)/g)].map(([, text]) => text!);
    expect(scripts).toHaveLength(4);
    expect(scripts.filter((text) => text.includes("${{"))).toEqual([]);
    expect(execFileSync("bash", ["-n"], { input: scripts.join("\n") }).length).toBe(0);
  });
});
