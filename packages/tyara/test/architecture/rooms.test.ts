/** Keeps the table of rooms in docs/DESIGN.md true: who imports whom, through which door, and nothing of one host only. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const source = fileURLToPath(new URL("../../src", import.meta.url));

const mayImport: Record<string, readonly string[]> = {
  base: [],
  diagnostics: ["base"],
  syntax: ["base", "diagnostics"],
  types: ["base"],
  regex: ["base", "diagnostics"],
  wasm: ["base"],
  runtime: ["base", "wasm"],
  search: ["base", "regex", "wasm", "runtime"],
  modules: ["base", "types"],
  rules: ["base", "types", "regex", "wasm", "search"],
  compiler: ["base", "diagnostics", "syntax", "types", "regex", "wasm", "search", "modules", "rules"],
  scanner: ["base", "types", "regex", "wasm", "runtime", "search", "modules", "rules"],
  platform: ["base"],
};

interface Import {
  readonly file: string;
  readonly specifier: string;
  readonly isTypeOnly: boolean;
}

function sourceFiles(): string[] {
  return readdirSync(source, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".ts"))
    .map((name) => name.split(sep).join("/"));
}

function importsOf(file: string): Import[] {
  const text = readFileSync(resolve(source, file), "utf8");
  const statements = text.matchAll(/^\s*(?:import|export)\s+(type\s+)?(?:[^"';]*?\sfrom\s+)?"([^"]+)"/gm);
  return [...statements].map((match) => ({ file, specifier: match[2]!, isTypeOnly: match[1] !== undefined }));
}

const isTest = (file: string) => /\.test\.ts$|\/test\//.test(file);
const files = sourceFiles();
const engineImports = files.filter((file) => !isTest(file)).flatMap(importsOf);

/** The room and the file inside it that a relative import leads to; undefined for packages and for entry files. */
function target({ file, specifier }: Import): { room: string; path: string } | undefined {
  if (!specifier.startsWith(".")) return undefined;
  const path = relative(source, resolve(source, dirname(file), specifier))
    .split(sep)
    .join("/");
  return path.includes("/") ? { room: path.slice(0, path.indexOf("/")), path } : undefined;
}

const roomOf = (file: string) => (file.includes("/") ? file.slice(0, file.indexOf("/")) : undefined);

describe("rooms of the engine", () => {
  it("are all in the table", () => {
    const rooms = new Set(files.map(roomOf).filter((room) => room !== undefined));
    expect([...rooms].filter((room) => !(room in mayImport))).toEqual([]);
  });

  it("import only the rooms they may", () => {
    const offenders = engineImports.filter((one) => {
      const from = roomOf(one.file);
      const to = target(one)?.room;
      return from !== undefined && to !== undefined && to !== from && !mayImport[from]?.includes(to);
    });
    expect(offenders.map((one) => `${one.file} → ${one.specifier}`)).toEqual([]);
  });

  it("import each other's index.ts only", () => {
    const offenders = engineImports.filter((one) => {
      const to = target(one);
      if (to === undefined || to.room === roomOf(one.file) || roomOf(one.file) === undefined) return false;
      return to.path !== `${to.room}/index.ts`;
    });
    expect(offenders.map((one) => `${one.file} → ${one.specifier}`)).toEqual([]);
  });

  it("name no host outside platform/ and node.ts", () => {
    const offenders = engineImports.filter(
      (one) => one.specifier.startsWith("node:") && roomOf(one.file) !== "platform" && one.file !== "node.ts",
    );
    expect(offenders.map((one) => `${one.file} → ${one.specifier}`)).toEqual([]);
  });

  it("call the host's WebAssembly only in the runtime's host backend", () => {
    const offenders = files.filter(
      (file) =>
        !isTest(file) && !file.startsWith("runtime/backends/") && usesHostWebAssembly(stripComments(file)),
    );
    expect(offenders).toEqual([]);
  });

  it("keep the door of a room free of code", () => {
    const offenders = files.filter(
      (file) =>
        /^[^/]+\/index\.ts$/.test(file) &&
        /^(export )?(async )?(function|class|const|let) /m.test(stripComments(file)),
    );
    expect(offenders).toEqual([]);
  });
});

/** Compiling or running anything; the type of a compiled module, and reading its sections, is no such use. */
function usesHostWebAssembly(code: string): boolean {
  return /\bnew WebAssembly\b|\bWebAssembly\.(?!Module\b)\w/.test(code);
}

function stripComments(file: string): string {
  return readFileSync(resolve(source, file), "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, "");
}
