// Runs the WebAssembly core test suite on every backend and ends with "N passed, N failed". Assertions that
// were skipped are counted by script and reason before that.
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "tyara-wasm-spec-"));
const report = join(folder, "report.jsonl");
const test = "packages/tyara/test/conformance/wasm-spec.test.ts";
const run = spawnSync(
  "npx",
  ["vitest", "run", "--project", "conformance", test, "--reporter=dot", "--silent"],
  {
    cwd: root,
    env: { ...process.env, TYARA_WASM_SPEC_REPORT: report },
    encoding: "utf8",
  },
);
const lines = existsSync(report)
  ? readFileSync(report, "utf8")
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line))
  : [];
rmSync(folder, { recursive: true });

if (lines.length === 0) {
  console.log(run.stdout || run.stderr);
  console.log("nothing ran: the suite is not beside the checkout, or the tests did not start");
  process.exit(run.status || 1);
}

/** Reasons without line numbers, with how often each was met. */
function tally(reasons) {
  const counts = new Map();
  for (const reason of reasons) {
    const text = reason.replace(/^line \d+: /, "");
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => `${count} × ${text}`);
}

const first = lines[0].backend;
for (const { backend, script, skipped } of lines) {
  if (backend === first && skipped.length > 0)
    console.log(`skipped in ${script}: ${tally(skipped).join("; ")}`);
}
for (const { backend, script, failures } of lines) {
  for (const failure of failures) console.log(`FAILED on ${backend}, ${script}, ${failure}`);
}
for (const backend of new Set(lines.map((line) => line.backend))) {
  const own = lines.filter((line) => line.backend === backend);
  const count = (key) =>
    own.reduce((sum, line) => sum + (Array.isArray(line[key]) ? line[key].length : line[key]), 0);
  console.log(
    `${backend}: ${count("passed")} passed, ${count("failures")} failed, ${count("skipped")} skipped`,
  );
}
const passed = lines.reduce((sum, line) => sum + line.passed, 0);
const failed = lines.reduce((sum, line) => sum + line.failures.length, 0);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 && run.status === 0 ? 0 : 1);
