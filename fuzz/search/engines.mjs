// The engines that the campaign compares, as functions from a source of rules r0, r1, … to a function from data to the matches of each
// rule that holds: an array by number of the rule, of arrays of { offset, length, key }.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Compiler, Rules } from "../../packages/tyara/dist/index.js";

const require = createRequire(import.meta.url);

// The search then sees little more of the data at a time than it looks at.
export const hasSmallWindows = process.argv.includes("--small-windows");

export function compileOurs(source) {
  const compiler = new Compiler();
  compiler.addSource(source);
  // A rule that only we refuse is a difference, not the end.
  const rules = compiler.build({ ignoreErrors: true });
  const scanner = (hasSmallWindows ? new Rules(rules.ruleSet, { windowStep: 64 }) : rules).scanner();
  return (data) => byRule(scanner.scan(data).matches);
}

const native = require("@litko/yara-x-linux-x64-gnu");

/** Which rules of a source with one rule a line the reference refuses. */
export function refusedRules(source) {
  return new Set(
    native.validate(source).errors.map(({ message }) => Number(/line:(\d+):/.exec(message)[1]) - 1),
  );
}

export function loadNative() {
  return (source) => {
    const rules = native.compile(source);
    return (data) => {
      const found = [];
      for (const { ruleIdentifier, matches } of rules.scan(data)) found[numberOf(ruleIdentifier)] = matches;
      return found;
    };
  };
}

/** Slow, and leaks memory, but tells the keys of `xor`. */
export async function loadOfficial() {
  const official = await import("@virustotal/yara-x");
  const folder = require.resolve("@virustotal/yara-x/package.json").replace("package.json", "pkg/");
  official.initSync({ module: readFileSync(`${folder}yara_x_js_bg.wasm`) });
  return (source) => {
    const compiler = new official.Compiler();
    compiler.addSource(source);
    const rules = compiler.build();
    return (data) => byRule(rules.scan(data).matches);
  };
}

function byRule(rules) {
  const found = [];
  for (const { identifier, patterns } of rules) {
    found[numberOf(identifier)] = patterns.flatMap(({ matches }) =>
      matches.map(({ offset, length, xorKey }) => ({ offset, length, key: xorKey })),
    );
  }
  return found;
}

const numberOf = (identifier) => Number(identifier.slice(1));
