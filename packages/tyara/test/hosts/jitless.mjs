// The smoke test where there is no WebAssembly at all (`node --jitless`).

import * as engine from "../../dist/index.js";
import * as runtime from "../../dist/runtime.js";
import * as wasm from "../../dist/wasm.js";
import { smoke } from "./smoke.mjs";

if (typeof WebAssembly !== "undefined") throw new Error("this host has WebAssembly");
console.log(await smoke(runtime, wasm, engine, ["interpreter"], "javascript"));
console.log("ok");
