// A WebAssembly interpreter in plain TypeScript: for pages whose policy forbids WebAssembly, and hosts without
// it. It uses neither `eval` nor `Function` nor `WebAssembly`.
//
// A module is decoded and validated when it is compiled (wasm/), a body is translated to register code when it
// is first called (translate.ts), and that code runs in one loop (generated/execute.ts) on a register file
// (machine.ts) in which a 64-bit integer is two words, so that no bigint is made while guest code runs.
import type { BackendModule, BackendStore, CompileOptions, RuntimeBackend } from "../../backend.ts";
import { type Config, nativeOptions } from "../../config.ts";
import type { Store } from "../../store.ts";
import { InterpretedModule, TypeIds } from "./interpreted-module.ts";
import { InterpreterStore } from "./interpreter-store.ts";

export class InterpreterBackend implements RuntimeBackend {
  readonly name = "interpreter";
  readonly #types = new TypeIds();

  unsupportedOptions(config: Config): readonly string[] {
    return nativeOptions(config);
  }

  /** Interruption needs nothing of the code: the loop counts by itself. */
  compile(bytes: Uint8Array, _options: CompileOptions): BackendModule {
    return new InterpretedModule(bytes, this.#types);
  }

  async compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule> {
    return this.compile(bytes, options);
  }

  /** A module of the host's WebAssembly does not give its bytes away. */
  adopt(): undefined {
    return undefined;
  }

  createStore(store: Store<unknown>): BackendStore {
    return new InterpreterStore(store, this.#types);
  }
}
