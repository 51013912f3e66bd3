// The `yara` command, where it is installed: rules are compiled by `yarac`, each scan is a process. What a scan of an empty file takes
// (starting, loading the rules) is told, so that it can be taken off; on small data the rest is noise.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { timeToStart } from "./measure.mjs";

export function loadYaraCommand() {
  const version = execFileSync("yara", ["--version"], { encoding: "utf8" }).trim();
  return { name: "yara", version, isOptional: true, startsAfresh: true, compile };
}

function compile(source) {
  const folder = mkdtempSync(join(tmpdir(), "tyara-bench-"));
  const path = (name) => join(folder, name);
  writeFileSync(path("rules.yar"), source);
  try {
    execFileSync("yarac", ["-w", path("rules.yar"), path("rules")], { stdio: "pipe" });
  } catch (error) {
    rmSync(folder, { recursive: true });
    throw new Error(`it does not compile these rules: ${String(error.stderr).split("\n")[0]}`);
  }
  writeFileSync(path("empty"), "");
  const scanFile = (name) =>
    execFileSync("yara", ["-w", "-C", path("rules"), path(name)], { stdio: "ignore" });
  let written;
  return {
    scan(bytes) {
      if (written !== bytes) writeFileSync(path("data"), bytes);
      written = bytes;
      scanFile("data");
    },
    startTime: timeToStart(() => scanFile("empty")),
    free: () => rmSync(folder, { recursive: true }),
  };
}
