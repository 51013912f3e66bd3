// Globals of type v128, whose values the host's JavaScript interface refuses to show: small modules that
// import the global read and write it for us.

import { ModuleBuilder, ValueType } from "@tyara/wasm";
import type { GlobalType } from "../../descriptor.ts";
import { ValRaw } from "../../val-raw.ts";
import { host } from "./host.ts";
import type { SlotBridge } from "./slot-bridge.ts";

const { v128 } = ValueType;

export class VectorGlobals {
  readonly #bridge: () => SlotBridge;

  constructor(bridge: () => SlotBridge) {
    this.#bridge = bridge;
  }

  /** Makes a global. */
  create(value: Uint8Array, mutable: boolean): WebAssembly.Global {
    const module = new ModuleBuilder();
    module.exportGlobal("value", module.addGlobal({ type: v128, mutable }, { kind: "v128", value }));
    return instantiate(module).value as WebAssembly.Global;
  }

  /** The sixteen bytes of the value. */
  read(global: WebAssembly.Global, type: GlobalType): Uint8Array {
    const module = new ModuleBuilder();
    const index = module.importGlobal("vector", "value", { type: v128, mutable: type.mutability === "var" });
    module.exportFunction(
      "get",
      module.addFunction([], [v128], (code) => code.globalGet(index)),
    );
    const get = instantiate(module, global).get as WebAssembly.ImportValue;
    const slots = ValRaw.allocate(2);
    this.#bridge().inward({ params: [], results: ["v128"] }, get)(slots);
    return slots.v128(0);
  }

  /** Sets the value of a mutable global. */
  write(global: WebAssembly.Global, value: Uint8Array): void {
    const module = new ModuleBuilder();
    const index = module.importGlobal("vector", "value", { type: v128, mutable: true });
    module.exportFunction(
      "set",
      module.addFunction([], [], (code) => code.v128Const(value).globalSet(index)),
    );
    (instantiate(module, global).set as () => void)();
  }
}

function instantiate(module: ModuleBuilder, value?: WebAssembly.Global): WebAssembly.Exports {
  const imports: WebAssembly.Imports = value === undefined ? {} : { vector: { value } };
  return new host.WebAssembly.Instance(new host.WebAssembly.Module(module.finish()), imports).exports;
}
