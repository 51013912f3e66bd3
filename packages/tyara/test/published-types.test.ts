/** The types of the built package, as a user's strict program without a browser's library reads them. */
import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${packageFolder}/package.json`, "utf8")) as {
  exports: Record<string, { types: string }>;
};
const doors = Object.values(exports)
  .filter(({ types }) => !types.includes("*"))
  .map(({ types }) => `${packageFolder}/${types}`);

describe.skipIf(!doors.every(existsSync))("published types", () => {
  it("hold under strict checks with Node's types and no other", () => {
    const program = ts.createProgram(doors, {
      strict: true,
      noEmit: true,
      skipLibCheck: false,
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.NodeNext,
      moduleResolution: ts.ModuleResolutionKind.NodeNext,
      lib: ["lib.es2023.d.ts"],
      types: ["node"],
    });
    const problems = ts
      .getPreEmitDiagnostics(program)
      .filter(({ file }) => file?.fileName.includes("/dist/"));
    expect(problems.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
  });
});
