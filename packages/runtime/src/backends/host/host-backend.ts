// The host's own WebAssembly: the default wherever it may compile. Modules are compiled once, memories are the
// host's own bytes, calls are the host's own calls; what this adds is names for traps, exact 64-bit integers
// in slots, and v128 across the border.

import type { BackendModule, BackendStore, CompileOptions, RuntimeBackend } from "../../backend.ts";
import { type Config, nativeOptions } from "../../config.ts";
import { ModuleError } from "../../errors.ts";
import type { HostModule } from "../../host-module.ts";
import { instrument } from "../../instrument.ts";
import type { Store } from "../../store.ts";
import type { CompiledModule } from "./compiled-module.ts";
import { host } from "./host.ts";
import { HostStore } from "./host-store.ts";
import { mayCompile } from "./may-compile.ts";
import { SlotBridge } from "./slot-bridge.ts";

export class HostBackend implements RuntimeBackend {
  readonly name = "host";
  #bridge: SlotBridge | undefined;

  unsupportedOptions(config: Config): readonly string[] {
    return nativeOptions(config);
  }

  compile(bytes: Uint8Array, options: CompileOptions): BackendModule {
    try {
      return compiled(new host.WebAssembly.Module(prepare(bytes, options)), options);
    } catch (error) {
      throw translateCompilation(error);
    }
  }

  async compileAsync(bytes: Uint8Array, options: CompileOptions): Promise<BackendModule> {
    try {
      return compiled(await host.WebAssembly.compile(prepare(bytes, options)), options);
    } catch (error) {
      throw translateCompilation(error);
    }
  }

  adopt(module: HostModule, options: CompileOptions): BackendModule {
    return compiled(module, options);
  }

  createStore(store: Store<unknown>): BackendStore {
    return new HostStore(store, () => (this.#bridge ??= new SlotBridge()));
  }
}

function compiled(module: HostModule, options: CompileOptions): CompiledModule {
  return { module, interruptible: options.interruptible, limited: new Map() };
}

// Instrumenting trusts the module, so the host checks it before; it is much quicker than our validator.
function prepare(given: Uint8Array, options: CompileOptions): Uint8Array<ArrayBuffer> {
  const bytes = given as Uint8Array<ArrayBuffer>;
  if (!options.interruptible) return bytes;
  // Compiling tells what is wrong.
  if (!host.WebAssembly.validate(bytes)) new host.WebAssembly.Module(bytes);
  return instrument(bytes);
}

// V8 ends its messages with "@+offset", SpiderMonkey starts them with "at offset n".
function translateCompilation(error: unknown): unknown {
  if (error instanceof ModuleError || !(error instanceof Error)) return error;
  // V8 refuses large modules on a page's main thread with a RangeError.
  if (error instanceof RangeError || !mayCompile()) {
    return new ModuleError("forbidden", `the host does not let us compile: ${error.message}`, {
      cause: error,
    });
  }
  if (!(error instanceof host.WebAssembly.CompileError)) return error;
  const digits = /@\+(\d+)|at offset (\d+)/.exec(error.message);
  const offset = digits === null ? undefined : Number(digits[1] ?? digits[2]);
  return new ModuleError("invalid", error.message, { cause: error, offset });
}
