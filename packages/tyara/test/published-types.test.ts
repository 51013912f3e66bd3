/** The types of the built package, as programs read them that have other libraries and other ways to find modules. */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import ts from "typescript";
import { describe, expect, it } from "vitest";

const packageFolder = fileURLToPath(new URL("..", import.meta.url));
const { exports } = JSON.parse(readFileSync(`${packageFolder}/package.json`, "utf8")) as {
  exports: Record<string, { types: string }>;
};
const modules = `${packageFolder}/dist/modules`;
const doors = [
  ...Object.values(exports).flatMap(({ types }) => (types.includes("*") ? [] : `${packageFolder}/${types}`)),
  ...(existsSync(modules) ? readdirSync(modules).filter((name) => name.endsWith(".d.ts")) : []).map(
    (name) => `${modules}/${name}`,
  ),
];

const libraries: Readonly<Record<string, Pick<ts.CompilerOptions, "lib" | "types">>> = {
  "no library of a host": { lib: ["lib.es2022.d.ts"], types: [] },
  "Node's types": { lib: ["lib.es2022.d.ts"], types: ["node"] },
  "a browser's types": { lib: ["lib.es2022.d.ts", "lib.dom.d.ts"], types: [] },
  "a worker's types": { lib: ["lib.es2022.d.ts", "lib.webworker.d.ts"], types: [] },
};

const resolutions: Readonly<Record<string, Pick<ts.CompilerOptions, "module" | "moduleResolution">>> = {
  node16: { module: ts.ModuleKind.Node16, moduleResolution: ts.ModuleResolutionKind.Node16 },
  nodenext: { module: ts.ModuleKind.NodeNext, moduleResolution: ts.ModuleResolutionKind.NodeNext },
  bundler: { module: ts.ModuleKind.ESNext, moduleResolution: ts.ModuleResolutionKind.Bundler },
};

/** A program as users write it, in a folder from which `tyara` is found as an installed package is. */
const userProgram = `
  import { type CompileOptions, compile, diagnosticData, float, jsonValue, type RuleMatch, Scanner } from "tyara";
  import { Rules } from "tyara/scan";
  const options: CompileOptions = { globals: { ratio: float(2), name: "x" }, namespace: "mine", timeoutMs: 100 };
  const rules = compile("rule a { condition: true }", options);
  for (const { identifier, tags } of rules) if (tags.length > 0) throw new Error(identifier);
  const scanner: Scanner = rules.scanner();
  const { matches, nonMatches, status } = scanner.scan(new Uint8Array(5), { includeNonMatches: true, signal: { aborted: false } });
  const names: string[] = [...matches, ...(nonMatches ?? [])].map((rule: RuleMatch) => rule.identifier);
  const lines: (number | undefined)[] = rules.warnings.map((one) => diagnosticData(one).labels[0]?.place?.line);
  const again: Rules = Rules.deserialize(rules.serialize());
  export const told = [names, status, lines, jsonValue(matches), again.imports];
  // @ts-expect-error
  scanner.scan(new Uint8Array(5), { timeout: 5 });
  // @ts-expect-error
  compile("", { namespaces: "x" });`;

function problemsOf(options: ts.CompilerOptions): string[] {
  const user = `${packageFolder}user.mts`;
  const settings: ts.CompilerOptions = {
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    skipLibCheck: false,
    target: ts.ScriptTarget.ES2022,
    ...options,
  };
  const host = ts.createCompilerHost(settings);
  const { fileExists, getSourceFile } = host;
  host.fileExists = (name) => name === user || fileExists(name);
  host.getSourceFile = (name, target) =>
    name === user ? ts.createSourceFile(name, userProgram, target) : getSourceFile(name, target);
  const program = ts.createProgram([user, ...doors], settings, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(
      ({ file, messageText }) =>
        `${file?.fileName.slice(packageFolder.length)}: ${ts.flattenDiagnosticMessageText(messageText, "\n")}`,
    );
}

describe.skipIf(!doors.every(existsSync))("published types hold under strict checks", () => {
  it.each([
    ["no library of a host", "node16"],
    ["no library of a host", "bundler"],
    ["Node's types", "nodenext"],
    ["a browser's types", "node16"],
    ["a browser's types", "bundler"],
    ["a worker's types", "bundler"],
  ])("with %s, found by %s", (library, resolution) => {
    expect(problemsOf({ ...libraries[library], ...resolutions[resolution] })).toEqual([]);
  });
});
