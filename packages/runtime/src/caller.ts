import type { AsContext } from "./as-context.ts";
import type { BareEngine } from "./bare-engine.ts";
import type { Extern } from "./extern.ts";
import type { Instance } from "./instance.ts";
import type { Memory } from "./memory.ts";
import type { Store } from "./store.ts";

/**
 * What a host function is given: the way back to the store and to the instance that called. There is one for
 * each instance, so it may be kept.
 */
export class Caller<T> implements AsContext<T> {
  readonly store: Store<T>;
  #instance: Instance | undefined;
  #importedMemory: Memory | undefined;

  constructor(store: Store<T>, importedMemory?: Memory) {
    this.store = store;
    this.#importedMemory = importedMemory;
  }

  asContext(): Store<T> {
    return this.store;
  }

  get engine(): BareEngine {
    return this.store.engine;
  }

  get data(): T {
    return this.store.data;
  }

  set data(data: T) {
    this.store.data = data;
  }

  /** The calling instance; undefined while its start function runs and for functions that no instance imported. */
  get instance(): Instance | undefined {
    return this.#instance;
  }

  /** The memory that the calling instance imported, or the one that it exports as "memory". */
  get memory(): Memory | undefined {
    return this.#importedMemory ?? this.#exportedMemory();
  }

  /** An export of the calling instance. */
  getExport(name: string): Extern | undefined {
    return this.#instance?.getExport(name);
  }

  /** @internal Names the instance once it exists. */
  bind(instance: Instance): void {
    this.#instance = instance;
  }

  #exportedMemory(): Memory | undefined {
    const exported = this.getExport("memory");
    if (exported?.kind !== "memory") return undefined;
    this.#importedMemory = exported;
    return exported;
  }
}
