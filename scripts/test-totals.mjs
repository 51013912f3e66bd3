// Adds up the JSON reports of all test suites and prints the closing line; exits 1 when anything failed.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const [folder, failedSteps = "0"] = process.argv.slice(2);
const reports = existsSync(folder)
  ? readdirSync(folder).map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")))
  : [];
const sum = (field) => reports.reduce((total, report) => total + report[field], 0);
const passed = sum("numPassedTests");
const failed = sum("numFailedTests") + Number(failedSteps);
const skipped = sum("numPendingTests");

console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exitCode = failed > 0 || passed === 0 ? 1 : 0;
