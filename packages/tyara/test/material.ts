/** What tests compare with and not every machine has: recorded behaviour beside the checkout, and builds of YARA-X. */
import { existsSync, readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const folder = fileURLToPath(new URL("../../../../shared/conformance/", import.meta.url));
const require = createRequire(import.meta.url);

export interface Material {
  readonly name: string;
  /** How many there should be, and how many there are. */
  readonly wanted: number;
  readonly count: () => number;
}

const files = (name: string, path: string, ending: string, wanted: number): Material => ({
  name: `${name} in ../shared/conformance/${path}`,
  wanted,
  count: () => countFiles(join(folder, path), ending),
});

const packageNamed = (name: string): Material => ({
  name: `package ${name}`,
  wanted: 1,
  count: () => Number(isInstalled(name)),
});

export const materials: readonly Material[] = [
  files("recorded module samples", "modules", ".in.zip", 69),
  files("golden sources of the parser", "parser", ".in", 27),
  files("golden sources of the compiler", "compiler", ".in", 113),
  files("golden sources of the formatter", "fmt", ".unformatted", 21),
  files("rule collections", "rules", ".tar.xz", 2),
  files("scripts of the WebAssembly test suite", "wasm-spec", ".wast", 152),
  packageNamed("@litko/yara-x-linux-x64-gnu"),
  packageNamed("@virustotal/yara-x"),
];

function countFiles(path: string, ending: string): number {
  if (!existsSync(path)) return 0;
  return readdirSync(path, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(ending))
    .length;
}

function isInstalled(name: string): boolean {
  try {
    require.resolve(name);
    return true;
  } catch {
    return false;
  }
}
