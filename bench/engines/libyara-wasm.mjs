// libyara built to WebAssembly, as npm has it, where it is installed. Its one function compiles and scans, so what it takes for no data
// is told, to be taken off.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { timeToStart } from "./measure.mjs";

const require = createRequire(import.meta.url);

export async function loadLibyaraWasm(name) {
  const path = require.resolve(name);
  const { version } = JSON.parse(readFileSync(new URL("../package.json", `file://${path}`), "utf8"));
  const libyara = await require(path)();
  return {
    name,
    version,
    isOptional: true,
    startsAfresh: true,
    compile: (source) => ready(libyara, source),
  };
}

function ready(libyara, source) {
  const scan = (bytes) => {
    const result = libyara.run(bytes, source);
    const { compileErrors, matchedRules } = result;
    const error = firstError(compileErrors);
    for (const part of [compileErrors, matchedRules, result.consoleLogs, result]) part?.delete();
    if (error !== undefined) throw new Error(`it does not compile these rules: ${error}`);
  };
  return { scan, startTime: timeToStart(() => scan(new Uint8Array())), free: () => {} };
}

function firstError(errors) {
  for (let i = 0; i < errors.size(); i++) {
    const { warning, message } = errors.get(i);
    if (!warning) return message;
  }
  return undefined;
}
