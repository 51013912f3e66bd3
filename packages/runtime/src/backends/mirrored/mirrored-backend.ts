// For tests: the host's WebAssembly behind a memory that host code sees only as a copy. Copies are made where
// the contract allows them and nowhere else: around calls into a guest, and around host functions as their
// CallbackSync flags say. So a scanner that works on this backend has its flags right, and a real backend whose
// guest lives elsewhere (another process, another engine's memory) could be built on the same contract.

import type { BackendModule, BackendStore, CompileOptions, RuntimeBackend } from "../../backend.ts";
import type { Config } from "../../config.ts";
import type { HostModule } from "../../host-module.ts";
import type { Store } from "../../store.ts";
import { HostBackend } from "../host/host-backend.ts";
import { MirroredStore } from "./mirrored-store.ts";

export class MirroredBackend implements RuntimeBackend {
  readonly name = "mirrored";
  readonly #inner = new HostBackend();

  unsupportedOptions(config: Config): readonly string[] {
    return this.#inner.unsupportedOptions(config);
  }

  compile(bytes: Uint8Array, options: CompileOptions): BackendModule {
    return this.#inner.compile(bytes, options);
  }

  compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule> {
    return this.#inner.compileAsync(bytes, options);
  }

  adopt(module: HostModule, options: CompileOptions): BackendModule {
    return this.#inner.adopt(module, options);
  }

  createStore(store: Store<unknown>): BackendStore {
    return new MirroredStore(this.#inner.createStore(store));
  }
}
