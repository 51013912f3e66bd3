// The smoke test per request on workerd, which compiles nothing there: the interpreter runs any module, and the
// host backend runs the one that was deployed with the worker.
import compiled from "guest.wasm";
import * as engine from "../../dist/index.js";
import * as runtime from "../../dist/runtime.js";
import * as wasm from "../../dist/wasm.js";
import { smoke } from "./smoke.mjs";

function runCompiled() {
  const { Engine, HostBackend, Linker, Module, Store } = runtime;
  const engine = new Engine({ backend: new HostBackend() });
  const store = new Store(engine, { seen: 0 });
  const linker = new Linker(engine);
  linker.funcNewUnchecked("env", "note", { params: ["i64"], results: [] }, (caller, slots) => {
    caller.data.seen = slots.i64Number(0);
  });
  const instance = linker.instantiate(store, Module.fromCompiled(engine, compiled));
  const double = instance.getTypedFunc("double", ["i64"], ["i64"]);
  if (double(2n ** 40n) !== 2n ** 41n || store.data.seen !== 2 ** 41)
    throw new Error("the deployed module is wrong");
  return "deployed module: ok";
}

export default {
  async fetch() {
    try {
      const lines = await smoke(runtime, wasm, engine, ["interpreter"], "javascript");
      return new Response(`${lines}\n${runCompiled()}\nok\n`);
    } catch (error) {
      return new Response(`${error.stack}\n`, { status: 500 });
    }
  },
};
