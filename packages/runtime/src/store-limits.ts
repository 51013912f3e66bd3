// What guests of a store may hold: the host's memory is bounded by them, whatever modules declare.
import { pageSize } from "./descriptor.ts";
import { LinkError } from "./errors.ts";
import type { Module } from "./module.ts";

/** Bounds of a store, each a whole number; what is left out is not bounded. */
export interface StoreLimits {
  /** Bytes of each memory. Growing beyond answers -1. */
  readonly memoryBytes?: number | undefined;
  /** Elements of each table. Growing beyond answers -1. */
  readonly tableElements?: number | undefined;
  /** Memories that are ever made in the store, by guests and the host. */
  readonly memories?: number | undefined;
  /** Tables that are ever made in the store, by guests and the host. */
  readonly tables?: number | undefined;
  /** Modules that are ever brought to life in the store. */
  readonly instances?: number | undefined;
}

const names = ["memoryBytes", "tableElements", "memories", "tables", "instances"] as const;

/** Counts what a store holds, and refuses what would be too much with a LinkError `limitExceeded`. */
export class LimitKeeper {
  readonly limits: StoreLimits;
  #memories = 0;
  #tables = 0;
  #instances = 0;

  /** Throws RangeError for a limit that is no whole number from 0. */
  constructor(limits: StoreLimits = {}, before?: LimitKeeper) {
    for (const name of names) {
      const limit = limits[name];
      if (limit !== undefined && !(Number.isSafeInteger(limit) && limit >= 0))
        throw new RangeError(`the limit ${name} is a whole number from 0, not ${limit}`);
    }
    this.limits = { ...limits };
    if (before === undefined) return;
    this.#memories = before.#memories;
    this.#tables = before.#tables;
    this.#instances = before.#instances;
  }

  /** Pages that a memory may have. */
  get maxPages(): number {
    return Math.floor((this.limits.memoryBytes ?? Number.POSITIVE_INFINITY) / pageSize);
  }

  /** Elements that a table may have. */
  get maxElements(): number {
    return this.limits.tableElements ?? Number.POSITIVE_INFINITY;
  }

  addMemory(pages: number): void {
    if (pages > this.maxPages) throw exceeded(`a memory of ${pages * pageSize} bytes`, "memoryBytes");
    if (this.#memories >= (this.limits.memories ?? Number.POSITIVE_INFINITY))
      throw exceeded("another memory", "memories");
    this.#memories += 1;
  }

  addTable(elements: number): void {
    if (elements > this.maxElements) throw exceeded(`a table of ${elements} elements`, "tableElements");
    if (this.#tables >= (this.limits.tables ?? Number.POSITIVE_INFINITY))
      throw exceeded("another table", "tables");
    this.#tables += 1;
  }

  addInstance(module: Module): void {
    if (this.#instances >= (this.limits.instances ?? Number.POSITIVE_INFINITY))
      throw exceeded("another instance", "instances");
    this.#instances += 1;
    for (const { minimum } of module.ownMemories) this.addMemory(minimum);
    for (const { minimum } of module.ownTables) this.addTable(minimum);
  }
}

const exceeded = (what: string, limit: keyof StoreLimits): LinkError =>
  new LinkError("limitExceeded", `${what} exceeds the store's limit ${limit}`);
