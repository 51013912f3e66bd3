// The engines that benchmarks compare, behind one shape:
//   { name, version, compile(source) → { scan(bytes) → matches } }
// An engine that `isSlow` is given less; one that `isOptional` may refuse sources; one that `startsAfresh` loads or compiles its rules for
// each scan, which takes its `startTime`: it is given one large file at a time, and its matches are not looked at.
// where matches are [{ rule, pattern, offset, length }], made by `listMatches` only, so that timing loops measure the engines' own scan.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { loadLibyaraWasm } from "./libyara-wasm.mjs";
import { loadYaraCommand } from "./yara-command.mjs";

const require = createRequire(import.meta.url);

/** Tyara first, then the peers that are installed, as far as they are wanted; says which are not installed. */
export async function loadEngines(wanted = ["tyara", "native", "official"]) {
  const engines = wanted.includes("tyara") ? [await loadTyara()] : [];
  for (const [engine, name, load] of [
    ["native", "@litko/yara-x-linux-x64-gnu", loadNative],
    ["official", "@virustotal/yara-x", loadOfficial],
    ["yara", "yara", loadYaraCommand],
    ["libyara-wasm", "libyara-wasm", loadLibyaraWasm],
  ]) {
    if (!wanted.includes(engine)) continue;
    try {
      engines.push(await load(name));
    } catch (error) {
      console.log(`left out: ${name} (${error.message})`);
    }
  }
  return engines;
}

async function loadTyara() {
  const { compile, Rules, version } = await import("../../packages/tyara/dist/index.js");
  const ready = (rules) => {
    const scanner = rules.scanner();
    return {
      scan: (bytes) => scanner.scan(bytes),
      listMatches: (result) => listResult(result.matches),
      free: () => {},
    };
  };
  return {
    name: "tyara",
    version,
    compile: (source) => ready(compile(source)),
    deserialise: (bytes) => ready(Rules.deserialize(bytes)),
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
    isSlow: true,
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
