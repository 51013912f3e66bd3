// The smoke test as a program, for hosts that run files: node, deno, bun.

import * as engine from "../../dist/index.js";
import * as runtime from "../../dist/runtime.js";
import * as wasm from "../../dist/wasm.js";
import { smoke } from "./smoke.mjs";

console.log(await smoke(runtime, wasm, engine, ["host", "interpreter"], "simd"));
console.log("ok");
