// The engines that benchmarks compare, behind one shape:
//   { name, version, compile(source) → { scan(bytes) → matches } }
// where matches are [{ rule, pattern, offset, length }], made by `listMatches` only, so that timing loops measure the engines' own scan.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const require = createRequire(import.meta.url);

/** Tyara first, then the peers that are installed; says which are not. */
export async function loadEngines() {
  const engines = [await loadTyara()];
  for (const [name, load] of [
    ["@litko/yara-x-linux-x64-gnu", loadNative],
    ["@virustotal/yara-x", loadOfficial],
  ]) {
    try {
      engines.push(await load(name));
    } catch (error) {
      console.log(`left out: ${name} (${error.message})`);
    }
  }
  return engines;
}

async function loadTyara() {
  const { compile, version } = await import("../../packages/tyara/dist/index.js");
  return {
    name: "tyara",
    version,
    compile: (source) => {
      const scanner = compile(source).scanner();
      return {
        scan: (bytes) => scanner.scan(bytes),
        listMatches: (result) => listResult(result.matches),
        free: () => {},
      };
    },
  };
}

async function loadNative(name) {
  const native = require(name);
  return {
    name: "native",
    version: "1.20.0",
    compile: (source) => {
      const rules = native.compile(source);
      return {
        scan: (bytes) => rules.scan(bytes),
        listMatches: (result) =>
          result.flatMap(({ ruleIdentifier, matches }) =>
            matches.map(({ identifier, offset, length }) => ({
              rule: ruleIdentifier,
              pattern: identifier,
              offset,
              length,
            })),
          ),
        free: () => {},
      };
    },
  };
}

async function loadOfficial(name) {
  const folder = new URL("./", `file://${require.resolve(`${name}/package.json`)}`);
  const official = await import(name);
  const { version } = JSON.parse(readFileSync(new URL("package.json", folder), "utf8"));
  official.initSync({ module: readFileSync(new URL("pkg/yara_x_js_bg.wasm", folder)) });
  return {
    name: "official",
    version,
    compile: (source) => {
      const compiler = new official.Compiler();
      compiler.addSource(source);
      const rules = compiler.build();
      const scanner = rules.scanner();
      return {
        scan: (bytes) => scanner.scan(bytes),
        listMatches: (result) => listResult(result.matches),
        free: () => {
          scanner.free();
          rules.free();
        },
      };
    },
  };
}

function listResult(matches) {
  return matches.flatMap(({ identifier, patterns }) =>
    patterns.flatMap((pattern) =>
      pattern.matches.map(({ offset, length }) => ({
        rule: identifier,
        pattern: pattern.identifier,
        offset,
        length,
      })),
    ),
  );
}
